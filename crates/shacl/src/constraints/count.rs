//! `sh:minCount` and `sh:maxCount`.

use super::super::check::{Check, WrongValue};
use super::super::chunks::ChunkedStore;
use super::super::path::Path;
use super::super::queries;
use demarche_query::QueryError;
use oxigraph::model::Term;

pub(super) fn check_least(
    check: &mut Check<'_, '_>,
    path: &Path,
    least: u64,
) -> Result<(), QueryError> {
    check.report_rows(WrongValue::Nothing, |pattern| {
        queries::without(pattern, path, "?value")
    })?;
    // Nodes without any value are in no group, so two questions are needed from two on.
    if least > 1 {
        check.report_rows(WrongValue::Nothing, |pattern| {
            queries::fewer(pattern, path, least)
        })?;
    }
    Ok(())
}

pub(super) fn check_most(
    check: &mut Check<'_, '_>,
    path: &Path,
    most: u64,
) -> Result<(), QueryError> {
    // To count triples and subjects is cheap where an index knows both, and mostly settles it.
    if most > 0 && check.focus.given().is_none() && all_single(check.store, path)? {
        return Ok(());
    }
    check.report_rows(WrongValue::Nothing, |pattern| {
        queries::more(pattern, path, most)
    })
}

/// Returns whether a property has at most one value of any subject at all.
fn all_single(store: ChunkedStore<'_>, path: &Path) -> Result<bool, QueryError> {
    let Some(property) = path.property() else {
        return Ok(false);
    };
    let triples = number(store, &queries::triples_of(property))?;
    if triples.is_none() || triples == Some(0) {
        return Ok(triples.is_some());
    }
    Ok(triples == number(store, &queries::subjects_of(property))?)
}

fn number(store: ChunkedStore<'_>, query: &str) -> Result<Option<u64>, QueryError> {
    let mut number = None;
    store.select(query, &mut |row| {
        if let Some(Some(Term::Literal(literal))) = row.first() {
            number = literal.value().parse().ok();
        }
        Ok(())
    })?;
    Ok(number)
}
