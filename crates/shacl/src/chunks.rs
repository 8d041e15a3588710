//! Answers of a store, handed on many rows at a time.

use demarche_query::{QueryError, Store, TakeRow};
use oxigraph::model::Term;

/// Terms that are judged or asked about together. More would make queries that some stores refuse
/// for their length.
pub(super) const CHUNK: usize = 500;

/// Takes rows of an answer, [`CHUNK`] at a time.
pub(super) type TakeChunk<'t, T> = &'t mut dyn FnMut(&[T]) -> Result<(), QueryError>;

/// A store that is asked for many rows at a time.
#[derive(Clone, Copy)]
pub(super) struct ChunkedStore<'s> {
    store: &'s dyn Store,
}

impl<'s> ChunkedStore<'s> {
    pub(super) fn new(store: &'s dyn Store) -> Self {
        Self { store }
    }

    /// Hands on each row of an answer by itself.
    pub(super) fn select(self, query: &str, take: TakeRow<'_>) -> Result<(), QueryError> {
        self.store.select(query, take)
    }

    /// Hands on the first column of an answer.
    pub(super) fn terms(self, query: &str, take: TakeChunk<'_, Term>) -> Result<(), QueryError> {
        self.in_chunks(query, |row| row.first()?.clone(), take)
    }

    /// Hands on the first two columns of an answer.
    pub(super) fn pairs(
        self,
        query: &str,
        take: TakeChunk<'_, [Term; 2]>,
    ) -> Result<(), QueryError> {
        let pair = |row: &[Option<Term>]| match row {
            [Some(focus), Some(value), ..] => Some([focus.clone(), value.clone()]),
            _ => None,
        };
        self.in_chunks(query, pair, take)
    }

    /// Hands on what `pick` makes of each row; rows of which it makes nothing are passed over.
    pub(super) fn in_chunks<T>(
        self,
        query: &str,
        pick: impl Fn(&[Option<Term>]) -> Option<T>,
        take: TakeChunk<'_, T>,
    ) -> Result<(), QueryError> {
        let mut chunk = Vec::with_capacity(CHUNK);
        self.store.select(query, &mut |row| {
            chunk.extend(pick(row));
            if chunk.len() == CHUNK {
                take(&chunk)?;
                chunk.clear();
            }
            Ok(())
        })?;
        if chunk.is_empty() {
            return Ok(());
        }
        take(&chunk)
    }
}
