//! Triples of one worker, with terms of their own. (Stands in for the real one.)

use super::dictionary;
use crate::rdf::TripleSink;
use hashbrown::HashTable;
use oxigraph::model::{TermRef, TripleRef};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Triples with their own terms, for one worker.
#[derive(Default)]
pub struct GraphPart {
    text: Vec<u8>,
    /// Where each term ends in the text.
    ends: Vec<usize>,
    table: HashTable<u32>,
    key: Vec<u8>,
    pub(super) triples: Vec<[u32; 3]>,
    /// The first blank node there was.
    pub(super) blank: Option<String>,
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

fn slice<'a>(text: &'a [u8], ends: &[usize], number: u32) -> &'a [u8] {
    let number = number as usize;
    let start = if number == 0 { 0 } else { ends[number - 1] };
    &text[start..ends[number]]
}

impl GraphPart {
    fn intern(&mut self) -> u32 {
        let Self {
            text,
            ends,
            table,
            key,
            ..
        } = self;
        let code = hash(key);
        if let Some(number) = table.find(code, |number| slice(text, ends, *number) == key) {
            return *number;
        }
        let number = ends.len() as u32;
        text.extend_from_slice(key);
        ends.push(text.len());
        table.insert_unique(code, number, |number| hash(slice(text, ends, *number)));
        number
    }

    fn term(&mut self, term: TermRef<'_>) -> u32 {
        self.key.clear();
        if dictionary::encode(term, &mut self.key).is_none() {
            self.blank.get_or_insert_with(|| term.to_string());
        }
        self.intern()
    }

    /// Every term, encoded, in order of number.
    pub(super) fn terms(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|number| slice(&self.text, &self.ends, number as u32))
    }

    /// How many triples and distinct terms it holds.
    pub fn size(&self) -> (usize, usize) {
        (self.triples.len(), self.ends.len())
    }
}

impl TripleSink for GraphPart {
    type Term = u32;

    fn iri(&mut self, parts: &[&str]) -> u32 {
        self.key.clear();
        self.key.push(b'I');
        for part in parts {
            self.key.extend_from_slice(part.as_bytes());
        }
        self.intern()
    }

    fn plain(&mut self, value: &str) -> u32 {
        self.key.clear();
        self.key.push(b'S');
        self.key.extend_from_slice(value.as_bytes());
        self.intern()
    }

    fn tagged(&mut self, value: &str, language: &str) -> u32 {
        self.key.clear();
        self.key.push(b'L');
        self.key.extend_from_slice(language.as_bytes());
        self.key.push(0);
        self.key.extend_from_slice(value.as_bytes());
        self.intern()
    }

    fn typed(&mut self, value: &str, datatype: &str) -> u32 {
        self.key.clear();
        self.key.push(b'T');
        self.key.extend_from_slice(datatype.as_bytes());
        self.key.push(0);
        self.key.extend_from_slice(value.as_bytes());
        self.intern()
    }

    fn triple(&mut self, subject: u32, predicate: u32, object: u32) {
        self.triples.push([subject, predicate, object]);
    }

    fn insert(&mut self, triple: TripleRef<'_>) {
        let ids = [
            self.term(triple.subject.into()),
            self.term(triple.predicate.into()),
            self.term(triple.object),
        ];
        self.triples.push(ids);
    }
}
