//! Betweenness (L. C. Freeman 1977) by Brandes's algorithm (U. Brandes 2001, "A faster algorithm for
//! betweenness centrality", Journal of Mathematical Sociology 25, 163-177,
//! doi:10.1080/0022250X.2001.9990249), on ties of agreement.
//!
//! The stronger two agree, the nearer they are: a tie is 1/weight long (T. Opsahl, F. Agneessens, J.
//! Skvoretz 2010, doi:10.1016/j.socnet.2010.03.006, with α = 1). Such lengths are rounded, so that
//! two ways that are equally long differ in their last bits. Ways count as equally long if they
//! differ by less than a part in 10¹²: sums of a thousand roundings stay below that, and whole
//! weights up to a million cannot make different ways that near, where these have few steps.

use super::ties::{Adjacency, SignedTies};
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Into how many parts the nodes that ways start from are cut. Each part is added up by itself, then
/// the parts in order: on however many cores, additions come in the same order.
const PARTS: usize = 64;
/// Lengths that differ by less than this share are equal.
const TOLERANCE: f64 = 1e-12;

/// For each node, how many shortest ways between pairs of others lead through it; of several
/// shortest ways of a pair, each counts as its share. Every pair counts once.
///
/// ```
/// use demarche_network::measures::{Pair, SignedTies, betweenness};
/// let friends = |ends| Pair { ends, agreement: 1.0, disagreement: 0.0 };
/// let star = SignedTies::new(4, [friends([0, 1]), friends([0, 2]), friends([0, 3])]);
/// assert_eq!(betweenness(&star), [3.0, 0.0, 0.0, 0.0]);
/// ```
pub fn betweenness(ties: &SignedTies) -> Vec<f64> {
    let lengths = Adjacency::of(ties, |pair| {
        (pair.agreement > 0.0).then(|| 1.0 / pair.agreement)
    });
    let nodes = lengths.nodes();
    let sources: Vec<usize> = (0..nodes)
        .filter(|node| !lengths.of_node(*node).is_empty())
        .collect();
    let parts: Vec<Vec<f64>> = sources
        .par_chunks(sources.len().div_ceil(PARTS).max(1))
        .map(|sources| {
            let mut through = vec![0.0; nodes];
            let mut ways = Ways::new(nodes);
            for source in sources {
                ways.find(*source, &lengths);
                ways.add_to(&mut through);
            }
            through
        })
        .collect();
    let mut sums = vec![0.0; nodes];
    for part in parts {
        for (sum, part) in sums.iter_mut().zip(part) {
            *sum += part;
        }
    }
    // Each pair was met from both of its ends.
    sums.iter().map(|sum| sum / 2.0).collect()
}

/// Betweenness as a share of all pairs of other nodes, 0 to 1, which compares between networks of
/// different size. `None` with fewer than three nodes.
pub fn normalised(betweenness: f64, nodes: usize) -> Option<f64> {
    let pairs = nodes.checked_sub(2)? as f64 * (nodes - 1) as f64 / 2.0;
    (pairs > 0.0).then(|| betweenness / pairs)
}

/// A node that is reached, nearest first; of equally near ones, that of the lowest number.
#[derive(PartialEq)]
struct Reached {
    distance: f64,
    node: u32,
}

impl Eq for Reached {}

impl Ord for Reached {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_distance = other.distance.total_cmp(&self.distance);
        by_distance.then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The shortest ways from one node.
struct Ways {
    distance: Vec<f64>,
    /// Number of shortest ways to each node.
    count: Vec<f64>,
    settled: Vec<bool>,
    /// Nodes in the order in which they were settled.
    order: Vec<u32>,
    /// Pairs of a node and the one before it on a shortest way.
    before: Vec<Vec<u32>>,
    share: Vec<f64>,
    heap: BinaryHeap<Reached>,
}

impl Ways {
    fn new(nodes: usize) -> Self {
        Self {
            distance: vec![f64::INFINITY; nodes],
            count: vec![0.0; nodes],
            settled: vec![false; nodes],
            order: Vec::new(),
            before: vec![Vec::new(); nodes],
            share: vec![0.0; nodes],
            heap: BinaryHeap::new(),
        }
    }

    /// Finds the ways from a node (Dijkstra).
    fn find(&mut self, source: usize, lengths: &Adjacency) {
        for node in self.order.drain(..) {
            let node = node as usize;
            self.distance[node] = f64::INFINITY;
            self.count[node] = 0.0;
            self.settled[node] = false;
            self.share[node] = 0.0;
            self.before[node].clear();
        }
        self.distance[source] = 0.0;
        self.count[source] = 1.0;
        self.heap.push(Reached {
            distance: 0.0,
            node: source as u32,
        });
        while let Some(Reached { node, .. }) = self.heap.pop() {
            if std::mem::replace(&mut self.settled[node as usize], true) {
                continue;
            }
            self.order.push(node);
            for &(other, length) in lengths.of_node(node as usize) {
                self.reach(node, other, length);
            }
        }
    }

    fn reach(&mut self, node: u32, other: u32, length: f64) {
        let (at, from) = (other as usize, node as usize);
        if self.settled[at] {
            return;
        }
        let distance = self.distance[from] + length;
        let known = self.distance[at];
        if distance < known * (1.0 - TOLERANCE) {
            self.distance[at] = distance;
            self.count[at] = self.count[from];
            self.before[at].clear();
            self.before[at].push(node);
            self.heap.push(Reached {
                distance,
                node: other,
            });
        } else if distance <= known * (1.0 + TOLERANCE) {
            self.count[at] += self.count[from];
            self.before[at].push(node);
        }
    }

    /// Adds what leads through each node.
    fn add_to(&mut self, through: &mut [f64]) {
        for &node in self.order.iter().skip(1).rev() {
            let node = node as usize;
            let share = (1.0 + self.share[node]) / self.count[node];
            for &before in &self.before[node] {
                let before = before as usize;
                self.share[before] += self.count[before] * share;
            }
            through[node] += self.share[node];
        }
    }
}
