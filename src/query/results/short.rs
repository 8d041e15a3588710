//! Terms as people read them.

use crate::query::syntax::Prefix;
use oxigraph::model::{Term, vocab::xsd};

/// Shortens IRIs by prefixes.
#[derive(Debug)]
pub(in crate::query) struct Shortener {
    /// The longest namespaces first: `actor:china` is shorter than `:actor/china`.
    prefixes: Vec<Prefix>,
}

impl Shortener {
    pub(in crate::query) fn new(mut prefixes: Vec<Prefix>) -> Self {
        prefixes.sort_by(|(a, one), (b, other)| other.len().cmp(&one.len()).then_with(|| a.cmp(b)));
        Self { prefixes }
    }

    pub(super) fn prefixes(&self) -> &[Prefix] {
        &self.prefixes
    }

    /// The prefix of an IRI and what comes after it, where that can be written as a name.
    pub(super) fn split<'a>(&self, iri: &'a str) -> Option<(&Prefix, &'a str)> {
        self.prefixes.iter().find_map(|prefix| {
            let local = iri.strip_prefix(prefix.1.as_str())?;
            is_local(local).then_some((prefix, local))
        })
    }

    /// A term as a cell: IRIs with their prefix or in full, literals by their text alone.
    pub(super) fn cell(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => match self.split(node.as_str()) {
                Some(((prefix, _), local)) => format!("{prefix}:{local}"),
                None => node.as_str().to_owned(),
            },
            Term::Literal(literal) => literal.value().to_owned(),
            term => term.to_string(),
        }
    }
}

/// Whether a text can follow a prefix as it is. More could with escapes, which nobody reads well.
fn is_local(text: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.chars().all(inner) && !text.starts_with(['-', '.']) && !text.ends_with('.')
}

/// Whether a term is a number, which is written flush right.
pub(super) fn is_number(term: &Term) -> bool {
    let Term::Literal(literal) = term else {
        return false;
    };
    [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT].contains(&literal.datatype())
}
