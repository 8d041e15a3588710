"""What every store is put through."""

from exports import expected, export, graph
from outcome import Check, Failed
from stores import answers

GRAPH = "https://example.org/interop"
# Commands that read the endpoint's triples; what they print has to be the bytes of the graph file's.
COMMANDS = (("network", "agreement", "-f", "gexf"), ("compare", "--by", "country"), ("export", "-f", "nt"))


def run(context, store):
    store.put(GRAPH, export(context, "nt"))
    count, must = store.count(GRAPH), len(expected(context))
    if count != must:
        raise Failed(f"{count} triples in the store instead of {must}")
    asked = answers.compare(context, store, GRAPH)
    yield Check(store.name, store.version, "takes the graph, answers the saved queries",
                f"{count:,} triples; {asked} queries, the same rows")
    for command, *rest in COMMANDS:
        here = context.run(context.demarche, "-q", command, graph(context), *rest, "-o", "-", text=False).stdout
        there = context.run(context.demarche, "-q", command, store.query_url, "--graph", GRAPH, *rest, "-o", "-", text=False).stdout
        if here != there or not here:
            raise Failed(f"demarche {command} over the endpoint: {len(there)} bytes, other than the {len(here)} of the graph file")
    yield Check(store.name, store.version, "read by `network`, `compare` and `export`", "the same bytes as from the graph file")
