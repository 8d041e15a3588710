"""Serd, a strict reader in C of the formats that are text."""

import triples
from exports import expected, export
from outcome import Check

FORMATS = {"nt": "ntriples", "nq": "nquads", "ttl": "turtle", "trig": "trig"}


def run(context):
    serd = context.debian("serdi")
    for extension, syntax in FORMATS.items():
        read = context.run(
            serd.command("serdi"), "-i", syntax, "-o", "ntriples", export(context, extension), env=serd.environment
        )
        count = triples.same(expected(context), triples.parse(read.stdout), f"serdi from .{extension}")
    formats = ", ".join(f".{extension}" for extension in FORMATS)
    return [Check("serdi", serd.version("serdi"), f"reads {formats}", f"{count:,} triples, the same")]
