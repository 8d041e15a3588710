//! What stands behind a tie: claims, statements, first and last day.

use super::count::{Cell, Counts, Side};
use super::days::Days;
use super::heaviest::Heaviest;
use super::model::TieKind;
use super::project::{Link, Wanted};

/// What stands behind a tie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Behind {
    /// The claims listed, by their ranks, ascending.
    pub(super) claims: Vec<u32>,
    /// Number of distinct claims.
    pub(super) claim_count: u32,
    /// Distinct statements of both ends.
    pub(super) statements: u32,
    /// The days these can date from.
    pub(super) days: Days,
}

/// Looks behind ties.
pub(super) struct Lookup<'a> {
    counts: &'a Counts,
    /// Ranks of claims by identifier.
    ranks: &'a [u32],
    /// So many claims are listed at most.
    list: u32,
    wanted: Wanted,
    /// What is supported and what is opposed.
    held: [Held; 2],
    /// Whether each node both supports and opposes some claim.
    torn: Vec<bool>,
}

/// Room to work in, used again from tie to tie.
#[derive(Default)]
pub(super) struct Room {
    /// What one node supports and opposes, by claim; nothing where it does not.
    sides: [Vec<Side>; 2],
    heaviest: Heaviest,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(counts: &'a Counts, ranks: &'a [u32], list: u32, wanted: Wanted) -> Self {
        Self {
            counts,
            ranks,
            list,
            wanted,
            held: [
                Held::of(counts, |cell| cell.supports),
                Held::of(counts, |cell| cell.opposes),
            ],
            torn: (0..counts.node_count())
                .map(|node| counts.of_node(node).iter().any(is_torn))
                .collect(),
        }
    }

    /// What is behind ties that have the same first end.
    ///
    /// The node's sides are laid out by claim once, so that for each other node only what the other
    /// holds is gone through, and nothing has to be looked for.
    pub(super) fn behind(&self, links: &[Link], room: &mut Room) -> Vec<Behind> {
        let Some(first) = links.first() else {
            return Vec::new();
        };
        let cells = self.counts.of_node(first.ends[0]);
        for sides in &mut room.sides {
            sides.resize(self.counts.claims.len(), Side::default());
        }
        for cell in cells {
            room.sides[0][cell.claim as usize] = cell.supports;
            room.sides[1][cell.claim as usize] = cell.opposes;
        }
        let one_behind = |link: &Link| {
            room.heaviest.restart(self.list);
            let all_sides = matches!(self.wanted, Wanted::Net | Wanted::Shared);
            let mut behind = if all_sides || link.ends.iter().all(|end| self.torn[*end as usize]) {
                self.by_claims(link, room)
            } else {
                self.by_sides(link, room)
            };
            behind.claims = room.heaviest.ranks();
            behind
        };
        let behind = links.iter().map(one_behind).collect();
        for cell in cells {
            room.sides[0][cell.claim as usize] = Side::default();
            room.sides[1][cell.claim as usize] = Side::default();
        }
        behind
    }

    /// Where two nodes meet on each claim with one side of each at most, as nearly always: the
    /// sides that can meet are gone through one after the other. On the UN's roll-call votes this
    /// takes half the processor time of going by claims.
    fn by_sides(&self, link: &Link, room: &mut Room) -> Behind {
        let mut behind = Behind::default();
        for (side, mine) in room.sides.iter().enumerate() {
            let meets = match link.kind {
                TieKind::Disagreement => 1 - side,
                _ => side,
            };
            for (claim, other) in self.held[meets].of_node(link.ends[1]) {
                let one = &mine[*claim as usize];
                if one.count > 0 {
                    behind.claim_count += 1;
                    behind.add(&[*one, *other]);
                    let weight = u64::from(one.count) * u64::from(other.count);
                    room.heaviest.push(weight, self.ranks[*claim as usize]);
                }
            }
        }
        behind
    }

    /// Where more sides than that can meet, claim by claim.
    fn by_claims(&self, link: &Link, room: &mut Room) -> Behind {
        let mut behind = Behind::default();
        for other in self.counts.of_node(link.ends[1]) {
            let claim = other.claim as usize;
            let one = [room.sides[0][claim], room.sides[1][claim]];
            let weight = match self.wanted {
                Wanted::Net => behind.meet_all(&one, other, u64::abs_diff),
                Wanted::Shared => behind.meet_all(&one, other, |one, two| one + two),
                _ => behind.meet(&one, other, link.kind),
            };
            if let Some(weight) = weight {
                behind.claim_count += 1;
                room.heaviest.push(weight, self.ranks[claim]);
            }
        }
        behind
    }
}

impl Behind {
    /// Adds a claim: the sides that meet. Each node's two sides come up once, so that no statement
    /// is counted twice. What the claim weighs; nothing where no sides meet.
    fn meet(&mut self, one: &[Side; 2], other: &Cell, kind: TieKind) -> Option<u64> {
        let mut weight = 0;
        for (one, other) in meetings(one, other, kind) {
            let product = u64::from(one.count) * u64::from(other.count);
            if product > 0 {
                self.add(&[one, other]);
                weight += product;
            }
        }
        (weight > 0).then_some(weight)
    }

    /// The same where agreement and disagreement make one tie. Every side of one meets some side of
    /// the other, so all that both said of the claim is behind the tie; it weighs what the weights
    /// of both give.
    fn meet_all(
        &mut self,
        one: &[Side; 2],
        other: &Cell,
        gives: impl Fn(u64, u64) -> u64,
    ) -> Option<u64> {
        if one[0].count == 0 && one[1].count == 0 {
            return None;
        }
        self.add(&[one[0], one[1], other.supports, other.opposes]);
        let weight = |kind| -> u64 {
            let products = meetings(one, other, kind)
                .map(|(one, other)| u64::from(one.count) * u64::from(other.count));
            products.into_iter().sum()
        };
        Some(gives(
            weight(TieKind::Agreement),
            weight(TieKind::Disagreement),
        ))
    }

    fn add(&mut self, sides: &[Side]) {
        for side in sides {
            self.statements += side.statements;
            self.days = self.days.join(side.days);
        }
    }
}

/// The sides that meet in a tie of this kind.
fn meetings(one: &[Side; 2], other: &Cell, kind: TieKind) -> [(Side, Side); 2] {
    let [supports, opposes] = *one;
    if kind == TieKind::Agreement {
        [(supports, other.supports), (opposes, other.opposes)]
    } else {
        [(supports, other.opposes), (opposes, other.supports)]
    }
}

/// Whether a node both supports and opposes a claim.
fn is_torn(cell: &Cell) -> bool {
    cell.supports.count > 0 && cell.opposes.count > 0
}

/// What each node holds of one stance: claims and sides, without the empty ones in between.
struct Held {
    entries: Vec<(u32, Side)>,
    /// Where each node's entries begin, and where the last node's end.
    starts: Vec<usize>,
}

impl Held {
    fn of(counts: &Counts, side: impl Fn(&Cell) -> Side) -> Self {
        let mut held = Self {
            entries: Vec::new(),
            starts: vec![0],
        };
        for node in 0..counts.node_count() {
            let sides = counts.of_node(node).iter();
            let sides = sides.map(|cell| (cell.claim, side(cell)));
            held.entries
                .extend(sides.filter(|(_, side)| side.count > 0));
            held.starts.push(held.entries.len());
        }
        held
    }

    fn of_node(&self, node: u32) -> &[(u32, Side)] {
        let node = node as usize;
        &self.entries[self.starts[node]..self.starts[node + 1]]
    }
}
