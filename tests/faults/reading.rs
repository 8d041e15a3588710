//! Everything that can be read of a graph, through every door of its public face.
//!
//! The fuzz target of the graph file uses this file too.

use demarche::graph::{Graph, TermId};
use demarche::network::{NetworkKind, NodeLevel, Options, build};
use demarche::query::{Prepared, ResultFormat};
use std::fmt::{Debug, Write};
use std::hash::{DefaultHasher, Hasher};

/// Queries that go through all three orders, join, sort, and look into terms.
const QUERIES: [&str; 4] = [
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 40",
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?p ?b . ?b ?q ?c }",
    "SELECT ?o (LANG(?o) AS ?l) WHERE { ?s ?p ?o FILTER(isLiteral(?o)) } LIMIT 40",
    "ASK { ?s a ?class . ?s ?p \"text\" FILTER(?p != ?class) }",
];

/// A digest of what a reading gave, errors among it: two graphs that read the same have the same.
#[derive(Default)]
struct Seen(DefaultHasher);

impl Write for Seen {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}

impl Seen {
    fn note(&mut self, what: &dyn Debug) {
        // Writing into a digest cannot fail.
        let _ = writeln!(self, "{what:?}");
    }
}

/// Reads all terms, all triples, patterns, names, networks and the answers to a few queries.
///
/// Patterns are tried with every combination of the first `dense` ids, and with each other id alone
/// in each of the three places.
pub fn everything(graph: &Graph, dense: u32) -> u64 {
    let mut seen = Seen::default();
    seen.note(&(graph.len(), graph.is_empty(), graph.term_count()));
    terms(graph, &mut seen);
    let triples = graph.matching(None, None, None).take(graph.len() + 1);
    assert!(triples.count() <= graph.len(), "reading goes on for ever");
    for triple in graph.triples() {
        seen.note(&triple);
    }
    patterns(graph, dense, &mut seen);
    names(graph, &mut seen);
    networks(graph, &mut seen);
    queries(graph, &mut seen);
    seen.0.finish()
}

/// Every id and a few past the last.
fn ids(graph: &Graph) -> impl Iterator<Item = TermId> {
    (0..graph.term_count() as TermId + 2).chain([TermId::MAX])
}

fn terms(graph: &Graph, seen: &mut Seen) {
    for id in ids(graph) {
        let term = graph.term(id);
        seen.note(&(&term, graph.iri(id), graph.text(id)));
        if let Ok(term) = &term {
            seen.note(&graph.id(term));
        }
        if let Some(iri) = graph.iri(id) {
            seen.note(&graph.iri_id(&iri));
        }
    }
}

fn patterns(graph: &Graph, dense: u32, seen: &mut Seen) {
    let few: Vec<Option<TermId>> = std::iter::once(None)
        .chain((0..dense).chain([TermId::MAX]).map(Some))
        .collect();
    for s in &few {
        for p in &few {
            for o in &few {
                pattern(graph, [*s, *p, *o], seen);
            }
        }
    }
    for id in ids(graph).skip(dense as usize) {
        for at in 0..3 {
            let mut asked = [None; 3];
            asked[at] = Some(id);
            pattern(graph, asked, seen);
        }
    }
}

fn pattern(graph: &Graph, [s, p, o]: [Option<TermId>; 3], seen: &mut Seen) {
    let mut found = 0;
    for ids in graph.matching(s, p, o) {
        found += 1;
        for id in ids {
            seen.0.write_u32(id);
        }
        assert!(found <= graph.len(), "a pattern gives more than there is");
    }
    seen.0.write_usize(found);
}

fn names(graph: &Graph, seen: &mut Seen) {
    seen.note(&graph.datasets());
    for class in ["Statement", "Actor", "Claim"] {
        let class = format!("https://w3id.org/demarche/ns#{class}");
        seen.note(&graph.instances(&class).collect::<Vec<_>>());
        seen.note(&graph.names_of(&class));
        seen.note(&graph.named("0", Some(&class)));
    }
}

fn networks(graph: &Graph, seen: &mut Seen) {
    for (kind, nodes) in [
        (NetworkKind::Signed, NodeLevel::State),
        (NetworkKind::Agreement, NodeLevel::Actor),
        (NetworkKind::Positions, NodeLevel::Institution),
    ] {
        let options = Options {
            nodes,
            ..Options::default()
        };
        match build(graph, kind, &options) {
            Ok(network) => {
                let nodes: Vec<_> = network.graph.node_weights().collect();
                let ties: Vec<_> = network.graph.edge_weights().collect();
                seen.note(&(nodes, ties, network.summary));
            }
            Err(error) => seen.note(&error.to_string()),
        }
    }
}

fn queries(graph: &Graph, seen: &mut Seen) {
    for text in QUERIES {
        let mut answer = Vec::new();
        let rows = Prepared::from_text(text, "a query", &[], graph)
            .and_then(|query| query.execute(graph, ResultFormat::Json, None, &mut answer));
        seen.note(&(rows.map_err(|error| error.to_string()), answer));
    }
}
