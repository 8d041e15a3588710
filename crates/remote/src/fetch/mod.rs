//! A graph of a SPARQL endpoint, read into a graph here.
//!
//! Networks, comparisons and exports need the statements themselves, so they are read and counted
//! here, by the same code as a graph file: the same triples give the same bytes. Each property is
//! one query, which names no more than a property and is answered by every store in one stream. A
//! store that cuts its answers short is asked again, in order and page by page, and what was read
//! is held against what the store counts.

mod error;
mod frame;

pub use error::FetchError;
pub use frame::frame;

use crate::endpoint::{Endpoint, page};
use demarche_core::meter::Meter;
use demarche_core::vocab::dm;
use demarche_graph::GraphBuilder;
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, TripleRef};

/// What of a graph is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Everything,
    /// All but the texts of statements, which no network counts: paraphrases, places in the
    /// source, names of coders.
    Coded,
}

impl Wanted {
    fn has(self, predicate: &NamedNode) -> bool {
        let texts = [dm::PARAPHRASE, dm::LOCATOR, dm::CODED_BY];
        self == Self::Everything || !texts.contains(&predicate.as_str())
    }
}

/// Reads a graph. The meter counts triples.
///
/// # Errors
/// [`FetchError`].
pub fn fetch(
    endpoint: &Endpoint,
    wanted: Wanted,
    meter: &Meter,
) -> Result<GraphBuilder, FetchError> {
    let predicates = predicates(endpoint)?;
    let total: u64 = predicates.iter().map(|(_, count)| count).sum();
    if total == 0 {
        return Err(FetchError::empty(endpoint));
    }
    let mut builder = GraphBuilder::new();
    let mut reader = Reader {
        endpoint,
        builder: &mut builder,
        meter,
    };
    let wanted = predicates
        .iter()
        .filter(|(predicate, _)| wanted.has(predicate));
    for (_, count) in wanted.clone() {
        meter.expect(*count);
    }
    for (predicate, count) in wanted {
        reader.read(predicate, *count)?;
    }
    let after = endpoint.count()?;
    if after != total {
        return Err(FetchError::Changed {
            before: total,
            after,
        });
    }
    Ok(builder)
}

/// The properties of a graph, and how many triples each has.
fn predicates(endpoint: &Endpoint) -> Result<Vec<(NamedNode, u64)>, FetchError> {
    let query = "SELECT ?p (COUNT(*) AS ?count) WHERE { ?s ?p ?o } GROUP BY ?p";
    let mut predicates = endpoint.whole(|| {
        let mut predicates = Vec::new();
        for row in endpoint.rows(query)? {
            let row = row.map_err(|error| endpoint.broken(error))?;
            let (Some(Term::NamedNode(predicate)), Some(Term::Literal(count))) =
                (row.get("p"), row.get("count"))
            else {
                // An empty graph is one group without a property in some stores.
                continue;
            };
            let count = count.value().parse().map_err(|_| endpoint.wrong_form())?;
            predicates.push((predicate.clone(), count));
        }
        Ok(predicates)
    })?;
    predicates.sort();
    Ok(predicates)
}

struct Reader<'a> {
    endpoint: &'a Endpoint,
    builder: &'a mut GraphBuilder,
    meter: &'a Meter,
}

impl Reader<'_> {
    /// Reads the triples of a property, of which there are so many.
    fn read(&mut self, predicate: &NamedNode, count: u64) -> Result<(), FetchError> {
        let all = format!("SELECT ?s ?o WHERE {{ ?s {predicate} ?o }}");
        let length = self.rows(predicate, &all)?;
        // Fewer than there are: the store cuts its answers at so many rows. They came in no order,
        // so they tell nothing of what is left.
        let mut read = if length < count { 0 } else { count };
        while read < count {
            let next = page(&all, "?s ?o", length, read);
            let more = self.rows(predicate, &next)?;
            if more == 0 {
                return Err(FetchError::Short {
                    predicate: predicate.clone(),
                    count,
                    read,
                });
            }
            read += more;
        }
        Ok(())
    }

    /// Adds what a query finds; says how much.
    fn rows(&mut self, predicate: &NamedNode, query: &str) -> Result<u64, FetchError> {
        let endpoint = self.endpoint;
        endpoint.whole(|| {
            let mut rows = 0;
            for row in endpoint.rows(query)? {
                let row = row.map_err(|error| endpoint.broken(error))?;
                if let Err(error) = add(self.builder, row.get("s"), predicate, row.get("o")) {
                    return Ok(Err(error));
                }
                rows += 1;
                self.meter.add(1);
            }
            Ok(Ok(rows))
        })?
    }
}

/// Adds a triple; blank nodes cannot be told apart from one answer to the next.
fn add(
    builder: &mut GraphBuilder,
    subject: Option<&Term>,
    predicate: &NamedNode,
    object: Option<&Term>,
) -> Result<(), FetchError> {
    let subject = match subject {
        Some(Term::NamedNode(node)) => NamedOrBlankNode::from(node.clone()),
        _ => return Err(FetchError::BlankNode(predicate.clone())),
    };
    let Some(object) = object.filter(|object| !object.is_blank_node()) else {
        return Err(FetchError::BlankNode(predicate.clone()));
    };
    let triple = TripleRef::new(subject.as_ref(), predicate, object);
    Ok(builder.insert(triple)?)
}
