//! What answers queries in plain SPARQL 1.1: a graph file, or a store elsewhere.

use super::error::QueryError;
use super::evaluate::Prepared;
use demarche_graph::Graph;
use demarche_remote::endpoint::{self, Endpoint};
use oxigraph::sparql::QueryEvaluationError;

/// Takes a row: for each variable of the `SELECT` list its term, `None` where it is unbound. An
/// error ends the answer.
pub type TakeRow<'t> = endpoint::TakeRow<'t, QueryError>;

/// What answers `SELECT` queries.
///
/// An answer is taken row by row, so that neither side has to hold it; in the midst of one answer
/// another question may be asked.
pub trait Store {
    /// Evaluates a `SELECT` query without prefixes, and hands on each row.
    ///
    /// # Errors
    /// What the store says of the query or of reaching it, and the errors of `take`.
    fn select(&self, query: &str, take: TakeRow<'_>) -> Result<(), QueryError>;
}

impl Store for Graph {
    fn select(&self, query: &str, take: TakeRow<'_>) -> Result<(), QueryError> {
        let prepared = Prepared::from_plain(query)?;
        for row in prepared.solutions(self)? {
            take(&row?)?;
        }
        self.check()
            .map_err(|error| QueryEvaluationError::Dataset(Box::new(error)))?;
        Ok(())
    }
}

impl Store for Endpoint {
    fn select(&self, query: &str, take: TakeRow<'_>) -> Result<(), QueryError> {
        self.every_row(query, take)
    }
}
