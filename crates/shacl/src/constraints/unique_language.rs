//! `sh:uniqueLang`.

use super::super::check::{Check, WrongValue};
use super::super::path::Path;
use super::super::queries;
use demarche_query::QueryError;

pub(super) fn check(check: &mut Check<'_, '_>, path: &Path) -> Result<(), QueryError> {
    check.report_rows(WrongValue::Nothing, |pattern| {
        queries::same_language(pattern, path)
    })
}
