//! Stances that follow from others, by what claims entail and contradict.
//!
//! Supporting a claim supports all that it entails and opposes all that contradicts it; opposing a
//! claim opposes all that entails it; and so on from there. Opposing a claim never supports what
//! contradicts it: contraries can both be false.
//!
//! Each statement counts on every claim that it takes a side on in this sense. A node that holds
//! both sides of a claim then makes no tie on it. Claims that are connected by what they entail and
//! contradict are a family. Where a pair meets directly in a family, its direct meetings count, as
//! they do without logic; where it does not, the family counts once, by its heaviest implied
//! meeting: one dispute is not counted once for every contrary.

use super::assemble::EndedTie;
use super::count::{Cell, Counts, Mark, Side, sort};
use super::days::Days;
use super::follow::Follow;
use super::heaviest::Heaviest;
use super::model::{Tie, TieKind};
use super::normalize::{Met, Normalizer};
use super::options::{Counting, Options};
use super::place::Placed;
use super::project::{Wanted, keep_strongest};
use rayon::prelude::*;
use std::cmp::Reverse;

/// Counts with all that follows from what was said.
pub(super) struct Closed {
    pub(super) counts: Counts,
    /// What was said itself, cell by cell: supports and opposes.
    direct: Vec<[Side; 2]>,
    /// Where the cells of each node begin in `direct`.
    starts: Vec<usize>,
    /// The family of each claim.
    families: Vec<u32>,
}

impl Closed {
    /// Counts statements on all claims that they take a side on. The claims of `placed` have to be
    /// all of these: see [`widen`]. `said` are the counts of the same marks as they are.
    pub(super) fn of(
        placed: &Placed,
        (marks, said): (&[Mark], &Counts),
        counting: Counting,
        follow: &Follow,
    ) -> Self {
        let mut all = Vec::with_capacity(marks.len());
        for mark in marks {
            let side = follow.side_of(placed.claims[(mark.side / 2) as usize], mark.side % 2);
            let followed = follow.from(side).iter().filter_map(|step| {
                let claim = placed.claims.binary_search(&follow.claim(step.side)).ok()?;
                // Claims are terms, and those are counted in 32 bits.
                let side = 2 * claim as u32 + step.side % 2;
                Some(Mark { side, ..*mark })
            });
            all.extend(followed);
        }
        sort(&mut all, counting);
        let families = placed.claims.iter().map(|claim| follow.family(*claim));
        let mut closed = Self {
            counts: Counts::of_marks(placed, &all),
            direct: Vec::new(),
            starts: vec![0],
            families: families.collect(),
        };
        closed.fill(said);
        closed
    }

    /// Sets what was said beside what counts.
    fn fill(&mut self, said: &Counts) {
        for node in 0..self.counts.node_count() {
            let said = said.of_node(node);
            for cell in self.counts.of_node(node) {
                let found = said.binary_search_by_key(&cell.claim, |cell| cell.claim);
                self.direct.push(found.map_or_else(
                    |_| <[Side; 2]>::default(),
                    |at| [said[at].supports, said[at].opposes],
                ));
            }
            self.starts.push(self.direct.len());
        }
    }

    /// Whether a side of the cell at this position rests on implied stances alone.
    pub(super) fn is_implied(&self, at: usize, cell: &Cell) -> bool {
        let [supports, opposes] = self.direct[at];
        let only_implied = |all: &Side, said: Side| all.count > 0 && said.count == 0;
        only_implied(&cell.supports, supports) || only_implied(&cell.opposes, opposes)
    }

    /// A node's stances: the cells on which it takes one side, by family.
    fn stances(&self, node: u32) -> Vec<Stand> {
        let direct = &self.direct[self.starts[node as usize]..];
        let cells = self.counts.of_node(node).iter().zip(direct);
        let mut stances: Vec<Stand> = cells
            .filter(|(cell, _)| cell.supports.count == 0 || cell.opposes.count == 0)
            .map(|(cell, [supports, opposes])| {
                let opposing = cell.opposes.count > 0;
                let (all, said) = if opposing {
                    (cell.opposes, *opposes)
                } else {
                    (cell.supports, *supports)
                };
                Stand {
                    node,
                    claim: cell.claim,
                    family: self.families[cell.claim as usize],
                    opposing,
                    all,
                    said,
                }
            })
            .collect();
        stances.sort_by_key(|stand| (stand.family, stand.claim));
        stances
    }
}

/// One side that a node takes on a claim.
#[derive(Debug, Clone, Copy)]
struct Stand {
    node: u32,
    claim: u32,
    family: u32,
    opposing: bool,
    all: Side,
    /// What of it was said.
    said: Side,
}

/// Two nodes that meet on a claim.
struct Meeting {
    other: u32,
    kind: TieKind,
    implied: bool,
    weight: u64,
    /// Of the claim, by identifier.
    rank: u32,
    sides: [Side; 2],
}

impl Meeting {
    fn of(one: &Stand, other: &Stand, ranks: &[u32]) -> Self {
        let weight = |one: &Side, other: &Side| u64::from(one.count) * u64::from(other.count);
        let said = weight(&one.said, &other.said);
        let implied = said == 0;
        Self {
            other: other.node,
            kind: if one.opposing == other.opposing {
                TieKind::Agreement
            } else {
                TieKind::Disagreement
            },
            implied,
            weight: if implied {
                weight(&one.all, &other.all)
            } else {
                said
            },
            rank: ranks[one.claim as usize],
            sides: if implied {
                [one.all, other.all]
            } else {
                [one.said, other.said]
            },
        }
    }

