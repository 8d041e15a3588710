//! Networks of agreement and disagreement.

mod model;

pub use model::{Mode, Network, NetworkKind, Node, Summary, Tie, TieKind};
