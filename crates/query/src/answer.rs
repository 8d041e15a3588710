//! An answer, read to its end.

use super::error::QueryError;
use demarche_remote::endpoint::Row;
use oxigraph::model::{Triple, Variable};
use oxigraph::sparql::{QueryResults, QuerySolutionIter, QueryTripleIter};
use std::sync::Arc;

/// An answer, read to its end.
pub(super) enum Answer {
    /// That of `ASK`.
    Truth(bool),
    /// That of `SELECT`: its columns and rows.
    Rows(Vec<Variable>, Vec<Row>),
    /// That of `CONSTRUCT` and `DESCRIBE`.
    Triples(Vec<Triple>),
}

impl Answer {
    /// Reads an answer.
    ///
    /// # Errors
    /// [`QueryError::Evaluation`] for the first row that could not be worked out.
    pub(super) fn read(results: QueryResults<'_>) -> Result<Self, QueryError> {
        Ok(match results {
            QueryResults::Boolean(truth) => Self::Truth(truth),
            QueryResults::Solutions(solutions) => {
                let variables = solutions.variables().to_vec();
                let rows = solutions.map(|row| Ok(row?.values().to_vec()));
                Self::Rows(variables, rows.collect::<Result<_, QueryError>>()?)
            }
            QueryResults::Graph(triples) => {
                let triples = triples.map(|triple| Ok(triple?));
                Self::Triples(triples.collect::<Result<_, QueryError>>()?)
            }
        })
    }

    /// The answer as the evaluator gives one.
    pub(super) fn into_results(self) -> QueryResults<'static> {
        match self {
            Self::Truth(truth) => QueryResults::Boolean(truth),
            Self::Rows(variables, rows) => {
                let rows = rows.into_iter().map(Ok);
                QuerySolutionIter::from_tuples(Arc::from(variables), rows).into()
            }
            Self::Triples(triples) => QueryTripleIter::new(triples.into_iter().map(Ok)).into(),
        }
    }
}
