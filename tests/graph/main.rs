//! The graph file, the triples in it, queries over it, and shapes it is held against.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

mod graph_file;
mod query_engine;
mod rdf_round_trip;
mod shacl_laws;
mod shacl_limits;
mod shacl_support;
mod validate;
