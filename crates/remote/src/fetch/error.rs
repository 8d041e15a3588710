//! Why a graph could not be read from an endpoint.

use crate::endpoint::{Endpoint, EndpointError};
use demarche_core::diagnostic::{Advice, ErrorKind, Hint, Part};
use demarche_graph::GraphError;
use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use thiserror::Error;

/// A graph that could not be read from an endpoint.
#[derive(Debug, Error)]
pub enum FetchError {
    /// The endpoint did not answer as asked.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// There is nothing in it.
    #[error("{address} has no triples in {}", what(graph.as_ref()))]
    Empty {
        /// The endpoint.
        address: String,
        /// The graph asked for; the default graph if none.
        graph: Option<NamedNode>,
        /// Some named graphs that it has.
        named: Vec<String>,
    },
    /// Something without an IRI.
    #[error("the endpoint has a triple of {0} with a blank node")]
    BlankNode(NamedNode),
    /// The store says that there is more than it gives.
    #[error("the endpoint counts {count} triples of {predicate} and gives {read}")]
    Short {
        /// The property.
        predicate: NamedNode,
        /// What it counts.
        count: u64,
        /// What it gave.
        read: u64,
    },
    /// Somebody writes to it.
    #[error("the graph changed while it was read: it had {before} triples and has {after}")]
    Changed {
        /// Triples before.
        before: u64,
        /// Triples after.
        after: u64,
    },
    /// What was read makes no graph.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

fn what(graph: Option<&NamedNode>) -> String {
    match graph {
        Some(graph) => format!("the graph {graph}"),
        None => "its default graph".to_owned(),
    }
}

impl FetchError {
    /// That there is nothing, with the names of graphs that might have been meant.
    pub(super) fn empty(endpoint: &Endpoint) -> Self {
        let query = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 5";
        // Only for the hint: whatever goes wrong here, there is nothing to read.
        let rows = endpoint.rows(query).into_iter().flatten().flatten();
        let named = rows.filter_map(|row| match row.get(0) {
            Some(Term::NamedNode(graph)) => Some(graph.to_string()),
            _ => None,
        });
        Self::Empty {
            address: endpoint.address().to_string(),
            graph: endpoint.graph().cloned(),
            named: named.collect(),
        }
    }
}

impl Advice for FetchError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Remote
    }

    fn hint(&self) -> Option<Hint> {
        Some(match self {
            Self::Endpoint(error) => return error.hint(),
            Self::Empty { named, .. } if named.is_empty() => Hint::phrase([
                Part::command("push GRAPH ADDRESS"),
                " loads a graph into a store".into(),
            ]),
            Self::Empty { named, .. } => Hint::phrase([
                "name a graph with ".into(),
                Part::option("graph"),
                format!(": it has {}", named.join(", ")).into(),
            ]),
            Self::BlankNode(_) => Hint::phrase([
                "name the graph that ".into(),
                Part::command("push"),
                " loaded, with ".into(),
                Part::option("graph"),
                "; of other data make an RDF file, which ".into(),
                Part::command("ingest"),
                " reads".into(),
            ]),
            Self::Short { .. } => "its owner can raise the number of rows it gives".into(),
            Self::Changed { .. } => "wait until it is loaded, and try again".into(),
            Self::Graph(_) => return None,
        })
    }
}