    fn order(&self) -> impl Ord + use<> {
        (
            self.other,
            self.kind,
            self.implied,
            Reverse(self.weight),
            self.rank,
        )
    }
}

/// The ties of these counts. `said` are the counts without what is implied, whose activity weights
/// are divided by.
pub(super) fn ties(
    closed: &Closed,
    said: &Counts,
    ranks: &[u32],
    wanted: Wanted,
    options: &Options,
) -> Vec<EndedTie> {
    let stances: Vec<Vec<Stand>> = (0..closed.counts.node_count())
        .into_par_iter()
        .map(|node| closed.stances(node))
        .collect();
    let mut by_claim: Vec<Vec<Stand>> = vec![Vec::new(); closed.counts.claims.len()];
    for stand in stances.iter().flatten() {
        by_claim[stand.claim as usize].push(*stand);
    }
    let normalizer = Normalizer::new(said, options.normalize, options.compat);
    let pairs = Pairs {
        by_claim: &by_claim,
        ranks,
        wanted,
        options,
        normalizer: &normalizer,
    };
    let ties: Vec<Vec<EndedTie>> = stances
        .par_iter()
        .map(|stances| pairs.of_node(stances))
        .collect();
    let ties = ties.into_iter().flatten().collect();
    match options.top {
        Some(top) => keep_strongest(ties, top),
        None => ties,
    }
}

/// What the ties of one node after the other are found with.
struct Pairs<'a> {
    by_claim: &'a [Vec<Stand>],
    ranks: &'a [u32],
    wanted: Wanted,
    options: &'a Options,
    normalizer: &'a Normalizer,
}

impl Pairs<'_> {
    /// The ties of a node to nodes after it.
    fn of_node(&self, stances: &[Stand]) -> Vec<EndedTie> {
        let mut meetings = Vec::new();
        for family in stances.chunk_by(|one, other| one.family == other.family) {
            meetings.extend(self.in_family(family));
        }
        meetings.sort_by_key(|meeting| (meeting.other, meeting.kind));
        let Some(node) = stances.first().map(|stand| stand.node) else {
            return Vec::new();
        };
        let net = self.wanted == Wanted::Net;
        meetings
            .chunk_by(|one, two| one.other == two.other && (net || one.kind == two.kind))
            .filter_map(|meetings| self.tie([node, meetings[0].other], meetings))
            .collect()
    }

    /// The meetings that count in a family: the direct ones of a pair, or its heaviest.
    fn in_family(&self, family: &[Stand]) -> Vec<Meeting> {
        let mut meetings: Vec<Meeting> = Vec::new();
        for one in family {
            let others = &self.by_claim[one.claim as usize];
            let after = others.partition_point(|other| other.node <= one.node);
            let met = others[after..].iter();
            meetings.extend(met.map(|other| Meeting::of(one, other, self.ranks)));
        }
        meetings.retain(|meeting| match self.wanted {
            Wanted::Agreement => meeting.kind == TieKind::Agreement,
            Wanted::Disagreement => meeting.kind == TieKind::Disagreement,
            _ => true,
        });
        meetings.sort_by_key(Meeting::order);
        let mut before: Option<(u32, TieKind)> = None;
        meetings.retain(|meeting| {
            let pair = (meeting.other, meeting.kind);
            let first = before.replace(pair) != Some(pair);
            first || !meeting.implied
        });
        meetings
    }

    fn tie(&self, ends: [u32; 2], meetings: &[Meeting]) -> Option<EndedTie> {
        let mut met = Met::default();
        let mut heaviest = Heaviest::default();
        heaviest.restart(self.options.list_claims);
        let (mut days, mut statements) = (Days::UNKNOWN, 0);
        for meeting in meetings {
            match meeting.kind {
                TieKind::Agreement => met.agreement += meeting.weight,
                _ => met.disagreement += meeting.weight,
            }
            heaviest.push(meeting.weight, meeting.rank);
            for side in meeting.sides {
                statements += side.statements;
                days = days.join(side.days);
            }
        }
        let (kind, weight) = if self.wanted == Wanted::Net {
            let net = self.normalizer.net(&met, ends);
            let agree = net > 0.0;
            let kind = if agree {
                TieKind::Agreement
            } else {
                TieKind::Disagreement
            };
            (kind, net.abs())
        } else {
            let kind = meetings.first()?.kind;
            (kind, self.normalizer.weight(&met, kind, ends))
        };
        let tie = Tie {
            kind,
            weight,
            sign: kind.sign(),
            act: None,
            claims: heaviest.ranks(),
            // Fewer than claims, which are terms.
            claim_count: meetings.len() as u32,
            implied: meetings.iter().filter(|meeting| meeting.implied).count() as u32,
            statements,
            first: days.first(),
            last: days.last(),
            supports: 0,
            opposes: 0,
        };
        (weight > 0.0 && weight >= self.options.min_weight).then_some((ends, tie))
    }
}

/// Adds the claims that statements take a side on only by what follows.
pub(super) fn widen(placed: &mut Placed, follow: &Follow) {
    let mut claims = placed.claims.clone();
    for claim in &placed.claims {
        for stance in [0, 1] {
            let steps = follow.from(follow.side_of(*claim, stance)).iter();
            claims.extend(steps.map(|step| follow.claim(step.side)));
        }
    }
    claims.sort_unstable();
    claims.dedup();
    for claim in &mut placed.claim {
        let id = placed.claims[*claim as usize];
        // All that was there is there still.
        *claim = claims.partition_point(|other| *other < id) as u32;
    }
    placed.claims = claims;
}
