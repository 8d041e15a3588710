"""The table of docs/interop.md, between two comments; the prose around it is left alone."""

BEGIN = "<!-- The table is written by `just interop`. -->\n"
END = "<!-- End of the table. -->\n"


def table(checks):
    rows = ["| program | version | checked | figures |", "| --- | --- | --- | --- |"]
    for check in checks:
        cells = (check.program, check.version, check.what, check.figures)
        rows.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def with_table(text, checks):
    """The page with this table in it. Raises ValueError where the comments are missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("docs/interop.md has no place for the table")
    return before + BEGIN + "\n" + table(checks) + "\n" + END + after
