//! The two-mode network: who takes which side on what.

use super::count::{Cell, Counts};
use super::days::Days;
use super::model::TieKind;

/// A node's position on a claim.
pub(super) struct Position {
    pub(super) node: u32,
    pub(super) cell: Cell,
}

impl Position {
    /// Whether the node takes one side, or both.
    pub(super) fn kind(&self) -> TieKind {
        match (self.cell.supports.count, self.cell.opposes.count) {
            (_, 0) => TieKind::Supports,
            (0, _) => TieKind::Opposes,
            _ => TieKind::Both,
        }
    }

    /// The sign of support less opposition.
    pub(super) fn sign(&self) -> i8 {
        let (supports, opposes) = (self.cell.supports.count, self.cell.opposes.count);
        match supports.cmp(&opposes) {
            std::cmp::Ordering::Less => -1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => 1,
        }
    }

    /// What the counting rule leaves of both sides.
    pub(super) fn weight(&self) -> f64 {
        f64::from(self.cell.supports.count) + f64::from(self.cell.opposes.count)
    }

    /// Statements on both sides.
    pub(super) fn statements(&self) -> u32 {
        self.cell.supports.statements + self.cell.opposes.statements
    }

    /// The days these can date from.
    pub(super) fn days(&self) -> Days {
        self.cell.supports.days.join(self.cell.opposes.days)
    }
}

/// All positions, by node, then claim.
pub(super) fn positions(counts: &Counts) -> impl Iterator<Item = Position> {
    (0..counts.node_count()).flat_map(move |node| {
        let cells = counts.of_node(node).iter();
        cells.map(move |cell| Position { node, cell: *cell })
    })
}
