"""Networks as their pair of CSV files has them, and what other programs make of the same networks."""

import csv
import json
from dataclasses import dataclass

from exports import graph
from outcome import Failed

# Columns of text; all others are numbers, and have to arrive as such.
TEXT = {"sparse", "key", "iri", "mode", "type", "sector", "country", "part_of", "themes", "first", "last", "kind", "claims"}
LISTS = {"themes", "claims"}


@dataclass
class Network:
    """A network, and how to have it written in a format."""

    name: str
    context: object
    arguments: tuple
    nodes: dict
    ties: dict
    directed: bool

    def file(self, extension, *options):
        """The network as NAME.EXTENSION."""
        file = self.context.work / f"{self.name}.{extension}"
        self.context.run(self.context.demarche, "-q", "network", *self.arguments, *options, "-o", file)
        return file

    @property
    def names(self):
        return list(self.nodes)

    def looks(self):
        """Position, size and colour of each node, and the colour of each tie, as graphology's file has them."""
        drawn = json.loads(self.file("json").read_text(encoding="utf-8"))
        nodes = {node["key"]: node["attributes"] for node in drawn["nodes"]}
        return nodes, {tie["key"]: tie["attributes"]["color"] for tie in drawn["edges"]}


def networks(context):
    """Of the example study one of each form; and one whose names are hard to carry."""
    study = graph(context)
    awkward = context.root / "tests" / "interop" / "awkward"
    return [
        _read("states", context, (study, "signed", "--nodes", "state")),
        _read("positions", context, (study, "positions", "--nodes", "institution")),
        _read("accuses", context, (study, "addressed", "--nodes", "state")),
        _read("awkward", context, (awkward, "signed", "--normalize", "average", "--isolates")),
    ]


def _read(name, context, arguments):
    network = Network(name, context, arguments, {}, {}, False)
    ties = network.file("csv")
    for row in rows(ties.with_suffix(".nodes.csv")):
        network.nodes[row.pop("Id")] = row
    for row in rows(ties):
        network.directed = row.pop("Type") == "Directed"
        row["kind"] = row.pop("Kind")
        row.pop("Label")
        network.ties[row.pop("Id")] = row
    return network


def rows(file):
    with open(file, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def cell(name, value):
    """A value of a program as a cell of the CSV file has it; Failed where it is of another type."""
    if name in LISTS:
        if isinstance(value, str) and value.startswith('["'):
            value = json.loads(value)
        return ";".join(value) if isinstance(value, list) else value
    if isinstance(value, str) != (name in TEXT):
        raise Failed(f"{name} has become {type(value).__name__}: {value!r}")
    return value if isinstance(value, str) else float(value)


def _wanted(row, without=()):
    wanted = {}
    for name, text in row.items():
        if text != "" and name not in without:
            wanted[name] = text if name in TEXT or name in LISTS else float(text)
    return wanted


def attributes(row, found, what, own=(), renamed=()):
    """Holds the attributes of a node or tie against its row; `own` are those that the program or the format adds."""
    renamed = dict(renamed)
    made = {renamed.get(name, name): value for name, value in found.items() if name not in own and value is not None}
    made = {name: cell(name, value) for name, value in made.items()}
    wanted = _wanted(row, ("Label", "Source", "Target", "Weight"))
    if made != wanted:
        names = sorted(set(made) | set(wanted))
        shown = [f"{n}: {made.get(n)!r} instead of {wanted.get(n)!r}" for n in names if made.get(n) != wanted.get(n)]
        raise Failed(f"{what}: {'; '.join(shown)[:600]}")


def same(network, dump, what, ids=None, own_of_nodes=(), own_of_ties=(), renamed=(), precision=0.0):
    """Holds a dump of a program against the network; gives the number of nodes and ties as text.

    `ids` gives the node's id for the program's. Ties are told apart by ends and kind. `precision` is what the
    program keeps of weights, as a share; of attributes it has to keep all.
    """
    what = f"{what}, {network.name}"
    ids = ids or (lambda identifier: identifier)
    if dump["directed"] != network.directed and network.ties:
        raise Failed(f"{what}: directed is {dump['directed']}")
    found = {ids(node["id"]): node for node in dump["nodes"]}
    if set(found) != set(network.nodes) or len(dump["nodes"]) != len(found):
        raise Failed(f"{what}: {len(dump['nodes'])} nodes instead of {len(network.nodes)}: {sorted(set(found) ^ set(network.nodes))[:5]}")
    for name, row in network.nodes.items():
        if found[name]["label"] != row["Label"]:
            raise Failed(f"{what}: {name} is called {found[name]['label']!r} instead of {row['Label']!r}")
        attributes(row, found[name]["attributes"], f"{what}, node {name}", own_of_nodes, renamed)
    wanted = {_key(network, row["Source"], row["Target"], row["kind"]): row for row in network.ties.values()}
    seen = {}
    for tie in dump["ties"]:
        key = _key(network, ids(tie["source"]), ids(tie["target"]), tie["kind"])
        if key in seen or key not in wanted:
            raise Failed(f"{what}: the tie {key} is there twice or should not be")
        seen[key] = tie
        row = wanted[key]
        if abs(tie["weight"] - float(row["Weight"])) > precision * float(row["Weight"]):
            raise Failed(f"{what}: the tie {key} weighs {tie['weight']} instead of {row['Weight']}")
        attributes(row, tie["attributes"], f"{what}, tie {key}", own_of_ties)
    if len(seen) != len(wanted):
        raise Failed(f"{what}: {len(seen)} ties instead of {len(wanted)}: without {sorted(set(wanted) - set(seen))[:5]}")
    return figures(network)


def figures(network):
    return f"{len(network.nodes)} nodes, {len(network.ties)} ties"


def _key(network, source, target, kind):
    return (source, target, kind) if network.directed else (*sorted((source, target)), kind)


def lines(done):
    """What a program printed: an object of JSON a line."""
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def by_number(network):
    """The id of a node that a format calls `n0`, `n1`, ..."""
    names = network.names
    return lambda identifier: names[int(identifier.removeprefix("n"))]


def numbered_values(network):
    """The values of pairs by the places of both ends from 1: a list, since a pair can have two."""
    place = {name: at for at, name in enumerate(network.nodes, 1)}
    values = []
    for row in network.ties.values():
        sign = -1 if float(row.get("sign") or 1) < 0 else 1
        value = sign * float(row["Weight"])
        if "supports" in row and row["kind"] in ("supports", "opposes", "both"):
            value = float(row["supports"]) - float(row["opposes"])
        values.append((place[row["Source"]], place[row["Target"]], value))
    return sorted(values)
