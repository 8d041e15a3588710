//! `sh:qualifiedValueShape` with its counts.

use super::super::check::{Check, Conformance};
use super::super::path::Path;
use super::super::queries;
use super::super::report::Broken;
use super::super::shape::{Component, Qualified};
use demarche_query::QueryError;
use oxigraph::model::Term;
use std::collections::HashMap;

pub(super) fn check(
    check: &mut Check<'_, '_>,
    path: &Path,
    qualified: &Qualified,
) -> Result<(), QueryError> {
    for pattern in check.focus.patterns()? {
        let mut numbers: HashMap<Term, u64> = HashMap::new();
        let query = queries::pairs(&pattern, path);
        check.store.pairs(&query, &mut |pairs| {
            let values: Vec<Term> = pairs.iter().map(|[_, value]| value.clone()).collect();
            let counted = counted(check.conformance, qualified, &values)?;
            for ([focus, _], _) in pairs.iter().zip(counted).filter(|(_, counted)| *counted) {
                *numbers.entry(focus.clone()).or_default() += 1;
            }
            Ok(())
        })?;
        // All focus nodes, since those without a value have none that conforms.
        let query = queries::focus_nodes(&pattern, check.focus.is_set());
        check.store.select(&query, &mut |row| {
            if let Some(Some(focus)) = row.first() {
                let number = numbers.get(focus).copied().unwrap_or(0);
                for component in broken_counts(qualified, number) {
                    let broken = Broken {
                        component,
                        ..check.broken
                    };
                    check.out.add(broken, focus, None);
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// For each value, whether it conforms to the shape and to none of its siblings.
fn counted(
    conformance: &dyn Conformance,
    qualified: &Qualified,
    values: &[Term],
) -> Result<Vec<bool>, QueryError> {
    let mut counted = conformance.conforming(qualified.shape, values)?;
    for sibling in &qualified.siblings {
        let others = conformance.conforming(*sibling, values)?;
        for (counted, other) in counted.iter_mut().zip(others) {
            *counted &= !other;
        }
    }
    Ok(counted)
}

/// Returns the components that this number of conforming values breaks.
fn broken_counts(qualified: &Qualified, number: u64) -> Vec<Component> {
    let mut broken = Vec::new();
    if qualified.least.is_some_and(|least| number < least) {
        broken.push(Component("QualifiedMinCount"));
    }
    if qualified.most.is_some_and(|most| number > most) {
        broken.push(Component("QualifiedMaxCount"));
    }
    broken
}
