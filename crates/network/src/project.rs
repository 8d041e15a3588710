//! Projection: from counts of nodes on claims to weights between nodes.
//!
//! With X[i,c,s] the count of node *i* on claim *c* with stance *s*, discourse network analysis
//! (P. Leifeld 2017, "Discourse Network Analysis: Policy Debates as Dynamic Networks", in The Oxford
//! Handbook of Political Networks) ties *i* and *j* with the weights
//!
//! * congruence, here agreement: Σc X[i,c,+]·X[j,c,+] + X[i,c,−]·X[j,c,−]
//! * conflict, here disagreement: Σc X[i,c,+]·X[j,c,−] + X[i,c,−]·X[j,c,+]
//! * subtract, here net: congruence less conflict
//! * ignore, here shared: congruence and conflict together
//!
//! The work goes node by node, on all cores: a node meets, over its claims, everyone else who took a
//! side on them. Weights are sums of whole numbers, so the order of additions cannot show. Ties
//! that are too weak are dropped as soon as the node is done: memory follows what comes out, plus one
//! row of sums a core. Time is the sum over claims of their holders squared, which is what there is
//! to find. What stands behind a tie is worked out afterwards, for those that stay.

use super::assemble::EndedTie;
use super::count::{Cell, Counts};
use super::holders::Holders;
use super::model::TieKind;
use super::normalize::{Met, Normalizer};
use super::options::Options;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Which ties are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Agreement,
    Disagreement,
    /// Agreement and disagreement as two ties.
    Both,
    /// Agreement less disagreement as one tie.
    Net,
    /// Agreement and disagreement together as one tie.
    Shared,
}

/// Which ties stay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keep {
    /// Those of this weight or more.
    pub(super) min_weight: f64,
    /// Those among so many strongest of either end.
    pub(super) top: Option<u32>,
}

impl Keep {
    pub(super) fn of(options: &Options) -> Self {
        Self {
            min_weight: options.min_weight,
            top: options.top,
        }
    }
}

/// A tie between two nodes by their positions, the first the smaller; its weight is normalised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    pub(super) ends: [u32; 2],
    pub(super) kind: TieKind,
    pub(super) weight: f64,
}

