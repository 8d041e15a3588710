//! Statements as columns, and a directory of what they name: all that a network is made of.
//!
//! [`Corpus`] joins the two. A compiled graph is one, and [`TableCorpus`] makes one of the tables of a
//! study, without a triple between. Any other input of statements can be a third.
//!
//! This room knows the model and the IRIs of the ontology. It knows no RDF store, no query and no
//! file.

mod columns;
mod corpus;
mod packed;
mod tables;

pub use columns::{Addressees, Column, NO_CODE, StatementColumn, Statements};
pub use corpus::{Corpus, EntityClass, EntityId, StatementText, local_name};
pub use packed::Packed;
pub use tables::{StatementRows, TableCorpus};
