//! Leiden moves (V. A. Traag, L. Waltman, N. J. van Eck 2019, "From Louvain to Leiden: guaranteeing
//! well-connected communities", Scientific Reports 9, 5233, doi:10.1038/s41598-019-41695-z), for
//! signed modularity.
//!
//! Nodes move to the group where they gain most; each group is then refined into parts that hold
//! together; parts become the nodes of a smaller network that starts from the groups; and again,
//! until nothing moves. Three things are not as in the paper:
//!
//! * A part that a node joins in refinement is the one of most gain, not one drawn by odds. That
//!   needs no exponential, which differs between machines in the last bit.
//! * In small networks every group is looked at, not only those a node has ties to: two who have no
//!   tie but the same opponents belong together.
//! * Where nothing can be refined, whole groups become nodes, so that merging them is tried.

use super::ties::{Adjacency, SignedTies};
use demarche_core::random::Random;
use std::collections::VecDeque;

/// Up to so many nodes, a node looks at all groups.
const LOOKS_EVERYWHERE_UP_TO: usize = 1000;
/// Rounds over the whole network at most; three or four are usual.
const ROUNDS: usize = 20;
/// Gains below this share of all weights are rounding.
const ROUNDING: f64 = 1e-13;

/// A network in which a group gains by its inner weight, and loses what chance would have given it.
pub(super) struct Level {
    /// Agreement less disagreement, without ties of a node to itself, which no move changes.
    ties: Adjacency,
    /// Of each node, what its agreement and its disagreement contribute to chance: of two nodes it is
    /// the product of the first less the product of the second.
    odds: Vec<[f64; 2]>,
    /// Less than this is no gain.
    least: f64,
}

impl Level {
    /// The network itself.
    pub(super) fn of(ties: &SignedTies, resolution: f64) -> Self {
        let weights = ties.weights();
        let factor = weights.map(|weight| match weight > 0.0 {
            true => (resolution / (2.0 * weight)).sqrt(),
            false => 0.0,
        });
        let mut odds = vec![[0.0; 2]; ties.nodes() as usize];
        for pair in ties.pairs() {
            for end in pair.ends {
                odds[end as usize][0] += factor[0] * pair.agreement;
                odds[end as usize][1] += factor[1] * pair.disagreement;
            }
        }
        Self {
            ties: Adjacency::of(ties, |pair| Some(pair.net())),
            odds,
            least: ROUNDING * (weights[0] + weights[1]),
        }
    }

    fn nodes(&self) -> usize {
        self.odds.len()
    }

    fn looks_everywhere(&self) -> bool {
        self.nodes() <= LOOKS_EVERYWHERE_UP_TO
    }

    /// Half of modularity's sum, but for a constant.
    fn quality(&self, groups: &[u32]) -> f64 {
        let mut odds = vec![[0.0; 2]; self.nodes()];
        let mut inside = 0.0;
        for node in 0..self.nodes() {
            add(&mut odds[groups[node] as usize], self.odds[node]);
            let ties = self.ties.of_node(node).iter();
            let inner = ties.filter(|(other, _)| groups[*other as usize] == groups[node]);
            inside += inner.map(|(_, weight)| weight).sum::<f64>();
        }
        (inside - odds.iter().map(|of| chance(*of, *of)).sum::<f64>()) / 2.0
    }

    /// The network of these groups, numbered from zero without gaps.
    fn merged(&self, groups: &[u32], count: usize) -> Self {
        let (starts, members) = by_group(groups, count);
        let mut odds = vec![[0.0; 2]; count];
        let mut entries = Vec::new();
        let mut entry_starts = Vec::with_capacity(count + 1);
        let mut sums = Sums::new(count);
        for group in 0..count {
            entry_starts.push(entries.len());
            for &node in &members[starts[group]..starts[group + 1]] {
                add(&mut odds[group], self.odds[node as usize]);
                for &(other, weight) in self.ties.of_node(node as usize) {
                    let other = groups[other as usize];
                    if other as usize != group {
                        sums.add(other, weight);
                    }
                }
            }
            entries.extend(sums.met.iter().map(|&other| (other, sums.of(other))));
            sums.clear();
        }
        entry_starts.push(entries.len());
        Self {
            ties: Adjacency::from_parts(entries, entry_starts),
            odds,
            least: self.least,
        }
    }
}

