"""Loads N-Triples into another store, as a process of its own whose time and memory are measured.

    load.py disk|memory|rdflib FILE.nt [STORE]
"""

import sys


def disk(path, folder):
    import pyoxigraph as ox

    store = ox.Store(folder)
    store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES)
    # What a store needs before it answers well; demarche's file is sorted when it is written.
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
    print({"disk": disk, "memory": memory, "rdflib": rdflib}[kind](*arguments), "triples")
