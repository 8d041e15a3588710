"""Kills a push again and again, then lets it come to its end, and compares what the store has with the graph.

    python3 tests/interop/kill_push.py DEMARCHE GRAPH ADDRESS SPARQL [KILLS [OPTION...]]

DEMARCHE is the program, GRAPH a graph file, ADDRESS a store's address for graphs and SPARQL that for queries,
both on this machine; each OPTION is one of `demarche push`. The moments are drawn from one seed, over about the time that a push takes.
"""

import hashlib
import random
import subprocess
import sys
import time

NAME = "https://example.org/killed"


def digest(program, *graph):
    """SHA-256 of all triples in canonical order."""
    export = subprocess.Popen([program, "-q", "export", *graph, "-f", "nt", "-o", "-"], stdout=subprocess.PIPE)
    found, lines = hashlib.sha256(), 0
    while block := export.stdout.read(1 << 20):
        found.update(block)
        lines += block.count(b"\n")
    if export.wait() != 0:
        sys.exit("error: the graph could not be read back")
    return found.hexdigest(), lines


def main():
    program, graph, address, sparql = sys.argv[1:5]
    kills = int(sys.argv[5]) if len(sys.argv) > 5 else 20
    moments = random.Random(20)
    push = [program, "push", graph, address, "--graph", NAME, *sys.argv[6:]]
    landed, begin = 0, time.monotonic()
    for number in range(kills):
        running = subprocess.Popen(push, stderr=subprocess.PIPE, text=True)
        wait = moments.uniform(2, 20)
        try:
            running.wait(timeout=wait)
            print(f"{number}: done before {wait:.1f} s: {running.stderr.read().strip()}", flush=True)
        except subprocess.TimeoutExpired:
            running.kill()
            landed += 1
            print(f"{number}: killed after {wait:.1f} s: {running.communicate()[1].strip()}", flush=True)
    last = subprocess.run(push, stderr=subprocess.PIPE, text=True)
    print(last.stderr.strip(), flush=True)
    if last.returncode != 0:
        sys.exit("error: the last push failed")
    seconds = time.monotonic() - begin
    here, there = digest(program, graph), digest(program, sparql, "--graph", NAME)
    print(f"{landed} kills, {seconds:.0f} s, {there[1]} triples there, {here[1]} here")
    if landed < kills // 2:
        sys.exit(f"error: only {landed} of {kills} pushes were at work when they were to be killed")
    if here != there:
        sys.exit("error: the store has other triples than the graph")
    print("exactly the same triples")


if __name__ == "__main__":
    main()
