//! Triples become the bytes of a graph file.

use super::format::{HEADER_LEN, Header, SECTIONS};
use super::patterns::Order;
use super::{GraphError, GraphPart, TermId, dictionary};
use oxigraph::model::{TermRef, TripleRef};
use std::collections::HashMap;

/// Collects triples, in any order and any number of times each, and compiles them.
#[derive(Default)]
pub struct GraphBuilder {
    /// Text of a term to the number it got on arrival.
    arrived: HashMap<Box<[u8]>, u32>,
    triples: Vec<[u32; 3]>,
    key: Vec<u8>,
    failed: Option<GraphError>,
}

impl GraphBuilder {
    /// A builder without triples.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a triple.
    ///
    /// # Errors
    /// [`GraphError::BlankNode`] if it has one, [`GraphError::TooMany`] past 2³² - 1 terms.
    pub fn insert(&mut self, triple: TripleRef<'_>) -> Result<(), GraphError> {
        let ids = [
            self.intern(triple.subject.into())?,
            self.intern(triple.predicate.into())?,
            self.intern(triple.object)?,
        ];
        self.triples.push(ids);
        Ok(())
    }

    /// Adds the triples of a part. What went wrong in it comes up in [`GraphBuilder::finish`].
    pub fn add(&mut self, part: GraphPart) {
        if let Some(node) = &part.blank {
            self.failed
                .get_or_insert_with(|| GraphError::BlankNode(node.clone()));
            return;
        }
        let mut numbers = Vec::new();
        for term in part.terms() {
            self.key.clear();
            self.key.extend_from_slice(term);
            match self.number() {
                Ok(number) => numbers.push(number),
                Err(error) => {
                    self.failed.get_or_insert(error);
                    return;
                }
            }
        }
        let triples = part.triples.iter();
        self.triples
            .extend(triples.map(|triple| triple.map(|number| numbers[number as usize])));
    }

    fn intern(&mut self, term: TermRef<'_>) -> Result<u32, GraphError> {
        self.key.clear();
        dictionary::encode(term, &mut self.key)
            .ok_or_else(|| GraphError::BlankNode(term.to_string()))?;
        self.number()
    }

    fn number(&mut self) -> Result<u32, GraphError> {
        if let Some(number) = self.arrived.get(self.key.as_slice()) {
            return Ok(*number);
        }
        let number = u32::try_from(self.arrived.len())
            .ok()
            .filter(|number| *number < u32::MAX);
        let number = number.ok_or(GraphError::TooMany("terms"))?;
        self.arrived.insert(self.key.as_slice().into(), number);
        Ok(number)
    }

    /// The bytes of the graph file. The same set of triples gives the same bytes, whatever order
    /// they came in.
    ///
    /// # Errors
    /// [`GraphError::TooMany`] past 2³² - 1 triples.
    pub fn finish(self) -> Result<Vec<u8>, GraphError> {
        let Self {
            arrived,
            mut triples,
            failed,
            ..
        } = self;
        if let Some(error) = failed {
            return Err(error);
        }
        let (rank, terms) = rank_terms(arrived);
        for triple in &mut triples {
            *triple = triple.map(|number| rank[number as usize]);
        }
        triples.sort_unstable();
        triples.dedup();
        if triples.len() > u32::MAX as usize {
            return Err(GraphError::TooMany("triples"));
        }
        let (offsets, text) = term_sections(&terms);
        let [spo, pos, osp] = Order::ALL.map(|order| order_sections(order, &triples, terms.len()));
        let sections: [&[u8]; SECTIONS] = [
            &offsets, &text, &spo.0, &spo.1, &pos.0, &pos.1, &osp.0, &osp.1,
        ];
        Ok(assemble(
            &Header::for_sections(terms.len() as u64, triples.len() as u64, sections),
            sections,
        ))
    }
}

/// Sorts terms; gives for each number of arrival its rank, and the sorted texts.
fn rank_terms(arrived: HashMap<Box<[u8]>, u32>) -> (Vec<TermId>, Vec<Box<[u8]>>) {
    let mut terms: Vec<(Box<[u8]>, u32)> = arrived.into_iter().collect();
    terms.sort_unstable();
    let mut rank = vec![0; terms.len()];
    for (position, (_, number)) in terms.iter().enumerate() {
        // Interning stopped before 2³² terms.
        rank[*number as usize] = position as u32;
    }
    (rank, terms.into_iter().map(|(text, _)| text).collect())
}

fn term_sections(terms: &[Box<[u8]>]) -> (Vec<u8>, Vec<u8>) {
    let mut text = Vec::with_capacity(terms.iter().map(|term| term.len()).sum());
    let mut offsets = Vec::with_capacity(8 * (terms.len() + 1));
    offsets.extend_from_slice(&0_u64.to_le_bytes());
    for term in terms {
        text.extend_from_slice(term);
        offsets.extend_from_slice(&(text.len() as u64).to_le_bytes());
    }
    (offsets, text)
}

/// The index over the first id and the remaining pairs, for one order.
fn order_sections(order: Order, triples: &[[u32; 3]], terms: usize) -> (Vec<u8>, Vec<u8>) {
    let mut arranged: Vec<[u32; 3]> = triples
        .iter()
        .map(|triple| order.arrange(*triple))
        .collect();
    if order != Order::Spo {
        arranged.sort_unstable();
    }
    let mut starts = vec![0_u32; terms + 1];
    for [first, ..] in &arranged {
        starts[*first as usize + 1] += 1;
    }
    for at in 0..terms {
        starts[at + 1] += starts[at];
    }
    let pairs: Vec<[u32; 2]> = arranged
        .iter()
        .map(|[_, second, third]| [*second, *third])
        .collect();
    (
        bytemuck::cast_slice(&starts).to_vec(),
        bytemuck::cast_slice(&pairs).to_vec(),
    )
}

fn assemble(header: &Header, sections: [&[u8]; SECTIONS]) -> Vec<u8> {
    let mut file = Vec::with_capacity(header.file_len() as usize);
    file.extend_from_slice(&header.to_bytes());
    debug_assert_eq!(file.len(), HEADER_LEN);
    for section in sections {
        file.extend_from_slice(section);
        file.resize(file.len().next_multiple_of(8), 0);
    }
    file
}
