//! Answers in rows, whole: from the beginning where they break off, page by page where a store cuts
//! them short.

use super::{Endpoint, EndpointError};
use oxigraph::model::{Term, Variable};

/// For each variable of an answer its term, `None` where it is unbound.
pub type Row = Vec<Option<Term>>;

/// Takes a row; an error ends the answer.
pub type TakeRow<'t, E> = &'t mut dyn FnMut(&[Option<Term>]) -> Result<(), E>;

/// From so many rows on, a store is asked whether there are more: many cut their answers at a round
/// number and do not say so. None is known that does at fewer.
const MAY_BE_CUT: usize = 100;

/// What a store gives to a `SELECT` query at once.
pub struct Table {
    /// The columns.
    pub variables: Vec<Variable>,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Endpoint {
    /// Answers a `SELECT` query with what the store gives at once.
    ///
    /// # Errors
    /// As [`Endpoint::rows`].
    pub fn table(&self, query: &str) -> Result<Table, EndpointError> {
        self.whole(|| {
            let rows = self.rows(query)?;
            let variables = rows.variables().to_vec();
            let rows = rows.map(|row| {
                let row = row.map_err(|error| self.broken(error))?;
                Ok(row.values().to_vec())
            });
            let rows = rows.collect::<Result<_, EndpointError>>()?;
            Ok(Table { variables, rows })
        })
    }

    /// How many rows a `SELECT` query has, by the store's own count.
    ///
    /// # Errors
    /// As [`Endpoint::number`].
    pub fn count_rows(&self, query: &str) -> Result<u64, EndpointError> {
        self.number(&format!(
            "SELECT (COUNT(*) AS ?count) WHERE {{ {{ {query} }} }}"
        ))
    }

    /// Hands on each row of a `SELECT` query that has no order, also where the store gives only a
    /// part of them at once.
    ///
    /// The answer, or each page of one that is cut short, is read to its end before any of it is
    /// handed on, since one that breaks off is asked for again.
    ///
    /// # Errors
    /// As [`Endpoint::rows`]; [`EndpointError::Partial`] where a store gives fewer than it counts;
    /// and the errors of `take`.
    pub fn every_row<E: From<EndpointError>>(
        &self,
        query: &str,
        take: TakeRow<'_, E>,
    ) -> Result<(), E> {
        let Table { variables, rows } = self.table(query)?;
        let length = rows.len() as u64;
        if rows.len() >= MAY_BE_CUT {
            let count = self.count_rows(query)?;
            if count > length {
                // The rows that came in no order tell nothing of what is left.
                let names: Vec<String> = variables.iter().map(ToString::to_string).collect();
                let page = |from| page(query, &names.join(" "), length, from);
                return self.page_by_page(page, count, take);
            }
        }
        rows.iter().try_for_each(|row| take(row))
    }

    fn page_by_page<E: From<EndpointError>>(
        &self,
        page: impl Fn(u64) -> String,
        count: u64,
        take: TakeRow<'_, E>,
    ) -> Result<(), E> {
        let mut read = 0;
        while read < count {
            let Table { rows, .. } = self.table(&page(read))?;
            if rows.is_empty() {
                return Err(self.partial(read, count).into());
            }
            rows.iter().try_for_each(|row| take(row))?;
            read += rows.len() as u64;
        }
        Ok(())
    }

    /// That a store gave so many rows of so many.
    pub fn partial(&self, given: u64, count: u64) -> EndpointError {
        EndpointError::Partial {
            address: self.address().clone(),
            why: format!("{given} of {count} rows"),
        }
    }
}

/// A query for a part of the rows of another, in the order of its variables. In a sub-select, since
/// Virtuoso sorts no more than 10,000 rows where LIMIT and ORDER BY stand together.
pub fn page(query: &str, variables: &str, length: u64, from: u64) -> String {
    format!(
        "SELECT {variables} WHERE {{ {{ {query} ORDER BY {variables} }} }} LIMIT {length} OFFSET {from}"
    )
}
