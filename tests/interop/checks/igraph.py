"""igraph: GraphML with everything, Pajek and DL with signed weights."""

from collections import Counter

import networks
from outcome import Check, Failed

VERSION = "1.0.0"


def run(context):
    reader = context.root / "tests" / "interop" / "readers" / "igraph_dump.py"
    python = context.venv(f"igraph=={VERSION}")

    def read(extension, which):
        files = [network.file(extension) for network in which]
        return list(zip(which, networks.lines(context.run(python, reader, *files)), strict=True))

    every = networks.networks(context)
    figures = [
        networks.same(network, dump, "igraph, .graphml", networks.by_number(network), (), ("id",))
        for network, dump in read("graphml", every)
    ]
    checks = [Check("igraph", VERSION, "reads .graphml", "; ".join(figures))]
    for network, dump in read("net", every):
        values(network, dump, networks.numbered_values(network), ".net")
    checks.append(Check("igraph", VERSION, "reads .net, two modes as well", "; ".join(map(networks.figures, every))))
    # It knows no `edgelist2`.
    one_mode = [network for network in every if network.name != "positions"]
    for network, dump in read("dl", one_mode):
        values(network, dump, both_ways(network), ".dl")
    checks.append(Check("igraph", VERSION, "reads .dl", "; ".join(map(networks.figures, one_mode))))
    return checks


def both_ways(network):
    """Values of pairs added up, in both directions where ties have none."""
    sums = Counter()
    for one, other, value in networks.numbered_values(network):
        sums[one, other] += value
        if not network.directed:
            sums[other, one] += value
    return sorted((*pair, value) for pair, value in sums.items() if value)


def values(network, dump, wanted, what):
    def place(identifier):
        return int(identifier.removeprefix("n")) + 1

    found = sorted((place(tie["source"]), place(tie["target"]), tie["weight"]) for tie in dump["ties"])
    if found != wanted or len(dump["nodes"]) != len(network.nodes):
        differing = [pair for pair in zip(found, wanted) if pair[0] != pair[1]]
        raise Failed(f"igraph, {what}, {network.name}: {len(found)} of {len(wanted)} values; {differing[:3]}")
