//! The two-mode network: who takes which side on what.

use super::count::{Cell, Counts};
use super::model::TieKind;
use super::rows::Span;

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

    /// Statements on both sides.
    pub(super) fn statements(&self) -> u32 {
        self.cell.supports.statements + self.cell.opposes.statements
    }

    /// The days these can date from.
    pub(super) fn days(&self) -> Option<Span> {
        Span::join_known(self.cell.supports.days, self.cell.opposes.days)
    }
}

/// All positions, by node, then claim.
pub(super) fn positions(counts: &Counts) -> impl Iterator<Item = Position> {
    (0..counts.node_count()).flat_map(move |node| {
        let cells = counts.of_node(node).iter();
        cells.map(move |cell| Position { node, cell: *cell })
    })
}
