//! Ids of the properties and classes that say what statements name.

use super::format::TermId;

/// The ids that a graph has for the properties and classes of the directory, each looked up once:
/// finding an IRI in the dictionary takes longer than finding the triples of a subject.
#[derive(Debug)]
pub(super) struct Vocabulary {
    pub(super) kind: Option<TermId>,
    pub(super) labels: [Option<TermId>; 2],
    pub(super) notation: Option<TermId>,
    pub(super) sector: Option<TermId>,
    pub(super) country: Option<TermId>,
    pub(super) part_of: Option<TermId>,
    pub(super) theme: Option<TermId>,
    pub(super) state: Option<TermId>,
    pub(super) organization: Option<TermId>,
    pub(super) international: Option<TermId>,
    /// Classes of collective actors below a state, those that a study declares among them.
    pub(super) collective: Vec<TermId>,
    /// The properties of columns that the format of studies does not know, ascending, each with its
    /// header.
    pub(super) columns: Vec<(TermId, String)>,
}
