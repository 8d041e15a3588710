//! What stands behind a tie: claims, statements, first and last day.

use super::count::{Cell, Counts, Side};
use super::days::Days;
use super::model::TieKind;
use super::project::{Link, select};

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
    pub(super) counts: &'a Counts,
    /// Ranks of claims by identifier.
    pub(super) ranks: &'a [u32],
    /// So many claims are listed at most.
    pub(super) list: u32,
    /// Whether a tie is what is left of agreement less disagreement.
    pub(super) net: bool,
}

/// Room to work in, used again from tie to tie.
#[derive(Default)]
pub(super) struct Room {
    /// The sides of one node on every claim, none of them where it has no cell.
    sides: Vec<[Side; 2]>,
    /// The claims of a tie as numbers that order by weight, the heaviest first, then by rank.
    claims: Vec<u64>,
}

impl Lookup<'_> {
    /// What is behind ties that have the same first end.
    ///
    /// The node's sides are laid out by claim once, so that for each other node only the other's cells
    /// are gone through, and nothing has to be looked for.
    pub(super) fn behind(&self, links: &[Link], room: &mut Room) -> Vec<Behind> {
        let Some(first) = links.first() else {
            return Vec::new();
        };
        let cells = self.counts.of_node(first.ends[0]);
        room.sides
            .resize(self.counts.claims.len(), <[Side; 2]>::default());
        for cell in cells {
            room.sides[cell.claim as usize] = [cell.supports, cell.opposes];
        }
        let behind = links
            .iter()
            .map(|link| self.behind_one(link, room))
            .collect();
        for cell in cells {
            room.sides[cell.claim as usize] = <[Side; 2]>::default();
        }
        behind
    }

    fn behind_one(&self, link: &Link, Room { sides, claims }: &mut Room) -> Behind {
        let cells = self.counts.of_node(link.ends[1]);
        // One more than there can be: what is written last may not count.
        claims.resize(cells.len() + 1, 0);
        let mut behind = Behind::default();
        let mut found = 0;
        for cell in cells {
            let one = &sides[cell.claim as usize];
            let (weight, counts) = if self.net {
                behind.meet_net(one, cell)
            } else {
                behind.meet(one, cell, link.kind)
            };
            // Without a branch: whether two nodes meet on a claim is anybody's guess, and a processor
            // that guesses wrong loses more than all the rest takes.
            claims[found] = heaviest_first(weight, self.ranks[cell.claim as usize]);
            found += usize::from(counts);
        }
        behind.claim_count = found as u32;
        let listed = select(&mut claims[..found], self.list as usize, u64::cmp);
        // The lower half is the rank.
        behind.claims = listed.iter().map(|claim| *claim as u32).collect();
        behind.claims.sort_unstable();
        behind
    }
}

/// A claim as a number, the smaller the more it weighs. Weights past 2³² are as heavy as each other.
fn heaviest_first(weight: u64, rank: u32) -> u64 {
    let lightness = u32::MAX - u32::try_from(weight).unwrap_or(u32::MAX);
    u64::from(lightness) << 32 | u64::from(rank)
}

impl Behind {
    /// Adds a claim: the sides that meet. Each node's two sides come up once, so that no statement
    /// is counted twice. What the claim weighs, and whether any sides meet.
    fn meet(&mut self, one: &[Side; 2], other: &Cell, kind: TieKind) -> (u64, bool) {
        let mut weight = 0;
        for (one, other) in meetings(one, other, kind) {
            let product = u64::from(one.count) * u64::from(other.count);
            self.add_if(product > 0, &[one, other]);
            weight += product;
        }
        (weight, weight > 0)
    }

    /// The same where agreement and disagreement are netted. Every side of one meets some side of
    /// the other, so all that both said of the claim is behind the tie; it weighs its difference.
    fn meet_net(&mut self, one: &[Side; 2], other: &Cell) -> (u64, bool) {
        let meet = one[0].count > 0 || one[1].count > 0;
        self.add_if(meet, &[one[0], one[1], other.supports, other.opposes]);
        let weight = |kind| -> u64 {
            let products = meetings(one, other, kind)
                .map(|(one, other)| u64::from(one.count) * u64::from(other.count));
            products.into_iter().sum()
        };
        let difference = weight(TieKind::Agreement).abs_diff(weight(TieKind::Disagreement));
        (difference, meet)
    }

    fn add_if(&mut self, counts: bool, sides: &[Side]) {
        // All ones or all zeros: of what does not count nothing is left, again without a branch, which
        // compilers make of a choice.
        let mask = 0_u32.wrapping_sub(u32::from(counts));
        for side in sides {
            self.statements += side.statements & mask;
            self.days = self.days.join(side.days.masked(mask));
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
