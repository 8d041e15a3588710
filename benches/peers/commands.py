"""Comparison d: whole commands as a user gives them, the start of the process and the file included."""

from dataclasses import dataclass

import networks
from timing import alternate, median, run_command

# Does next to nothing, so that what remains is starting, opening and answering at all.
NOTHING = "ASK {}\n"


@dataclass
class Command:
    """What is done, in words; its median seconds and the most memory of any run, or what went wrong."""

    words: str
    runs: object

    def seconds(self):
        """The median."""
        return self.runs if isinstance(self.runs, Exception) else median([run.seconds for run in self.runs])

    def peak(self):
        """The run that took the most memory."""
        return None if isinstance(self.runs, Exception) else max(self.runs, key=lambda run: run.peak_bytes)


def measure(data, scratch, example, quick, runs, limit):
    """Every command, in turns."""
    query = scratch / "nothing.rq"
    query.write_text(NOTHING, encoding="utf-8")
    small = scratch / "example.demarche"
    data.demarche("ingest", example, "-o", small)
    many = _many(data, scratch, quick)
    out = scratch / "network.gexf"
    nodes = "state" if data.kind == "unvotes" else "actor"
    network = ["agreement", "--normalize", "average", "-o", out]

    def command(*arguments):
        return lambda: run_command([data.program, "-q", *arguments], limit)

    quickly = {
        "an empty query, the example study": command("query", small, query),
        "an empty query, this study": command("query", data.graph, query),
    }
    slowly = {
        "agreement, normalised, to GEXF": command("network", data.graph, *network, "--nodes", nodes),
        "the same of " + many[1]: command("network", many[0], *network, "--top", "20"),
    }
    # What takes milliseconds is repeated until noise evens out.
    results = alternate(runs * 7, **quickly) | alternate(runs, **slowly)
    return [Command(words, found) for words, found in results.items()]


def _many(data, scratch, quick):
    """A graph of many actors, and what it is in words."""
    statements, actors, claims = (10_000, 1_000, 500) if quick else (1_000_000, 100_000, 10_000)
    study = networks.synthesize(data.program, scratch / f"many-{statements}", statements, actors, claims)
    graph = study.with_suffix(".demarche")
    data.demarche("ingest", study, "-o", graph)
    return graph, f"{statements:,} statements of {actors:,} actors on {claims:,} claims, `--top 20`"
