//! The graph file: compiled from triples, immutable, memory-mapped, queried by SPARQL.
//!
//! A file holds every term once, in order, every triple by subject, by predicate and by object,
//! and the statements as columns. A term's id is its rank, so ids compare as terms do and the same
//! triples always give the same bytes. See [`mod@format`] for the layout.
//!
//! ```text
//! triples → part (terms interned) → order (terms sorted) → index (three orders) → columns → file
//! file → dictionary, patterns, columns → sparql
//! ```

mod build;
mod columns;
mod dictionary;
mod directory;
mod error;
pub mod format;
mod header;
mod index;
mod names;
mod order;
mod packed;
mod part;
mod patterns;
mod sparql;

pub mod compile;
pub mod rdf;

pub use build::{CompiledGraph, GraphBuilder};
pub use error::GraphError;
pub use names::Dataset;
pub use part::{GraphPart, PartTerm};
pub use patterns::Matches;
pub use sparql::GraphView;

pub use demarche_core::statements::{Addressees, Column, NO_CODE, Statements, local_name};

use dictionary::Dictionary;
use directory::Vocabulary;
use format::Section;
use header::Header;
use memmap2::Mmap;
use oxigraph::model::{NamedNode, Term, Triple};
use patterns::Triples;
use std::borrow::Cow;
use std::fs::File;
use std::path::Path;
use std::sync::OnceLock;

/// The rank of a term in a graph's dictionary.
pub type TermId = u32;

/// Files up to this size have all their checksums verified when they are opened, which costs a
/// few milliseconds; opening a larger one checks the header alone, so that it stays instant.
const VERIFIED_ON_OPEN: usize = 16 << 20;

/// An open graph.
pub struct Graph {
    bytes: Bytes,
    header: Header,
    vocabulary: OnceLock<Vocabulary>,
}

enum Bytes {
    Mapped(Mmap),
    /// Words, so that the `u32` and `u64` sections are aligned, and the length in bytes.
    Owned(Vec<u64>, usize),
}

impl Bytes {
    fn owned(bytes: &[u8]) -> Self {
        let mut words = vec![0_u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Self::Owned(words, bytes.len())
    }

    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(words, length) => &bytemuck::cast_slice(words)[..*length],
        }
    }
}

impl Graph {
    /// Opens a graph file.
    ///
    /// # Errors
    /// [`GraphError`] where the file cannot be read, is no graph, is cut short, was written by a
    /// newer version, or is damaged. Checksums of the content are verified up to 16 MiB; of larger
    /// files [`Graph::verify`] does it.
    pub fn open(path: &Path) -> Result<Self, GraphError> {
        let io = |source| GraphError::Io {
            path: path.to_owned(),
            source,
        };
        let file = File::open(path).map_err(io)?;
        let metadata = file.metadata().map_err(io)?;
        if metadata.is_dir() {
            return Err(io(std::io::ErrorKind::IsADirectory.into()));
        }
        if metadata.len() == 0 {
            // An empty file cannot be mapped.
            return Err(GraphError::NotAGraph);
        }
        // SAFETY: the map is read-only and private. Graph files are never changed in place, only
        // replaced by a rename, which leaves the mapped inode as it was. Should another program
        // shorten the file under us, reading ends the process with SIGBUS; bytes that change
        // under us are at worst reported as damage, since every read is bounds-checked and no
        // reference to a map's text is kept as `str` without validation.
        let map = unsafe { Mmap::map(&file) }.map_err(io)?;
        Self::from_backing(Bytes::Mapped(map))
    }

