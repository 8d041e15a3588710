"""Ties as RDF, read by rdflib beside the study's own triples: both files speak of the same actors and claims."""

import networks
from exports import export
from outcome import Check, Failed

VERSION = "7.6.0"
QUERY = """
PREFIX dm: <https://w3id.org/demarche/ns#>
SELECT ?tie ?a ?b ?kind ?weight (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
  ?tie a dm:Tie ; dm:between ?a, ?b ; dm:tieKind ?kind ; dm:weight ?weight ; dm:claim ?claim .
  ?a a dm:Actor . ?b a dm:Actor . ?claim a dm:Claim .
  ?a ?says ?b . ?b ?says ?a .
  FILTER(STR(?a) < STR(?b))
  FILTER(?says = IF(?kind = "agreement", dm:agreesWith, dm:disagreesWith))
} GROUP BY ?tie ?a ?b ?kind ?weight
"""
SCRIPT = """
import json, sys, rdflib
graph = rdflib.Graph()
for file in sys.argv[2:]:
    graph.parse(file)
rows = [[str(a), str(b), str(kind), float(weight), int(claims)] for _, a, b, kind, weight, claims in graph.query(sys.argv[1])]
print(json.dumps({"rows": rows}))
"""


def run(context):
    python = context.venv(f"rdflib=={VERSION}")
    network = networks.networks(context)[0]
    study = export(context, "nt")
    wanted = sorted(
        [*sorted(network.nodes[row[end]]["iri"] for end in ("Source", "Target")), row["kind"], float(row["Weight"]), int(row["claim_count"])]
        for row in network.ties.values()
    )
    for extension in ("ttl", "nt"):
        [found] = networks.lines(context.run(python, "-c", SCRIPT, QUERY, study, network.file(extension)))
        if sorted(found["rows"]) != wanted:
            raise Failed(f"rdflib, .{extension}: {len(found['rows'])} ties instead of {len(wanted)}, or others")
    return [Check("rdflib", VERSION, "reads ties as .ttl and .nt beside the study, and finds their actors and claims", networks.figures(network))]
