//! `sh:closed`.

use super::super::check::Check;
use super::super::path::Path;
use super::super::queries;
use super::super::report::Broken;
use demarche_query::QueryError;
use oxigraph::model::{NamedNode, Term};

pub(super) fn check(check: &mut Check<'_, '_>, allowed: &[NamedNode]) -> Result<(), QueryError> {
    for pattern in check.focus.patterns()? {
        let query = queries::other_properties(&pattern, allowed);
        check.store.select(&query, &mut |row| {
            if let [Some(focus), Some(Term::NamedNode(property)), Some(value)] = row {
                // The result is about that property, not about the shape's path.
                let path = Path::Property(property.clone());
                let broken = Broken {
                    path: Some(&path),
                    ..check.broken
                };
                check.out.add(broken, focus, Some(value));
            }
            Ok(())
        })?;
    }
    Ok(())
}
