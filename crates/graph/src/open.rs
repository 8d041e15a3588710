//! An open graph.

use super::backing::{Backing, MappedFile};
use super::dictionary::Dictionary;
use super::directory_ids::Vocabulary;
use super::error::GraphError;
use super::format::{Section, TermId};
use super::header::Header;
use super::packed::width_of;
use super::patterns::{Matches, Triples};
use super::verification::Verification;
use oxigraph::model::{NamedNode, Term, Triple};
use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;
use std::sync::OnceLock;

/// Files up to this size have all their sections compared with their checksums when they are
/// opened, which takes a fiftieth of a second. Of a larger file a section is compared when it is
/// first read, so that what is not needed is not read.
const VERIFIED_ON_OPEN: usize = 64 << 20;

/// An open graph: a file, or what was just built.
pub struct Graph {
    pub(super) backing: Backing,
    pub(super) header: Header,
    pub(super) verification: Verification,
    pub(super) vocabulary: OnceLock<Vocabulary>,
}

impl Graph {
    /// Opens a graph file.
    ///
    /// # Errors
    /// [`GraphError`] where the file cannot be read, is no graph, is cut short, was written by
    /// another version, or is damaged. Up to 64 MiB all of it is compared with its checksums; of a
    /// larger file each section when it is first read, and [`Graph::check`] tells of damage.
    pub fn open(path: &Path) -> Result<Self, GraphError> {
        Self::from_backing(Backing::Mapped(MappedFile::open(path)?), VERIFIED_ON_OPEN)
    }

