"""graphology, which sigma and Gephi Lite are built on: GEXF also over time, GraphML, its own JSON."""

import networks
from outcome import Check, Failed

PACKAGES = ("graphology@0.26.0", "graphology-gexf@0.13.2", "graphology-graphml@0.5.2")
LOOKS = ("x", "y", "z", "size", "color")


def run(context):
    folder = context.npm(*PACKAGES)
    reader = context.root / "tests" / "interop" / "readers" / "graphology_dump.mjs"
    every = networks.networks(context)
    checks = []
    for package, extension in zip(reversed(PACKAGES), ("graphml", "gexf", "json")):
        files = [network.file(extension) for network in every]
        dumps = networks.lines(context.run("node", reader, folder, *files))
        figures = []
        for network, dump in zip(every, dumps, strict=True):
            ids = networks.by_number(network) if extension == "graphml" else None
            renamed = {"node_type": "type"} if extension == "json" else {}
            what = f"graphology, .{extension}"
            figures.append(networks.same(network, dump, what, ids, LOOKS, ("label", "color"), renamed))
        program, version = package.split("@")
        checks.append(Check(program, version, f"reads .{extension}", "; ".join(figures)))
    moving = context.work / "moving.gexf"
    context.run(context.demarche, "-q", "network", *every[0].arguments, "--window", "2y", "-o", moving)
    [dump] = networks.lines(context.run("node", reader, folder, moving))
    if not dump["nodes"] or not dump["ties"]:
        raise Failed("graphology-gexf: nothing is left of a network over time")
    figures = f"{len(dump['nodes'])} nodes, {len(dump['ties'])} ties"
    checks.append(Check("graphology-gexf", PACKAGES[1].split("@")[1], "reads .gexf over time", figures))
    return checks
