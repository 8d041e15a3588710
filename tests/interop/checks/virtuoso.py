"""Virtuoso 7: the study by Graph Store Protocol, then every saved query."""

from stores import battery, virtuoso


# Debian limits queries by what Virtuoso guesses they will cost. It guesses far too much: seconds become years,
# and a query done in a tenth of a second is refused.
SETTINGS = {"SPARQL": {"MaxQueryCostEstimationTime": "0"}}


def run(context):
    # About 4 GB of buffers for what is large, as its manual says.
    large = {"Parameters": {"NumberOfBuffers": "340000", "MaxDirtyBuffers": "250000"}} if context.large else {}
    store = virtuoso.start(context, settings=SETTINGS | large)
    # It moves a graph in one transaction, whose log grows above its limit at some millions of triples.
    store.push_options = ("--in-place",)
    yield from battery.run(context, store)