/// Groups of a network's nodes that no move makes better, numbered without gaps.
pub(super) fn optimise(level: &Level, random: &mut Random) -> Vec<u32> {
    let mut groups: Vec<u32> = (0..level.nodes() as u32).collect();
    let mut quality = level.quality(&groups);
    for _ in 0..ROUNDS {
        let next = round(level, &groups, random);
        let reached = level.quality(&next);
        if reached <= quality + level.least {
            break;
        }
        (groups, quality) = (next, reached);
    }
    renumber(&mut groups);
    groups
}

/// Moves, refinement and merging, up to where nothing is left to merge.
fn round(base: &Level, start: &[u32], random: &mut Random) -> Vec<u32> {
    let mut groups = start.to_vec();
    // Where each node of the whole network is in the merged one.
    let mut place: Vec<u32> = (0..base.nodes() as u32).collect();
    let mut merged: Option<Level> = None;
    loop {
        let level = merged.as_ref().unwrap_or(base);
        move_nodes(level, &mut groups, random);
        let count = renumber(&mut groups);
        if count == level.nodes() {
            break;
        }
        let mut parts = refine(level, &groups, random);
        let mut part_count = renumber(&mut parts);
        if part_count == level.nodes() {
            (parts, part_count) = (groups.clone(), count);
        }
        let mut next = vec![0; part_count];
        for (part, group) in parts.iter().zip(&groups) {
            next[*part as usize] = *group;
        }
        for place in &mut place {
            *place = parts[*place as usize];
        }
        merged = Some(level.merged(&parts, part_count));
        groups = next;
    }
    place.iter().map(|place| groups[*place as usize]).collect()
}

/// Moves each node to the group where it gains most, or to one of its own, until none gains. Nodes
/// wait in a queue; whoever has a tie with one that moved waits again.
fn move_nodes(level: &Level, groups: &mut [u32], random: &mut Random) {
    let nodes = level.nodes();
    let mut filled = Filled::of(level, groups);
    let mut queue = VecDeque::from(shuffled(nodes, random));
    let mut waits = vec![true; nodes];
    let mut sums = Sums::new(nodes);
    while let Some(node) = queue.pop_front() {
        let node = node as usize;
        waits[node] = false;
        let own = groups[node];
        filled.leave(own, level.odds[node]);
        for &(other, weight) in level.ties.of_node(node) {
            sums.add(groups[other as usize], weight);
        }
        let best = filled.best(level, node, own, &sums);
        sums.clear();
        filled.join(best, level.odds[node]);
        if best == own {
            continue;
        }
        groups[node] = best;
        for &(other, _) in level.ties.of_node(node) {
            let other = other as usize;
            if groups[other] != best && !waits[other] {
                waits[other] = true;
                queue.push_back(other as u32);
            }
        }
    }
}

/// Groups while nodes move between them.
struct Filled {
    sizes: Vec<u32>,
    odds: Vec<[f64; 2]>,
    /// Those without a node.
    empty: Vec<u32>,
}

impl Filled {
    fn of(level: &Level, groups: &[u32]) -> Self {
        let nodes = level.nodes();
        let mut sizes = vec![0_u32; nodes];
        let mut odds = vec![[0.0; 2]; nodes];
        for (node, group) in groups.iter().enumerate() {
            sizes[*group as usize] += 1;
            add(&mut odds[*group as usize], level.odds[node]);
        }
        let empty = (0..nodes as u32).filter(|group| sizes[*group as usize] == 0);
        Self {
            empty: empty.collect(),
            sizes,
            odds,
        }
    }

