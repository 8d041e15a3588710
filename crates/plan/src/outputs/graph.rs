//! All triples of a graph, as RDF.

use super::{Destination, Prepared};
use crate::error::JobError;
use crate::written::{Content, Written};
use demarche_graph::Graph;
use demarche_graph::rdf::{GraphFormat, write_triples};
use std::path::Path;

/// A graph to write as RDF.
#[derive(Debug)]
pub struct GraphJob {
    /// The format.
    pub format: GraphFormat,
}

impl GraphJob {
    /// Prepares nothing: triples are read while they are written.
    pub fn prepare<'a>(&self, graph: &'a Graph) -> impl Prepared + use<'a> {
        PreparedGraph {
            graph,
            format: self.format,
        }
    }
}

struct PreparedGraph<'a> {
    graph: &'a Graph,
    format: GraphFormat,
}

impl Prepared for PreparedGraph<'_> {
    fn write(&self, to: Destination<'_>) -> Result<Vec<Written>, JobError> {
        let triples = || {
            let triples = self.graph.triples();
            triples.map(|triple| triple.map_err(JobError::from))
        };
        let prefixes = self.graph.prefixes();
        let file = to.write_one(|out, _| write_triples(triples, &prefixes, self.format, out))?;
        let content = Content::Triples;
        Ok(file
            .map(|file| Written { file, content })
            .into_iter()
            .collect())
    }
}

/// Returns the format of RDF that has this name, or that the file's extension names.
pub fn graph_format(named: Option<&str>, file: &Path) -> Option<GraphFormat> {
    match named {
        Some(name) => GraphFormat::from_name(name),
        None => GraphFormat::of(file),
    }
}
