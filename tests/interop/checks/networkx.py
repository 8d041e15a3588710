"""networkx: the present one, and one that does not know GEXF 1.3."""

import networks
from outcome import Check, Failed

PRESENT, OLD = "3.6", "3.4.2"
OF_FORMAT = {
    # What the reader itself adds to nodes and to ties.
    "gexf": ({"viz"}, {"viz", "id", "label"}),
    "graphml": (set(), {"id"}),
    "cyjs": (
        {"id", "name", "shared_name", "value", "size", "color"},
        {"id", "name", "shared_name", "source", "target", "interaction", "shared_interaction", "key", "color"},
    ),
}


def run(context):
    reader = context.root / "tests" / "interop" / "readers" / "networkx_dump.py"
    python = {version: context.venv(f"networkx=={version}") for version in (PRESENT, OLD)}
    every = networks.networks(context)
    checks = []
    for version, extension, options in (
        (PRESENT, "gexf", ()),
        (OLD, "gexf", ("--gexf-version", "1.2")),
        (PRESENT, "graphml", ()),
        (PRESENT, "cyjs", ()),
    ):
        files = [network.file(extension, *options) for network in every]
        dumps = networks.lines(context.run(python[version], reader, *files))
        figures = []
        for network, dump in zip(every, dumps, strict=True):
            ids = networks.by_number(network) if extension == "graphml" else None
            figures.append(networks.same(network, dump, f"networkx {version}, .{extension}", ids, *OF_FORMAT[extension]))
        what = f"reads .{extension} {' '.join(options)}".strip()
        checks.append(Check("networkx", version, what, "; ".join(figures)))
    checks.append(pajek(context, python[PRESENT], reader, every))
    return checks


def pajek(context, python, reader, every):
    # It does not know vertices of two modes.
    every = [network for network in every if network.name != "positions"]
    dumps = networks.lines(context.run(python, reader, *(network.file("net") for network in every)))
    figures = []
    for network, dump in zip(every, dumps, strict=True):
        place = {node["id"]: int(node["attributes"]["id"]) for node in dump["nodes"]}
        ties = ((place[tie["source"]], place[tie["target"]], tie["weight"]) for tie in dump["ties"])
        found = sorted(ties if network.directed else ((*sorted(ends), weight) for *ends, weight in ties))
        if found != networks.numbered_values(network) or len(place) != len(network.nodes):
            raise Failed(f"networkx, .net, {network.name}: {found[:3]} instead of {networks.numbered_values(network)[:3]}")
        figures.append(networks.figures(network))
    return Check("networkx", PRESENT, "reads .net", "; ".join(figures))
