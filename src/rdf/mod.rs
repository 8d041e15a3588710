//! A study becomes triples; RDF files in and out.

mod mapping;
mod mint;
mod read;
mod write;

pub use mapping::{ontology, study_triples};
pub use read::{RDF_EXTENSIONS, is_rdf_file, read_rdf};
pub use write::{GraphFormat, Prefix, prefix_of, usual_prefixes, write_triples};
