//! `sh:equals`.

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
        check.report_rows(WrongValue::Focus, |pattern| {
            queries::itself(pattern, other, false)
        })?;
        return check.report_rows(WrongValue::Column, |pattern| {
            queries::others_than_itself(pattern, other)
        });
    };
    let (path, other) = (path.to_string(), other.to_string());
    for [one, other] in [[&path, &other], [&other, &path]] {
        check.report_rows(WrongValue::Column, |pattern| {
            queries::only_by(pattern, one, other)
        })?;
    }
    Ok(())
}
