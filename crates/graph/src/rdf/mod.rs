//! A study becomes triples; RDF files in and out.

mod limits;
mod mapping;
mod mint;
mod read;
mod sink;
mod statement;
mod tables;
mod write;

pub use mapping::{Mapping, Totals, ontology};
pub use read::{RDF_EXTENSIONS, is_rdf_file, read_rdf};
pub use read::{format_of, limit_problem, read_file, syntax_problem};
pub use sink::TripleSink;
pub use write::{GraphFormat, Prefix, prefix_of, usual_prefixes, write_triples};
