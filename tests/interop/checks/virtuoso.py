"""Virtuoso 7: the study by Graph Store Protocol, then every saved query."""

from stores import battery, large, virtuoso


# Debian limits queries by what Virtuoso guesses they will cost. It guesses far too much: seconds become years,
# and a query done in a tenth of a second is refused.
# And it ends them after a minute.
SETTINGS = {"SPARQL": {"MaxQueryCostEstimationTime": "0", "MaxQueryExecutionTime": str(large.LONGEST)}}


def run(context):
    # About 4 GB of buffers for what is large, as its manual says.
    memory = {"Parameters": {"NumberOfBuffers": "340000", "MaxDirtyBuffers": "250000"}} if context.large else {}
    # Debian cuts answers after 10,000 rows.
    rows = {"SPARQL": SETTINGS["SPARQL"] | {"ResultSetMaxRows": "1000000"}} if context.large else {}
    store = virtuoso.start(context, settings=SETTINGS | memory | rows)
    # It moves a graph in one transaction, whose log grows above its limit at some millions of triples.
    store.push_options = ("--in-place",)
    yield from battery.run(context, store)
