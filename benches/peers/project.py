"""Computes the agreement of actors with other libraries, over statements read from a study's table:
tasks as lines of JSON on stdin, as `examples/measure.rs` takes them.

    project.py scipy|networkx STUDY
"""

import csv
import json
import sys
import time
from collections import Counter
from pathlib import Path


def counts(study):
    """How often each actor takes each side of each claim: (actor, claim) by stance."""
    actors, claims = {}, {}
    by_stance = {"supports": Counter(), "opposes": Counter()}
    with open(Path(study) / "statements.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["stance"] in by_stance:
                actor = actors.setdefault(row["actor"], len(actors))
                claim = claims.setdefault(row["claim"], len(claims))
                by_stance[row["stance"]][actor, claim] += 1
    return len(actors), len(claims), by_stance


class Scipy:
    """Sparse matrices of actors by claims, one a stance, times their own transposes."""

    def __init__(self, study):
        import numpy as np
        from scipy import sparse

        self.sparse = sparse
        actors, claims, by_stance = counts(study)
        self.shape = (actors, claims)
        # One entry a statement: adding them up is part of the work, as it is of ours.
        self.entries = []
        for counter in by_stance.values():
            pairs = np.array([pair for pair, n in counter.items() for _ in range(n)], dtype=np.int32)
            self.entries.append(pairs.reshape(-1, 2))

    def weights(self):
        import numpy as np

        total = None
        for pairs in self.entries:
            ones = np.ones(len(pairs))
            side = self.sparse.csr_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=self.shape)
            product = side @ side.T
            total = product if total is None else total + product
        ties = self.sparse.triu(total, k=1)
        return ties.nnz, float(ties.sum())


class Networkx:
    """The weighted projection of the graph of actors and sides of claims."""

    def __init__(self, study):
        import networkx

        self.networkx = networkx
        _, _, by_stance = counts(study)
        self.sides = [
            (("actor", actor), (stance, claim), n)
            for stance, counter in by_stance.items()
            for (actor, claim), n in counter.items()
        ]

    def weights(self):
        graph = self.networkx.Graph()
        graph.add_weighted_edges_from(self.sides)
        actors = [node for node in graph if node[0] == "actor"]

        def weight(graph, one, other):
            common = set(graph[one]) & set(graph[other])
            return sum(graph[one][side]["weight"] * graph[other][side]["weight"] for side in common)

        projected = self.networkx.bipartite.generic_weighted_projected_graph(graph, actors, weight)
        weights = [w for _, _, w in projected.edges(data="weight")]
        return len(weights), float(sum(weights))


def main():
    kind, study = sys.argv[1:3]
    way = {"scipy": Scipy, "networkx": Networkx}[kind](study)
    for line in sys.stdin:
        json.loads(line)
        start = time.perf_counter()
        ties, weight = way.weights()
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "ties": ties, "weight": weight}), flush=True)


if __name__ == "__main__":
    main()
