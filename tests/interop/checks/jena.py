"""Apache Jena's readers, by its command `riot`."""

import os

import triples
from exports import RDF, expected, export
from outcome import Check

VERSION = "5.2.0"
LOG4J = "2.24.1"


def run(context):
    jars = context.maven(f"org.apache.jena:jena-cmds:{VERSION}", f"org.apache.logging.log4j:log4j-slf4j2-impl:{LOG4J}")
    riot = ["java", "-cp", os.pathsep.join(map(str, jars)), "riotcmd.riot", "--output=ntriples", "--merge"]
    for extension in RDF:
        read = context.run(*riot, export(context, extension))
        count = triples.same(expected(context), triples.parse(read.stdout), f"riot from .{extension}")
    formats = ", ".join(f".{extension}" for extension in RDF)
    return [Check("Apache Jena riot", VERSION, f"reads {formats}", f"{count:,} triples, the same")]