    fn leave(&mut self, group: u32, odds: [f64; 2]) {
        let at = group as usize;
        self.sizes[at] -= 1;
        subtract(&mut self.odds[at], odds);
        if self.sizes[at] == 0 {
            // What rounding has left.
            self.odds[at] = [0.0; 2];
            self.empty.push(group);
        }
    }

    /// An empty group that is joined is the last of them, which [`Filled::best`] looks at.
    fn join(&mut self, group: u32, odds: [f64; 2]) {
        let at = group as usize;
        if self.sizes[at] == 0 {
            self.empty.pop();
        }
        self.sizes[at] += 1;
        add(&mut self.odds[at], odds);
    }

    /// The group where a node that has left its own gains most; its own, where no other gives more.
    /// `sums` are the weights of its ties with each group.
    fn best(&self, level: &Level, node: usize, own: u32, sums: &Sums) -> u32 {
        let gain =
            |group: u32| sums.of(group) - chance(level.odds[node], self.odds[group as usize]);
        let mut best = (own, gain(own));
        let mut consider = |group: u32| {
            let gain = gain(group);
            if gain > best.1 + level.least {
                best = (group, gain);
            }
        };
        if level.looks_everywhere() {
            let groups = 0..self.sizes.len() as u32;
            let filled = groups.filter(|group| self.sizes[*group as usize] > 0);
            filled.for_each(&mut consider);
        } else {
            sums.met.iter().copied().for_each(&mut consider);
        }
        // A group of its own; if it was alone, that is the one it has left.
        self.empty
            .last()
            .copied()
            .into_iter()
            .for_each(&mut consider);
        best.0
    }
}

/// Splits groups into parts that hold together. Each node that is still alone, and well tied to its
/// group, joins the part of its group where it gains most, of those well tied to the group.
fn refine(level: &Level, groups: &[u32], random: &mut Random) -> Vec<u32> {
    let nodes = level.nodes();
    let mut refining = Refining::new(level, groups);
    let mut sums = Sums::new(nodes);
    for node in shuffled(nodes, random) {
        let own = node as usize;
        if refining.sizes[own] != 1 || !refining.is_well_tied(own) {
            continue;
        }
        for &(other, weight) in level.ties.of_node(own) {
            if groups[other as usize] == groups[own] {
                sums.add(refining.parts[other as usize], weight);
            }
        }
        let mut best: Option<(u32, f64)> = None;
        let mut consider = |part: u32| {
            let at = part as usize;
            let gain = sums.of(part) - chance(level.odds[own], refining.odds[at]);
            let least = best.map_or(0.0, |(_, gain)| gain) + level.least;
            if gain > least && part != node && refining.is_well_tied(at) {
                best = Some((part, gain));
            }
        };
        if level.looks_everywhere() {
            let inside = |part: &u32| {
                let at = *part as usize;
                refining.sizes[at] > 0 && groups[at] == groups[own]
            };
            (0..nodes as u32).filter(inside).for_each(&mut consider);
        } else {
            sums.met.iter().copied().for_each(&mut consider);
        }
        if let Some((part, _)) = best {
            refining.join(own, part, sums.of(part));
        }
        sums.clear();
    }
    refining.parts
}

/// Parts of groups. A part has the number of the node that it began with.
struct Refining<'a> {
    level: &'a Level,
    groups: &'a [u32],
    parts: Vec<u32>,
    sizes: Vec<u32>,
    /// Of each part.
    odds: Vec<[f64; 2]>,
    /// Weight of the ties of each part with the rest of its group.
    rest: Vec<f64>,
    /// Of each group.
    group_odds: Vec<[f64; 2]>,
}

