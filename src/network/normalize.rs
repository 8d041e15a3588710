//! Normalising: a tie's weight relative to how active its ends are.

use super::count::Counts;
use super::options::Normalization;

/// What weights are divided by, looked up for each pair.
pub(super) struct Normalizer {
    rule: Normalization,
    activity: Vec<u32>,
}

impl Normalizer {
    pub(super) fn new(counts: &Counts, rule: Normalization) -> Self {
        let nodes = match rule {
            Normalization::None => 0,
            Normalization::Average => counts.node_count(),
        };
        Self {
            rule,
            activity: (0..nodes).map(|node| counts.activity(node)).collect(),
        }
    }

    /// The weight of a tie between two nodes: W itself, or with `average` W / ((nᵢ + nⱼ) / 2), n
    /// being what the counting rule leaves of a node's statements (Leifeld 2017). Nodes that are
    /// tied have statements, so the divisor is never zero.
    pub(super) fn weight(&self, weight: u64, [one, other]: [u32; 2]) -> f64 {
        // Exact up to 2⁵³; beyond, the nearest double.
        let weight = weight as f64;
        match self.rule {
            Normalization::None => weight,
            Normalization::Average => {
                let activity = |node: u32| f64::from(self.activity[node as usize]);
                weight / ((activity(one) + activity(other)) / 2.0)
            }
        }
    }
}
