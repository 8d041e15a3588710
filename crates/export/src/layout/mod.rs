//! Where nodes stand: ForceAtlas2 (Jacomy, Venturini, Heymann, Bastian 2014, "ForceAtlas2, a
//! Continuous Graph Layout Algorithm for Handy Network Visualization", PLoS ONE 9(6): e98679,
//! doi:10.1371/journal.pone.0098679).
//!
//! Linear attraction along ties by the square root of their weight (an edge weight influence of
//! one half: a few heavy ties would otherwise draw all others' nodes into one spot), repulsion by
//! degree, strong gravity, and the paper's adaptive speed. Above [`EXACT_UP_TO`] nodes, repulsion is approximated with a quadtree. Four things differ
//! from the paper:
//!
//! * Disagreement never attracts. It adds to the repulsion of its pair, by the same law, which
//!   weakens with distance; so camps move apart, and a pair can never be thrown far off, as happens
//!   where a negative weight is put into the attraction.
//! * The speed is damped in the last quarter, so that the picture is at rest where it stops.
//! * The result is turned so that its longest axis lies flat, as screens do, and scaled.
//! * Overlaps are taken out afterwards, in the units of the file, in which sizes are given.
//!
//! The same network and seed give the same bytes on every machine: only `+ - * /` and `sqrt` are
//! used, which IEEE 754 defines to the last bit, in a fixed order, the forces on a node
//! always in the order of the nodes they come from, on however many cores. Sines, logarithms and powers
//! differ between system libraries, and a layout amplifies the smallest difference.

mod finish;
mod forces;
mod quadtree;

use demarche_core::random::Random;
use demarche_network::{Network, TieKind};
use forces::Forces;

/// A point in the plane.
pub type Point = [f64; 2];

/// Networks of up to this many nodes have their repulsion computed pair by pair.
pub const EXACT_UP_TO: usize = 1000;

/// Strength of repulsion. It sets the unit of length of the forces; the result is rescaled.
const REPULSION: f64 = 10.0;
/// Strength of gravity in proportion to attraction by a tie of average weight: weak enough to leave
/// camps apart, strong enough to keep nodes without ties in the picture.
const GRAVITY: f64 = 0.4;
/// How much harder a pair with a disagreement of average weight repels itself.
const QUARREL: f64 = 2.0;
/// No pair repels itself more than this many times harder than without its disagreement.
const MAX_QUARREL: f64 = 8.0;
/// Tolerance to swinging, `k_s` and `k_smax` of the paper.
const TOLERANCE: f64 = 1.0;
const LOCAL_SPEED: f64 = 0.1;
const MAX_LOCAL_SPEED: f64 = 10.0;

/// Positions for the nodes of a network, in the order of its graph: centred on zero, spread with
/// the number of nodes, rounded to two decimals. `radii` are the sizes of the nodes, which do not
/// overlap.
pub fn positions(network: &Network, radii: &[f64], seed: u64) -> Vec<Point> {
    let forces = Forces::of(network);
    let mut points = scattered(forces.masses.len(), seed);
    settle(&forces, &mut points);
    finish::finish(&mut points, &forces.masses, radii);
    points
}

/// How hard a tie of this kind pulls, or nothing if it pushes. In a two-mode network every tie
/// pulls, since a node belongs near what it speaks of; but opposition pulls less, so that those who
/// support a claim stand closer to it than those who oppose it.
fn pull(kind: TieKind) -> Option<f64> {
    match kind {
        TieKind::Agreement | TieKind::Supports | TieKind::Shared | TieKind::Addressed => Some(1.0),
        TieKind::Both => Some(0.6),
        TieKind::Opposes => Some(0.3),
        TieKind::Disagreement => None,
    }
}

/// Moves the points step by step with the paper's adaptive speed.
fn settle(forces: &Forces, points: &mut [Point]) {
    let steps = steps(points.len());
    let mut now = vec![[0.0; 2]; points.len()];
    let mut before = now.clone();
    let mut speed = 1.0;
    for step in 0..steps {
        forces.apply(points, &mut now);
        let (mut swinging, mut traction) = (0.0, 0.0);
        for (node, mass) in forces.masses.iter().enumerate() {
            swinging += mass * length(minus(now[node], before[node]));
            traction += mass * length(plus(now[node], before[node])) / 2.0;
        }
        if swinging > 0.0 {
            // The speed may drop at once but rises by half at most.
            speed = (TOLERANCE * traction / swinging).min(speed * 1.5);
        }
        let left = (steps - step) as f64 / steps as f64;
        let damping = if left < 0.25 { left * 4.0 } else { 1.0 };
        for (node, point) in points.iter_mut().enumerate() {
            let swing = length(minus(now[node], before[node]));
            let wanted = LOCAL_SPEED * speed / (1.0 + speed * swing.sqrt());
            let force = length(now[node]);
            let allowed = if force > 0.0 {
                MAX_LOCAL_SPEED / force
            } else {
                wanted
            };
            let factor = damping * wanted.min(allowed);
            *point = plus(*point, [now[node][0] * factor, now[node][1] * factor]);
        }
        std::mem::swap(&mut now, &mut before);
    }
}

/// Fewer steps for larger networks: the work of a step grows faster than what it adds.
fn steps(nodes: usize) -> usize {
    (300_000 / nodes.max(1)).clamp(150, 1500)
}

fn plus(a: Point, b: Point) -> Point {
    [a[0] + b[0], a[1] + b[1]]
}

fn minus(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1]]
}

fn length(a: Point) -> f64 {
    (a[0] * a[0] + a[1] * a[1]).sqrt()
}

/// Points at random in a square.
fn scattered(count: usize, seed: u64) -> Vec<Point> {
    let mut random = Random::new(seed);
    // 53 bits fit a double exactly.
    let mut coordinate = || (random.draw() >> 11) as f64 / (1_u64 << 53) as f64 * 1000.0 - 500.0;
    (0..count).map(|_| [coordinate(), coordinate()]).collect()
}
