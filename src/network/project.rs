//! Projection: from counts of nodes on claims to ties between nodes.
//!
//! With X[i,c,s] the count of node *i* on claim *c* with stance *s*, discourse network analysis
//! (P. Leifeld 2017, "Discourse Network Analysis: Policy Debates as Dynamic Networks", in The Oxford
//! Handbook of Political Networks) ties *i* and *j* with the weights
//!
//! * congruence, here agreement: Σc X[i,c,+]·X[j,c,+] + X[i,c,−]·X[j,c,−]
//! * conflict, here disagreement: Σc X[i,c,+]·X[j,c,−] + X[i,c,−]·X[j,c,+]
//! * subtract, here net: congruence less conflict
//!
//! The work goes node by node: a node meets, over its claims, everyone else who took a side on them.
//! Memory beyond the ties is one accumulator a node, never one a pair, and time is the sum over
//! claims of their holders squared, which is what there is to find.

use super::count::{Cell, Counts, Side};
use super::model::TieKind;
use super::rows::Span;

/// Which ties are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Agreement,
    Disagreement,
    /// Agreement and disagreement as two ties.
    Both,
    /// Agreement less disagreement as one tie.
    Net,
}

/// A tie between two nodes by their positions, the first the smaller; not yet normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawTie {
    pub(super) ends: [u32; 2],
    pub(super) kind: TieKind,
    pub(super) weight: u64,
    pub(super) behind: Behind,
}

/// What stands behind a tie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Behind {
    /// Positions of the distinct claims, ascending.
    pub(super) claims: Vec<u32>,
    /// Distinct statements of both ends.
    pub(super) statements: u32,
    /// The days these can date from.
    pub(super) days: Option<Span>,
}

/// Hands every tie to `emit`, by ends, then kind.
pub(super) fn project(counts: &Counts, wanted: Wanted, mut emit: impl FnMut(RawTie)) {
    let holders = Holders::of(counts);
    let mut row = Row::new(counts.node_count());
    for node in 0..counts.node_count() {
        for cell in counts.of_node(node) {
            for (other, other_cell) in holders.after(cell.claim, node) {
                row.pair(*other).meet(cell, other_cell, wanted);
            }
        }
        row.finish(|other, pair| pair.into_ties([node, other], wanted, &mut emit));
    }
}

/// For each claim the nodes that take a side on it, ascending, with their cells.
struct Holders {
    entries: Vec<(u32, Cell)>,
    starts: Vec<usize>,
}

impl Holders {
    fn of(counts: &Counts) -> Self {
        let mut entries: Vec<(u32, Cell)> = (0..counts.node_count())
            .flat_map(|node| counts.of_node(node).iter().map(move |cell| (node, *cell)))
            .collect();
        // Stable, so that nodes stay ascending within a claim.
        entries.sort_by_key(|(_, cell)| cell.claim);
        let starts = (0..=counts.claims.len())
            .map(|claim| entries.partition_point(|(_, cell)| (cell.claim as usize) < claim))
            .collect();
        Self { entries, starts }
    }

    /// Holders of a claim beyond this node.
    fn after(&self, claim: u32, node: u32) -> &[(u32, Cell)] {
        let claim = claim as usize;
        let holders = &self.entries[self.starts[claim]..self.starts[claim + 1]];
        &holders[holders.partition_point(|(holder, _)| *holder <= node)..]
    }
}

/// Everyone that one node meets: a slot for each node, and which of the slots are in use.
struct Row {
    pairs: Vec<Option<Box<Pair>>>,
    met: Vec<u32>,
}

impl Row {
    fn new(nodes: u32) -> Self {
        Self {
            pairs: (0..nodes).map(|_| None).collect(),
            met: Vec::new(),
        }
    }

    fn pair(&mut self, other: u32) -> &mut Pair {
        let met = &mut self.met;
        self.pairs[other as usize].get_or_insert_with(|| {
            met.push(other);
            Box::default()
        })
    }

    /// Gives out all pairs in order and empties the row.
    fn finish(&mut self, mut give: impl FnMut(u32, Pair)) {
        self.met.sort_unstable();
        for other in self.met.drain(..) {
            if let Some(pair) = self.pairs[other as usize].take() {
                give(other, *pair);
            }
        }
    }
}

/// Two nodes over the claims seen so far.
#[derive(Default)]
struct Pair {
    agreement: Link,
    disagreement: Link,
    /// What is behind both, without counting a statement twice.
    net: Behind,
}

impl Pair {
    /// Both nodes' cells on one claim.
    fn meet(&mut self, one: &Cell, other: &Cell, wanted: Wanted) {
        let same = [(one.supports, other.supports), (one.opposes, other.opposes)];
        let opposite = [(one.supports, other.opposes), (one.opposes, other.supports)];
        if wanted != Wanted::Disagreement {
            self.agreement.add(one.claim, same);
        }
        if wanted != Wanted::Agreement {
            self.disagreement.add(one.claim, opposite);
        }
        if wanted == Wanted::Net {
            // Every side of one meets some side of the other, in agreement or disagreement, so
            // that the union is all that both said of the claim.
            let sides = [one.supports, one.opposes, other.supports, other.opposes];
            self.net.add(one.claim, &sides);
        }
    }

    fn into_ties(self, ends: [u32; 2], wanted: Wanted, emit: &mut impl FnMut(RawTie)) {
        let mut tie = |kind, weight, behind| {
            if weight > 0 {
                emit(RawTie {
                    ends,
                    kind,
                    weight,
                    behind,
                });
            }
        };
        let (for_, against) = (self.agreement.weight, self.disagreement.weight);
        if wanted == Wanted::Net {
            let kind = if for_ > against {
                TieKind::Agreement
            } else {
                TieKind::Disagreement
            };
            tie(kind, for_.abs_diff(against), self.net);
        } else {
            tie(TieKind::Agreement, for_, self.agreement.behind);
            tie(TieKind::Disagreement, against, self.disagreement.behind);
        }
    }
}

/// One kind of tie in the making.
#[derive(Default)]
struct Link {
    weight: u64,
    behind: Behind,
}

impl Link {
    /// Adds one claim: the products of the sides that meet. Each node's two sides come up once, so
    /// no statement is counted twice.
    fn add(&mut self, claim: u32, meetings: [(Side, Side); 2]) {
        for (one, other) in meetings {
            if one.count > 0 && other.count > 0 {
                self.weight += u64::from(one.count) * u64::from(other.count);
                self.behind.add(claim, &[one, other]);
            }
        }
    }
}

impl Behind {
    fn add(&mut self, claim: u32, sides: &[Side]) {
        if self.claims.last() != Some(&claim) {
            self.claims.push(claim);
        }
        for side in sides {
            self.statements += side.statements;
            self.days = Span::join_known(self.days, side.days);
        }
    }
}
