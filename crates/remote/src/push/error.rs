//! Why a graph did not get into a store.

use crate::endpoint::EndpointError;
use crate::http::HttpError;
use demarche_core::diagnostic::{Advice, ErrorKind, Hint, Part};
use demarche_graph::GraphError;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// A push that did not end well.
#[derive(Debug, Error)]
pub enum PushError {
    /// The store did not take what it was sent.
    #[error("the store does not take it: {0}")]
    Refused(#[source] HttpError),
    /// It did not answer the queries by which what it has is counted.
    #[error("what the store has cannot be counted: {0}")]
    Uncounted(#[source] EndpointError),
    /// It has another number of triples than it was sent.
    #[error("{graph} was sent {sent} triples, the store said yes, and it counts {counted}")]
    Miscounted {
        /// The graph.
        graph: String,
        /// What was sent.
        sent: u64,
        /// What it counts.
        counted: u64,
    },
    /// All is loaded, but the store did not put it in place.
    #[error("all is loaded into {staging}, but the store did not put it in place: {source}")]
    NotMoved {
        /// The staging graph.
        staging: String,
        /// Why.
        source: HttpError,
    },
    /// The journal cannot be read or written.
    #[error("the journal {} cannot be kept: {source}", path.display())]
    Journal {
        /// Its file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file named for the journal holds something else.
    #[error("{} is there and is no journal of a push", .0.display())]
    NotAJournal(PathBuf),
    /// Another process is at the same push.
    #[error("another push is at work with the journal {}", .0.display())]
    Busy(PathBuf),
    /// The graph file is damaged.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl Advice for PushError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Graph(error) => error.kind(),
            Self::Busy(_) | Self::NotAJournal(_) => ErrorKind::Data,
            Self::Journal { .. } => ErrorKind::Io,
            _ => ErrorKind::Remote,
        }
    }

    fn hint(&self) -> Option<Hint> {
        Some(match self {
            Self::Refused(HttpError::Status {
                status: 404 | 405, ..
            }) => {
                "give the address of its Graph Store Protocol; docs/push.md has those of known stores"
                    .into()
            }
            Self::Refused(error) => return error.hint(),
            Self::Uncounted(_) => Hint::phrase([
                "give the address of its queries with ".into(),
                Part::option("sparql"),
            ]),
            Self::Miscounted { .. } => {
                "somebody else may write to that graph, or the store drops what it cannot read; \
                 its log may say"
                    .into()
            }
            Self::NotMoved { .. } => Hint::phrase([
                "load it in place with ".into(),
                Part::option("in-place"),
                ", or give the address of updates with ".into(),
                Part::option("update"),
            ]),
            Self::Journal { .. } | Self::NotAJournal(_) => {
                Hint::phrase(["name another file with ".into(), Part::option("journal")])
            }
            Self::Busy(_) => "wait until it is done".into(),
            Self::Graph(_) => return None,
        })
    }
}
