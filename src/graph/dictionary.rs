//! Terms by rank, and ranks by term.

use super::{GraphError, TermId};
use oxigraph::model::{Literal, LiteralRef, NamedNode, Term, TermRef};

const IRI: u8 = b'I';
const LANGUAGE: u8 = b'L';
const PLAIN: u8 = b'S';
const TYPED: u8 = b'T';

/// The text of a term as the dictionary sorts it. `None` for a blank node.
///
/// Language tags and IRIs hold no NUL, so the value after it can be any string.
pub(super) fn encode(term: TermRef<'_>, out: &mut Vec<u8>) -> Option<()> {
    let mut put = |kind: u8, parts: [&str; 2]| {
        out.push(kind);
        out.extend_from_slice(parts[0].as_bytes());
        if matches!(kind, LANGUAGE | TYPED) {
            out.push(0);
        }
        out.extend_from_slice(parts[1].as_bytes());
    };
    match term {
        TermRef::NamedNode(node) => put(IRI, [node.as_str(), ""]),
        TermRef::Literal(literal) => encode_literal(literal, put),
        TermRef::BlankNode(_) => return None,
    }
    Some(())
}

fn encode_literal(literal: LiteralRef<'_>, mut put: impl FnMut(u8, [&str; 2])) {
    if let Some(language) = literal.language() {
        put(LANGUAGE, [language, literal.value()]);
    } else if literal.datatype() == oxigraph::model::vocab::xsd::STRING {
        put(PLAIN, [literal.value(), ""]);
    } else {
        put(TYPED, [literal.datatype().as_str(), literal.value()]);
    }
}

/// A graph's terms.
#[derive(Clone, Copy)]
pub(super) struct Dictionary<'a> {
    pub(super) offsets: &'a [u64],
    pub(super) text: &'a [u8],
}

impl<'a> Dictionary<'a> {
    /// The term with this id.
    pub(super) fn term(self, id: TermId) -> Result<Term, GraphError> {
        self.decode(id).ok_or(GraphError::Damaged("a term"))
    }

    fn decode(self, id: TermId) -> Option<Term> {
        let (kind, text) = self.entry(id)?;
        Some(match kind {
            IRI => NamedNode::new_unchecked(text).into(),
            PLAIN => Literal::new_simple_literal(text).into(),
            LANGUAGE => {
                let (language, value) = text.split_once('\0')?;
                Literal::new_language_tagged_literal_unchecked(value, language).into()
            }
            TYPED => {
                let (datatype, value) = text.split_once('\0')?;
                Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
            }
            _ => return None,
        })
    }

    /// The IRI with this id.
    pub(super) fn iri(self, id: TermId) -> Option<&'a str> {
        self.entry(id)
            .filter(|(kind, _)| *kind == IRI)
            .map(|(_, text)| text)
    }

    /// The lexical form of the literal with this id.
    pub(super) fn text(self, id: TermId) -> Option<&'a str> {
        match self.entry(id)? {
            (PLAIN, text) => Some(text),
            (LANGUAGE | TYPED, text) => text.split_once('\0').map(|(_, value)| value),
            _ => None,
        }
    }

    /// The id of a term.
    pub(super) fn id(self, term: &Term) -> Option<TermId> {
        let mut key = Vec::with_capacity(128);
        encode(term.as_ref(), &mut key)?;
        self.find(&key)
    }

    /// The id of an IRI.
    pub(super) fn iri_id(self, iri: &str) -> Option<TermId> {
        let mut key = Vec::with_capacity(iri.len() + 1);
        key.push(IRI);
        key.extend_from_slice(iri.as_bytes());
        self.find(&key)
    }

    fn find(self, key: &[u8]) -> Option<TermId> {
        let (mut low, mut high) = (0, self.offsets.len().saturating_sub(1));
        while low < high {
            let middle = low + (high - low) / 2;
            match self.raw(middle)?.cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return TermId::try_from(middle).ok(),
            }
        }
        None
    }

    fn entry(self, id: TermId) -> Option<(u8, &'a str)> {
        let (kind, text) = self.raw(id as usize)?.split_first()?;
        // Validated on every read: the file may have been damaged since it was opened.
        Some((*kind, std::str::from_utf8(text).ok()?))
    }

    fn raw(self, index: usize) -> Option<&'a [u8]> {
        let start = usize::try_from(*self.offsets.get(index)?).ok()?;
        let end = usize::try_from(*self.offsets.get(index + 1)?).ok()?;
        self.text.get(start..end)
    }
}
