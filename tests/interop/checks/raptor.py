"""Raptor, the reader in C behind librdf; it knows no JSON-LD."""

import triples
from exports import expected, export
from outcome import Check

FORMATS = {"nt": "ntriples", "nq": "nquads", "ttl": "turtle", "trig": "trig", "rdf": "rdfxml"}


def run(context):
    raptor = context.debian("raptor2-utils")
    for extension, syntax in FORMATS.items():
        read = context.run(
            raptor.command("rapper"), "-q", "-i", syntax, "-o", "ntriples", export(context, extension),
            env=raptor.environment,
        )
        count = triples.same(expected(context), triples.parse(read.stdout), f"rapper from .{extension}")
    formats = ", ".join(f".{extension}" for extension in FORMATS)
    return [Check("rapper", raptor.version("raptor2-utils"), f"reads {formats}", f"{count:,} triples, the same")]
