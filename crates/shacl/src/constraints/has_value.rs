//! `sh:hasValue` of a property shape.

use super::super::check::{Check, WrongValue};
use super::super::path::Path;
use super::super::queries;
use demarche_query::QueryError;
use oxigraph::model::Term;

pub(super) fn check(
    check: &mut Check<'_, '_>,
    path: &Path,
    value: &Term,
) -> Result<(), QueryError> {
    if value.is_blank_node() {
        // No other graph has this node, so no focus node has it as a value.
        let once = check.focus.is_set();
        return check.report_rows(WrongValue::Nothing, |pattern| {
            queries::focus_nodes(pattern, once)
        });
    }
    let value = value.to_string();
    check.report_rows(WrongValue::Nothing, |pattern| {
        queries::without(pattern, path, &value)
    })
}
