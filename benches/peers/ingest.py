"""Comparisons a and e: tables become a graph, and how large it then is."""

import gzip
import itertools
import shutil
from dataclasses import dataclass

from timing import alternate, run_command

# rdflib is given the first triples only: all of them would take it an hour and all memory.
SUBSET = 500_000


@dataclass
class Load:
    """One way to load: its runs (or what went wrong), and how many triples each run makes."""

    name: str
    triples: int
    runs: object
    note: str = ""

    def rate(self):
        """Triples per second at the median."""
        if isinstance(self.runs, Exception):
            return None
        times = sorted(run.seconds for run in self.runs)
        return self.triples / times[len(times) // 2]

    def peak(self):
        """The run that took the most memory."""
        return None if isinstance(self.runs, Exception) else max(self.runs, key=lambda run: run.peak_bytes)


def count_lines(path):
    with open(path, "rb") as file:
        return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))


def subset(data, scratch):
    """The first triples of the export; gives the file and their number."""
    path = scratch / "subset.nt"
    with open(data.triples_file, "rb") as whole, open(path, "wb") as part:
        part.writelines(itertools.islice(whole, SUBSET))
    return path, min(SUBSET, data.triples)


def mapping(data, scratch, here):
    """The configuration of Morph-KGC for this study, and the file it will write."""
    text = (here / "mapping.ttl").read_text(encoding="utf-8")
    if data.kind == "synthetic":
        text += (here / "mapping-synthetic.ttl").read_text(encoding="utf-8")
    text = text.replace("$STUDY", str(data.study)).replace("$BASE", data.base)
    (scratch / "mapping.ttl").write_text(text, encoding="utf-8")
    output = scratch / "morph.nt"
    config = scratch / "morph.ini"
    config.write_text(
        f"[CONFIGURATION]\noutput_file={output}\nlogging_level=ERROR\n"
        f"[STUDY]\nmappings={scratch / 'mapping.ttl'}\n",
        encoding="utf-8",
    )
    return config, output


def compare(data, peers, scratch, here, runs, limit):
    """Every way to load, in turns."""
    part, part_triples = subset(data, scratch)
    config, morph_output = mapping(data, scratch, here)

    def load(kind, path, *more):
        return run_command([peers.python(), here / "load.py", kind, path, *more], limit)

    def on_disk():
        shutil.rmtree(data.store, ignore_errors=True)
        return load("disk", data.triples_file, data.store)

    ways = {"demarche": lambda: run_command([data.program, "-q", "ingest", data.study, "-o", data.graph], limit)}
    if peers.has("pyoxigraph"):
        ways["oxigraph on disk"] = on_disk
        ways["oxigraph in memory"] = lambda: load("memory", data.triples_file)
    if peers.has("morph-kgc"):
        ways["morph-kgc"] = lambda: run_command(
            [peers.python("morph"), "-m", "morph_kgc", config], limit, cwd=scratch
        )
    if peers.has("rdflib"):
        ways["rdflib"] = lambda: load("rdflib", part)
    results = alternate(runs, **ways)
    loads = [Load(name, data.triples, results[name]) for name in ways]
    for made in loads:
        if made.name == "rdflib":
            made.triples = part_triples
            made.note = f"the first {part_triples:,} triples"
        elif made.name == "morph-kgc" and morph_output.exists():
            made.triples = count_lines(morph_output)
            made.note = f"statements only: {made.triples:,} triples, demarche {data.statement_triples:,}"
        elif made.name == "demarche":
            made.note = "from tables, checked"
        else:
            made.note = "from N-Triples"
    return loads


def sizes(data, scratch):
    """Bytes per triple of the graph file (and, where `info` tells, without its terms), and of
    gzipped N-Triples."""
    packed = scratch / "triples.nt.gz"
    with open(data.triples_file, "rb") as plain, gzip.open(packed, "wb", compresslevel=6) as out:
        shutil.copyfileobj(plain, out, 1 << 20)
    whole = data.graph.stat().st_size
    found = {"graph file": whole / data.triples, "N-Triples, gzip": packed.stat().st_size / data.triples}
    # Named by `info --json` where the program tells the parts apart.
    terms = data.info.get("dictionary_bytes")
    if terms is not None:
        found["graph file, terms apart"] = (whole - terms) / data.triples
    return found
