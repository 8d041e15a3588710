"""The example study as a graph file, and as a file in each format of RDF."""

import triples

RDF = ("nt", "nq", "ttl", "trig", "rdf", "jsonld")


def graph(context):
    """The graph file of the example study."""
    file = context.work / "study.demarche"
    if not file.exists():
        context.run(context.demarche, "-q", "ingest", context.study, "-o", file)
    return file


def export(context, extension):
    """The file `study.EXTENSION`, all triples of the study."""
    file = context.work / f"study.{extension}"
    if not file.exists():
        context.run(context.demarche, "-q", "export", graph(context), "-o", file)
    return file


def expected(context):
    """The triples, from the N-Triples file, which is one a line and read here without a library."""
    return triples.read(export(context, "nt"))
