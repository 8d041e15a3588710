"""Virtuoso 7: the study by Graph Store Protocol, then every saved query."""

from exports import expected, export
from outcome import Check, Failed
from stores import answers, virtuoso

GRAPH = "https://example.org/interop"

# Debian limits queries by what Virtuoso guesses they will cost. It guesses far too much: seconds become years,
# and a query done in a tenth of a second is refused.
SETTINGS = {"SPARQL": {"MaxQueryCostEstimationTime": "0"}}


def run(context):
    store = virtuoso.start(context, settings=SETTINGS)
    store.put(GRAPH, export(context, "nt"))
    count, must = store.count(GRAPH), len(expected(context))
    if count != must:
        raise Failed(f"{count} triples in the store instead of {must}")
    asked = answers.compare(context, store, GRAPH)
    return [Check(store.name, store.version, "takes the graph, answers the saved queries",
                  f"{count:,} triples; {asked} queries, the same rows")]
