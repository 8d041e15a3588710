#!/usr/bin/env python3
"""What pySHACL finds, for the tests of `demarche validate`.

    pip install pyshacl==0.40.1
    tests/shacl/oracle.py STUDY.nt            # compare with the files of expected results
    tests/shacl/oracle.py STUDY.nt --write    # write these anew

STUDY.nt is the example study: `demarche export data/cyber-debate -o STUDY.nt`. Each case is a graph
and shapes; its results are lines of focus node, path, component and value, as Turtle and SPARQL
write them without prefixes. Damages: `damages.txt`, their results in `damages.expected`. Snippets:
`snippets/NAME.ttl` has shapes, then data below a line of `#### data`; results in `NAME.expected`.
"""

import argparse
import pathlib
import sys

import pyshacl
import rdflib
from rdflib.collection import Collection

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")

# The components that are about a single value; of the others SHACL leaves open what to name.
OF_VALUES = {
    "Class", "Datatype", "NodeKind", "In", "Pattern", "MinLength", "MaxLength", "LanguageIn",
    "MinInclusive", "MinExclusive", "MaxInclusive", "MaxExclusive", "Node", "Not", "And", "Or",
    "Xone", "Equals", "Disjoint", "LessThan", "LessThanOrEquals", "Closed",
}


def prefixes():
    """The lines that both files of cases begin with, in `prefixes.ttl`."""
    return (HERE / "prefixes.ttl").read_text(encoding="utf-8")


def term(node):
    """A term as N-Triples has it; rdflib would shorten some."""
    if not isinstance(node, rdflib.Literal):
        return node.n3()
    text = str(node)
    for found, escaped in [("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")]:
        text = text.replace(found, escaped)
    if node.language:
        return f'"{text}"@{node.language.lower()}'
    if node.datatype and node.datatype != rdflib.XSD.string:
        return f'"{text}"^^<{node.datatype}>'
    return f'"{text}"'


def path(graph, node, inner=False):
    """A property path as SPARQL writes it."""
    if isinstance(node, rdflib.URIRef):
        return node.n3()
    ways = {
        SH.inversePath: "^{}",
        SH.zeroOrMorePath: "{}*",
        SH.oneOrMorePath: "{}+",
        SH.zeroOrOnePath: "{}?",
    }
    if (node, rdflib.RDF.first, None) in graph:
        text = "/".join(path(graph, part, True) for part in Collection(graph, node))
    elif (several := graph.value(node, SH.alternativePath)) is not None:
        text = "|".join(path(graph, part, True) for part in Collection(graph, several))
    else:
        [(way, object)] = [(way, graph.value(node, way)) for way in ways if (node, way, None) in graph]
        text = ways[way].format(path(graph, object, True))
    return f"({text})" if inner else text


def results(data, shapes):
    """The results of pySHACL, as lines in order."""
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
    lines = set()
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        if (None, SH.detail, result) in report:
            continue
        component = str(report.value(result, SH.sourceConstraintComponent))
        component = component.removeprefix(str(SH)).removesuffix("ConstraintComponent")
        way, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        fields = [
            term(report.value(result, SH.focusNode)),
            path(report, way) if way is not None else "-",
            component,
            term(value) if value is not None and component in OF_VALUES else "-",
        ]
        lines.add(" ".join(fields))
    assert conforms == (not lines), (conforms, lines)
    return sorted(lines)


def parsed(text, format="turtle"):
    # Literals stay as they are written. Each run of pySHACL resets this.
    rdflib.NORMALIZE_LITERALS = False
    return rdflib.Graph().parse(data=text, format=format)


def damages():
    """The damages by name: patterns of what goes, Turtle of what comes."""
    found, name = {}, None
    for line in (HERE / "damages.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            name = line[3:].strip()
            assert name not in found, name
            found[name] = ([], [])
        elif line.startswith("- "):
            found[name][0].append(line[2:].split())
        elif line.startswith("+ "):
            found[name][1].append(line[2:])
    return found


def resolve(word, namespaces):
    if word == "*":
        return None
    prefix, local = word.split(":", 1)
    return namespaces[prefix] + local


def damage(base, goes, comes):
    graph = rdflib.Graph()
    for triple in base:
        graph.add(triple)
    added = parsed(prefixes() + "\n".join(comes))
    namespaces = {name: iri for name, iri in parsed(prefixes()).namespaces()}
    for pattern in goes:
        pattern = tuple(resolve(word, namespaces) for word in pattern)
        found = list(graph.triples(pattern))
        assert found, f"nothing to take away: {pattern}"
        for triple in found:
            graph.remove(triple)
    for triple in added:
        graph.add(triple)
    return graph


def cases(study):
    """Each case: the file of its expected results, its name there, data and shapes."""
    base = parsed(pathlib.Path(study).read_text(encoding="utf-8"), "nt")
    shapes = (ROOT / "ontology" / "shapes.ttl").read_text(encoding="utf-8")
    for name, (goes, comes) in damages().items():
        yield HERE / "damages.expected", name, damage(base, goes, comes), parsed(shapes)
    for file in sorted((HERE / "snippets").glob("*.ttl")):
        head, marker, data = file.read_text(encoding="utf-8").partition("#### data\n")
        assert marker, file
        text = prefixes()
        yield file.with_suffix(".expected"), None, parsed(text + data), parsed(text + head)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("study", help="the example study as N-Triples")
    arguments.add_argument("--write", action="store_true", help="write the expected results anew")
    arguments = arguments.parse_args()
    files = {}
    for file, name, data, shapes in cases(arguments.study):
        try:
            lines = results(data, shapes)
        except TypeError as error:
            # It compares what has no order, such as a date and a moment, and stumbles.
            print(f"{name or file}: pySHACL fails: {error}", file=sys.stderr)
            lines = ["pySHACL fails"]
        heading = [f"## {name}"] if name else []
        files.setdefault(file, []).extend(heading + lines)
    wrong = 0
    for file, lines in files.items():
        text = "".join(line + "\n" for line in lines)
        if arguments.write:
            file.write_text(text, encoding="utf-8")
        elif text != file.read_text(encoding="utf-8"):
            print(f"{file}: pySHACL finds something else", file=sys.stderr)
            wrong = 1
    # All but the study's own file are of a snippet each.
    print(f"{len(damages())} damaged or valid studies, {len(files) - 1} snippets")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
