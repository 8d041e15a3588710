"""Reads each file as igraph does, and prints what it then has as JSON, an object a line."""

import json
import math
import sys

import igraph


def said(element):
    # igraph has no missing values: no text is empty, and no number is NaN.
    values = element.attributes().items()
    return {name: value for name, value in values if value != "" and not (isinstance(value, float) and math.isnan(value))}


for file in sys.argv[1:]:
    graph = igraph.Graph.Read_Pajek(file) if file.endswith(".net") else igraph.Graph.Read(file)
    nodes = []
    for vertex in graph.vs:
        values = said(vertex)
        nodes.append({"id": values.pop("id", f"n{vertex.index}"), "label": values.pop("label", values.get("name")), "attributes": values})
    ties = []
    for edge in graph.es:
        values = said(edge)
        ends = [f"n{end}" for end in edge.tuple]
        kind = values.get("kind", values.get("label"))
        ties.append({"source": ends[0], "target": ends[1], "kind": kind, "weight": values.pop("weight"), "attributes": values})
    print(json.dumps({"directed": graph.is_directed(), "nodes": nodes, "ties": ties}))
