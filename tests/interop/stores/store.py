"""What every store can do once it is started."""

import json
import urllib.parse
from dataclasses import dataclass

import http_client

JSON = "application/sparql-results+json"


@dataclass
class Store:
    """A store that runs.

    `query_url`, `update_url` and `graph_store_url` are addresses of the SPARQL 1.1 Protocol and the Graph Store
    Protocol; `login` is name and password where writing asks for them.
    """

    name: str
    version: str
    server: object
    query_url: str
    update_url: str
    graph_store_url: str
    login: tuple | None = None
    # Of a large graph: options of `demarche push`, and its name, None for the default graph.
    push_options: tuple = ()
    large_graph: str | None = "https://example.org/large"

    def stop(self):
        self.server.stop()

    def query(self, text, graph=None, accept=JSON, seconds=300):
        """The answer in the format `accept`; of the named graph, if one is given, else of the default graph."""
        parameters = {"query": text} | ({"default-graph-uri": graph} if graph else {})
        return http_client.request(
            "POST",
            self.query_url,
            urllib.parse.urlencode(parameters).encode(),
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept},
            seconds,
        )

    def put(self, graph, file, seconds=600):
        """Puts an N-Triples file in place of a named graph."""
        http_client.request(
            "PUT",
            http_client.with_query(self.graph_store_url, graph=graph),
            file.read_bytes(),
            {"Content-Type": "application/n-triples"},
            seconds,
            self.login,
        )

    def count(self, graph=None):
        """The number of triples of a named graph, or of the default graph."""
        answer = json.loads(self.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", graph))
        return int(answer["results"]["bindings"][0]["n"]["value"])