    /// A graph from the bytes of a graph file.
    ///
    /// # Errors
    /// As [`Graph::open`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, GraphError> {
        Self::from_backing(Bytes::owned(bytes))
    }

    /// A graph in memory, compiled from triples.
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
        Self::from_bytes(&builder.finish()?)
    }

    /// A graph from the bytes of a graph file, of which only the header is checked, as it is with
    /// large files: for tests of what damage does then.
    ///
    /// # Errors
    /// As [`Graph::open`], for the header.
    #[doc(hidden)]
    pub fn from_bytes_unverified(bytes: &[u8]) -> Result<Self, GraphError> {
        Self::from_header(Bytes::owned(bytes))
    }

    fn from_header(bytes: Bytes) -> Result<Self, GraphError> {
        let header = Header::read(bytes.as_slice())?;
        Ok(Self {
            header,
            bytes,
            vocabulary: OnceLock::new(),
        })
    }

    fn from_backing(bytes: Bytes) -> Result<Self, GraphError> {
        let graph = Self::from_header(bytes)?;
        if graph.bytes.as_slice().len() <= VERIFIED_ON_OPEN {
            graph.verify()?;
        }
        Ok(graph)
    }

    /// Reads the whole file and compares every section with its checksum.
    ///
    /// # Errors
    /// [`GraphError::Damaged`] naming the first section that differs.
    pub fn verify(&self) -> Result<(), GraphError> {
        self.header.verify(self.bytes.as_slice())
    }

    /// Number of triples.
    pub fn len(&self) -> usize {
        self.header.totals.triples as usize
    }

    /// Whether there is no triple.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of distinct terms.
    pub fn term_count(&self) -> usize {
        self.header.totals.terms as usize
    }

    /// Length of the file in bytes.
    pub fn byte_len(&self) -> usize {
        self.bytes.as_slice().len()
    }

    /// The term with this id.
    ///
    /// # Errors
    /// [`GraphError::Damaged`] if there is none or its text is broken.
    pub fn term(&self, id: TermId) -> Result<Term, GraphError> {
        self.dictionary().term(id)
    }

    /// The IRI with this id, `None` where the term is a literal or the file is damaged there.
    pub fn iri(&self, id: TermId) -> Option<Cow<'_, str>> {
        self.dictionary().iri(id)
    }

    /// The lexical form of the literal with this id, `None` where the term is an IRI.
    pub fn text(&self, id: TermId) -> Option<Cow<'_, str>> {
        self.dictionary().text(id)
    }

    /// The id of a term, if the graph has it.
    pub fn id(&self, term: &Term) -> Option<TermId> {
        self.dictionary().id(term.as_ref())
    }

    /// The id of an IRI, if the graph has it.
    pub fn iri_id(&self, iri: &str) -> Option<TermId> {
        self.dictionary().iri_id(iri)
    }

    /// Triples that match a pattern, as subject, predicate and object ids, in the order of the
    /// index that answers it.
    pub fn matching(
        &self,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
    ) -> Matches<'_> {
        Matches::find(&self.patterns(), subject, predicate, object)
    }

    /// Objects of a subject's property, in term order.
    pub fn objects(&self, subject: TermId, predicate: TermId) -> impl Iterator<Item = TermId> {
        self.matching(Some(subject), Some(predicate), None)
            .map(|[_, _, object]| object)
    }

    /// The first object of a subject's property, in term order.
    pub fn object(&self, subject: TermId, predicate: TermId) -> Option<TermId> {
        self.objects(subject, predicate).next()
    }

    /// All triples in canonical order: by subject, then predicate, then object.
    ///
    /// Every item is an error where the file is damaged at that place.
    pub fn triples(&self) -> impl Iterator<Item = Result<Triple, GraphError>> {
        // A subject's triples stand together, so its text is made once.
        let mut last: Option<(TermId, NamedNode)> = None;
        self.matching(None, None, None).map(move |[s, p, o]| {
            let subject = match &last {
                Some((id, subject)) if *id == s => subject.clone(),
                _ => {
                    let subject = self.named_node(s)?;
                    last = Some((s, subject.clone()));
                    subject
                }
            };
            Ok(Triple::new(subject, self.named_node(p)?, self.term(o)?))
        })
    }

    /// The triple with these ids.
    ///
    /// # Errors
    /// [`GraphError::Damaged`] if there is no such term or the kinds of terms do not fit.
    pub fn triple(&self, [s, p, o]: [TermId; 3]) -> Result<Triple, GraphError> {
        Ok(Triple::new(
            self.named_node(s)?,
            self.named_node(p)?,
            self.term(o)?,
        ))
    }

    fn named_node(&self, id: TermId) -> Result<NamedNode, GraphError> {
        match self.term(id)? {
            Term::NamedNode(node) => Ok(node),
            _ => Err(GraphError::Damaged("a triple")),
        }
    }

    /// The graph as a dataset for Oxigraph's evaluator.
    pub fn view(&self) -> GraphView<'_> {
        GraphView::new(self)
    }

    /// The statements as columns.
    pub fn statements(&self) -> Statements<'_> {
        columns::statements(self)
    }

    /// All predicates, ascending.
    pub fn predicates(&self) -> &[TermId] {
        self.numbers(Section::Predicates)
    }

    /// The distinct objects of a property, ascending, and how many subjects each has.
    pub fn value_counts(&self, predicate: TermId) -> impl Iterator<Item = (TermId, usize)> {
        self.patterns().value_counts(predicate)
    }

    /// Bytes of the file that its terms take; the rest is for triples and columns.
    pub fn dictionary_len(&self) -> usize {
        let sections = Section::all().filter(|section| section.is_dictionary());
        sections.map(|section| self.section(section).len()).sum()
    }

    fn dictionary(&self) -> Dictionary<'_> {
        Dictionary {
            blocks: bytemuck::try_cast_slice(self.section(Section::TermBlocks)).unwrap_or(&[]),
            text: self.section(Section::TermText),
            terms: self.term_count(),
        }
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::new(self))
    }

    fn patterns(&self) -> Triples<'_> {
        Triples::of(self)
    }

    /// A section of `u32`s. Sections are aligned.
    fn numbers(&self, section: Section) -> &[u32] {
        bytemuck::try_cast_slice(self.section(section)).unwrap_or(&[])
    }

    fn section(&self, section: Section) -> &[u8] {
        // The header's ranges were checked against the file's length when it was opened.
        self.bytes
            .as_slice()
            .get(self.header.range(section))
            .unwrap_or(&[])
    }
}
