//! What is asked of each value by itself, and can be answered without the store.

use super::expressions::{Bound, holds, matches};
use super::lexical::is_valid;
use demarche_query::QueryError;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, Term};
use std::collections::HashSet;

/// What is asked of a value.
#[derive(Debug, Clone)]
pub(super) enum ValueTest {
    /// It is a literal of this datatype, and well-formed.
    Datatype(NamedNode),
    /// It is of one of these kinds.
    NodeKind(NodeKind),
    /// It is one of these.
    In(HashSet<Term>),
    /// It is this one; asked of focus nodes themselves.
    Is(Term),
    /// Its text matches a regular expression with these flags.
    Pattern(String, Option<String>),
    /// Its text has so many characters at least.
    MinLength(u64),
    /// Its text has so many characters at most.
    MaxLength(u64),
    /// It has one of these languages, or a variety of one.
    LanguageIn(Vec<String>),
    /// It compares with a literal as said.
    Range(Bound, Literal),
}

/// Kinds of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeKind {
    pub(super) iri: bool,
    pub(super) blank: bool,
    pub(super) literal: bool,
}

impl NodeKind {
    /// The kinds by the local name that SHACL has for them.
    pub(super) fn named(local: &str) -> Option<Self> {
        let of = |iri, blank, literal| {
            Some(Self {
                iri,
                blank,
                literal,
            })
        };
        match local {
            "IRI" => of(true, false, false),
            "BlankNode" => of(false, true, false),
            "Literal" => of(false, false, true),
            "BlankNodeOrIRI" => of(true, true, false),
            "BlankNodeOrLiteral" => of(false, true, true),
            "IRIOrLiteral" => of(true, false, true),
            _ => None,
        }
    }
}

impl ValueTest {
    /// The name of its constraint component.
    pub(super) fn component(&self) -> &'static str {
        match self {
            Self::Datatype(_) => "Datatype",
            Self::NodeKind(_) => "NodeKind",
            Self::In(_) => "In",
            Self::Is(_) => "HasValue",
            Self::Pattern(..) => "Pattern",
            Self::MinLength(_) => "MinLength",
            Self::MaxLength(_) => "MaxLength",
            Self::LanguageIn(_) => "LanguageIn",
            Self::Range(bound, _) => bound.component(),
        }
    }

    /// For each of these values, whether it is as asked.
    ///
    /// # Errors
    /// [`QueryError::Evaluation`], should expressions not be computed.
    pub(super) fn hold(&self, values: &[Term]) -> Result<Vec<bool>, QueryError> {
        match self {
            Self::Pattern(pattern, flags) => matches(values, pattern, flags.as_deref()),
            Self::Range(bound, literal) => {
                let literal = Term::from(literal.clone());
                let pairs: Vec<[&Term; 2]> = values.iter().map(|value| [value, &literal]).collect();
                holds(*bound, &pairs)
            }
            _ => Ok(values.iter().map(|value| self.holds(value)).collect()),
        }
    }

    fn holds(&self, value: &Term) -> bool {
        match self {
            Self::Datatype(datatype) => match value {
                Term::Literal(literal) => {
                    literal.datatype() == *datatype && is_valid(literal.value(), datatype.as_str())
                }
                _ => false,
            },
            Self::NodeKind(kind) => match value {
                Term::NamedNode(_) => kind.iri,
                Term::BlankNode(_) => kind.blank,
                Term::Literal(_) => kind.literal,
            },
            Self::In(terms) => terms.contains(value),
            Self::Is(term) => term == value,
            Self::MinLength(least) => length(value).is_some_and(|length| length >= *least),
            // No text is longer than nothing, and of a blank node there is no text.
            Self::MaxLength(most) => length(value).is_some_and(|length| length <= *most),
            Self::LanguageIn(ranges) => match value {
                Term::Literal(literal) if literal.datatype() == rdf::LANG_STRING => {
                    let tag = literal.language().unwrap_or_default();
                    ranges.iter().any(|range| is_within(tag, range))
                }
                _ => false,
            },
            // These are computed by the evaluator, for many values together.
            Self::Pattern(..) | Self::Range(..) => false,
        }
    }
}

/// The characters of an IRI or a literal's text.
fn length(value: &Term) -> Option<u64> {
    let text = match value {
        Term::NamedNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
        Term::BlankNode(_) => return None,
    };
    Some(text.chars().count() as u64)
}

/// Whether a language is one of a range, by basic filtering (RFC 4647, 3.3.1).
fn is_within(tag: &str, range: &str) -> bool {
    if range == "*" {
        return true;
    }
    let Some((start, rest)) = tag.split_at_checked(range.len()) else {
        return false;
    };
    start.eq_ignore_ascii_case(range) && (rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varieties_are_of_their_language() {
        assert!(is_within("en-GB", "EN"));
        assert!(is_within("de", "*"));
        assert!(!is_within("eng", "en"));
        assert!(!is_within("en", "en-GB"));
    }
}
