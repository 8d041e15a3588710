"""Virtuoso 7: the study by Graph Store Protocol, then every saved query."""

from stores import battery, virtuoso


# Debian limits queries by what Virtuoso guesses they will cost. It guesses far too much: seconds become years,
# and a query done in a tenth of a second is refused.
SETTINGS = {"SPARQL": {"MaxQueryCostEstimationTime": "0"}}


def run(context):
    store = virtuoso.start(context, settings=SETTINGS)
    yield from battery.run(context, store)
