"""RDF4J Server in Jetty: the study by push, then every saved query and command."""

import http_client
from outcome import Failed
from process import free_port
from stores import battery, large
from stores.store import Store

# Of the line that runs on the servlets of Jetty 9; the protocol of 5 is the same.
VERSION = "4.1.3"
JETTY = "9.4.57.v20241219"
NAME = "study"
REPOSITORY = f"""
@prefix rep: <http://www.openrdf.org/config/repository#> .
@prefix sr: <http://www.openrdf.org/config/repository/sail#> .
@prefix sail: <http://www.openrdf.org/config/sail#> .
[] a rep:Repository ; rep:repositoryID "{NAME}" ;
  rep:repositoryImpl [ rep:repositoryType "openrdf:SailRepository" ;
    sr:sailImpl [ sail:sailType "openrdf:MemoryStore" ] ] .
"""


def run(context):
    files = context.maven(f"org.eclipse.rdf4j:rdf4j-http-server:{VERSION}@war", f"org.eclipse.jetty:jetty-runner:{JETTY}@jar")
    war = next((file for file in files if file.suffix == ".war"), None)
    runner = next((file for file in files if file.name.startswith("jetty-runner")), None)
    if war is None or runner is None:
        raise Failed(f"Maven gives no war or no runner: {[file.name for file in files]}")
    port = free_port()
    server = f"http://127.0.0.1:{port}/rdf4j-server"
    running = context.serve(
        ["java", "-Xmx12g" if context.large else "-Xmx1g", f"-Dorg.eclipse.rdf4j.appdata.basedir={context.work / 'data'}", f"-Djava.io.tmpdir={context.work}",
         "-jar", runner, "--host", "127.0.0.1", "--port", str(port), "--path", "/rdf4j-server", war],
        lambda: http_client.request("GET", f"{server}/protocol"),
    )
    repository = f"{server}/repositories/{NAME}"
    http_client.request("PUT", repository, REPOSITORY.encode(), {"Content-Type": "text/turtle"})
    store = Store("RDF4J Server", VERSION, running, f"{repository}?timeout={large.LONGEST}", f"{repository}/statements", repository)
    yield from battery.run(context, store)
