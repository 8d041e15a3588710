//! Counting: how often each node supports and opposes each claim.
//!
//! The result is X[i,c,s] of the method: what a counting rule leaves of the statements of node *i* on
//! claim *c* with stance *s*. One sort, one walk.

use super::options::Counting;
use super::rows::{Row, Span};
use crate::graph::TermId;
use crate::model::Stance;

/// A row at the node that it was rolled up to.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) node: TermId,
    pub(super) row: &'a Row,
}

/// One node's statements on one claim with one stance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Side {
    /// What the counting rule leaves of them. Zero only where there are none.
    pub(super) count: u32,
    /// How many there are.
    pub(super) statements: u32,
    /// The days they can date from.
    pub(super) days: Option<Span>,
}

/// One node's statements on one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    /// Position of the claim in [`Counts::claims`].
    pub(super) claim: u32,
    pub(super) supports: Side,
    pub(super) opposes: Side,
}

/// The counts of all nodes and claims that have a selected statement.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Nodes, by IRI.
    pub(super) nodes: Vec<TermId>,
    /// Claims, by IRI.
    pub(super) claims: Vec<TermId>,
    cells: Vec<Cell>,
    /// Where each node's cells begin, and where the last node's end.
    starts: Vec<usize>,
}

impl Counts {
    /// Counts statements that have found their nodes. Neutral ones bring their node and claim along
    /// and count nothing.
    pub(super) fn of(placed: &[Placed<'_>], counting: Counting) -> Self {
        let nodes = distinct(placed.iter().map(|placed| placed.node));
        let claims = distinct(placed.iter().map(|placed| placed.row.claim));
        let mut marks: Vec<Mark> = placed
            .iter()
            .filter(|placed| placed.row.stance != Stance::Neutral)
            .map(|placed| Mark {
                node: rank(&nodes, placed.node),
                claim: rank(&claims, placed.row.claim),
                opposes: placed.row.stance == Stance::Opposes,
                occasion: occasion(placed.row, counting),
                days: placed.row.days,
            })
            .collect();
        marks.sort_unstable_by_key(Mark::key);
        let mut counts = Self {
            starts: Vec::with_capacity(nodes.len() + 1),
            nodes,
            claims,
            cells: Vec::new(),
        };
        counts.fill(&marks);
        counts
    }

    fn fill(&mut self, marks: &[Mark]) {
        for of_cell in marks.chunk_by(|one, other| one.place() == other.place()) {
            let (node, claim) = of_cell[0].place();
            while self.starts.len() <= node as usize {
                self.starts.push(self.cells.len());
            }
            let opposing = of_cell.partition_point(|mark| !mark.opposes);
            let (supports, opposes) = of_cell.split_at(opposing);
            self.cells.push(Cell {
                claim,
                supports: Side::of(supports),
                opposes: Side::of(opposes),
            });
        }
        self.starts.resize(self.nodes.len() + 1, self.cells.len());
    }

    /// What a node takes sides on, by claim.
    pub(super) fn of_node(&self, node: u32) -> &[Cell] {
        let node = node as usize;
        let range = self.starts.get(node).zip(self.starts.get(node + 1));
        range.map_or(&[], |(start, end)| &self.cells[*start..*end])
    }

    /// Number of nodes, as wide as their positions.
    pub(super) fn node_count(&self) -> u32 {
        // Nodes are terms, and those are counted in 32 bits.
        self.nodes.len() as u32
    }

    /// What the counting rule leaves of a node's statements: the method's n.
    pub(super) fn activity(&self, node: u32) -> u32 {
        let cells = self.of_node(node).iter();
        cells
            .map(|cell| cell.supports.count + cell.opposes.count)
            .sum()
    }

    /// What it leaves of all.
    pub(super) fn total(&self) -> u32 {
        (0..self.node_count()).map(|node| self.activity(node)).sum()
    }
}

impl Side {
    /// Marks of one node, claim and stance, sorted by occasion.
    fn of(marks: &[Mark]) -> Self {
        let occasions = marks.chunk_by(|one, other| one.occasion == other.occasion);
        Self {
            count: occasions.count() as u32,
            statements: marks.len() as u32,
            days: marks
                .iter()
                .fold(None, |days, mark| Span::join_known(days, mark.days)),
        }
    }
}

/// What counting needs of a statement.
struct Mark {
    node: u32,
    claim: u32,
    opposes: bool,
    occasion: u32,
    days: Option<Span>,
}

impl Mark {
    fn place(&self) -> (u32, u32) {
        (self.node, self.claim)
    }

    fn key(&self) -> (u32, u32, bool, u32) {
        (self.node, self.claim, self.opposes, self.occasion)
    }
}

/// A number that two statements of one node, claim and stance share where they count once.
fn occasion(row: &Row, counting: Counting) -> u32 {
    /// Statements without a source or date.
    const NONE: u32 = u32::MAX;
    let first = row.days.map(|days| days.first);
    let period = match counting {
        Counting::Statements => Some(row.statement),
        Counting::Sources => row.source,
        Counting::Year => first.map(|day| u32::from(day.year)),
        Counting::Month => first.map(|day| u32::from(day.year) * 12 + u32::from(day.month)),
        Counting::Week => first.map(|day| {
            let (year, week) = day.iso_week();
            // The first days of year 0 fall into a week of the year before.
            (i32::from(year) + 1).unsigned_abs() * 64 + u32::from(week.unsigned_abs())
        }),
        Counting::Once => Some(0),
    };
    period.unwrap_or(NONE)
}

/// The distinct values, sorted.
fn distinct(ids: impl Iterator<Item = TermId>) -> Vec<TermId> {
    let mut ids: Vec<TermId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Where a value stands among sorted distinct ones that include it.
fn rank(ids: &[TermId], id: TermId) -> u32 {
    ids.partition_point(|other| *other < id) as u32
}
