"""Comparison c: the agreement of actors, and how time grows with the statements."""

import shutil
from dataclasses import dataclass

from timing import Failed, TooLong, Worker, alternate, median, run_command

ACTORS, CLAIMS = 1_000, 500
# What is asked of demarche: both sides count, each statement once, every speaker is a node.
TASK = {"task": "network", "kind": "agreement", "nodes": "actor", "count": "statements", "runs": 1}


@dataclass
class Step:
    """A size in the series: seconds, or what went wrong."""

    statements: int
    ingest: object
    network: object


def synthesize(program, folder, statements, actors=ACTORS, claims=CLAIMS):
    """A made-up study, made anew: one that is there may come from another version."""
    shutil.rmtree(folder, ignore_errors=True)
    size = ["--statements", statements, "--actors", actors, "--claims", claims]
    run_command([program, "-q", "synthesize", folder, *size])
    return folder


def compare(tools, peers, scratch, here, statements, runs, limit):
    """Medians by program over one study; the ties and weights of all must be the same."""
    study = synthesize(tools.program, scratch / f"made-up-{statements}", statements)
    graph = study.with_suffix(".demarche")
    run_command([tools.program, "-q", "ingest", study, "-o", graph])
    workers = {"demarche": Worker([tools.measure, graph])}
    for name in ("scipy", "networkx"):
        if peers.has(name):
            workers[name] = Worker([peers.python(), here / "project.py", name, study])
    replies = alternate(
        runs, **{name: lambda w=worker: w.ask(limit=limit, **TASK) for name, worker in workers.items()}
    )
    for worker in workers.values():
        worker.close()
    given = {
        (reply["ties"], reply["weight"])
        for answers in replies.values()
        if isinstance(answers, list)
        for reply in answers
    }
    if len(given) > 1:
        raise Failed(f"the networks differ in (ties, weight): {sorted(given)}")
    return {
        name: answers if isinstance(answers, Exception) else median([a["seconds"] for a in answers])
        for name, answers in replies.items()
    }


def series(tools, scratch, largest, runs, limit):
    """Ingest and network from ten thousand statements to the largest size."""
    steps, statements = [], 10_000
    while statements <= largest:
        steps.append(_step(tools, scratch, statements, runs, limit))
        statements *= 10
    return steps


def _step(tools, scratch, statements, runs, limit):
    study = synthesize(tools.program, scratch / f"made-up-{statements}", statements)
    graph = study.with_suffix(".demarche")
    try:
        ingest = median(
            [
                run_command([tools.program, "-q", "ingest", study, "-o", graph], limit).seconds
                for _ in range(runs)
            ]
        )
    except (Failed, TooLong) as error:
        return Step(statements, error, None)
    worker = Worker([tools.measure, graph])
    try:
        network = worker.ask(limit=limit, **(TASK | {"runs": runs}))["seconds"]
    except (Failed, TooLong) as error:
        network = error
    worker.close()
    return Step(statements, ingest, network)
