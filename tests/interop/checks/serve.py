"""`demarche serve` asked by other programs' clients: rdflib's SPARQLStore and Comunica."""

import json

from exports import expected, graph
from outcome import Check, Failed

RDFLIB = "7.6.0"
COMUNICA = "4.5.0"
# One with names in Chinese, one with numbers, one with dates, one with paths and many rows.
QUERIES = ("who-stands-where", "shares-by-group", "answers-to-accusations", "agreement-pairs", "evidence-for-tie")

ASK_BY_RDFLIB = """
import json, sys
from rdflib import ConjunctiveGraph, Dataset
from rdflib.plugins.stores.sparqlstore import SPARQLStore
store = SPARQLStore(sys.argv[1])
answers = []
for text in json.load(sys.stdin):
    rows = store.query(text)
    answers.append([[None if cell is None else str(cell) for cell in row] for row in rows])
print(json.dumps(answers))
"""

ASK_BY_COMUNICA = """
import { QueryEngine } from '@comunica/query-sparql';
import { readFileSync } from 'node:fs';
const engine = new QueryEngine();
const sources = [{ type: 'sparql', value: process.argv[2] }];
const answers = [];
for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  const result = await engine.query(text, { sources });
  const variables = (await result.metadata()).variables.map(v => v.variable ?? v);
  const rows = [];
  for await (const row of await result.execute())
    rows.push(variables.map(v => row.get(v)?.value ?? null));
  answers.push(rows);
}
console.log(JSON.stringify(answers));
"""


def run(context):
    address = start(context)
    texts = [context.run(context.demarche, "query", graph(context), name, "--show").stdout for name in QUERIES]
    here = [rows(context, name) for name in QUERIES]

    python = context.venv(f"rdflib=={RDFLIB}")
    told = context.run(python, "-c", ASK_BY_RDFLIB, f"{address}sparql", input=json.dumps(texts)).stdout
    compare("rdflib", here, json.loads(told))
    yield Check("rdflib SPARQLStore", RDFLIB, "asks `demarche serve`", f"{len(QUERIES)} saved queries, the same rows")

    folder = context.npm(f"@comunica/query-sparql@{COMUNICA}")
    script = folder / "ask.mjs"
    script.write_text(ASK_BY_COMUNICA, encoding="utf-8")
    told = context.run("node", script, f"{address}sparql", input=json.dumps(["SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", *texts[:2]]))
    count, *answers = json.loads(told.stdout)
    must = len(expected(context))
    if count != [[str(must)]]:
        raise Failed(f"Comunica counts {count}, not {must}")
    # It evaluates parts of a query itself, so that the order of what is equal may be its own.
    compare("Comunica", [sorted(rows, key=str) for rows in here[:2]], [sorted(rows, key=str) for rows in answers])
    yield Check("Comunica", COMUNICA, "asks `demarche serve`", f"{must:,} triples; 2 saved queries, the same rows")


def start(context):
    """Starts the endpoint; gives its address, which is the first line that it prints."""
    log = context.work / "serve.log"

    def ready():
        lines = log.read_text().splitlines() if log.exists() else []
        if not any(line.startswith("http://") for line in lines):
            raise OSError("not yet")

    context.serve([context.demarche, "serve", graph(context), "--port", "0"], ready, log=log)
    return next(line for line in log.read_text().splitlines() if line.startswith("http://"))


def rows(context, name):
    answer = json.loads(context.run(context.demarche, "query", graph(context), name, "-f", "json").stdout)
    names = answer["head"]["vars"]
    return [[row[n]["value"] if n in row else None for n in names] for row in answer["results"]["bindings"]]


def compare(program, here, there):
    for name, ours, theirs in zip(QUERIES, here, there, strict=False):
        if ours != theirs:
            parting = next((pair for pair in zip(ours, theirs) if pair[0] != pair[1]), None)
            raise Failed(f"{program}, {name}: {len(theirs)} rows instead of {len(ours)}; the first that differs: {parting}")
    if not there:
        raise Failed(f"{program} gives no answers")
