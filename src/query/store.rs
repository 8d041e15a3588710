//! What answers queries in plain SPARQL 1.1: a graph file, or a store elsewhere.

use super::error::QueryError;
use super::evaluate::Prepared;
use crate::endpoint::Endpoint;
use crate::graph::Graph;
use oxigraph::model::Term;

/// Takes a row: for each variable of the `SELECT` list its term, `None` where it is unbound. An
/// error ends the answer.
pub type TakeRow<'t> = &'t mut dyn FnMut(&[Option<Term>]) -> Result<(), QueryError>;

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
        Ok(())
    }
}

/// The answer is read to its end before any of it is handed on, since one that breaks off is asked
/// for again.
impl Store for Endpoint {
    fn select(&self, query: &str, take: TakeRow<'_>) -> Result<(), QueryError> {
        let rows = self.whole(|| {
            let rows = self.rows(query)?;
            let rows = rows.map(|row| row.map_err(|error| self.broken(error)));
            rows.collect::<Result<Vec<_>, _>>()
        })?;
        rows.iter().try_for_each(|row| take(row.values()))
    }
}
