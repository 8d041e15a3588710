"""Oxigraph's server: the study by Graph Store Protocol, then every saved query."""

import http_client
from exports import expected, export
from outcome import Check, Failed
from process import free_port
from stores import answers
from stores.store import Store

VERSION = "0.5.13"
GRAPH = "https://example.org/interop"


def run(context):
    program = context.venv(f"oxigraph=={VERSION}").parent / "oxigraph"
    address = f"http://127.0.0.1:{free_port()}"
    server = context.serve(
        [program, "serve", "--location", context.work / "store", "--bind", address.removeprefix("http://")],
        lambda: http_client.request("GET", f"{address}/query?query=ASK%7B%7D"),
    )
    store = Store("Oxigraph", VERSION, server, f"{address}/query", f"{address}/update", f"{address}/store")
    store.put(GRAPH, export(context, "nt"))
    count, must = store.count(GRAPH), len(expected(context))
    if count != must:
        raise Failed(f"{count} triples in the store instead of {must}")
    asked = answers.compare(context, store, GRAPH)
    return [Check(store.name, store.version, "takes the graph, answers the saved queries",
                  f"{count:,} triples; {asked} queries, the same rows")]
