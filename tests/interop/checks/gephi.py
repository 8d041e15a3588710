"""Gephi itself: its importer's report, and all that it then has."""

import datetime

import networks
from outcome import Check, Failed

VERSION = "0.10.1"
# The jar that has everything in it; what it says it depends on is not all in the registry.
TOOLKIT = f"org.gephi:gephi-toolkit:{VERSION}:all@jar"
# Gephi keeps weights and looks in single precision.
SINGLE = 2.0**-23
# Said of every file, and no more than that.
INFORMATION = ["INFO: GEXF version 1.3"]


def run(context):
    [jar] = context.maven(TOOLKIT)
    source = context.root / "tests" / "interop" / "readers" / "GephiDump.java"

    def read(files):
        command = ("java", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-cp", jar, source, *files)
        return networks.lines(context.run(*command))

    every = networks.networks(context)
    checks = []
    for extension, option in (("gexf", ()), ("graphml", ("--for", "gephi"))):
        dumps = read([network.file(extension, *option) for network in every])
        figures = []
        for network, dump in zip(every, dumps, strict=True):
            reported(dump, INFORMATION if extension == "gexf" else [], network.name)
            dump, ids = flattened(dump, extension), ids_of(network, extension)
            figures.append(networks.same(network, dump, f"Gephi, .{extension}", ids, precision=SINGLE))
            looks(network, dump, extension)
        what = f"imports .{extension} {' '.join(option)}".strip() + " without a warning: attributes, kinds, looks"
        checks.append(Check("Gephi", VERSION, what, "; ".join(figures)))
    checks.append(over_time(context, every[0], read))
    return checks


def ids_of(network, extension):
    return networks.by_number(network) if extension == "graphml" else None


def reported(dump, expected, what):
    if dump["issues"] != expected:
        raise Failed(f"Gephi, {what}: reports {dump['issues']}")


def flattened(dump, extension):
    """The dump with attributes by name: of GraphML, Gephi keeps the identifiers of keys."""
    if extension == "gexf":
        return dump
    for kind, elements in (("node_", dump["nodes"]), ("edge_", dump["ties"])):
        for element in elements:
            element["attributes"] = {name.removeprefix(kind): value for name, value in element["attributes"].items()}
    return dump


def looks(network, dump, extension):
    """Positions, sizes and colours are those of the file.

    Gephi moves the whole layout so that the mean position is the origin.
    """
    nodes, ties = network.looks()
    ids = ids_of(network, extension) or (lambda identifier: identifier)
    middle = {name: sum(node[name] for node in nodes.values()) / len(nodes) for name in ("x", "y")}
    for node in dump["nodes"]:
        wanted = nodes[ids(node["id"])]
        off = max(abs(node[name] - (wanted[name] - middle.get(name, 0))) for name in ("x", "y", "size"))
        if off > 0.001 or node["color"] != wanted["color"]:
            raise Failed(f"Gephi, .{extension}, {network.name}: {node['id']} looks otherwise: "
                + "; ".join(f"{name} {node[name]} instead of {wanted[name]}" for name in ("x", "y", "size", "color")))
    order = list(ties.values())
    for tie in dump["ties"]:
        wanted = order[int(tie["id"][1:])] if extension == "graphml" else ties[tie["id"]]
        if tie["color"] != wanted:
            raise Failed(f"Gephi, .{extension}, {network.name}: the tie {tie['id']} is {tie['color']} instead of {wanted}")


def over_time(context, network, read):
    """Spells and weights are those of the networks of the windows, each in a file of its own."""
    windows = ("--window", "2y")
    plain = network.file("gexf", *windows)
    moving = context.work / "moving.gexf"
    context.run(context.demarche, "-q", "network", *network.arguments, *windows, "--for", "gephi", "-o", moving)
    split = context.work / "split.csv"
    context.run(context.demarche, "-q", "network", *network.arguments, *windows, "--split", "-o", split)
    weights = {}
    for file in sorted(context.work.glob("split-????-??-??.csv")):
        first = datetime.date.fromisoformat(file.stem.removeprefix("split-"))
        last = first.replace(year=first.year + 2) - datetime.timedelta(days=1)
        for row in networks.rows(file):
            weights.setdefault(row["Id"], []).append([first.isoformat(), last.isoformat(), float(row["Weight"])])
    for dump in read([plain, moving]):
        reported(dump, INFORMATION, "over time")
        if not dump["dynamic"] or {tie["id"] for tie in dump["ties"]} != set(weights):
            raise Failed(f"Gephi, over time: {len(dump['ties'])} ties instead of {len(weights)}, dynamic {dump['dynamic']}")
        for tie in dump["ties"]:
            if tie["spells"] != merged(weights[tie["id"]]):
                raise Failed(f"Gephi, over time: {tie['id']} is there {tie['spells']} instead of {merged(weights[tie['id']])}")
    for tie in dump["ties"]:
        if tie["weights"] != weights[tie["id"]]:
            raise Failed(f"Gephi, over time: {tie['id']} weighs {tie['weights']} instead of {weights[tie['id']]}")
    figures = f"{len(weights)} ties, {sum(map(len, weights.values()))} weights of windows"
    return Check("Gephi", VERSION, "imports .gexf over time without a warning: spells; --for gephi: weights by window", figures)


def merged(weights):
    spells = []
    for first, last, _ in weights:
        day = datetime.date.fromisoformat(first) - datetime.timedelta(days=1)
        if spells and spells[-1][1] == day.isoformat():
            spells[-1][1] = last
        else:
            spells.append([first, last])
    return spells
