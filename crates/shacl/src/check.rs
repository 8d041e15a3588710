//! A check: one constraint of a shape, held against focus nodes.

use super::chunks::ChunkedStore;
use super::focus::Focus;
use super::report::{Broken, Out};
use super::shape::ShapeId;
use demarche_query::QueryError;
use oxigraph::model::Term;

/// Judges values by whole shapes, for constraints that name other shapes.
pub(super) trait Conformance {
    /// For each value, whether it conforms to a shape.
    fn conforming(&self, shape: ShapeId, values: &[Term]) -> Result<Vec<bool>, QueryError>;
}

/// One constraint of a shape, and the focus nodes that it is held against.
pub(super) struct Check<'c, 'o> {
    pub(super) store: ChunkedStore<'c>,
    pub(super) conformance: &'c dyn Conformance,
    /// What a result of this check says is broken.
    pub(super) broken: Broken<'c>,
    pub(super) focus: &'c Focus<'c>,
    pub(super) out: &'c mut Out<'o>,
}

/// The value that a result names as wrong.
#[derive(Clone, Copy)]
pub(super) enum WrongValue {
    /// None: the result is about all values together.
    Nothing,
    /// The focus node itself.
    Focus,
    /// The second column of the row.
    Column,
}

impl Check<'_, '_> {
    /// Asks a query for each pattern of the focus nodes. Each row is a result: its first column is
    /// the focus node.
    pub(super) fn report_rows(
        &mut self,
        wrong: WrongValue,
        query: impl Fn(&str) -> String,
    ) -> Result<(), QueryError> {
        for pattern in self.focus.patterns()? {
            self.store.select(&query(&pattern), &mut |row| {
                if let Some(Some(focus)) = row.first() {
                    let value = match wrong {
                        WrongValue::Nothing => None,
                        WrongValue::Focus => Some(focus),
                        WrongValue::Column => row.get(1).and_then(Option::as_ref),
                    };
                    self.out.add(self.broken, focus, value);
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}
