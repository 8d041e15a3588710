//! What was written, as data.

use demarche_core::diagnostic::count;
use demarche_network::NetworkKind;
use demarche_network::compare::By;
use std::fmt;
use std::path::PathBuf;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub file: PathBuf,
    /// What is in it.
    pub content: Content,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// A graph file.
    GraphFile {
        /// Its triples.
        triples: usize,
    },
    /// A network, or a part of one: its nodes, a key.
    Network {
        /// What is tied.
        kind: NetworkKind,
        /// Nodes of the network.
        nodes: usize,
        /// Its ties.
        ties: usize,
        /// Whether nodes and ties know when they are there.
        by_time: bool,
    },
    /// Measures of networks by window.
    Measures {
        /// What is tied.
        kind: NetworkKind,
        /// The windows.
        windows: usize,
    },
    /// A comparison.
    Comparison {
        /// What sorts voices into groups.
        by: By,
        /// The groups.
        groups: usize,
        /// The claims they are compared on.
        claims: usize,
    },
    /// Coalitions.
    Coalitions(usize),
    /// The answer of a query.
    Answer {
        /// The query.
        query: String,
        /// Rows, or triples.
        rows: usize,
    },
    /// All triples of the graph.
    Triples,
}

impl Content {
    /// Returns whether there is nothing in the file that a reader would look for.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::GraphFile { triples } => *triples == 0,
            Self::Network { nodes, .. } => *nodes == 0,
            Self::Measures { windows, .. } => *windows == 0,
            Self::Comparison { groups, .. } => *groups == 0,
            Self::Coalitions(number) => *number == 0,
            Self::Answer { rows, .. } => *rows == 0,
            Self::Triples => false,
        }
    }

    /// How much is in the file: "40 nodes, 365 ties".
    pub fn size(&self) -> String {
        match self {
            Self::GraphFile { triples } => count(*triples, "triple"),
            Self::Network {
                nodes,
                ties,
                by_time,
                ..
            } => {
                let by_time = if *by_time { ", by time" } else { "" };
                format!(
                    "{}, {}{by_time}",
                    count(*nodes, "node"),
                    count(*ties, "tie")
                )
            }
            Self::Measures { windows, .. } => {
                format!("measures of {}", count(*windows, "window"))
            }
            Self::Comparison { groups, claims, .. } => {
                format!("{}, {}", count(*groups, "group"), count(*claims, "claim"))
            }
            Self::Coalitions(number) => count(*number, "coalition"),
            Self::Answer { rows, .. } => count(*rows, "row"),
            Self::Triples => "all triples".to_owned(),
        }
    }
}

/// What is in the file and how much of it: "signed network, 40 nodes, 365 ties".
impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.size();
        match self {
            Self::GraphFile { .. } => write!(f, "graph of {size}"),
            Self::Network { kind, .. } | Self::Measures { kind, .. } => {
                write!(f, "{kind} network, {size}")
            }
            Self::Comparison { by, .. } => write!(f, "comparison by {by}, {size}"),
            Self::Answer { query, .. } => write!(f, "answer to {query}, {size}"),
            Self::Coalitions(_) | Self::Triples => f.write_str(&size),
        }
    }
}
