//! Answers that end where they grow too long.

use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter};
use std::sync::Arc;

/// An answer has more rows, or triples, than it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer has more than the {0} rows that it may have")]
pub struct TooManyRows(pub u64);

impl TooManyRows {
    /// Whether this is why an answer ended.
    pub fn ended(error: &QueryEvaluationError) -> Option<Self> {
        match error {
            QueryEvaluationError::Unexpected(error) => error.downcast_ref().copied(),
            _ => None,
        }
    }
}

/// The same answer, which fails after so many rows if there is one more.
pub(super) fn at_most(most: u64, results: QueryResults<'_>) -> QueryResults<'_> {
    match results {
        QueryResults::Solutions(solutions) => {
            let variables = Arc::from(solutions.variables());
            QueryResults::Solutions(QuerySolutionIter::new(variables, limited(most, solutions)))
        }
        QueryResults::Graph(triples) => {
            QueryResults::Graph(QueryTripleIter::new(limited(most, triples)))
        }
        QueryResults::Boolean(truth) => QueryResults::Boolean(truth),
    }
}

fn limited<T>(
    most: u64,
    items: impl Iterator<Item = Result<T, QueryEvaluationError>>,
) -> impl Iterator<Item = Result<T, QueryEvaluationError>> {
    let mut left = most;
    items.map(move |item| {
        let item = item?;
        left = left
            .checked_sub(1)
            .ok_or_else(|| QueryEvaluationError::Unexpected(Box::new(TooManyRows(most))))?;
        Ok(item)
    })
}
