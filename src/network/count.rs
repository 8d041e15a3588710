//! Counting: how often each node supports and opposes each claim.
//!
//! The result is X[i,c,s] of the method: what a counting rule leaves of the statements of node *i* on
//! claim *c* with stance *s*. One sort, linear in the statements, one walk.

use super::days::Days;
use super::options::Counting;
use super::place::Placed;
use super::radix;
use crate::graph::{Statements, TermId};
use crate::model::{Day, Stance};
use rustc_hash::FxHashMap;

/// One node's statements on one claim with one stance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Side {
    /// What the counting rule leaves of them. Zero only where there are none.
    pub(super) count: u32,
    /// How many there are.
    pub(super) statements: u32,
    /// The days they can date from.
    pub(super) days: Days,
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
    pub(super) fn of(placed: &Placed, statements: &Statements<'_>, counting: Counting) -> Self {
        let mut counts = Self {
            starts: Vec::with_capacity(placed.nodes.len() + 1),
            nodes: placed.nodes.clone(),
            claims: placed.claims.clone(),
            cells: Vec::new(),
        };
        counts.fill(&marks(placed, statements, counting));
        counts
    }

    fn fill(&mut self, marks: &[Mark]) {
        for of_cell in marks.chunk_by(|one, other| one.place() == other.place()) {
            let (node, claim) = of_cell[0].place();
            while self.starts.len() <= node as usize {
                self.starts.push(self.cells.len());
            }
            let opposing = of_cell.partition_point(|mark| mark.side % 2 == 0);
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
                .fold(Days::UNKNOWN, |days, mark| days.join(mark.days)),
        }
    }
}

/// What counting needs of a statement.
#[derive(Clone, Copy)]
struct Mark {
    node: u32,
    /// Twice the position of the claim, and one more where the statement opposes it.
    side: u32,
    occasion: u32,
    days: Days,
}

impl Mark {
    fn place(&self) -> (u32, u32) {
        (self.node, self.side / 2)
    }
}

/// The statements that take a side, by node, claim, side and occasion.
fn marks(placed: &Placed, statements: &Statements<'_>, counting: Counting) -> Vec<Mark> {
    let mut occasions = Occasions::new(statements, counting);
    let mut marks = Vec::with_capacity(placed.rows.len());
    for (at, &stance) in placed.stance.iter().enumerate() {
        if stance != Stance::Neutral {
            let days = placed.days[at];
            marks.push(Mark {
                node: placed.node[at],
                side: 2 * placed.claim[at] + u32::from(stance == Stance::Opposes),
                occasion: occasions.of(placed.rows[at], days),
                days,
            });
        }
    }
    let mut spare = Vec::new();
    let greatest = |key: fn(&Mark) -> u32| marks.iter().map(key).max().unwrap_or(0);
    let limits = [
        // Where each statement counts, so many are already in order.
        match counting {
            Counting::Statements => 0,
            _ => greatest(|mark| mark.occasion),
        },
        greatest(|mark| mark.side),
        greatest(|mark| mark.node),
    ];
    radix::sort_by_key(&mut marks, &mut spare, limits[0], |mark| mark.occasion);
    radix::sort_by_key(&mut marks, &mut spare, limits[1], |mark| mark.side);
    radix::sort_by_key(&mut marks, &mut spare, limits[2], |mark| mark.node);
    marks
}

/// Numbers that two statements of one node, claim and stance share where they count once.
struct Occasions<'a> {
    statements: &'a Statements<'a>,
    counting: Counting,
    /// Weeks by packed day: few days, many statements.
    weeks: FxHashMap<u32, u32>,
}

impl<'a> Occasions<'a> {
    fn new(statements: &'a Statements<'a>, counting: Counting) -> Self {
        Self {
            statements,
            counting,
            weeks: FxHashMap::default(),
        }
    }

    /// The occasion of a statement. Zero is that of those without source or date.
    fn of(&mut self, row: u32, days: Days) -> u32 {
        let first = days.first_packed();
        let known = match self.counting {
            Counting::Statements => Some(row),
            Counting::Sources => self.statements.source.code(row as usize),
            Counting::Year => first.map(|day| day / 10_000),
            Counting::Month => first.map(|day| day / 100),
            Counting::Week => first.map(|day| *self.weeks.entry(day).or_insert_with(|| week(day))),
            Counting::Once => Some(0),
        };
        known.map_or(0, |known| known.saturating_add(1))
    }
}

fn week(day: u32) -> u32 {
    let (year, week) = Day::from_packed(day).map_or((0, 1), Day::iso_week);
    // The first days of year 0 fall into a week of the year before.
    (i32::from(year) + 1).unsigned_abs() * 64 + u32::from(week.unsigned_abs())
}
