"""Apache Jena Fuseki: the study by Graph Store Protocol, then every saved query."""

import os

import http_client
from process import free_port
from stores import battery, large
from stores.store import Store

VERSION = "5.2.0"
LOG4J = "2.24.1"


def run(context):
    jars = context.maven(f"org.apache.jena:jena-fuseki-main:{VERSION}", f"org.apache.logging.log4j:log4j-slf4j2-impl:{LOG4J}")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    # What is large goes to disk.
    (context.work / "tdb").mkdir()
    memory, where = ("-Xmx8g", ["--tdb2", f"--loc={context.work / 'tdb'}", f"--timeout={1000 * large.LONGEST}"]) if context.large else ("-Xmx1g", ["--mem"])
    server = context.serve(
        ["java", memory, "-cp", os.pathsep.join(map(str, jars)), "org.apache.jena.fuseki.main.cmds.FusekiMainCmd",
         "--localhost", f"--port={port}", *where, "--update", "/ds"],
        lambda: http_client.request("GET", f"{address}/ds/query?query=ASK%7B%7D"),
    )
    store = Store("Apache Jena Fuseki", VERSION, server, f"{address}/ds/query", f"{address}/ds/update", f"{address}/ds/data")
    # It reads a graph that the protocol names triple by triple, past all that TDB2 knows of joins.
    store.large_graph = None
    store.push_options = ("--in-place",)
    yield from battery.run(context, store)
