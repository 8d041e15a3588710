//! Triples become a graph file.

use super::backing::Backing;
use super::compiled_columns::CompiledColumns;
use super::dictionary::{Dictionary, DictionaryWriter};
use super::error::GraphError;
use super::format::{Section, TermId};
use super::header::{Header, Totals};
use super::index::Indexes;
use super::open::Graph;
use super::order::{Item, shared_bytes, sorted_terms};
use super::packed::Content;
use super::part::{Collected, GraphPart};
use super::verification::Verification;
use oxigraph::model::{Triple, TripleRef};
use std::sync::OnceLock;

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
    /// Creates a builder without triples.
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

    /// Returns the bytes of the graph file.
    ///
    /// # Errors
    /// As [`GraphBuilder::build`].
    pub fn finish(self) -> Result<Vec<u8>, GraphError> {
        let graph = self.build()?;
        let mut file = Vec::with_capacity(graph.byte_len());
        // Writing to memory cannot fail.
        let _ = graph.write(&mut file);
        Ok(file)
    }

    /// Sorts everything. The graph is open at once, and [`Graph::write`] makes a file of it.
    ///
    /// # Errors
    /// [`GraphError::TooMany`] past 2³² - 1 terms or triples, and what a part could not store.
    pub fn build(self) -> Result<Graph, GraphError> {
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
        let indexes = Indexes::from_triples(triples, terms)?;
        drop(ranks);
        let view = Dictionary {
            blocks: &blocks,
            text: &text,
            terms,
        };
        let columns = CompiledColumns::from_triples(&indexes, view);
        let totals = Totals {
            terms: terms as u64,
            triples: indexes.triples() as u64,
            predicates: indexes.predicates.len() as u64,
            groups: indexes.group_objects.len() as u64,
            statements: columns.rows as u64,
        };
        let mut sections = vec![Content::Longs(blocks), Content::Bytes(text)];
        sections.extend(indexes.into_sections());
        sections.extend(columns.into_sections());
        debug_assert_eq!(sections.len(), Section::all().count());
        Ok(Graph {
            header: Header::for_sections(totals, &sections),
            backing: Backing::Sections(sections),
            verification: Verification::Done,
            vocabulary: OnceLock::new(),
        })
    }
}

impl Graph {
    /// Builds a graph in memory.
    ///
    /// # Errors
    /// [`GraphError::BlankNode`] if a triple has one.
    pub fn from_triples<'a>(
        triples: impl IntoIterator<Item = &'a Triple>,
    ) -> Result<Self, GraphError> {
        let mut builder = GraphBuilder::new();
        for triple in triples {
            builder.insert(triple.as_ref())?;
        }
        builder.build()
    }
}

/// Sorts the terms of all parts, each once. Returns for each part the ranks of its terms.
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
