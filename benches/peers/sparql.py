"""Comparison b: the same SPARQL, answered by demarche and by Oxigraph's stores."""

import csv
from dataclasses import dataclass, field

from timing import Failed, TooLong, alternate, median

# Values of parameters whose defaults mean something in the example study only. Queries that are not
# named here run with their defaults.
PARAMETERS = {
    "unvotes": {
        "calls-by-year": {"claim": "r1000"},
        "claim-as-graph": {"claim": "r1000"},
        "denials-by-authority": {"claim": "r1000"},
        "evidence-for-tie": {"actor": "cn", "other": "us"},
        "origins-and-motives": {"theme": "hr"},
        "positions-of-actor": {"actor": "cn"},
        "sector-split": {"sector": "civilian-government"},
        "sector-split-by-level": {"sector": "civilian-government"},
        "theme-by-authority": {"theme": "hr"},
        "threats-attributed": {"theme": "hr"},
        "voices-of-institutions": {"type": "state"},
        "who-stands-where": {"theme": "hr"},
    },
    "synthetic": {
        "before-and-after": {"country": "XAA"},
        "breaks-in-unanimity": {"country": "XAA"},
        "calls-by-year": {"claim": "c1"},
        "claim-as-graph": {"claim": "c1"},
        "conflicts-between-countries": {"country": "XAA", "other": "XAB"},
        "denials-by-authority": {"claim": "c1"},
        "departures-between-levels": {"country": "XAA"},
        "disagreement-within-level": {"country": "XAA"},
        "evidence-for-tie": {"actor": "a1", "other": "a2"},
        "only-at-level": {"country": "XAA"},
        "origins-and-motives": {"theme": "t1"},
        "positions-of-actor": {"actor": "a1"},
        "sector-split": {"country": "XAA", "sector": "civilian-government"},
        "sector-split-by-level": {"country": "XAA", "sector": "civilian-government"},
        "theme-by-authority": {"theme": "t1", "country": "XAA"},
        "threats-attributed": {"theme": "t1", "accused": "XAB"},
        "who-stands-where": {"theme": "t1"},
    },
}
# The state that stands for China in the queries of this folder.
CHINA = {
    "unvotes": "https://example.org/unvotes/actor/cn",
    "synthetic": "https://example.org/synthetic/actor/a1",
}


@dataclass
class Row:
    """One query: medians in seconds by engine (or what went wrong), and whether answers agree."""

    query: str
    seconds: dict = field(default_factory=dict)
    rows: int = 0
    agree: bool = True

    def ratio(self, theirs):
        """Theirs by ours; None where one has no time or the answers differ."""
        ours, other = self.seconds["demarche"], self.seconds.get(theirs)
        timed = isinstance(ours, float) and isinstance(other, float)
        return other / ours if timed and self.agree else None


def queries(data, scratch, here):
    """Every query as a file with its parameters bound: those of this folder, then the saved ones."""
    folder = scratch / "queries"
    folder.mkdir(exist_ok=True)
    bound = []
    for path in sorted(here.glob("*.rq")):
        target = folder / path.name
        text = path.read_text(encoding="utf-8").replace("$CHINA", CHINA[data.kind])
        target.write_text(text, encoding="utf-8")
        bound.append(target)
    for path in sorted((here.parent.parent / "queries").glob("*.rq")):
        target = folder / path.name
        values = PARAMETERS[data.kind].get(path.stem, {})
        pairs = [word for name, value in values.items() for word in ("-p", f"{name}={value}")]
        data.demarche("query", data.graph, path.stem, *pairs, "--show", "-o", target)
        bound.append(target)
    return bound


def canonical(path):
    """An answer in a form in which equal ones are equal: sorted rows, for triples sorted lines."""
    text = path.read_text(encoding="utf-8")
    if text.lstrip().startswith("<"):
        return sorted(set(text.splitlines()))
    rows = list(csv.reader(text.splitlines()))
    return [rows[:1], sorted(map(tuple, rows[1:]))]


def first_of(engine, file, answer, limit):
    """The first answer, with its time: or what went wrong."""
    try:
        return engine.ask(task="query", file=str(file), answer=str(answer), runs=1, limit=limit)
    except (Failed, TooLong) as error:
        return error


def compare(file, engines, scratch, runs, limit):
    """One query in every engine: answers first, compared; then times in turn."""
    row = Row(file.stem)
    answers = {}
    slow = 0.0
    for name, engine in engines.items():
        answer = scratch / f"answer.{name}"
        first = first_of(engine, file, answer, limit)
        row.seconds[name] = first if isinstance(first, Exception) else first["seconds"]
        if not isinstance(first, Exception):
            answers[name] = canonical(answer)
            row.rows = max(row.rows, first.get("rows", 0))
            slow = max(slow, first["seconds"])
    row.agree = all(answer == next(iter(answers.values())) for answer in answers.values())
    # What takes long is told apart from noise at once, and would take all day.
    if runs > 1 and slow < limit / 10:
        again = {
            name: lambda engine=engines[name]: engine.ask(task="query", file=str(file), runs=1)["seconds"]
            for name in answers
        }
        row.seconds |= {name: median(times) for name, times in alternate(runs, **again).items()}
    return row
