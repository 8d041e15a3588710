"""What was measured, as a page: ratios first, absolute times small beside them."""

import statistics

from timing import TooLong


def words(seconds):
    """A time, or what stands in its place."""
    if seconds is None:
        return "not measured"
    if isinstance(seconds, TooLong):
        return "over the limit"
    if isinstance(seconds, Exception):
        return "failed"
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def number(value):
    """A ratio, to two digits where it has them after the point."""
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def ratio(theirs, ours):
    """Theirs by ours; nothing where one of them is no time."""
    return number(theirs / ours) if isinstance(theirs, float) and isinstance(ours, float) else ""


def mebibytes(peak):
    """The most memory of some runs, or what it is under."""
    if peak is None:
        return ""
    below = "" if peak.peak_bytes > peak.floor_bytes else "under "
    return f"{below}{peak.peak_bytes / 2**20:.0f} MiB"


def table(head, rows):
    """A Markdown table; all columns but the first are numbers."""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def paragraphs(*texts):
    return "\n".join(texts)


def ingest(loads):
    """Comparison a."""
    ours = loads[0].rate()
    rows = []
    for made in loads:
        rate, peak = made.rate(), made.peak()
        slower = "" if rate is None or ours is None else number(ours / rate)
        memory = mebibytes(peak)
        amount = words(made.runs) if rate is None else f"{rate:,.0f}"
        rows.append([made.name, slower, amount, memory, made.note])
    return paragraphs(
        "## From tables to a graph\n",
        "How many times as long each takes for a triple. demarche reads and checks the tables; the "
        "stores read N-Triples that are there already; Morph-KGC makes N-Triples from the tables.\n",
        table(["", "times as long", "triples/s", "peak memory", ""], rows),
    )


def size(sizes):
    """Comparison e."""
    rows = [[name, f"{amount:.1f}"] for name, amount in sizes.items()]
    return paragraphs("## Size\n", table(["", "bytes per triple"], rows))


def sparql(rows, theirs, limit):
    """Comparison b."""
    body, ratios = [], []
    for row in sorted(rows, key=lambda row: row.ratio("memory") or 0):
        found = row.ratio("memory")
        if found is not None:
            ratios.append((found, row.query))
        agree = "" if row.agree else "ANSWERS DIFFER"
        by_engine = [ratio(row.seconds.get(name), row.seconds["demarche"]) if row.agree else "" for name in theirs]
        times = [words(row.seconds.get(name)) for name in ("demarche", *theirs)]
        body.append([row.query, *by_engine, row.rows, *times, agree])
    head = [
        "query",
        *(f"{name} / demarche" for name in theirs),
        "rows",
        "demarche",
        *theirs,
        "",
    ]
    summary = "No pair has two times.\n"
    if ratios:
        worst, query = min(ratios)
        middle = statistics.median(found for found, _ in ratios)
        summary = (
            f"In memory against in memory, of {len(ratios)} queries that both answer: median "
            f"{number(middle)}, worst {number(worst)} (`{query}`).\n"
        )
    return paragraphs(
        "## SPARQL\n",
        "How many times as long Oxigraph takes: over 1, demarche is faster. Times are inside the "
        f"process, the graph open. Answers were compared before any time counted; the limit is {limit:g} s. "
        "Where demarche does worst comes first; a pair without a ratio has no two times that can be compared.\n",
        summary,
        table(head, body),
    )


def network(statements, medians):
    """Comparison c, first half."""
    ours = medians["demarche"]
    rows = [[name, ratio(seconds, ours), words(seconds)] for name, seconds in medians.items()]
    return paragraphs(
        "## Networks\n",
        f"Agreement of 1,000 actors on 500 claims, {statements:,} statements, in memory; ties and weights "
        "are the same in all. For scipy the statements are arrays of numbers already.\n",
        table(["", "times as long", "median"], rows),
    )


def series(steps):
    """Comparison c, second half."""

    def each(seconds, statements):
        return f"{seconds / statements * 1e6:.2f} µs" if isinstance(seconds, float) else words(seconds)

    rows = [
        [f"{s.statements:,}", each(s.ingest, s.statements), each(s.network, s.statements),
         words(s.ingest), words(s.network)]
        for s in steps
    ]
    return paragraphs(
        "## Growth\n",
        "Time per statement, the actors and claims the same at every size.\n",
        table(["statements", "ingest, each", "network, each", "ingest", "network"], rows),
    )


def commands(made):
    """Comparison d."""
    rows = []
    for command in made:
        peak = command.peak()
        memory = mebibytes(peak)
        rows.append([command.words, words(command.seconds()), memory])
    return paragraphs(
        "## Whole commands\n",
        "From the start of the process to the file in place.\n",
        table(["", "median", "peak memory"], rows),
    )


def page(machine, versions, missing, command, data, sections):
    """The whole page."""
    rows = [[name, value] for name, value in [*machine.items(), *versions.items()]]
    absent = [f"* {name} is not compared: {why}" for name, why in missing.items()]
    return paragraphs(
        "# Benchmarks\n",
        f"Made by `{command}`; do not edit. {data}\n",
        "Machines are noisy and do other work too (see the load below): believe the ratios, which are of "
        "medians of runs taken in turn, before the times.\n",
        *sections,
        "## Machine and versions\n",
        table(["", ""], rows),
        *(["\n".join(absent) + "\n"] if absent else []),
    )
