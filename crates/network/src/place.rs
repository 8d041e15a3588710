//! Which statements go into a network, and the node each belongs to: filters and rolling up, column
//! by column.

use super::days::Days;
use super::filter::RowFilter;
use super::model::Summary;
use super::options::NodeLevel;
use super::rollup::RollUp;
use demarche_core::model::Stance;
use demarche_core::statements::{Corpus, EntityId, NO_CODE, Statements};

/// The statements of a network, by row: lists of the same length, and what their numbers stand for.
#[derive(Debug, Clone, Default)]
pub(super) struct Placed {
    /// The nodes that have a statement, by IRI.
    pub(super) nodes: Vec<EntityId>,
    /// The claims that have a statement, by IRI.
    pub(super) claims: Vec<EntityId>,
    /// The row of each statement in the graph's columns.
    pub(super) rows: Vec<u32>,
    /// Position of its node in `nodes`.
    pub(super) node: Vec<u32>,
    /// Position of its claim in `claims`.
    pub(super) claim: Vec<u32>,
    pub(super) stance: Vec<Stance>,
    pub(super) days: Vec<Days>,
}

/// The statements that pass the filters, each at its node, and how many fell by the way.
pub(super) fn place(
    corpus: &dyn Corpus,
    statements: &Statements<'_>,
    filter: &RowFilter,
    level: NodeLevel,
) -> (Placed, Summary) {
    let days = days(statements);
    let admitted = filter.admitted(statements, &days);
    let claims = statements.claim.decode();
    let stances = statements.stances();
    let mut rollup = RollUp::new(corpus, statements, level);
    let mut placed = Placed::default();
    let mut summary = Summary {
        // Statements are terms, and those are counted in 32 bits.
        statements: statements.len() as u32,
        ..Summary::default()
    };
    for (row, &claim) in claims.iter().enumerate() {
        let stance = stances.get(row).copied().flatten();
        let (Some(stance), true, true) = (stance, claim != NO_CODE, rollup.has_speaker(row)) else {
            summary.incomplete += 1;
            continue;
        };
        if !admitted.get(row).is_some_and(|admitted| *admitted) {
            continue;
        }
        summary.selected += 1;
        let Some(node) = rollup.node(row) else {
            summary.without_node += 1;
            continue;
        };
        summary.neutral += u32::from(stance == Stance::Neutral);
        placed.rows.push(row as u32);
        placed.node.push(node);
        placed.claim.push(claim);
        placed.stance.push(stance);
        placed.days.push(days.get(row).copied().unwrap_or_default());
    }
    placed.nodes = dense(&mut placed.node, rollup.nodes());
    placed.claims = dense(&mut placed.claim, statements.claim.values());
    (placed, summary)
}

fn days(statements: &Statements<'_>) -> Vec<Days> {
    let (earliest, latest) = (statements.earliest, statements.latest);
    (0..statements.len())
        .map(|row| Days::of(earliest.value(row), latest.value(row)))
        .collect()
}

/// Renumbers positions among `values` so that only values in use count, in the order of their ids;
/// returns those.
fn dense(positions: &mut [u32], values: &[EntityId]) -> Vec<EntityId> {
    let mut used = vec![false; values.len()];
    for position in positions.iter() {
        if let Some(used) = used.get_mut(*position as usize) {
            *used = true;
        }
    }
    let mut kept: Vec<(EntityId, usize)> = (0..values.len())
        .filter(|at| used[*at])
        .map(|at| (values[at], at))
        .collect();
    kept.sort_unstable();
    let mut numbers = vec![0; values.len()];
    for (number, (_, at)) in (0..).zip(&kept) {
        numbers[*at] = number;
    }
    for position in positions {
        *position = numbers.get(*position as usize).copied().unwrap_or(0);
    }
    kept.into_iter().map(|(value, _)| value).collect()
}
