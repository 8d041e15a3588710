//! A query whose algebra is only touched where the stack has room for it.

use super::stack::{has_room, try_with_room, with_room};
use spargebra::Query;
use std::fmt;

/// A query that was parsed, and how much stack it needs.
///
/// The algebra is a tree that is as deep as the query is long, and cloning, changing, evaluating and
/// dropping it are recursive. All of that goes through this type.
pub(super) struct ParsedQuery {
    /// Empty only while it is changed or dropped.
    query: Option<Box<Query>>,
    /// The number of its operators, clauses and triples.
    parts: usize,
}

impl ParsedQuery {
    /// A query of so many parts.
    pub(super) fn new(query: Query, parts: usize) -> Self {
        Self {
            query: Some(Box::new(query)),
            parts,
        }
    }

    pub(super) fn query(&self) -> &Query {
        #[expect(
            clippy::expect_used,
            reason = "only `map` and `drop` take it, and they own it"
        )]
        self.query.as_deref().expect("a query")
    }

    /// Does something recursive with the query.
    pub(super) fn with<T: Send>(&self, work: impl FnOnce(&Query) -> T + Send) -> T {
        with_room(self.parts, || work(self.query()))
    }

    /// The query as `change` gives it back, which has about as many parts.
    pub(super) fn map(mut self, change: impl FnOnce(Query) -> Query + Send) -> Self {
        let query = self.query.take();
        Self {
            query: with_room(self.parts, || query.map(|query| Box::new(change(*query)))),
            parts: self.parts,
        }
    }

    /// Whether this thread has room for the query.
    pub(super) fn has_room(&self) -> bool {
        has_room(self.parts)
    }
}

impl Clone for ParsedQuery {
    fn clone(&self) -> Self {
        Self::new(self.with(Query::clone), self.parts)
    }
}

impl Drop for ParsedQuery {
    fn drop(&mut self) {
        let query = self.query.take();
        // Without a thread to drop it in, it stays: a destructor cannot fail.
        let _ = try_with_room(self.parts, || drop(query));
    }
}

impl fmt::Debug for ParsedQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParsedQuery")
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}
