"""Reads each file as networkx does, and prints what it then has as JSON, an object a line."""

import json
import sys
import warnings

import networkx

warnings.simplefilter("ignore")


def read(file):
    if file.endswith(".gexf"):
        return networkx.read_gexf(file)
    if file.endswith(".graphml"):
        return networkx.read_graphml(file, force_multigraph=True)
    if file.endswith(".net"):
        return networkx.read_pajek(file)
    with open(file, encoding="utf-8") as opened:
        return networkx.cytoscape_graph(json.load(opened))


for file in sys.argv[1:]:
    graph = read(file)
    nodes = [{"id": node, "label": said.pop("label", said.get("name")), "attributes": said} for node, said in graph.nodes(data=True)]
    ties = [
        {"source": one, "target": other, "kind": said.get("kind", said.get("l")), "weight": said.pop("weight"), "attributes": said}
        for one, other, said in graph.edges(data=True)
    ]
    print(json.dumps({"directed": graph.is_directed(), "nodes": nodes, "ties": ties}))
