"""Triples as sets, so that what two programs wrote can be compared however each escapes and orders."""

import re
from pathlib import Path

from outcome import Failed

_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*(?:\\[uU][0-9A-Fa-f]+[^<>\"{}|^`\\\x00-\x20]*)*>"
_LITERAL = r'"(?:[^"\\]|\\.)*"(?:\^\^' + _IRI + r"|@[A-Za-z0-9-]+)?"
_TRIPLE = re.compile(rf"\s*({_IRI})\s*({_IRI})\s*({_IRI}|{_LITERAL})\s*\.\s*(?:#.*)?")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"


def _unescape(match):
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _LETTERS[match[3]]


def parse(text):
    """The triples of an N-Triples text without blank nodes, as a list: twice the same stays twice.

    Escapes are undone; `^^xsd:string`, which says nothing, is dropped; tags of languages are in small letters.
    """
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _TRIPLE.fullmatch(line)
        if match is None:
            raise Failed(f"line {number} is no triple without blank nodes: {line[:200]!r}")
        subject, predicate, object_ = match.groups()
        object_ = object_.removesuffix(_STRING)
        value, at, language = object_.rpartition("@")
        if at and value.endswith('"'):
            object_ = f"{value}@{language.lower()}"
        found.append(tuple(_ESCAPE.sub(_unescape, term) for term in (subject, predicate, object_)))
    return found


def read(file):
    return parse(Path(file).read_text(encoding="utf-8"))


def same(expected, found, what):
    """Holds what a program made of triples against the triples; gives their number.

    Raises Failed, with an example of each difference.
    """
    missing, added = set(expected) - set(found), set(found) - set(expected)
    if missing or added or len(found) != len(set(found)):
        examples = [f"{name} {' '.join(min(terms))[:300]}" for name, terms in (("without", missing), ("with", added)) if terms]
        raise Failed(
            f"{what}: {len(found)} triples, {len(set(found))} of them different, instead of {len(expected)}"
            + "".join(f"\n    {example}" for example in examples)
        )
    return len(found)
