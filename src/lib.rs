//! Discourse knowledge graphs: coded political statements (who said what, about which claim,
//! taking which stance, in which source) become an RDF graph, SPARQL answers, and networks of
//! agreement and disagreement.
//!
//! # The house
//!
//! A module imports only from lower floors, so a study flows one way: files → [`study`] →
//! [`rdf`] triples → [`graph`] file → [`query`] rows or [`network`] → [`export`]ed file.
//!
//! ```text
//! 7  cli/         arguments, commands, terminal, environment, exit codes
//! 6  push/         a graph → another store, whole or not at all
//! 6  report/      a whole study at a glance; its coalitions, and the claims that define them
//! 6  compare/     groups of voices side by side: unanimity, differences, tests
//! 6  serve/       SPARQL over HTTP, each query in a process of its own
//! 5  page         formats of pages that tell what was found
//! 5  export/      gexf, graphml, csv, matrix, svg: a network as a file others open
//! 5  validate/    SHACL shapes, checked by SPARQL
//! 4  compile      studies and RDF files → one graph
//! 4  fetch/       a graph of another endpoint → one graph here
//! 4  query/       saved queries, typed parameters bound in the algebra, results
//! 4  network/     statements → counts → projection → petgraph; coalitions, measures
//! 3  graph/       the graph file: build, open, look up, SPARQL over it
//! 2  study/       a folder of tables → model, every problem at its place
//! 2  rdf/         model → triples; RDF files in and out
//! 2  synthetic/   made-up debates of any size, with coalitions planted in them
//! 1  endpoint/    SPARQL endpoints of others, asked over HTTP
//! 1  model/       actors, claims, statements, dates; no I/O, no RDF
//! 0  vocab        IRIs of the ontology
//! 0  sink         output files that appear whole or not at all
//! 0  http/        other servers: retries, limits, credentials
//! 0  meter        how far reading has come
//! 0  random       random numbers from a seed, the same on every machine
//! 0  display/     texts and aligned tables for people, in a terminal and in Markdown
//! 0  diagnostic/  problems: place, code, message, hint; how they are drawn
//! ```
//!
//! # From a study to a picture
//!
//! ```
//! use demarche::compile::compile;
//! use demarche::export::{self, NetworkFormat};
//! use demarche::network::{NetworkKind, NodeLevel, Options, build};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let compiled = compile(&["data/cyber-debate".into()])?;
//! let builder = compiled.graph.ok_or("the study has errors")?;
//! let graph = builder.build()?;
//! let options = Options { nodes: NodeLevel::State, ..Options::default() };
//! let network = build(&graph, NetworkKind::Signed, &options)?;
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("states.gexf");
//! export::write(&network, NetworkFormat::Gexf, &path, &export::Options::default())?;
//! assert_eq!(network.graph.node_count(), 40);
//! # Ok(())
//! # }
//! ```

pub mod cli;
pub mod compare;
pub mod compile;
pub mod diagnostic;
pub mod display;
pub mod endpoint;
pub mod export;
pub mod fetch;
pub mod graph;
pub mod http;
pub mod meter;
pub mod model;
pub mod network;
pub mod page;
pub mod push;
pub mod query;
mod random;
pub mod rdf;
pub mod report;
pub mod serve;
pub mod sink;
pub mod study;
pub mod synthetic;
pub mod validate;
pub mod vocab;
