//! Constraints that are asked of all values of a focus node together, one file each.

mod closed;
mod count;
mod disjoint;
mod equals;
mod has_value;
mod less_than;
mod qualified;
mod unique_language;

use super::check::Check;
use super::shape::Constraint;
use demarche_query::QueryError;

/// Holds focus nodes against a constraint, if it is one of those asked of all values together.
pub(super) fn check(check: &mut Check<'_, '_>, constraint: &Constraint) -> Result<(), QueryError> {
    let path = check.broken.path;
    match (constraint, path) {
        (Constraint::Closed(allowed), _) => closed::check(check, allowed),
        (Constraint::Equals(other), path) => equals::check(check, path, other),
        (Constraint::Disjoint(other), path) => disjoint::check(check, path, other),
        (Constraint::MinCount(least), Some(path)) => count::check_least(check, path, *least),
        (Constraint::MaxCount(most), Some(path)) => count::check_most(check, path, *most),
        (Constraint::HasValue(value), Some(path)) => has_value::check(check, path, value),
        (Constraint::UniqueLang, Some(path)) => unique_language::check(check, path),
        (Constraint::Less { than, or_equal }, Some(path)) => {
            less_than::check(check, path, than, *or_equal)
        }
        (Constraint::Qualified(qualified), Some(path)) => qualified::check(check, path, qualified),
        // The others are asked of each value by itself, or have no meaning without a path.
        _ => Ok(()),
    }
}
