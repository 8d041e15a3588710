"""Cytoscape.js, without a page."""

import networks
from outcome import Check, Failed

VERSION = "3.34.4"


def run(context):
    folder = context.npm(f"cytoscape@{VERSION}")
    reader = context.root / "tests" / "interop" / "readers" / "cytoscape_dump.mjs"
    every = networks.networks(context)
    files = [network.file("cyjs") for network in every]
    dumps = networks.lines(context.run("node", reader, folder, *files))
    own = ("shared_name", "value", "size", "color")
    own_of_ties = ("name", "shared_name", "shared_interaction", "key", "color")
    figures = []
    for network, dump in zip(every, dumps, strict=True):
        figures.append(networks.same(network, dump, "Cytoscape.js", None, own, own_of_ties))
        places, _ = network.looks()
        for node in dump["nodes"]:
            wanted = places[node["id"]]
            if (node["position"]["x"], -node["position"]["y"]) != (wanted["x"], wanted["y"]):
                raise Failed(f"Cytoscape.js, {network.name}: {node['id']} stands elsewhere")
    return [Check("Cytoscape.js", VERSION, "reads .cyjs, positions too", "; ".join(figures))]