impl Link {
    /// What a tie that is made already is as a link.
    pub(super) fn of((ends, tie): &EndedTie) -> Self {
        Self {
            ends: *ends,
            kind: tie.kind,
            weight: tie.weight,
        }
    }
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
            || Row::new(nodes, normalizer.needs_sums()),
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
        row.finish(from, crowded, |other, met| {
            if other != node {
                self.ties([node, other], &met, links);
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
        if self.normalizer.by_minima() {
            self.meet(node, from, crowded, row, u64::min);
        } else {
            // No sum overflows: all statements are fewer than 2³², so that these are below 2⁶⁴.
            self.meet(node, from, crowded, row, |one, other| one * other);
        }
        if self.normalizer.needs_sums() {
            for cell in self.counts.of_node(node) {
                let sums = &mut row.sums;
                let sum = |one: u64, other: u64| one + other;
                sums.add(
                    self.supporters.from(cell.claim, from),
                    cell.supports.count,
                    crowded,
                    sum,
                );
                sums.add(
                    self.opposers.from(cell.claim, from),
                    cell.opposes.count,
                    crowded,
                    sum,
                );
            }
        }
    }

    /// Adds up what two counts give wherever the node meets others.
    fn meet(
        &self,
        node: u32,
        from: u32,
        crowded: bool,
        row: &mut Row,
        gives: impl Fn(u64, u64) -> u64 + Copy,
    ) {
        let agree = self.wanted != Wanted::Disagreement || self.normalizer.needs_sums();
        let disagree = self.wanted != Wanted::Agreement;
        for cell in self.counts.of_node(node) {
            let supporters = self.supporters.from(cell.claim, from);
            let opposers = self.opposers.from(cell.claim, from);
            let (supports, opposes) = (cell.supports.count, cell.opposes.count);
            if agree {
                row.agreement.add(supporters, supports, crowded, gives);
                row.agreement.add(opposers, opposes, crowded, gives);
            }
            if disagree {
                row.disagreement.add(opposers, supports, crowded, gives);
                row.disagreement.add(supporters, opposes, crowded, gives);
            }
        }
    }

    /// The ties of a pair, of those that are wanted and strong enough.
    fn ties(&self, [node, other]: [u32; 2], met: &Met, links: &mut Vec<Link>) {
        let ends = [node.min(other), node.max(other)];
        let mut tie = |kind, weight| {
            if weight > 0.0 && weight >= self.keep.min_weight {
                links.push(Link { ends, kind, weight });
            }
        };
        let weight = |kind| self.normalizer.weight(met, kind, ends);
        if matches!(self.wanted, Wanted::Agreement | Wanted::Both) {
            tie(TieKind::Agreement, weight(TieKind::Agreement));
        }
        if matches!(self.wanted, Wanted::Disagreement | Wanted::Both) {
            tie(TieKind::Disagreement, weight(TieKind::Disagreement));
        }
        if self.wanted == Wanted::Shared {
            tie(TieKind::Shared, weight(TieKind::Shared));
        }
        if self.wanted == Wanted::Net {
            let net = self.normalizer.net(met, ends);
            let kind = if net > 0.0 {
                TieKind::Agreement
            } else {
                TieKind::Disagreement
            };
            tie(kind, net.abs());
        }
    }
}

/// The strongest of a node's ties, among equals those to the first of the other nodes.
fn strongest(links: &mut [Link], top: u32, node: u32) -> &[Link] {
    select(links, top as usize, by_strength(node))
}

/// The order of a node's ties: the strongest first, of equals those to the first of the others.
fn by_strength(node: u32) -> impl Fn(&Link, &Link) -> Ordering {
    let other = move |link: &Link| link.ends[usize::from(link.ends[0] == node)];
    move |one, two| {
        let by_weight = two.weight.total_cmp(&one.weight);
        by_weight.then(other(one).cmp(&other(two)))
    }
}

/// Of ties that are made already, those among so many strongest of one of their ends, agreement
/// and disagreement ranked apart; in the order they have.
pub(super) fn keep_strongest(ties: Vec<EndedTie>, top: u32) -> Vec<EndedTie> {
    let mut by_end: BTreeMap<(u32, TieKind), Vec<(Link, usize)>> = BTreeMap::new();
    for (at, tie) in ties.iter().enumerate() {
        let link = Link::of(tie);
        for end in link.ends {
            by_end.entry((end, link.kind)).or_default().push((link, at));
        }
    }
    let mut kept = vec![false; ties.len()];
    for ((end, _), mut links) in by_end {
        let order = by_strength(end);
        links.sort_by(|(one, _), (two, _)| order(one, two));
        for (_, at) in links.iter().take(top as usize) {
            kept[*at] = true;
        }
    }
    let kept = ties.into_iter().zip(kept);
    kept.filter_map(|(tie, kept)| kept.then_some(tie)).collect()
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
    sums: Sums,
    met: Vec<u32>,
}

impl Row {
    fn new(nodes: u32, sums: bool) -> Self {
        Self {
            agreement: Sums::new(nodes),
            disagreement: Sums::new(nodes),
            sums: Sums::new(if sums { nodes } else { 0 }),
            met: Vec::new(),
        }
    }

    /// Gives out the sums of all who were met, in order, and empties the row. Nobody before `from`
    /// was met.
    fn finish(&mut self, from: u32, crowded: bool, mut give: impl FnMut(u32, Met)) {
        if crowded {
            // Nodes are counted in 32 bits.
            for other in from..self.agreement.sums.len() as u32 {
                let met = self.take(other);
                if (met.agreement | met.disagreement) != 0 {
                    give(other, met);
                }
            }
            return;
        }
        let mut met = std::mem::take(&mut self.met);
        met.append(&mut self.agreement.met);
        met.append(&mut self.disagreement.met);
        self.sums.met.clear();
        met.sort_unstable();
        met.dedup();
        for other in met.drain(..) {
            let sums = self.take(other);
            give(other, sums);
        }
        self.met = met;
    }

    fn take(&mut self, node: u32) -> Met {
        Met {
            agreement: self.agreement.take(node),
            disagreement: self.disagreement.take(node),
            sums: self.sums.take(node),
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

    /// Adds what a side of the node gives with that of all who hold the side that it meets: never
    /// zero. Where it is crowded, who is met is not noted down.
    fn add(
        &mut self,
        holders: &[[u32; 2]],
        mine: u32,
        crowded: bool,
        gives: impl Fn(u64, u64) -> u64,
    ) {
        if mine == 0 {
            return;
        }
        let gives = |count: u32| gives(u64::from(mine), u64::from(count));
        // Holders are nodes, and each node has a sum.
        if crowded {
            for [holder, count] in holders {
                self.sums[*holder as usize] += gives(*count);
            }
            return;
        }
        for [holder, count] in holders {
            let sum = &mut self.sums[*holder as usize];
            if *sum == 0 {
                self.met.push(*holder);
            }
            *sum += gives(*count);
        }
    }

    fn take(&mut self, node: u32) -> u64 {
        self.sums.get_mut(node as usize).map_or(0, std::mem::take)
    }
}
