//! What can go wrong when a network is made.

use super::{Compat, NetworkKind, Normalization};
use demarche_core::diagnostic::{Advice, ErrorKind, Hint, Part};
use demarche_core::statements::Corpus;

/// A network that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// A filter names something that the graph does not have.
    #[error("the graph has no {what} {value:?}")]
    UnknownValue {
        /// Which filter: "theme", "claim", ...
        what: &'static str,
        /// The value as given.
        value: String,
        /// What may have been meant, nearest first.
        near: Vec<String>,
        /// All that there is, where nothing is near and that is little enough to list.
        known: Vec<String>,
    },
    /// Weights of this kind cannot be divided so.
    #[error("{0} does not apply to {1} ties")]
    Normalization(Normalization, NetworkKind),
    /// Net ties are made of agreement and disagreement.
    #[error("net ties join agreement and disagreement; this network is of {0} alone")]
    NetOfUnsigned(NetworkKind),
    /// Implied stances make no ties of this kind.
    #[error("implied stances make no ties of kind {0}")]
    ImpliedOf(NetworkKind),
    /// The other program knows no implied stances.
    #[error("{0} knows no implied stances")]
    ImpliedLike(Compat),
    /// Whoever is addressed has no level of authority: statements have.
    #[error("whoever is addressed has no level of authority")]
    AddressedLevels,
    /// The ends of a tie to explain.
    #[error("the network has no node {name:?}")]
    NoNode {
        /// The end as given.
        name: String,
        /// What may have been meant, nearest first.
        near: Vec<String>,
    },
    /// The least weight is negative or not a number.
    #[error("a least weight of {0} makes no sense")]
    MinWeight(f64),
    /// The resolution of coalitions is not above zero.
    #[error("coalitions cannot have a resolution of {0}")]
    Resolution(f64),
    /// The strongest ties asked for are none.
    #[error("the 0 strongest ties are none")]
    TopNone,
    /// Weights alone are of one kind.
    #[error("weights alone are of agreement or of disagreement, not {0}")]
    WeightsOf(NetworkKind),
    /// Too many windows.
    #[error("more than {0} windows")]
    Windows(usize),
    /// The period ends before it begins.
    #[error("the period from {since} until {until} ends before it begins")]
    Period {
        /// Its beginning as given.
        since: String,
        /// Its end as given.
        until: String,
    },
    /// What was read of the graph is not as it was written.
    #[error("the graph file is damaged, or was changed while it was read")]
    NotIntact,
    /// A term of the graph file cannot be read.
    #[error("the graph file is damaged: a term is not as it was written")]
    Damaged,
}

impl NetworkError {
    /// Fails where what was read of a corpus is not as it was written.
    pub(crate) fn check(corpus: &(impl Corpus + ?Sized)) -> Result<(), Self> {
        if corpus.is_intact() {
            Ok(())
        } else {
            Err(Self::NotIntact)
        }
    }
}

impl Advice for NetworkError {
    fn kind(&self) -> ErrorKind {
        match self {
            // What a network is asked to be comes from its options; only the graph is data.
            Self::Damaged | Self::NotIntact => ErrorKind::Data,
            _ => ErrorKind::Usage,
        }
    }

    fn hint(&self) -> Option<Hint> {
        Some(match self {
            Self::UnknownValue { near, known, .. } => return Hint::nearest_or_known(near, known),
            Self::Normalization(_, NetworkKind::Positions) => {
                "use `none`, `activity` or `prominence`".into()
            }
            Self::Normalization(_, NetworkKind::Addressed) => "use `none`".into(),
            Self::Normalization(Normalization::Jaccard | Normalization::Cosine, _) => {
                Hint::phrase([
                    "with ".into(),
                    Part::setting("logic", "implied"),
                    ", use `none` or `average`".into(),
                ])
            }
            Self::Normalization(..) => "use `none`, `average`, `jaccard` or `cosine`".into(),
            Self::ImpliedOf(_) => {
                "make an agreement, disagreement, signed or positions network".into()
            }
            Self::ImpliedLike(_) => "leave out one of the two".into(),
            Self::AddressedLevels => "use another level of nodes".into(),
            Self::Windows(_) => Hint::phrase([
                "make them longer, or narrow ".into(),
                Part::option("since"),
                " and ".into(),
                Part::option("until"),
            ]),
            Self::NoNode { near, .. } if near.is_empty() => {
                "name it by the id it has in the network".into()
            }
            Self::NoNode { near, .. } => Hint::Nearest(near.clone()),
            Self::NetOfUnsigned(_) => "make a signed network".into(),
            Self::MinWeight(_) => "give zero or a positive number".into(),
            Self::Resolution(_) => {
                "give a number above zero; 1 is usual, more gives more coalitions".into()
            }
            Self::TopNone => "give 1 or more".into(),
            Self::WeightsOf(_) => "make a network".into(),
            Self::Damaged | Self::NotIntact => Hint::phrase([
                "make it again from the study: ".into(),
                Part::command("ingest STUDY -o GRAPH"),
            ]),
            Self::Period { .. } => return None,
        })
    }
}
