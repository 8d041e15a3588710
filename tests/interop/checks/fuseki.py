"""Apache Jena Fuseki: the study by Graph Store Protocol, then every saved query."""

import os

import http_client
from exports import expected, export
from outcome import Check, Failed
from process import free_port
from stores import answers
from stores.store import Store

VERSION = "5.2.0"
LOG4J = "2.24.1"
GRAPH = "https://example.org/interop"


def run(context):
    jars = context.maven(f"org.apache.jena:jena-fuseki-main:{VERSION}", f"org.apache.logging.log4j:log4j-slf4j2-impl:{LOG4J}")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = context.serve(
        ["java", "-Xmx1g", "-cp", os.pathsep.join(map(str, jars)), "org.apache.jena.fuseki.main.cmds.FusekiMainCmd",
         "--localhost", f"--port={port}", "--mem", "--update", "/ds"],
        lambda: http_client.request("GET", f"{address}/ds/query?query=ASK%7B%7D"),
    )
    store = Store("Apache Jena Fuseki", VERSION, server, f"{address}/ds/query", f"{address}/ds/update", f"{address}/ds/data")
    store.put(GRAPH, export(context, "nt"))
    count, must = store.count(GRAPH), len(expected(context))
    if count != must:
        raise Failed(f"{count} triples in the store instead of {must}")
    asked = answers.compare(context, store, GRAPH)
    return [Check(store.name, store.version, "takes the graph, answers the saved queries",
                  f"{count:,} triples; {asked} queries, the same rows")]
