"""pySHACL, whose results on valid and damaged graphs are what the tests hold `demarche validate` to."""

from exports import export
from outcome import Check

VERSION = "0.40.1"


def run(context):
    python = context.venv(f"pyshacl=={VERSION}")
    oracle = context.root / "tests" / "shacl" / "oracle.py"
    said = context.run(python, oracle, export(context, "nt"), timeout=900).stdout
    yield Check("pySHACL", VERSION, "finds what `demarche validate` is held to", said.strip().splitlines()[-1])
