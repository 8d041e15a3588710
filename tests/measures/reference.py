"""What other programs say of the networks in this folder: `reference.json`, which the test
`network_measures` reads.

    pip install networkx==3.6.1 leidenalg==0.12.0 igraph==1.0.0
    python tests/measures/reference.py            # from the networks that are there
    python tests/measures/reference.py --make     # makes those that are made up, first

A network is a table `one,other,agreement,disagreement`. `states.csv` are the states of the example
study, from `demarche network data/cyber-debate signed --nodes state -f csv`, in this form.

* modularity: the best that leidenalg finds in 50 runs of its optimiser, with the ties of agreement and
  those of disagreement as two layers of weight 1 and -1, divided by the weight of all; worked out
  again from the partition by the formula of Gomez, Jensen and Arenas (2009).
* betweenness: networkx, with lengths as exact fractions, so that equally long ways are equal.
* balance: all triples of nodes.
"""

import csv
import json
import random
import sys
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import igraph
import leidenalg
import networkx

FOLDER = Path(__file__).parent


def read(path):
    with open(path, newline="") as lines:
        return [
            (int(row["one"]), int(row["other"]), float(row["agreement"]), float(row["disagreement"]))
            for row in csv.DictReader(lines)
        ]


def write(name, ties):
    with open(FOLDER / f"{name}.csv", "w", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(["one", "other", "agreement", "disagreement"])
        table.writerows(sorted(ties))


def make():
    karate = networkx.karate_club_graph()
    write("karate", [(a, b, d["weight"], 0) for a, b, d in karate.edges(data=True)])

    draw = random.Random(1)
    ties = []
    for a, b in combinations(range(90), 2):
        if draw.random() < 0.3:
            together, noise = a % 3 == b % 3, draw.random() < 0.2
            weight = draw.randint(1, 9)
            ties.append((a, b, weight, 0) if together != noise else (a, b, 0, weight))
    write("planted", ties)

    ties = []
    for a, b in combinations(range(200), 2):
        if draw.random() < 0.03:
            ties.append((a, b, draw.randint(0, 3), draw.randint(0, 2)))
    write("random", [tie for tie in ties if tie[2] or tie[3]])

    # Nobody agrees with anybody.
    ties = [(a, b, 0, draw.randint(1, 4)) for a, b in combinations(range(40), 2) if draw.random() < 0.2]
    write("against", ties)


def layer(nodes, ties):
    graph = igraph.Graph(nodes, [(a, b) for a, b, _ in ties])
    graph.es["weight"] = [weight for *_, weight in ties]
    return graph


def modularity(nodes, ties, groups):
    plus, minus = [0.0] * nodes, [0.0] * nodes
    inside = 0.0
    for a, b, agreement, disagreement in ties:
        for end in (a, b):
            plus[end] += agreement
            minus[end] += disagreement
        if groups[a] == groups[b]:
            inside += 2 * (agreement - disagreement)
    def chance(strengths):
        total, sums = sum(strengths), {}
        for node, strength in enumerate(strengths):
            sums[groups[node]] = sums.get(groups[node], 0.0) + strength
        return sum(of * of for of in sums.values()) / total if total else 0.0
    return (inside - chance(plus) + chance(minus)) / (sum(plus) + sum(minus))


def best_of_leidenalg(nodes, ties):
    plus = layer(nodes, [(a, b, w) for a, b, w, _ in ties if w])
    minus = layer(nodes, [(a, b, w) for a, b, _, w in ties if w])
    layers = [(plus, 1), (minus, -1)]
    found = []
    for seed in range(50):
        parts = [
            leidenalg.RBConfigurationVertexPartition(graph, weights="weight", resolution_parameter=1.0)
            for graph, _ in layers
        ]
        optimiser = leidenalg.Optimiser()
        optimiser.set_rng_seed(seed)
        while optimiser.optimise_partition_multiplex(parts, layer_weights=[w for _, w in layers]) > 0:
            pass
        found.append(modularity(nodes, ties, parts[0].membership))
    return max(found)


def betweenness(nodes, ties):
    graph = networkx.Graph()
    graph.add_nodes_from(range(nodes))
    for a, b, weight, _ in ties:
        if weight:
            graph.add_edge(a, b, length=1 / Fraction(weight))
    found = networkx.betweenness_centrality(graph, weight="length", normalized=False)
    shares = networkx.betweenness_centrality(graph, weight="length", normalized=True)
    return [found[node] for node in range(nodes)], [shares[node] for node in range(nodes)]


def balance(nodes, ties):
    sign = {(a, b): (p > m) - (p < m) for a, b, p, m in ties if p != m}
    count = balanced = 0
    for a, b, c in combinations(range(nodes), 3):
        product = sign.get((a, b), 0) * sign.get((b, c), 0) * sign.get((a, c), 0)
        count += product != 0
        balanced += product > 0
    return [count, balanced]


def main():
    if "--make" in sys.argv:
        make()
    programs = {"networkx": networkx.__version__, "leidenalg": leidenalg.__version__, "igraph": igraph.__version__}
    reference = {"programs": programs, "networks": {}}
    for path in sorted(FOLDER.glob("*.csv")):
        ties = read(path)
        nodes = 1 + max(max(a, b) for a, b, *_ in ties)
        paths, shares = betweenness(nodes, ties)
        reference["networks"][path.stem] = {
            "nodes": nodes,
            "modularity": best_of_leidenalg(nodes, ties),
            "betweenness": paths,
            "normalised": shares,
            "balance": balance(nodes, ties),
        }
        print(path.stem, nodes, len(ties), reference["networks"][path.stem]["modularity"])
    with open(FOLDER / "reference.json", "w") as out:
        json.dump(reference, out, indent=1)
        out.write("\n")


main()
