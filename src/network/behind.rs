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

impl Lookup<'_> {
    /// What is behind a tie: a walk over the claims of both ends side by side. `weights` is room to
    /// work in.
    pub(super) fn behind(&self, link: &Link, weights: &mut Vec<(u64, u32)>) -> Behind {
        weights.clear();
        let mut behind = Behind::default();
        let [one, other] = link.ends.map(|end| self.counts.of_node(end));
        walk(one, other, |one, other| {
            let weight = if self.net {
                behind.meet_net(one, other)
            } else {
                behind.meet(one, other, link.kind)
            };
            if let Some(weight) = weight {
                let rank = self.ranks.get(one.claim as usize).copied();
                weights.push((weight, rank.unwrap_or(one.claim)));
            }
        });
        behind.claim_count = weights.len() as u32;
        let listed = select(weights, self.list as usize, |one, other| {
            other.0.cmp(&one.0).then(one.1.cmp(&other.1))
        });
        behind.claims = listed.iter().map(|(_, rank)| *rank).collect();
        behind.claims.sort_unstable();
        behind
    }
}

/// Calls for every claim that both have a cell on.
fn walk(one: &[Cell], other: &[Cell], mut meet: impl FnMut(&Cell, &Cell)) {
    let (mut ones, mut others) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(one), Some(other)) = (ones.peek(), others.peek()) {
        match one.claim.cmp(&other.claim) {
            std::cmp::Ordering::Less => {
                ones.next();
            }
            std::cmp::Ordering::Greater => {
                others.next();
            }
            std::cmp::Ordering::Equal => {
                meet(one, other);
                ones.next();
                others.next();
            }
        }
    }
}

impl Behind {
    /// Adds a claim: the sides that meet. Each node's two sides come up once, so that no statement
    /// is counted twice. What the claim weighs, if any sides meet.
    fn meet(&mut self, one: &Cell, other: &Cell, kind: TieKind) -> Option<u64> {
        let weight: u64 = meetings(one, other, kind)
            .map(|(one, other)| {
                if one.count > 0 && other.count > 0 {
                    self.add(&[one, other]);
                }
                u64::from(one.count) * u64::from(other.count)
            })
            .into_iter()
            .sum();
        (weight > 0).then_some(weight)
    }

    /// The same where agreement and disagreement are netted. Every side of one meets some side of
    /// the other, so all that both said of the claim is behind the tie; it weighs its difference.
    fn meet_net(&mut self, one: &Cell, other: &Cell) -> Option<u64> {
        self.add(&[one.supports, one.opposes, other.supports, other.opposes]);
        let weight = |kind| -> u64 {
            let products = meetings(one, other, kind)
                .map(|(one, other)| u64::from(one.count) * u64::from(other.count));
            products.into_iter().sum()
        };
        Some(weight(TieKind::Agreement).abs_diff(weight(TieKind::Disagreement)))
    }

    fn add(&mut self, sides: &[Side]) {
        for side in sides {
            self.statements += side.statements;
            self.days = self.days.join(side.days);
        }
    }
}

/// The sides that meet in a tie of this kind.
fn meetings(one: &Cell, other: &Cell, kind: TieKind) -> [(Side, Side); 2] {
    if kind == TieKind::Agreement {
        [(one.supports, other.supports), (one.opposes, other.opposes)]
    } else {
        [(one.supports, other.opposes), (one.opposes, other.supports)]
    }
}
