"""Ties as RDF, read by rdflib beside the study's own triples: both files speak of the same actors and claims."""

import networks
from exports import export
from outcome import Check, Failed

VERSION = "7.6.0"
SCRIPT = """
import json, sys, rdflib
graph = rdflib.Graph()
for file in sys.argv[1:]:
    graph.parse(file)
dm = rdflib.Namespace("https://w3id.org/demarche/ns#")
says = {"agreement": dm.agreesWith, "disagreement": dm.disagreesWith}
rows = []
for tie in graph.subjects(rdflib.RDF.type, dm.Tie):
    one, other = sorted(graph.objects(tie, dm.between))
    claims = list(graph.objects(tie, dm.claim))
    kind = str(graph.value(tie, dm.tieKind, any=False))
    # Both are of the study, and each says so of the other.
    assert (one, rdflib.RDF.type, dm.Actor) in graph and (other, rdflib.RDF.type, dm.Actor) in graph
    assert all((claim, rdflib.RDF.type, dm.Claim) in graph for claim in claims)
    assert (one, says[kind], other) in graph and (other, says[kind], one) in graph
    rows.append([str(one), str(other), kind, float(graph.value(tie, dm.weight, any=False)), len(claims)])
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
        [found] = networks.lines(context.run(python, "-c", SCRIPT, study, network.file(extension)))
        if sorted(found["rows"]) != wanted:
            raise Failed(f"rdflib, .{extension}: {len(found['rows'])} ties instead of {len(wanted)}, or others")
    return [Check("rdflib", VERSION, "reads ties as .ttl and .nt beside the study, and finds their actors and claims", networks.figures(network))]
