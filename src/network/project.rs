//! Projection: from counts of nodes on claims to weights between nodes.
//!
//! With X[i,c,s] the count of node *i* on claim *c* with stance *s*, discourse network analysis
//! (P. Leifeld 2017, "Discourse Network Analysis: Policy Debates as Dynamic Networks", in The Oxford
//! Handbook of Political Networks) ties *i* and *j* with the weights
//!
//! * congruence, here agreement: Σc X[i,c,+]·X[j,c,+] + X[i,c,−]·X[j,c,−]
//! * conflict, here disagreement: Σc X[i,c,+]·X[j,c,−] + X[i,c,−]·X[j,c,+]
//! * subtract, here net: congruence less conflict
//!
//! The work goes node by node, on all cores: a node meets, over its claims, everyone else who took a
//! side on them. Weights are sums of whole numbers, so the order of additions cannot show. Ties
//! that are too weak are dropped as soon as the node is done: memory follows what comes out, plus one
//! row of sums a core. Time is the sum over claims of their holders squared, which is what there is
//! to find. What stands behind a tie is worked out afterwards, for those that stay.

use super::count::{Cell, Counts};
use super::holders::Holders;
use super::model::TieKind;
use super::normalize::Normalizer;
use rayon::prelude::*;
use std::cmp::Ordering;

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

/// Which ties stay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keep {
    /// Those of this weight or more.
    pub(super) min_weight: f64,
    /// Those among so many strongest of either end.
    pub(super) top: Option<u32>,
}

/// A tie between two nodes by their positions, the first the smaller; its weight is normalised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    pub(super) ends: [u32; 2],
    pub(super) kind: TieKind,
    pub(super) weight: f64,
}

/// Into how many blocks of nodes the work is cut: enough that cores which are done early find more,
/// few enough that a row of sums for each costs nothing.
const BLOCKS: u32 = 256;

/// All ties that stay, by ends, then kind.
pub(super) fn project(
    counts: &Counts,
    normalizer: &Normalizer,
    wanted: Wanted,
    keep: Keep,
) -> Vec<Link> {
    let nodes = counts.node_count();
    let projection = Projection {
        counts,
        normalizer,
        wanted,
        keep,
        supporters: Holders::of(counts, |cell| cell.supports.count),
        opposers: Holders::of(counts, |cell| cell.opposes.count),
    };
    let size = nodes.div_ceil(BLOCKS).max(1);
    let links: Vec<Vec<Link>> = (0..nodes.div_ceil(size))
        .into_par_iter()
        .map_init(
            || Row::new(nodes),
            |row, block| {
                let mut links = Vec::new();
                for node in block * size..((block + 1) * size).min(nodes) {
                    projection.row(node, row, &mut links);
                }
                links
            },
        )
        .collect();
    let mut links = links.concat();
    if keep.top.is_some() {
        // Each end may have kept it.
        links.par_sort_unstable_by_key(|link| (link.ends, link.kind));
        links.dedup_by_key(|link| (link.ends, link.kind));
    }
    links
}

struct Projection<'a> {
    counts: &'a Counts,
    normalizer: &'a Normalizer,
    wanted: Wanted,
    keep: Keep,
    supporters: Holders,
    opposers: Holders,
}

impl Projection<'_> {
    /// Appends the ties of one node: those to nodes after it, or, where ties are ranked, those among
    /// its strongest to any node.
    fn row(&self, node: u32, row: &mut Row, links: &mut Vec<Link>) {
        let from = if self.keep.top.is_some() { 0 } else { node + 1 };
        let crowded = self.is_crowded(node);
        self.add_up(node, from, crowded, row);
        let begin = links.len();
        row.finish(from, crowded, |other, agreement, disagreement| {
            if other != node {
                self.ties([node, other], agreement, disagreement, links);
            }
        });
        if let Some(top) = self.keep.top {
            let mut own = links.split_off(begin);
            own.sort_by_key(|link| link.kind);
            for of_kind in own.chunk_by_mut(|one, other| one.kind == other.kind) {
                links.extend_from_slice(strongest(of_kind, top, node));
            }
        }
    }

    /// Whether a node meets others so often that looking at the sums of all afterwards costs less
    /// than noting down whom it has met and putting them in order: on a thousand nodes that know
    /// nearly all others, noting was a third of the time.
    fn is_crowded(&self, node: u32) -> bool {
        let cells = self.counts.of_node(node).iter();
        let holders =
            |cell: &Cell| self.supporters.count(cell.claim) + self.opposers.count(cell.claim);
        cells.map(holders).sum::<usize>() > self.counts.nodes.len() / 8
    }

    fn add_up(&self, node: u32, from: u32, crowded: bool, row: &mut Row) {
        let agree = self.wanted != Wanted::Disagreement;
        let disagree = self.wanted != Wanted::Agreement;
        for cell in self.counts.of_node(node) {
            let supporters = self.supporters.from(cell.claim, from);
            let opposers = self.opposers.from(cell.claim, from);
            let (supports, opposes) = (cell.supports.count, cell.opposes.count);
            if agree {
                row.agreement.add(supporters, supports, crowded);
                row.agreement.add(opposers, opposes, crowded);
            }
            if disagree {
                row.disagreement.add(opposers, supports, crowded);
                row.disagreement.add(supporters, opposes, crowded);
            }
        }
    }

    /// The ties of a pair, of those that are wanted and strong enough.
    fn ties(&self, [node, other]: [u32; 2], for_: u64, against: u64, links: &mut Vec<Link>) {
        let ends = [node.min(other), node.max(other)];
        let mut tie = |kind, raw| {
            let weight = self.normalizer.weight(raw, ends);
            if raw > 0 && weight >= self.keep.min_weight {
                links.push(Link { ends, kind, weight });
            }
        };
        if self.wanted == Wanted::Net {
            let kind = if for_ > against {
                TieKind::Agreement
            } else {
                TieKind::Disagreement
            };
            tie(kind, for_.abs_diff(against));
        } else {
            tie(TieKind::Agreement, for_);
            tie(TieKind::Disagreement, against);
        }
    }
}

