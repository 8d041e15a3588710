//! What can go wrong with an endpoint.

use crate::http::{Address, HttpError};
use demarche_core::diagnostic::{Advice, ErrorKind, Hint};
use thiserror::Error;

/// An endpoint that did not answer as asked.
#[derive(Debug, Error)]
pub enum EndpointError {
    /// The server did not.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// It answers, but not with what SPARQL's answers are.
    #[error(
        "{address} answers with {}, not with what a SPARQL endpoint answers",
        named(media_type)
    )]
    NotSparql {
        /// The address.
        address: Address,
        /// The media type of what it sent.
        media_type: String,
    },
    /// It sent rows where a number or a truth value was asked for, or the other way around.
    #[error("{address} answers another question than the one it was asked")]
    WrongForm {
        /// The address.
        address: Address,
    },
    /// An answer that breaks off or is not well-formed.
    #[error("the answer of {address} breaks off or is not well-formed")]
    Broken {
        /// The address.
        address: Address,
        /// Where and why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The store says that it sends a part only.
    #[error("{address} gives only a part of its answer: {why}")]
    Partial {
        /// The address.
        address: Address,
        /// What it says.
        why: String,
    },
}

fn named(media_type: &str) -> &str {
    match media_type {
        "" => "nothing it has a name for",
        media_type => media_type,
    }
}

impl Advice for EndpointError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Remote
    }

    fn hint(&self) -> Option<Hint> {
        Some(match self {
            Self::Http(error) => return error.hint(),
            Self::NotSparql { .. } => {
                "is that the address of its queries? it may end in /sparql or /query".into()
            }
            Self::Partial { .. } => "its owner can raise the limit; or ask for less at once".into(),
            Self::Broken { .. } => "try again; the store's own log may say more".into(),
            Self::WrongForm { .. } => return None,
        })
    }
}