    /// Copies a graph from the bytes of a graph file.
    ///
    /// # Errors
    /// As [`Graph::open`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, GraphError> {
        Self::from_backing(Backing::from_bytes(bytes), VERIFIED_ON_OPEN)
    }

    /// Opens a graph file as [`Graph::open`] does a large one: for tests.
    ///
    /// # Errors
    /// As [`Graph::open`].
    #[doc(hidden)]
    pub fn open_as_large(path: &Path) -> Result<Self, GraphError> {
        Self::from_backing(Backing::Mapped(MappedFile::open(path)?), 0)
    }

    /// Copies a graph from the bytes of a graph file and compares no checksum but the header's: for
    /// tests of what damage does that no checksum shows.
    ///
    /// # Errors
    /// As [`Graph::open`], for the header.
    #[doc(hidden)]
    pub fn from_bytes_unverified(bytes: &[u8]) -> Result<Self, GraphError> {
        let mut graph = Self::from_backing(Backing::from_bytes(bytes), 0)?;
        graph.verification = Verification::Done;
        Ok(graph)
    }

    /// Reads the header of a file, and all of a file of up to so many bytes.
    fn from_backing(backing: Backing, verified_to: usize) -> Result<Self, GraphError> {
        let file = backing.file().unwrap_or(&[]);
        let header = Header::read(file)?;
        let is_verified = file.len() <= verified_to;
        let mut graph = Self {
            backing,
            header,
            verification: Verification::on_reading(),
            vocabulary: OnceLock::new(),
        };
        if is_verified {
            graph.verify()?;
            graph.verification = Verification::Done;
        }
        Ok(graph)
    }

    /// Reads the whole file and compares every section with its checksum.
    ///
    /// # Errors
    /// [`GraphError::Damaged`] naming the first section that differs; [`GraphError::Changed`].
    pub fn verify(&self) -> Result<(), GraphError> {
        let is_damaged = |section: &Section| {
            let content = self.backing.section(&self.header, *section);
            !self.header.is_sound(*section, content)
        };
        match Section::all().find(is_damaged) {
            Some(section) => Err(GraphError::Damaged(section.name())),
            None => self.backing.check_unchanged(),
        }
    }

    /// Fails where something that was read of the graph so far is not as it was written. A damaged
    /// section reads as if nothing were in it, so whatever was worked out of the graph is to be
    /// given to nobody before this has been asked.
    ///
    /// # Errors
    /// [`GraphError::Damaged`] naming a section that was read and differs from its checksum;
    /// [`GraphError::Changed`] where the file was written to, or cut, since it was opened.
    pub fn check(&self) -> Result<(), GraphError> {
        self.verification.check()?;
        self.backing.check_unchanged()
    }

    /// Writes the graph file.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.backing.write(&self.header, out)
    }

    /// Returns the number of triples.
    pub fn len(&self) -> usize {
        self.header.totals.triples as usize
    }

    /// Returns `true` if there is no triple.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of distinct terms.
    pub fn term_count(&self) -> usize {
        self.header.totals.terms as usize
    }

    /// Returns the length of the file in bytes.
    pub fn byte_len(&self) -> usize {
        self.header.file_len() as usize
    }

    /// Returns the term with this id.
    ///
    /// # Errors
    /// [`GraphError::Damaged`] if there is none or its text is broken.
    pub fn term(&self, id: TermId) -> Result<Term, GraphError> {
        self.dictionary().term(id)
    }

    /// Returns the IRI with this id, `None` where the term is a literal or the file is damaged there.
    pub fn iri(&self, id: TermId) -> Option<Cow<'_, str>> {
        self.dictionary().iri(id)
    }

    /// Returns the lexical form of the literal with this id, `None` where the term is an IRI.
    pub fn text(&self, id: TermId) -> Option<Cow<'_, str>> {
        self.dictionary().text(id)
    }

    /// Returns the id of a term, if the graph has it.
    pub fn id(&self, term: &Term) -> Option<TermId> {
        self.dictionary().id(term.as_ref())
    }

    /// Returns the id of an IRI, if the graph has it.
    pub fn iri_id(&self, iri: &str) -> Option<TermId> {
        self.dictionary().iri_id(iri)
    }

    /// Returns the triples that match a pattern, as subject, predicate and object ids, in the order of the
    /// index that answers it.
    pub fn matching(
        &self,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
    ) -> Matches<'_> {
        Matches::find(&self.patterns(), subject, predicate, object)
    }

    /// Returns the objects of a subject's property, in term order.
    pub fn objects(&self, subject: TermId, predicate: TermId) -> impl Iterator<Item = TermId> {
        self.matching(Some(subject), Some(predicate), None)
            .map(|[_, _, object]| object)
    }

    /// Returns the first object of a subject's property, in term order.
    pub fn object(&self, subject: TermId, predicate: TermId) -> Option<TermId> {
        self.objects(subject, predicate).next()
    }

    /// Returns all triples in canonical order: by subject, then predicate, then object.
    ///
    /// An item is an error where the file is damaged at that place; the last is, where it is found
    /// damaged or changed only in the end.
    pub fn triples(&self) -> impl Iterator<Item = Result<Triple, GraphError>> {
        // A subject's triples stand together, so its text is made once.
        let mut last: Option<(TermId, NamedNode)> = None;
        let triples = self.matching(None, None, None).map(move |[s, p, o]| {
            let subject = match &last {
                Some((id, subject)) if *id == s => subject.clone(),
                _ => {
                    let subject = self.named_node(s)?;
                    last = Some((s, subject.clone()));
                    subject
                }
            };
            Ok(Triple::new(subject, self.named_node(p)?, self.term(o)?))
        });
        triples.chain(
            std::iter::once_with(|| self.check().err())
                .flatten()
                .map(Err),
        )
    }

    /// Returns the triple with these ids.
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

    /// Returns all predicates, ascending.
    pub fn predicates(&self) -> &[TermId] {
        self.numbers(Section::Predicates)
    }

    /// Returns the distinct objects of a property, ascending, and how many subjects each has.
    pub fn value_counts(&self, predicate: TermId) -> impl Iterator<Item = (TermId, usize)> {
        self.patterns().value_counts(predicate)
    }

    /// Returns the bytes of the file that its terms take; the rest is for triples and columns.
    pub fn dictionary_len(&self) -> usize {
        let sections = Section::all().filter(|section| section.is_dictionary());
        sections.map(|section| self.section(section).len()).sum()
    }

    pub(super) fn dictionary(&self) -> Dictionary<'_> {
        Dictionary {
            blocks: bytemuck::try_cast_slice(self.section(Section::TermBlocks)).unwrap_or(&[]),
            text: self.section(Section::TermText),
            terms: self.term_count(),
        }
    }

    pub(super) fn patterns(&self) -> Triples<'_> {
        let width = width_of(self.header.totals.predicates);
        Triples::from_sections(|section| self.section(section), width)
    }

    /// Returns a section of `u32`s. Sections are aligned.
    pub(super) fn numbers(&self, section: Section) -> &[u32] {
        bytemuck::try_cast_slice(self.section(section)).unwrap_or(&[])
    }

    /// Returns the content of a section; nothing where it is damaged, which [`Graph::check`] tells.
    pub(super) fn section(&self, section: Section) -> &[u8] {
        let content = self.backing.section(&self.header, section);
        let compare = || self.header.is_sound(section, content);
        if self.verification.allows(section, compare) {
            content
        } else {
            &[]
        }
    }
}