/// The strongest of a node's ties, among equals those to the first of the other nodes.
fn strongest(links: &mut [Link], top: u32, node: u32) -> &[Link] {
    let other = |link: &Link| link.ends[usize::from(link.ends[0] == node)];
    select(links, top as usize, |one, two| {
        let by_weight = two.weight.total_cmp(&one.weight);
        by_weight.then(other(one).cmp(&other(two)))
    })
}

/// The first `count` in this order, in any order.
pub(super) fn select<T>(
    items: &mut [T],
    count: usize,
    order: impl FnMut(&T, &T) -> Ordering,
) -> &[T] {
    if count < items.len() {
        items.select_nth_unstable_by(count, order);
    }
    &items[..count.min(items.len())]
}

/// The sums of one node with every other.
struct Row {
    agreement: Sums,
    disagreement: Sums,
    met: Vec<u32>,
}

impl Row {
    fn new(nodes: u32) -> Self {
        Self {
            agreement: Sums::new(nodes),
            disagreement: Sums::new(nodes),
            met: Vec::new(),
        }
    }

    /// Gives out the sums of all who were met, in order, and empties the row. Nobody before `from`
    /// was met.
    fn finish(&mut self, from: u32, crowded: bool, mut give: impl FnMut(u32, u64, u64)) {
        if crowded {
            let sums = self
                .agreement
                .sums
                .iter_mut()
                .zip(&mut self.disagreement.sums);
            for (other, (agreement, disagreement)) in (0..).zip(sums).skip(from as usize) {
                if (*agreement | *disagreement) != 0 {
                    give(
                        other,
                        std::mem::take(agreement),
                        std::mem::take(disagreement),
                    );
                }
            }
            return;
        }
        let met = &mut self.met;
        met.clear();
        met.append(&mut self.agreement.met);
        met.append(&mut self.disagreement.met);
        met.sort_unstable();
        met.dedup();
        for other in met.iter() {
            give(
                *other,
                self.agreement.take(*other),
                self.disagreement.take(*other),
            );
        }
    }
}

/// A sum for each node, and which of them are not zero.
struct Sums {
    sums: Vec<u64>,
    met: Vec<u32>,
}

impl Sums {
    fn new(nodes: u32) -> Self {
        Self {
            sums: vec![0; nodes as usize],
            met: Vec::new(),
        }
    }

    /// Adds a side of the node to all who hold the side that it meets. No product is zero, and no
    /// sum overflows: all statements are fewer than 2³², so that these are below 2⁶⁴. Where it is
    /// crowded, who is met is not noted down.
    fn add(&mut self, holders: &[[u32; 2]], factor: u32, crowded: bool) {
        if factor == 0 {
            return;
        }
        let product = |count: u32| u64::from(factor) * u64::from(count);
        // Holders are nodes, and each node has a sum.
        if crowded {
            for [holder, count] in holders {
                self.sums[*holder as usize] += product(*count);
            }
            return;
        }
        for [holder, count] in holders {
            let sum = &mut self.sums[*holder as usize];
            if *sum == 0 {
                self.met.push(*holder);
            }
            *sum += product(*count);
        }
    }

    fn take(&mut self, node: u32) -> u64 {
        self.sums.get_mut(node as usize).map_or(0, std::mem::take)
    }
}
