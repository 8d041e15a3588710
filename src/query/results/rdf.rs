//! Graphs as answers.

use super::Shortener;
use crate::query::error::QueryError;
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{
    BlankNode, LiteralRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef, Triple,
    vocab::{rdf, xsd},
};
use oxigraph::sparql::QueryTripleIter;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

/// Writes triples, sorted and each once; gives their number.
pub(super) fn write(
    triples: QueryTripleIter<'_>,
    format: RdfFormat,
    shortener: &Shortener,
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let mut names = BlankNames::default();
    let mut sorted = BTreeMap::new();
    for triple in triples {
        let triple = names.rename(triple?);
        // Ordered by how it is written, which is an order that every machine agrees on.
        sorted.insert(triple.to_string(), triple);
    }
    let triples: Vec<&Triple> = sorted.values().collect();
    let mut serializer = RdfSerializer::from_format(format);
    for (name, iri) in used_prefixes(&triples, shortener) {
        serializer = serializer
            .with_prefix(name, iri)
            .map_err(|error| io::Error::other(error.to_string()))?;
    }
    let mut writer = serializer.for_writer(out);
    for triple in &triples {
        writer.serialize_triple(*triple)?;
    }
    writer.finish()?;
    Ok(triples.len())
}

/// The prefixes that at least one IRI is written with.
fn used_prefixes<'a>(
    triples: &[&Triple],
    shortener: &'a Shortener,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let mut used = BTreeSet::new();
    let mut see = |iri: &str| {
        if let Some(((name, _), _)) = shortener.split(iri) {
            used.insert(name.clone());
        }
    };
    for triple in triples {
        if let NamedOrBlankNodeRef::NamedNode(node) = triple.subject.as_ref() {
            see(node.as_str());
        }
        if triple.predicate != rdf::TYPE {
            // Turtle writes `a`.
            see(triple.predicate.as_str());
        }
        match triple.object.as_ref() {
            TermRef::NamedNode(node) => see(node.as_str()),
            TermRef::Literal(literal) if is_typed(literal) => see(literal.datatype().as_str()),
            _ => {}
        }
    }
    shortener
        .prefixes()
        .iter()
        .filter(move |(name, _)| used.contains(name))
        .map(|(name, iri)| (name.as_str(), iri.as_str()))
}

/// Whether a literal is written with its datatype: Turtle has short ways for the common ones.
fn is_typed(literal: LiteralRef<'_>) -> bool {
    let short = [
        xsd::STRING,
        xsd::INTEGER,
        xsd::DECIMAL,
        xsd::DOUBLE,
        xsd::BOOLEAN,
    ];
    literal.language().is_none() && !short.contains(&literal.datatype())
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
