//! `sh:disjoint`.

use super::super::check::{Check, WrongValue};
use super::super::path::Path;
use super::super::queries;
use demarche_query::QueryError;
use oxigraph::model::NamedNode;

pub(super) fn check(
    check: &mut Check<'_, '_>,
    path: Option<&Path>,
    other: &NamedNode,
) -> Result<(), QueryError> {
    let Some(path) = path else {
        // The value of a node shape is the focus node itself.
        return check.report_rows(WrongValue::Focus, |pattern| {
            queries::itself(pattern, other, true)
        });
    };
    let (path, other) = (path.to_string(), other.to_string());
    check.report_rows(WrongValue::Column, |pattern| {
        queries::by_both(pattern, &path, &other)
    })
}
