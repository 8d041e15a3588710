"""The saved queries, asked of a store over HTTP as any client would, against the answers given here."""

import csv
import io
import json

import triples
from exports import graph
from outcome import Failed


def _value(text):
    """A cell as it is compared: stores write `1`, `1.0` and `1e0` for one number."""
    try:
        return float(text)
    except ValueError:
        return text


def table(data):
    return [[_value(cell) for cell in row] for row in csv.reader(io.StringIO(data.decode("utf-8")))]


def compare(context, store, named=None):
    """Asks every saved query; gives how many have the same rows in the same order, or the same triples.

    Raises Failed with each query that does not.
    """
    file = graph(context)
    saved = json.loads(context.run(context.demarche, "queries", "--json").stdout)
    problems = []
    for name in [query["name"] for query in saved]:
        text = context.run(context.demarche, "query", file, name, "--show").stdout
        try:
            _hold(context, store, named, file, name, text)
        except Failed as error:
            problems.append(f"{name}: {error}"[:600])
    if problems:
        raise Failed(f"{len(problems)} of {len(saved)} saved queries:\n    " + "\n    ".join(problems))
    return len(saved)


def _hold(context, store, named, file, name, text):
    if text.lstrip().startswith("CONSTRUCT"):
        ours = context.run(context.demarche, "query", file, name, "-f", "nt").stdout
        # Virtuoso has no media type for N-Triples that every version gives; all know this one.
        theirs = store.query(text, named, "application/n-triples, text/plain;q=0.5").decode("utf-8")
        triples.same(triples.parse(ours), triples.parse(theirs), "the graph")
        return
    ours = table(context.run(context.demarche, "query", file, name, "-f", "csv").stdout.encode())
    theirs = table(store.query(text, named, "text/csv"))
    if ours != theirs:
        parting = next((pair for pair in zip(ours, theirs) if pair[0] != pair[1]), None)
        raise Failed(f"{len(theirs)} lines instead of {len(ours)}; the first that differs: {parting}")
