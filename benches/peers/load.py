"""Loads N-Triples into another store, as a process of its own whose time and memory are measured.

    load.py disk FILE.nt STORE
    load.py memory|rdflib FILE.nt
    load.py optimize STORE
"""

import sys


def disk(path, folder):
    import pyoxigraph as ox

    store = ox.Store(folder)
    store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES)
    store.flush()
    return len(store)


def optimize(folder):
    """What a store on disk needs before it answers well; no part of loading."""
    import pyoxigraph as ox

    store = ox.Store(folder)
    store.optimize()
    return len(store)


def memory(path):
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES)
    return len(store)


def rdflib(path):
    from rdflib import Graph

    return len(Graph().parse(path, format="nt11"))


if __name__ == "__main__":
    kind, *arguments = sys.argv[1:]
    ways = {"disk": disk, "memory": memory, "rdflib": rdflib, "optimize": optimize}
    print(ways[kind](*arguments), "triples")
