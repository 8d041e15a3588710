"""Does the same work in demarche and in other programs, side by side, and prints ratios.

    just peers [--quick] [--only a,b,c,d] [--unvotes FOLDER]

The others are installed at pinned versions into a scratch folder. Comparisons: a loading, with the
size of what is loaded; b SPARQL; c networks; d whole commands.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

import commands
import environment
import ingest
import networks
import report
import sparql
import unvotes
from timing import Failed, Worker, run_command

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Data:
    """The study that is loaded and asked, with its graph and its triples as a file."""

    def __init__(self, program, measure, study, kind):
        self.program, self.measure = program, measure
        self.study, self.kind = study, kind
        self.base = f"https://example.org/{kind}/"
        self.graph = study.with_suffix(".demarche")
        self.triples_file = study.with_suffix(".nt")
        # Oxigraph's on-disk store; one of an earlier run holds who knows what.
        self.store = study.with_suffix(".store")
        shutil.rmtree(self.store, ignore_errors=True)
        self.demarche("ingest", study, "-o", self.graph)
        self.demarche("export", self.graph, "-o", self.triples_file)
        self.triples = ingest.count_lines(self.triples_file)
        self.statement_triples = self._count_statement_triples()
        info = [str(program), "info", "--json", str(self.graph)]
        self.info = json.loads(subprocess.run(info, check=True, stdout=subprocess.PIPE).stdout)

    def demarche(self, *arguments):
        return run_command([self.program, "-q", *arguments])

    def _count_statement_triples(self):
        start = f"<{self.base}statement/".encode()
        with open(self.triples_file, "rb") as file:
            return sum(line.startswith(start) for line in file)


def say(text):
    print(text, file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--unvotes", type=Path, metavar="FOLDER", help="tables of the R package unvotes")
    parser.add_argument("--statements", type=int, help="size of the made-up study without --unvotes")
    parser.add_argument("--quick", action="store_true", help="small sizes, one run, nothing written to docs/")
    parser.add_argument("--only", default="a,b,c,d", help="which comparisons, such as a,c")
    parser.add_argument("--runs", type=int, help="runs of each, taken in turn")
    parser.add_argument("--limit", type=float, help="seconds that one piece of work may take")
    parser.add_argument("--largest", type=int, help="statements at the end of the series")
    parser.add_argument("--scratch", type=Path, default=ROOT / "target" / "peers", help="where all files go")
    parser.add_argument("-o", "--output", type=Path, help="page to write [default: docs/benchmarks.md]")
    args = parser.parse_args()
    usual = {
        "statements": (2_000, 870_000),
        "runs": (1, 5),
        "limit": (10.0, 120.0),
        "largest": (10_000, 10_000_000),
    }
    for name, (quick, full) in usual.items():
        if getattr(args, name) is None:
            setattr(args, name, quick if args.quick else full)
    if args.output is None and not args.quick and args.only == "a,b,c,d":
        args.output = ROOT / "docs" / "benchmarks.md"
    args.scratch = args.scratch.resolve()
    return args


def prepare(args, program, measure):
    """The study to load and ask: votes, or one of their shape."""
    kind = "unvotes" if args.unvotes else "synthetic"
    study = args.scratch / (kind if args.unvotes else f"{kind}-{args.statements}")
    say(f"making the study {study.name}")
    if args.unvotes:
        unvotes.convert(args.unvotes, study)
    else:
        # 200 states, a claim for every 140 statements.
        claims = max(20, args.statements // 140)
        networks.synthesize(program, study, args.statements, 200, claims)
    return Data(program, measure, study, kind)


def compare_sparql(args, data, peers):
    """Comparison b, if there is anything to compare with."""
    if not peers.has("pyoxigraph"):
        return None
    if not data.store.exists():
        run_command([peers.python(), HERE / "load.py", "disk", data.triples_file, data.store])
    run_command([peers.python(), HERE / "load.py", "optimize", data.store])
    oxigraph = [peers.python(), HERE / "oxigraph.py"]
    engines = {
        "demarche": Worker([data.measure, data.graph]),
        "memory": Worker([*oxigraph, "memory", data.triples_file], greets=True),
        "disk": Worker([*oxigraph, "disk", data.store], greets=True),
    }
    rows = []
    for file in sparql.queries(data, args.scratch, HERE):
        used = engines
        # The store on disk is asked the queries of this folder only.
        if not (HERE / file.name).exists():
            used = {name: engine for name, engine in engines.items() if name != "disk"}
        row = sparql.compare(file, used, args.scratch, args.runs, args.limit)
        found = row.ratio("memory")
        say(f"  {row.query}: {'-' if found is None else f'{found:.2f}'}{'' if row.agree else ' ANSWERS DIFFER'}")
        rows.append(row)
    for engine in engines.values():
        engine.close()
    return rows


def sections(args, data, peers):
    """What was asked for, each part as it is done; gives the sections and whether all agreed."""
    agreed = True
    if "a" in args.only:
        say("a: loading")
        yield report.ingest(ingest.compare(data, peers, args.scratch, HERE, args.runs, args.limit * 10)), True
        yield report.size(ingest.sizes(data, args.scratch)), True
    if "b" in args.only:
        say("b: SPARQL")
        rows = compare_sparql(args, data, peers)
        if rows:
            agreed = all(row.agree for row in rows)
            yield report.sparql(rows, ("memory", "disk"), args.limit), agreed
    if "c" in args.only:
        say("c: networks")
        statements = 10_000 if args.quick else 100_000
        medians = networks.compare(data, peers, args.scratch, HERE, statements, args.runs, args.limit)
        yield report.network(statements, medians), True
        steps = networks.series(data, args.scratch, args.largest, min(args.runs, 3), args.limit * 10)
        yield report.series(steps), True
    if "d" in args.only:
        say("d: whole commands")
        example = ROOT / "data" / "cyber-debate"
        made = commands.measure(data, args.scratch, example, args.quick, args.runs, args.limit * 10)
        yield report.commands(made), True


def said(words):
    """The arguments as they may stand on a page: where folders lie is nobody's business."""
    places = ("--unvotes", "--scratch", "-o", "--output")
    shown = []
    for before, word in zip(["", *words], words):
        name, equals, _ = word.partition("=")
        hidden = f"{name}=FOLDER" if equals and name in places else word
        shown.append("FOLDER" if before in places else hidden)
    return shown


def main():
    args = arguments()
    args.scratch.mkdir(parents=True, exist_ok=True)
    peers = environment.Peers(args.scratch)
    peers.install(say)
    machine = environment.machine()
    say("building demarche")
    program, measure = environment.build(ROOT)
    data = prepare(args, program, measure)
    parts, agreed = [], True
    for part, same in sections(args, data, peers):
        parts.append(part)
        agreed = agreed and same
    what = "Votes of the UN General Assembly" if args.unvotes else "A made-up debate"
    command = " ".join(["just peers", *said(sys.argv[1:])])
    page = report.page(
        machine,
        peers.versions,
        peers.missing,
        command,
        f"{what}: {data.statement_triples:,} of {data.triples:,} triples are of statements.",
        parts,
    )
    print(page)
    if args.output:
        args.output.write_text(page, encoding="utf-8")
    if not agreed:
        sys.exit("answers differ")


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        sys.exit(f"error: {error}")
