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

mod backing;
mod build;
mod columns;
mod compiled_columns;
mod dictionary;
mod directory;
mod directory_ids;
mod error;
pub mod format;
mod header;
mod index;
mod names;
mod open;
mod order;
mod packed;
mod part;
mod patterns;
mod sparql;
mod verification;

pub mod compile;
pub mod rdf;

pub use build::GraphBuilder;
pub use error::GraphError;
pub use format::TermId;
pub use names::Dataset;
pub use open::Graph;
pub use part::{GraphPart, PartTerm};
pub use patterns::Matches;
pub use sparql::GraphView;

pub use demarche_core::statements::{
    Addressees, Column, NO_CODE, StatementColumn, Statements, local_name,
};
