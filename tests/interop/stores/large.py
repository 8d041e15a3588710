"""What a store makes of a large graph: how long it takes, and which saved queries it answers within their time."""

import hashlib
import json
import subprocess
import sys
import time

from outcome import Check, Failed

# Seconds that a saved query may take, here and there.
LONGEST = 300


def run(context, store):
    graph = ingested(context)
    begin = time.monotonic()
    pushed = context.run(
        context.demarche, "push", graph, store.graph_store_url,
        *(("--graph", store.large_graph) if store.large_graph else ("--default-graph",)),
        "--sparql", store.query_url, "--update", store.update_url, *store.push_options, timeout=7200,
    )
    said = pushed.stderr.strip().splitlines()[-1]
    must = json.loads(context.run(context.demarche, "info", graph, "--json").stdout)["triples"]
    count = store.count(store.large_graph)
    if count != must:
        raise Failed(f"{count} triples in the store instead of {must}; push says: {said}")
    print(f"        {store.name}: {said}; {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    yield Check(store.name, store.version, "takes a large graph", f"{said}; {time.monotonic() - begin:.0f} s")
    found = {"the same": [], "without rows in both": [], "other": [], "too slow there": [], "refused": [], "too slow here": [], "not for this graph": []}
    given = json.loads(context.parameters.read_text(encoding="utf-8")) if context.parameters else {}
    for name in [query["name"] for query in json.loads(context.run(context.demarche, "queries", "--json").stdout)]:
        how, here, there = ask(context, store, graph, name, given.get(name, {}))
        # Such a run takes hours at worst: whoever ends it has what came before.
        print(f"        {name}: {how}: {there:.1f} s there, {here:.1f} s here", file=sys.stderr, flush=True)
        found[how].append(f"{name} {there:.0f} s ({here:.0f} s here)")
    figures = "; ".join(f"{len(names)} {how}: {', '.join(names)}" for how, names in found.items() if names)
    if found["other"]:
        raise Failed(figures)
    yield Check(store.name, store.version, f"answers saved queries within {LONGEST} s", figures)


def ingested(context):
    """The graph file; a folder is compiled first."""
    if context.large.is_file():
        return context.large
    file = context.work / "large.demarche"
    context.run(context.demarche, "-q", "ingest", context.large, "-o", file, timeout=3600)
    return file


def ask(context, store, graph, name, parameters):
    """How the store's answer compares with the graph file's, and the seconds of both."""
    form = "nt" if name.endswith("-as-graph") else "csv"
    values = [word for parameter, value in parameters.items() for word in ("-p", f"{parameter}={value}")]
    here, seconds = timed(context, "query", graph, name, *values, "-f", form, "--timeout", f"{LONGEST}s")
    if here is None:
        # A query may ask for an actor by name, whom another study does not have.
        return "too slow here" if seconds >= LONGEST else "not for this graph", seconds, 0
    named = ("--graph", store.large_graph) if store.large_graph else ()
    there, seconds_there = timed(
        context, "query", store.query_url, *named, name, *values, "-f", form,
        "--wait", f"{LONGEST}s", "--timeout", f"{LONGEST}s", "--tries", "1",
    )
    if there is None:
        how = "too slow there" if seconds_there >= LONGEST else "refused"
    else:
        # That nothing is found in both says little.
        alike = "the same" if here[1] else "without rows in both"
        how = alike if here == there else "other"
    return how, seconds, seconds_there


def timed(context, *command):
    """Digest of what demarche prints and whether it has rows, or None where it fails or takes too long; and the seconds."""
    begin = time.monotonic()
    done = subprocess.run([context.demarche, "-q", *map(str, command)], cwd=context.work, capture_output=True)
    seconds = time.monotonic() - begin
    if done.returncode != 0:
        return None, seconds
    # CSV has a line of names, N-Triples none.
    least = 0 if "nt" in command else 1
    return (hashlib.sha256(done.stdout).hexdigest(), done.stdout.count(b"\n") > least), seconds
