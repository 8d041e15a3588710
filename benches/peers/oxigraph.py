"""Answers queries with pyoxigraph, in one process that stays: tasks as lines of JSON on stdin, as
`examples/measure.rs` takes them.

    oxigraph.py memory FILE.nt    loads the file into a store in memory
    oxigraph.py disk STORE        opens a store that is there
"""

import json
import os
import select
import signal
import sys
import time

import pyoxigraph as ox


def load_memory(path):
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES)
    return store


def answer(store, text):
    """The whole answer as bytes: CSV, or N-Triples for a graph."""
    results = store.query(text)
    if isinstance(results, ox.QueryTriples):
        return results.serialize(format=ox.RdfFormat.N_TRIPLES)
    return results.serialize(format=ox.QueryResultsFormat.CSV)


def timed(store, task):
    with open(task["file"], encoding="utf-8") as file:
        text = file.read()
    seconds = []
    for _ in range(task.get("runs", 1)):
        start = time.perf_counter()
        out = answer(store, text)
        seconds.append(time.perf_counter() - start)
    if task.get("answer"):
        with open(task["answer"], "wb") as file:
            file.write(out)
    return {"seconds": sorted(seconds)[len(seconds) // 2]}


def reply_of(store, task):
    try:
        return timed(store, task)
    except Exception as error:  # whatever the library raises is the reply
        return {"error": f"{type(error).__name__}: {error}"}


def in_child(store, task):
    """Does a task in a child that shares the store's memory and can be ended at the time limit.

    The library's own queries cannot be, and loading the store again would take far longer.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.write(write, json.dumps(reply_of(store, task)).encode())
        os._exit(0)
    os.close(write)
    ready, _, _ = select.select([read], [], [], task["limit"])
    reply = os.read(read, 65536) if ready else b'{"timeout": true}'
    if not ready:
        os.kill(child, signal.SIGKILL)
    os.close(read)
    os.waitpid(child, 0)
    return json.loads(reply or b'{"error": "ended, probably for want of memory"}')


def main():
    kind, path = sys.argv[1:3]
    start = time.perf_counter()
    store = load_memory(path) if kind == "memory" else ox.Store.read_only(path)
    print(json.dumps({"seconds": time.perf_counter() - start, "triples": len(store)}), flush=True)
    for line in sys.stdin:
        task = json.loads(line)
        # A store on disk has threads of its own, which a child would not have.
        fork = kind == "memory" and task.get("limit")
        print(json.dumps(in_child(store, task) if fork else reply_of(store, task)), flush=True)


if __name__ == "__main__":
    main()
