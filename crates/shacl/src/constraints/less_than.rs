//! `sh:lessThan` and `sh:lessThanOrEquals`.

use super::super::check::Check;
use super::super::chunks::ChunkedStore;
use super::super::expressions::{Bound, holds};
use super::super::path::Path;
use super::super::queries;
use demarche_query::QueryError;
use oxigraph::model::{NamedNode, Term};

/// A value by the path, one of the other property, and the focus node where it is known.
struct ComparedValues {
    value: Term,
    other: Term,
    focus: Option<Term>,
}

pub(super) fn check(
    check: &mut Check<'_, '_>,
    path: &Path,
    than: &NamedNode,
    or_equal: bool,
) -> Result<(), QueryError> {
    let bound = if or_equal {
        Bound::LessOrEqual
    } else {
        Bound::Less
    };
    for pattern in check.focus.patterns()? {
        // First each pair of values once, whoever has it: mostly none is wrong, and they are few.
        let mut any = false;
        let query = queries::value_pairs(&pattern, path, than);
        for_each_wrong(check.store, &query, bound, &mut |_| any = true)?;
        if !any {
            continue;
        }
        let query = queries::value_pairs_of_focus(&pattern, path, than);
        for_each_wrong(check.store, &query, bound, &mut |row| {
            if let Some(focus) = &row.focus {
                check.out.add(check.broken, focus, Some(&row.value));
            }
        })?;
    }
    Ok(())
}

/// Hands on those rows of an answer whose values do not compare as they should.
fn for_each_wrong(
    store: ChunkedStore<'_>,
    query: &str,
    bound: Bound,
    take: &mut dyn FnMut(&ComparedValues),
) -> Result<(), QueryError> {
    let pick = |row: &[Option<Term>]| match row {
        [Some(value), Some(other), rest @ ..] => Some(ComparedValues {
            value: value.clone(),
            other: other.clone(),
            focus: rest.first().cloned().flatten(),
        }),
        _ => None,
    };
    store.in_chunks(query, pick, &mut |rows| {
        let pairs: Vec<[&Term; 2]> = rows.iter().map(|row| [&row.value, &row.other]).collect();
        let right = holds(bound, &pairs)?;
        let wrong = rows.iter().zip(right).filter(|(_, right)| !right);
        wrong.for_each(|(row, _)| take(row));
        Ok(())
    })
}
