"""rdflib's readers."""

import triples
from exports import RDF, expected, export
from outcome import Check

VERSION = "7.6.0"
SYNTAX = {"nt": "nt", "nq": "nquads", "ttl": "turtle", "trig": "trig", "rdf": "xml", "jsonld": "json-ld"}
READ = """
import sys, rdflib
# A literal is to stay as it was written.
rdflib.NORMALIZE_LITERALS = False
read = rdflib.Dataset(default_union=True).parse(sys.argv[1], format=sys.argv[2])
union = rdflib.Graph()
for triple in read.triples((None, None, None)):
    union.add(triple[:3])
sys.stdout.write(union.serialize(format="nt", encoding="utf-8").decode())
"""


def run(context):
    python = context.venv(f"rdflib=={VERSION}")
    for extension in RDF:
        read = context.run(python, "-c", READ, export(context, extension), SYNTAX[extension])
        count = triples.same(expected(context), triples.parse(read.stdout), f"rdflib from .{extension}")
    formats = ", ".join(f".{extension}" for extension in RDF)
    return [Check("rdflib", VERSION, f"reads {formats}", f"{count:,} triples, the same")]
