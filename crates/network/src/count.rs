//! Counting: how often each node supports and opposes each claim.
//!
//! The result is X[i,c,s] of the method: what a counting rule leaves of the statements of node *i* on
//! claim *c* with stance *s*. One sort, linear in the statements, one walk.

use super::days::Days;
use super::options::{Compat, Counting, Options};
use super::place::Placed;
use super::radix;
use demarche_core::model::{Day, Stance};
use demarche_core::statements::{EntityId, Statements};
use rustc_hash::{FxHashMap, FxHashSet};

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
    pub(super) nodes: Vec<EntityId>,
    /// Claims, by IRI.
    pub(super) claims: Vec<EntityId>,
    cells: Vec<Cell>,
    /// Where each node's cells begin, and where the last node's end.
    starts: Vec<usize>,
}

impl Counts {
    /// Counts statements that have found their nodes. Neutral ones bring their node and claim along
    /// and count nothing.
    pub(super) fn of(placed: &Placed, statements: &Statements<'_>, options: &Options) -> Self {
        let marks = marks(placed, statements, options);
        Self::of_marks(placed, &marks)
    }

    /// The same where a repetition is found whatever its stance: what opposes counts only on
    /// occasions that do not count already.
    pub(super) fn whatever_the_stance(
        placed: &Placed,
        statements: &Statements<'_>,
        options: &Options,
    ) -> Self {
        let marks = marks(placed, statements, options);
        let mut counts = Self::of_marks(placed, &marks);
        let of_cells = marks.chunk_by(|one, other| one.place() == other.place());
        for (cell, marks) in counts.cells.iter_mut().zip(of_cells) {
            let both: FxHashSet<u32> = marks.iter().map(|mark| mark.occasion).collect();
            cell.opposes.count = both.len() as u32 - cell.supports.count;
        }
        counts
    }

    /// Counts of marks that are sorted by node, claim, side and occasion, between the nodes and claims
    /// of these statements.
    pub(super) fn of_marks(placed: &Placed, marks: &[Mark]) -> Self {
        let mut counts = Self {
            starts: Vec::with_capacity(placed.nodes.len() + 1),
            nodes: placed.nodes.clone(),
            claims: placed.claims.clone(),
            cells: Vec::new(),
        };
        counts.fill(marks);
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

    /// The square of the length of a node's vector of counts.
    pub(super) fn square(&self, node: u32) -> u64 {
        let square = |side: &Side| u64::from(side.count) * u64::from(side.count);
        let cells = self.of_node(node).iter();
        cells
            .map(|cell| square(&cell.supports) + square(&cell.opposes))
            .sum()
    }

    /// The counts without regard to stance: all that a node says of a claim on one side.
    pub(super) fn merged(mut self) -> Self {
        for cell in &mut self.cells {
            cell.supports = cell.supports.and(&cell.opposes);
            cell.opposes = Side::default();
        }
        self
    }

    /// The counts the other way round: claims in place of nodes, and nodes in place of claims.
    pub(super) fn transposed(self) -> Self {
        let mut cells: Vec<(u32, Cell)> = Vec::with_capacity(self.cells.len());
        for node in 0..self.node_count() {
            let turned = |cell: &Cell| {
                (
                    cell.claim,
                    Cell {
                        claim: node,
                        ..*cell
                    },
                )
            };
            cells.extend(self.of_node(node).iter().map(turned));
        }
        // Stable: within a claim, nodes stay in order.
        cells.sort_by_key(|(claim, _)| *claim);
        let starts = (0..=self.claims.len())
            .map(|claim| cells.partition_point(|(of, _)| (*of as usize) < claim))
            .collect();
        Self {
            nodes: self.claims,
            claims: self.nodes,
            cells: cells.into_iter().map(|(_, cell)| cell).collect(),
            starts,
        }
    }

    /// What it leaves of all.
    pub(super) fn total(&self) -> u32 {
        (0..self.node_count()).map(|node| self.activity(node)).sum()
    }
}

impl Side {
    fn and(&self, other: &Self) -> Self {
        Self {
            count: self.count + other.count,
            statements: self.statements + other.statements,
            days: self.days.join(other.days),
        }
    }

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
pub(super) struct Mark {
    pub(super) node: u32,
    /// Twice the position of the claim, and one more where the statement opposes it.
    pub(super) side: u32,
    pub(super) occasion: u32,
    pub(super) days: Days,
}

impl Mark {
    fn place(&self) -> (u32, u32) {
        (self.node, self.side / 2)
    }
}

/// The statements that take a side, by node, claim, side and occasion.
pub(super) fn marks(placed: &Placed, statements: &Statements<'_>, options: &Options) -> Vec<Mark> {
    let mut occasions = Occasions::new(statements, options);
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
    sort(&mut marks, options.count);
    marks
}

/// Sorts marks, which come in the order of their statements, by node, claim, side and occasion.
pub(super) fn sort(marks: &mut Vec<Mark>, counting: Counting) {
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
    radix::sort_by_key(marks, &mut spare, limits[0], |mark| mark.occasion);
    radix::sort_by_key(marks, &mut spare, limits[1], |mark| mark.side);
    radix::sort_by_key(marks, &mut spare, limits[2], |mark| mark.node);
}

/// Numbers that two statements of one node, claim and stance share where they count once.
pub(super) struct Occasions<'a> {
    statements: &'a Statements<'a>,
    counting: Counting,
    compat: Option<Compat>,
    /// Weeks by packed day: few days, many statements.
    weeks: FxHashMap<u32, u32>,
}

impl<'a> Occasions<'a> {
    pub(super) fn new(statements: &'a Statements<'a>, options: &Options) -> Self {
        Self {
            statements,
            counting: options.count,
            compat: options.compat,
            weeks: FxHashMap::default(),
        }
    }

    /// The occasion of a statement. Zero is that of those without source or date.
    pub(super) fn of(&mut self, row: u32, days: Days) -> u32 {
        let first = days.first_packed();
        let known = match self.counting {
            Counting::Month if self.compat.is_some() => first.map(|day| day / 100 % 100),
            Counting::Week if self.compat.is_some() => first.map(|day| week(day) % 64),
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
