//! What can go wrong when a network is made.

use super::{Compat, NetworkKind, Normalization};
use demarche_graph::GraphError;

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
    /// The graph file is broken.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl NetworkError {
    /// What to do about it, a phrase, where that can be told.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownValue { near, known, .. } => match (near.as_slice(), known.as_slice()) {
                ([], []) => None,
                ([], known) => Some(format!("it has {}", known.join(", "))),
                (near, _) => Some(format!("did you mean {}?", near.join(" or "))),
            },
            Self::Normalization(_, NetworkKind::Positions) => {
                Some("use `none`, `activity` or `prominence`".to_owned())
            }
            Self::Normalization(_, NetworkKind::Addressed) => Some("use `none`".to_owned()),
            Self::Normalization(Normalization::Jaccard | Normalization::Cosine, _) => {
                Some("with --logic implied, use `none` or `average`".to_owned())
            }
            Self::Normalization(..) => {
                Some("use `none`, `average`, `jaccard` or `cosine`".to_owned())
            }
            Self::ImpliedOf(_) => {
                Some("make an agreement, disagreement, signed or positions network".to_owned())
            }
            Self::ImpliedLike(_) => Some("leave out one of the two".to_owned()),
            Self::AddressedLevels => Some("use another level of nodes".to_owned()),
            Self::Windows(_) => Some("make them longer, or narrow --since and --until".to_owned()),
            Self::NoNode { near, .. } if near.is_empty() => {
                Some("name it by the id it has in the network".to_owned())
            }
            Self::NoNode { near, .. } => Some(format!("did you mean {}?", near.join(" or "))),
            Self::NetOfUnsigned(_) => Some("make a signed network".to_owned()),
            Self::MinWeight(_) => Some("give zero or a positive number".to_owned()),
            Self::Resolution(_) => {
                Some("give a number above zero; 1 is usual, more gives more coalitions".to_owned())
            }
            Self::TopNone => Some("give 1 or more".to_owned()),
            Self::WeightsOf(_) => Some("make a network".to_owned()),
            Self::Period { .. } | Self::Graph(_) => None,
        }
    }
}
