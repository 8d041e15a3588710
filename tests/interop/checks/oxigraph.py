"""Oxigraph's server: the study by Graph Store Protocol, then every saved query."""

import http_client
from process import free_port
from stores import battery, large
from stores.store import Store

VERSION = "0.5.13"


def run(context):
    program = context.venv(f"oxigraph=={VERSION}").parent / "oxigraph"
    address = f"http://127.0.0.1:{free_port()}"
    # A query may take all memory there is, and the machine with it.
    held = ["prlimit", "--as=14000000000"] if context.large else []
    server = context.serve(
        [*held, program, "serve", "--location", context.work / "store", "--bind", address.removeprefix("http://"),
         "--timeout-s", str(large.LONGEST)],
        lambda: http_client.request("GET", f"{address}/query?query=ASK%7B%7D"),
    )
    store = Store("Oxigraph", VERSION, server, f"{address}/query", f"{address}/update", f"{address}/store")
    # It takes more memory and time to move a graph than to load it.
    store.push_options = ("--in-place",)
    yield from battery.run(context, store)
