"""What every store is put through: filled by `demarche push`, it has to answer as the graph file does."""

import json

from exports import expected, graph
from outcome import Check, Failed
from stores import answers, large

GRAPH = "https://example.org/interop"
# Commands that read the endpoint's triples; what they print has to be the bytes of the graph file's.
COMMANDS = (
    ("info",),
    ("network", "signed", "--nodes", "state", "-f", "gexf", "-o", "-"),
    ("coalitions", "--nodes", "state"),
    ("compare", "--by", "country"),
    ("validate", "-f", "ttl"),
    ("export", "-f", "nt", "-o", "-"),
)
NAMES = "`info`, `network`, `coalitions`, `compare`, `validate`, `export`"


def run(context, store):
    if context.large:
        yield from large.run(context, store)
        return
    yield Check(store.name, store.version, "takes `demarche push`", push(context, store))
    asked = answers.compare(context, store, GRAPH)
    yield Check(store.name, store.version, "answers the saved queries, sent by any client", f"{asked} queries, the same rows")
    asked = ask(context, store)
    yield Check(store.name, store.version, "answers `demarche query`", f"{asked} saved queries, the same bytes")
    for command, *rest in COMMANDS:
        here = output(context, command, graph(context), *rest)
        there = output(context, command, store.query_url, "--graph", GRAPH, *rest)
        same(f"demarche {command}", here, there)
    yield Check(store.name, store.version, f"read by {NAMES}", "the same bytes as from the graph file")


def push(context, store):
    """Fills the graph, twice, the second time through many chunks; gives how, as the program says."""
    must = len(expected(context))
    for options in ((), ("--chunk", "200kB")):
        done = context.run(
            context.demarche, "push", graph(context), store.graph_store_url, "--graph", GRAPH,
            "--sparql", store.query_url, "--update", store.update_url, *options,
        )
        count = store.count(GRAPH)
        if count != must:
            raise Failed(f"{count} triples in the store instead of {must}")
    said = done.stderr.strip().splitlines()[-1]
    how = next((how for how in ("put in place at once", "loaded in place") if said.endswith(how)), None)
    if how is None or f"{must} triples" not in said:
        raise Failed(f"demarche push says: {done.stderr.strip()}")
    return f"{must:,} triples, {how}"


def ask(context, store):
    """Every saved query by `demarche query`, whose answers have to be those over the graph file to the byte."""
    saved = json.loads(context.run(context.demarche, "queries", "--json").stdout)
    problems = []
    for name in [query["name"] for query in saved]:
        form = "nt" if name.endswith("-as-graph") else "csv"
        try:
            here = output(context, "query", graph(context), name, "-f", form)
            there = output(context, "query", store.query_url, "--graph", GRAPH, name, "-f", form)
            same(name, here, there)
        except Failed as error:
            problems.append(f"{error}"[:600])
    if problems:
        raise Failed(f"{len(problems)} of {len(saved)} saved queries:\n    " + "\n    ".join(problems))
    return len(saved)


def output(context, *command):
    return context.run(context.demarche, "-q", *command, text=False).stdout


def same(what, here, there):
    if here == there and here:
        return
    lines = zip(here.splitlines(), there.splitlines())
    parting = next((pair for pair in lines if pair[0] != pair[1]), "one goes on where the other ends")
    raise Failed(f"{what}: {len(there)} bytes instead of {len(here)}; the first lines that differ: {parting}")
