//! Terms as people read them.

use demarche_graph::rdf::{Prefix, prefix_of};
use oxigraph::model::{Term, vocab::xsd};

/// A term as a cell: IRIs with their prefix or in full, literals by their text alone.
pub(super) fn cell(term: &Term, prefixes: &[Prefix]) -> String {
    match term {
        Term::NamedNode(node) => match prefix_of(node.as_str(), prefixes) {
            Some(((prefix, _), local)) => format!("{prefix}:{local}"),
            None => node.as_str().to_owned(),
        },
        Term::Literal(literal) => literal.value().to_owned(),
        term => term.to_string(),
    }
}

/// Whether a term is a number, which is written flush right.
pub(super) fn is_number(term: &Term) -> bool {
    let Term::Literal(literal) = term else {
        return false;
    };
    [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT].contains(&literal.datatype())
}
