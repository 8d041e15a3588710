//! What answers queries in plain SPARQL 1.1: a graph file, or a store elsewhere.

use super::error::QueryError;
use super::evaluate::Prepared;
use crate::endpoint::{Endpoint, EndpointError};
use crate::graph::Graph;
use oxigraph::model::{Term, Variable};

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

/// From so many rows on, a store is asked whether there are more: many cut their answers at a round
/// number and do not say so. None is known that does at fewer.
const MAY_BE_CUT: usize = 100;

/// The answer, or each page of one that the store cuts short, is read to its end before any of it is
/// handed on, since one that breaks off is asked for again.
impl Store for Endpoint {
    fn select(&self, query: &str, take: TakeRow<'_>) -> Result<(), QueryError> {
        let (variables, rows) = page(self, query)?;
        let page_length = rows.len();
        if page_length >= MAY_BE_CUT {
            let count = format!("SELECT (COUNT(*) AS ?number) WHERE {{ {{ {query} }} }}");
            let count = self.number(&count)? as usize;
            if count > page_length {
                let whole = Whole {
                    query,
                    variables: &variables,
                    count,
                };
                return whole.page_by_page(self, page_length, take);
            }
        }
        rows.iter().try_for_each(|row| take(row))
    }
}

type Row = Vec<Option<Term>>;

/// What a store gives to a query: the variables, and rows.
fn page(endpoint: &Endpoint, query: &str) -> Result<(Vec<Variable>, Vec<Row>), EndpointError> {
    endpoint.whole(|| {
        let rows = endpoint.rows(query)?;
        let variables = rows.variables().to_vec();
        let rows = rows.map(|row| {
            let row = row.map_err(|error| endpoint.broken(error))?;
            Ok(row.values().to_vec())
        });
        Ok((variables, rows.collect::<Result<_, EndpointError>>()?))
    })
}

/// An answer that a store does not give at once.
struct Whole<'q> {
    query: &'q str,
    variables: &'q [Variable],
    count: usize,
}

impl Whole<'_> {
    /// Asks for the answer in order, so many rows at a time. The rows that came in no order tell
    /// nothing of what is left.
    fn page_by_page(
        &self,
        endpoint: &Endpoint,
        length: usize,
        take: TakeRow<'_>,
    ) -> Result<(), QueryError> {
        let names: Vec<String> = self.variables.iter().map(ToString::to_string).collect();
        let (names, query) = (names.join(" "), self.query);
        let mut read = 0;
        while read < self.count {
            let next = format!(
                "SELECT {names} WHERE {{ {{ {query} ORDER BY {names} }} }} LIMIT {length} OFFSET {read}"
            );
            let (_, rows) = page(endpoint, &next)?;
            if rows.is_empty() {
                let why = format!("{read} of {} rows", self.count);
                let address = endpoint.address().clone();
                return Err(EndpointError::Partial { address, why }.into());
            }
            rows.iter().try_for_each(|row| take(row))?;
            read += rows.len();
        }
        Ok(())
    }
}
