//! Graphs as answers.

use crate::error::QueryError;
use demarche_graph::rdf::{GraphFormat, Prefix, write_triples};
use oxigraph::model::{BlankNode, NamedOrBlankNode, Term, Triple};
use oxigraph::sparql::QueryTripleIter;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

/// Writes triples, sorted and each once; gives their number.
pub(super) fn write(
    triples: QueryTripleIter<'_>,
    format: GraphFormat,
    prefixes: &[Prefix],
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let mut names = BlankNames::default();
    let mut sorted = BTreeMap::new();
    for triple in triples {
        let triple = names.rename(triple?);
        // Ordered by how it is written, which is an order that every machine agrees on.
        sorted.insert(triple.to_string(), triple);
    }
    write_triples(
        || sorted.values().cloned().map(Ok::<_, QueryError>),
        prefixes,
        format,
        out,
    )?;
    Ok(sorted.len())
}

/// Names for blank nodes of a template, in the order they come: the evaluator's are random.
#[derive(Default)]
struct BlankNames(HashMap<BlankNode, BlankNode>);

impl BlankNames {
    fn name(&mut self, node: BlankNode) -> BlankNode {
        let next = self.0.len();
        self.0
            .entry(node)
            .or_insert_with(|| BlankNode::new_unchecked(format!("b{next}")))
            .clone()
    }

    fn rename(&mut self, triple: Triple) -> Triple {
        let subject = match triple.subject {
            NamedOrBlankNode::BlankNode(node) => self.name(node).into(),
            node => node,
        };
        let object = match triple.object {
            Term::BlankNode(node) => self.name(node).into(),
            term => term,
        };
        Triple::new(subject, triple.predicate, object)
    }
}
