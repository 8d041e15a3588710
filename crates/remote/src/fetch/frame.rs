//! What has to be known of a graph to put a question to it: its studies, and what things are
//! called.

use super::{FetchError, add};
use crate::endpoint::Endpoint;
use demarche_core::vocab::{dcterms, rdf, skos, void};
use demarche_graph::{Graph, GraphBuilder};
use oxigraph::model::NamedNode;
use std::fmt::Write;

/// A graph of what values of parameters are looked up in: the members of these classes, or of all
/// if none is given, with codes; and the studies with their prefixes. All else stays where it is.
///
/// # Errors
/// [`FetchError`].
pub fn frame(endpoint: &Endpoint, classes: Option<&[String]>) -> Result<Graph, FetchError> {
    let mut builder = GraphBuilder::new();
    let dataset = void::DATASET;
    let members = match classes {
        Some(classes) => {
            let mut values = format!("<{dataset}>");
            for class in classes {
                // Writing to a text cannot fail.
                let _ = write!(values, " <{class}>");
            }
            format!("VALUES ?o {{ {values} }} ?s a ?o")
        }
        None => "?s a ?o".to_owned(),
    };
    let codes = format!("?s <{}> ?o", skos::NOTATION);
    let spaces = format!("?s <{}> ?o", void::URI_SPACE);
    let titles = format!("?s a <{dataset}> ; <{}> ?o", dcterms::TITLE);
    let parts = [
        (rdf::TYPE, members),
        (skos::NOTATION, codes),
        (void::URI_SPACE, spaces),
        (dcterms::TITLE, titles),
    ];
    for (predicate, pattern) in parts {
        let predicate = NamedNode::new_unchecked(predicate);
        let query = format!("SELECT ?s ?o WHERE {{ {pattern} }}");
        endpoint.every_row(&query, &mut |row| {
            let [subject, object] = row else {
                return Err(endpoint.wrong_form().into());
            };
            // A blank node has no name that a value could be.
            match add(&mut builder, subject.as_ref(), &predicate, object.as_ref()) {
                Err(FetchError::BlankNode(_)) => Ok(()),
                done => done,
            }
        })?;
    }
    let graph = builder.build()?;
    // A question that names nothing may be one to any data.
    match graph.is_empty() && classes != Some(&[]) {
        true => Err(FetchError::empty(endpoint)),
        false => Ok(graph),
    }
}
