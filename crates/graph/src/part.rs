//! Triples as they arrive: each term once, in one arena, and three small numbers a triple.

use super::dictionary::{self, Parts};
use super::error::GraphError;
use crate::rdf::TripleSink;
use hashbrown::HashTable;
use oxigraph::model::{TermRef, TripleRef};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A term of a [`GraphPart`]: the number it got on arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartTerm(u32);

/// Triples that one thread collects, in any order and any number of times each.
///
/// Terms are interned into one arena, without an allocation of their own. What cannot be stored is
/// remembered, and told when the parts are put together.
#[derive(Default)]
pub struct GraphPart {
    arena: Vec<u8>,
    /// Where each term's text ends.
    ends: Vec<usize>,
    table: HashTable<u32>,
    triples: Vec<[u32; 3]>,
    failed: Option<GraphError>,
}

impl GraphPart {
    /// A part without triples.
    pub fn new() -> Self {
        Self::default()
    }

    /// Remembers that something could not be stored; the first such is told.
    fn fail(&mut self, error: GraphError) {
        self.failed.get_or_insert(error);
    }

    /// Adds a triple.
    ///
    /// # Errors
    /// [`GraphError::BlankNode`] if it has one.
    pub(super) fn try_insert(&mut self, triple: TripleRef<'_>) -> Result<(), GraphError> {
        let subject = self.term(triple.subject.into())?;
        let predicate = self.term(triple.predicate.into())?;
        let object = self.term(triple.object)?;
        self.triple(subject, predicate, object);
        Ok(())
    }

    fn term(&mut self, term: TermRef<'_>) -> Result<PartTerm, GraphError> {
        let start = self.arena.len();
        if dictionary::encode(term, &mut self.arena).is_none() {
            self.arena.truncate(start);
            return Err(GraphError::BlankNode(term.to_string()));
        }
        Ok(self.intern_last(start))
    }

    fn intern(&mut self, parts: Parts<'_>) -> PartTerm {
        let start = self.arena.len();
        parts.write(&mut self.arena);
        self.intern_last(start)
    }

    /// Interns the text that was written at the end of the arena, and takes it off again if it was
    /// there before.
    fn intern_last(&mut self, start: usize) -> PartTerm {
        let (before, text) = self.arena.split_at(start);
        let text_of = |number: u32| arena_text(before, &self.ends, number);
        let hash = hash(text);
        if let Some(number) = self.table.find(hash, |number| text_of(*number) == text) {
            let number = *number;
            self.arena.truncate(start);
            return PartTerm(number);
        }
        let Ok(number) = u32::try_from(self.ends.len()) else {
            self.arena.truncate(start);
            self.fail(GraphError::TooMany("terms"));
            return PartTerm(0);
        };
        self.table
            .insert_unique(hash, number, |number| self::hash(text_of(*number)));
        self.ends.push(self.arena.len());
        PartTerm(number)
    }

    /// Number of distinct terms.
    pub(super) fn term_count(&self) -> usize {
        self.ends.len()
    }

    /// What is left once nothing more comes: texts and triples, without the table.
    pub(super) fn into_collected(self) -> Result<Collected, GraphError> {
        match self.failed {
            Some(error) => Err(error),
            None => Ok(Collected {
                arena: self.arena,
                ends: self.ends,
                triples: self.triples,
            }),
        }
    }
}

impl TripleSink for GraphPart {
    type Term = PartTerm;

    fn iri(&mut self, parts: &[&str]) -> PartTerm {
        self.intern(Parts::Iri(parts))
    }

    fn plain(&mut self, value: &str) -> PartTerm {
        self.intern(Parts::Plain(value))
    }

    fn tagged(&mut self, value: &str, language: &str) -> PartTerm {
        self.intern(Parts::Tagged(language, value))
    }

    fn typed(&mut self, value: &str, datatype: &str) -> PartTerm {
        self.intern(Parts::Typed(datatype, value))
    }

    fn triple(&mut self, subject: PartTerm, predicate: PartTerm, object: PartTerm) {
        self.triples.push([subject.0, predicate.0, object.0]);
    }

    fn insert(&mut self, triple: TripleRef<'_>) {
        if let Err(error) = self.try_insert(triple) {
            self.fail(error);
        }
    }
}

fn hash(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish()
}

fn arena_text<'a>(arena: &'a [u8], ends: &[usize], number: u32) -> &'a [u8] {
    let number = number as usize;
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    &arena[start..ends[number]]
}

/// The texts and triples of a part.
pub(super) struct Collected {
    arena: Vec<u8>,
    ends: Vec<usize>,
    pub(super) triples: Vec<[u32; 3]>,
}

impl Collected {
    /// The text of a term.
    pub(super) fn text(&self, number: u32) -> &[u8] {
        arena_text(&self.arena, &self.ends, number)
    }

    /// Number of distinct terms.
    pub(super) fn term_count(&self) -> usize {
        self.ends.len()
    }
}
