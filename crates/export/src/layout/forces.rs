//! The forces on each node. Nodes are shared out among the cores; the forces on one are always added
//! up by one of them and in the same order, so that the number of cores cannot show in the last bit.

use super::quadtree::Quadtree;
use super::{EXACT_UP_TO, GRAVITY, MAX_QUARREL, Point, QUARREL, REPULSION, pull};
use demarche_network::Network;
use petgraph::visit::EdgeRef;
use rayon::prelude::*;

/// So many nodes are worked on side by side: their sums do not wait for each other.
const LANES: usize = 4;
/// Below so many nodes and ties, sharing out the work costs more than it saves.
const WORTH_SHARING: usize = 64;

/// What pulls and pushes. Strengths are in proportion to the square root of the weight.
pub(super) struct Forces {
    /// Number of attracting ties of each node, plus one.
    pub(super) masses: Vec<f64>,
    /// Pairs that attract each other, with the strength: one on average.
    springs: Pairs,
    /// Pairs that repel each other more than others, with the strength of that, masses and all.
    quarrels: Pairs,
}

/// For each node the others it is paired with, in the order of the ties.
struct Pairs {
    starts: Vec<usize>,
    others: Vec<(u32, f64)>,
}

impl Pairs {
    fn of(nodes: usize, pairs: &[(usize, usize, f64)]) -> Self {
        let mut starts = vec![0; nodes + 1];
        for &(a, b, _) in pairs {
            starts[a + 1] += 1;
            starts[b + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut others = vec![(0, 0.0); 2 * pairs.len()];
        for &(a, b, strength) in pairs {
            for (node, other) in [(a, b), (b, a)] {
                // Nodes of a petgraph graph are counted in 32 bits.
                others[next[node]] = (other as u32, strength);
                next[node] += 1;
            }
        }
        Self { starts, others }
    }

    fn of_node(&self, node: usize) -> &[(u32, f64)] {
        &self.others[self.starts[node]..self.starts[node + 1]]
    }
}

impl Forces {
    pub(super) fn of(network: &Network) -> Self {
        let nodes = network.graph.node_count();
        let mut masses = vec![1.0; nodes];
        let mut springs = Vec::new();
        let mut quarrels = Vec::new();
        for edge in network.graph.edge_references() {
            let (a, b) = (edge.source().index(), edge.target().index());
            let weight = edge.weight().weight;
            match pull(edge.weight().kind) {
                None => quarrels.push((a, b, weight.sqrt())),
                Some(factor) => {
                    springs.push((a, b, weight.sqrt() * factor));
                    masses[a] += 1.0;
                    masses[b] += 1.0;
                }
            }
        }
        let mean = |pairs: &[(usize, usize, f64)]| {
            // Divided before it is summed, so that it cannot overflow.
            let count = pairs.len() as f64;
            pairs.iter().fold(0.0, |sum, pair| sum + pair.2 / count)
        };
        let (pulling, quarrelling) = (mean(&springs), mean(&quarrels));
        for spring in &mut springs {
            spring.2 /= pulling;
        }
        for (a, b, strength) in &mut quarrels {
            let factor = (QUARREL * (*strength / quarrelling)).min(MAX_QUARREL);
            *strength = factor * REPULSION * masses[*a] * masses[*b];
        }
        Self {
            springs: Pairs::of(nodes, &springs),
            quarrels: Pairs::of(nodes, &quarrels),
            masses,
        }
    }

    /// Puts the force on each node into `sums`.
    pub(super) fn apply(&self, points: &[Point], sums: &mut [Point]) {
        let tree = (points.len() > EXACT_UP_TO).then(|| Quadtree::new(points, &self.masses));
        let lanes = |(chunk, sums): (usize, &mut [Point])| {
            let first = chunk * LANES;
            match &tree {
                None => self.repel(points, first, sums),
                Some(tree) => {
                    for (node, sum) in (first..).zip(sums.iter_mut()) {
                        let field = tree.field(node, points, &self.masses);
                        let strength = REPULSION * self.masses[node];
                        *sum = [strength * field[0], strength * field[1]];
                    }
                }
            }
            for (node, sum) in (first..).zip(sums) {
                self.bind(points, node, sum);
            }
        };
        if points.len() < WORTH_SHARING {
            sums.chunks_mut(LANES).enumerate().for_each(lanes);
        } else {
            sums.par_chunks_mut(LANES).enumerate().for_each(lanes);
        }
    }

    /// Repulsion of a few nodes from all: the product of the masses over the distance.
    fn repel(&self, points: &[Point], first: usize, sums: &mut [Point]) {
        let (mut xs, mut ys, mut masses) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for lane in 0..sums.len() {
            [xs[lane], ys[lane]] = points[first + lane];
            masses[lane] = REPULSION * self.masses[first + lane];
        }
        let (mut sum_x, mut sum_y) = ([0.0; LANES], [0.0; LANES]);
        for (point, mass) in points.iter().zip(&self.masses) {
            for lane in 0..LANES {
                let [x, y] = [xs[lane] - point[0], ys[lane] - point[1]];
                let square = x * x + y * y;
                // A node is at no distance from itself; what stands in one place does not push.
                let force = if square > 0.0 {
                    masses[lane] * mass / square
                } else {
                    0.0
                };
                sum_x[lane] += force * x;
                sum_y[lane] += force * y;
            }
        }
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum = [sum_x[lane], sum_y[lane]];
        }
    }

    /// What quarrels, ties and gravity do to a node.
    fn bind(&self, points: &[Point], node: usize, sum: &mut Point) {
        let own = points[node];
        for &(other, strength) in self.quarrels.of_node(node) {
            let other = points[other as usize];
            let [x, y] = [own[0] - other[0], own[1] - other[1]];
            let square = x * x + y * y;
            if square > 0.0 {
                let force = strength / square;
                *sum = [sum[0] + force * x, sum[1] + force * y];
            }
        }
        for &(other, strength) in self.springs.of_node(node) {
            let other = points[other as usize];
            for axis in 0..2 {
                sum[axis] += strength * (other[axis] - own[axis]);
            }
        }
        for axis in 0..2 {
            sum[axis] -= GRAVITY * self.masses[node] * own[axis];
        }
    }
}
