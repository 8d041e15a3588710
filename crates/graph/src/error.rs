//! Errors of graph files.

use super::format::{HEADER_LEN, LENGTH_AT, MAGIC, VERSION};
use demarche_core::diagnostic::{Advice, ErrorKind, Hint, Part};
use std::io;
use std::path::PathBuf;

/// A graph file that cannot be built or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// The file cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is something else.
    #[error("not a demarche graph file")]
    NotAGraph,
    /// The file is shorter than its header says.
    #[error("the graph file is cut short: {found} bytes of {expected}")]
    Truncated {
        /// Bytes there are.
        found: u64,
        /// Bytes there should be.
        expected: u64,
    },
    /// The file was written by a later version of this program.
    #[error("the graph file has format version {0}, this program reads {VERSION}")]
    Newer(u32),
    /// The file was written by an earlier version of this program.
    #[error("the graph file has the earlier format version {0}, this program reads {VERSION}")]
    Older(u32),
    /// Content differs from its checksum, or makes no sense.
    #[error("the graph file is damaged: {0} is not as it was written")]
    Damaged(&'static str),
    /// Another program wrote into the file while it was open.
    #[error("the graph file was changed while it was read")]
    Changed,
    /// A blank node, which no graph file holds.
    #[error("blank node {0} cannot be stored; give it an IRI")]
    BlankNode(String),
    /// More terms or triples than ids can count.
    #[error("too many {0}: a graph file holds up to 4,294,967,295")]
    TooMany(&'static str),
}

impl GraphError {
    /// Tells a file of ours that was cut from one that never was ours.
    pub(super) fn truncated_or_foreign(bytes: &[u8]) -> Self {
        if bytes.starts_with(MAGIC) {
            let expected = bytes
                .get(LENGTH_AT..LENGTH_AT + 8)
                .and_then(|word| word.try_into().ok())
                .map_or(HEADER_LEN as u64, u64::from_le_bytes);
            Self::Truncated {
                found: bytes.len() as u64,
                expected,
            }
        } else {
            Self::NotAGraph
        }
    }
}

impl Advice for GraphError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Io { source, .. } => Advice::kind(source),
            Self::Changed => ErrorKind::Io,
            _ => ErrorKind::Data,
        }
    }

    fn hint(&self) -> Option<Hint> {
        const INGEST: &str = "ingest STUDY -o GRAPH";
        let is_missing = match self {
            Self::Io { source, .. } => source.kind() == io::ErrorKind::NotFound,
            error => matches!(error, Self::NotAGraph),
        };
        match self {
            _ if is_missing => Some(Hint::phrase([
                Part::command(INGEST),
                " makes a graph file".into(),
            ])),
            Self::Truncated { .. } | Self::Damaged(_) => Some(Hint::phrase([
                "make it again from the study: ".into(),
                Part::command(INGEST),
            ])),
            Self::Changed => Some(
                "put a new graph file in the place of an old one by a rename, not by writing into it"
                    .into(),
            ),
            Self::Newer(_) => Some("update demarche, or make the file again from the study".into()),
            _ => None,
        }
    }
}