impl<'a> Refining<'a> {
    fn new(level: &'a Level, groups: &'a [u32]) -> Self {
        let nodes = level.nodes();
        let mut group_odds = vec![[0.0; 2]; nodes];
        for (node, group) in groups.iter().enumerate() {
            add(&mut group_odds[*group as usize], level.odds[node]);
        }
        let rest = |node: usize| {
            let ties = level.ties.of_node(node).iter();
            let inner = ties.filter(|(other, _)| groups[*other as usize] == groups[node]);
            inner.map(|(_, weight)| weight).sum()
        };
        Self {
            level,
            groups,
            parts: (0..nodes as u32).collect(),
            sizes: vec![1; nodes],
            odds: level.odds.clone(),
            rest: (0..nodes).map(rest).collect(),
            group_odds,
        }
    }

    /// Whether a part is tied to the rest of its group as much as chance would have it.
    fn is_well_tied(&self, part: usize) -> bool {
        let mut others = self.group_odds[self.groups[part] as usize];
        subtract(&mut others, self.odds[part]);
        self.rest[part] >= chance(self.odds[part], others) - self.level.least
    }

    /// A node that is a part of its own joins another, with which it has ties of this weight.
    fn join(&mut self, node: usize, part: u32, weight: f64) {
        let at = part as usize;
        self.parts[node] = part;
        self.sizes[node] = 0;
        self.sizes[at] += 1;
        self.rest[at] += self.rest[node] - 2.0 * weight;
        add(&mut self.odds[at], self.level.odds[node]);
    }
}

/// What chance gives two nodes or groups.
fn chance(one: [f64; 2], other: [f64; 2]) -> f64 {
    one[0] * other[0] - one[1] * other[1]
}

fn add(sum: &mut [f64; 2], odds: [f64; 2]) {
    sum[0] += odds[0];
    sum[1] += odds[1];
}

fn subtract(sum: &mut [f64; 2], odds: [f64; 2]) {
    sum[0] -= odds[0];
    sum[1] -= odds[1];
}

/// Sums by group, and which groups were met.
struct Sums {
    sums: Vec<f64>,
    is_met: Vec<bool>,
    met: Vec<u32>,
}

impl Sums {
    fn new(groups: usize) -> Self {
        Self {
            sums: vec![0.0; groups],
            is_met: vec![false; groups],
            met: Vec::new(),
        }
    }

    fn add(&mut self, group: u32, weight: f64) {
        let at = group as usize;
        if !self.is_met[at] {
            self.is_met[at] = true;
            self.met.push(group);
        }
        self.sums[at] += weight;
    }

    fn of(&self, group: u32) -> f64 {
        self.sums[group as usize]
    }

    fn clear(&mut self) {
        for group in self.met.drain(..) {
            self.sums[group as usize] = 0.0;
            self.is_met[group as usize] = false;
        }
    }
}

/// Numbers groups from zero in the order in which nodes name them; how many there are.
fn renumber(groups: &mut [u32]) -> usize {
    let mut numbers = vec![u32::MAX; groups.len()];
    let mut count = 0;
    for group in groups {
        let number = &mut numbers[*group as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *group = *number;
    }
    count as usize
}

/// Members of each group in one list, and where each group's begin.
fn by_group(groups: &[u32], count: usize) -> (Vec<usize>, Vec<u32>) {
    let mut starts = vec![0; count + 1];
    for group in groups {
        starts[*group as usize + 1] += 1;
    }
    for group in 0..count {
        starts[group + 1] += starts[group];
    }
    let mut next = starts.clone();
    let mut members = vec![0; groups.len()];
    for (node, group) in (0..).zip(groups) {
        members[next[*group as usize]] = node;
        next[*group as usize] += 1;
    }
    (starts, members)
}

/// The numbers below `count` in random order (Fisher and Yates).
fn shuffled(count: usize, random: &mut Random) -> Vec<u32> {
    let mut items: Vec<u32> = (0..count as u32).collect();
    for last in (1..count).rev() {
        items.swap(last, random.below(last + 1));
    }
    items
}
