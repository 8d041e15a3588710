//! Triples become a graph file.

use super::columns::StatementColumns;
use super::dictionary::{Dictionary, DictionaryWriter};
use super::format::{SECTIONS, Section};
use super::header::{Header, Totals};
use super::index::Indexes;
use super::order::{Item, shared_bytes, sorted_terms};
use super::part::{Collected, GraphPart};
use super::{GraphError, TermId};
use oxigraph::model::TripleRef;
use std::io::{self, Write};

/// Puts together the triples of one or many threads, and compiles them.
///
/// The same set of triples gives the same bytes, whatever order they came in and whichever part
/// they were in.
#[derive(Default)]
pub struct GraphBuilder {
    own: GraphPart,
    parts: Vec<GraphPart>,
}

impl GraphBuilder {
    /// A builder without triples.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a triple.
    ///
    /// # Errors
    /// [`GraphError::BlankNode`] if it has one.
    pub fn insert(&mut self, triple: TripleRef<'_>) -> Result<(), GraphError> {
        self.own.try_insert(triple)
    }

    /// Adds all triples of a part.
    pub fn add(&mut self, part: GraphPart) {
        self.parts.push(part);
    }

    /// The bytes of the graph file.
    ///
    /// # Errors
    /// [`GraphError::TooMany`] past 2³² - 1 terms or triples, and what a part could not store.
    pub fn finish(self) -> Result<Vec<u8>, GraphError> {
        let compiled = self.compile()?;
        let mut file = Vec::with_capacity(compiled.byte_len());
        // Writing to memory cannot fail.
        let _ = compiled.write(&mut file);
        Ok(file)
    }

    /// Sorts everything; what comes of it only has to be written.
    ///
    /// # Errors
    /// As [`GraphBuilder::finish`].
    pub fn compile(self) -> Result<CompiledGraph, GraphError> {
        let parts: Vec<Collected> = std::iter::once(self.own)
            .chain(self.parts)
            .filter(|part| part.term_count() > 0)
            .map(GraphPart::into_collected)
            .collect::<Result<_, _>>()?;
        let (dictionary, ranks) = rank_terms(&parts)?;
        let terms = dictionary.len();
        let (blocks, text) = dictionary.finish();
        let triples = parts
            .into_iter()
            .zip(&ranks)
            .map(|(part, ranks)| (part.triples, ranks.as_slice()))
            .collect();
        let indexes = Indexes::of(triples, terms)?;
        drop(ranks);
        let view = Dictionary {
            blocks: &blocks,
            text: &text,
            terms,
        };
        let columns = StatementColumns::of(&indexes, view);
        Ok(CompiledGraph::new(blocks, text, terms, indexes, columns))
    }
}

/// Sorts the terms of all parts, each once; gives for each part the ranks of its terms.
fn rank_terms(parts: &[Collected]) -> Result<(DictionaryWriter, Vec<Vec<TermId>>), GraphError> {
    let items = sorted_terms(parts);
    let text = |item: &Item| parts[item.part as usize].text(item.number);
    let mut ranks: Vec<Vec<TermId>> = parts
        .iter()
        .map(|part| vec![0; part.term_count()])
        .collect();
    let mut writer = DictionaryWriter::default();
    let mut before: &[u8] = &[];
    for item in &items {
        let text = text(item);
        let shared = shared_bytes(before, text);
        // The same text once more stands in another part; no text is empty.
        if shared < text.len() || before.len() != text.len() {
            writer.push(text, shared);
            before = text;
        }
        let rank = TermId::try_from(writer.len() - 1).ok();
        // The last number is no term's, so that it can stand for none.
        let rank = rank.filter(|rank| *rank < TermId::MAX - 1);
        ranks[item.part as usize][item.number as usize] =
            rank.ok_or(GraphError::TooMany("terms"))?;
    }
    Ok((writer, ranks))
}

/// A graph file that only has to be written.
pub struct CompiledGraph {
    header: Header,
    sections: Vec<Vec<u8>>,
}

impl CompiledGraph {
    fn new(
        blocks: Vec<u64>,
        text: Vec<u8>,
        terms: usize,
        indexes: Indexes,
        columns: StatementColumns,
    ) -> Self {
        let totals = Totals {
            terms: terms as u64,
            triples: indexes.triples() as u64,
            predicates: indexes.predicates.len() as u64,
            groups: indexes.group_objects.len() as u64,
            statements: columns.rows as u64,
        };
        let mut sections = vec![bytes_of(&blocks), text];
        sections.extend(indexes.into_sections());
        sections.extend(columns.into_sections());
        debug_assert_eq!(sections.len(), Section::all().count());
        let mut contents: [&[u8]; SECTIONS] = [&[]; SECTIONS];
        for (content, section) in contents.iter_mut().zip(&sections) {
            *content = section;
        }
        Self {
            header: Header::for_sections(totals, &contents),
            sections,
        }
    }

    /// Length of the file in bytes.
    pub fn byte_len(&self) -> usize {
        self.header.file_len() as usize
    }

    /// Writes the file.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.header.to_bytes())?;
        for section in &self.sections {
            out.write_all(section)?;
            let padding = section.len().next_multiple_of(8) - section.len();
            out.write_all(&[0; 8][..padding])?;
        }
        Ok(())
    }
}

/// Numbers as they stand in the file.
pub(super) fn bytes_of<T: bytemuck::NoUninit>(numbers: &[T]) -> Vec<u8> {
    bytemuck::cast_slice(numbers).to_vec()
}
