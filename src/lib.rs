//! Discourse knowledge graphs: coded political statements (who said what, about which claim,
//! taking which stance, in which source) become an RDF graph, SPARQL answers, and networks of
//! agreement and disagreement.
//!
//! A study flows one way: files → [`study`] → [`rdf`] triples → [`graph`] file → [`query`] rows or [`network`] →
//! [`export`]ed file. The crates below this one, and which may import which, are in `ARCHITECTURE.md`.
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

pub use demarche_core::{
    diagnostic, display, meter, model, sink, statements, study, synthetic, vocab,
};
pub use demarche_export::{self as export, report};
pub use demarche_graph::{self as graph, compile, rdf};
pub use demarche_network::{self as network, compare, page};
pub use demarche_plan as plan;
pub use demarche_query as query;
pub use demarche_remote::{endpoint, fetch, http, push};
pub use demarche_serve as serve;
pub use demarche_shacl as validate;
