//! Signed ties: for each pair, how much it agrees and how much it disagrees.

use crate::{Network, TieKind};

/// What ties a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The two, by their positions, the smaller first.
    pub ends: [u32; 2],
    /// Weight of their agreement, zero or more.
    pub agreement: f64,
    /// Weight of their disagreement, zero or more.
    pub disagreement: f64,
}

impl Pair {
    /// Agreement less disagreement.
    pub fn net(&self) -> f64 {
        self.agreement - self.disagreement
    }
}

/// The signed ties of a network as plain numbers: what all measures work on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SignedTies {
    nodes: u32,
    pairs: Vec<Pair>,
}

impl SignedTies {
    /// The ties of so many nodes. Pairs come in any order, and their ends too; what comes twice adds
    /// up. Left out is what is no tie: of a node with itself or with one that is not there, and
    /// weights that are not above zero.
    ///
    /// ```
    /// use demarche_network::measures::{Pair, SignedTies};
    /// let pair = |ends, agreement, disagreement| Pair { ends, agreement, disagreement };
    /// let ties = SignedTies::new(3, [pair([1, 0], 2.0, 0.0), pair([0, 1], 0.0, 1.0)]);
    /// assert_eq!(ties.pairs(), [pair([0, 1], 2.0, 1.0)]);
    /// ```
    pub fn new(nodes: u32, pairs: impl IntoIterator<Item = Pair>) -> Self {
        let weight = |weight: f64| if weight > 0.0 { weight } else { 0.0 };
        let mut sorted: Vec<Pair> = pairs
            .into_iter()
            .map(
                |Pair {
                     ends: [a, b],
                     agreement,
                     disagreement,
                 }| Pair {
                    ends: [a.min(b), a.max(b)],
                    agreement: weight(agreement),
                    disagreement: weight(disagreement),
                },
            )
            .filter(|pair| pair.ends[0] < pair.ends[1] && pair.ends[1] < nodes)
            .filter(|pair| pair.agreement > 0.0 || pair.disagreement > 0.0)
            .collect();
        // Stable, so that the sums below do not depend on how sorting works.
        sorted.sort_by_key(|pair| pair.ends);
        sorted.dedup_by(|next, kept| {
            let same = next.ends == kept.ends;
            if same {
                kept.agreement += next.agreement;
                kept.disagreement += next.disagreement;
            }
            same
        });
        Self {
            nodes,
            pairs: sorted,
        }
    }

    /// The ties of agreement and of disagreement of a network, between its nodes by their positions.
    /// A net tie is one of the two.
    pub fn of(network: &Network) -> Self {
        let graph = &network.graph;
        let pairs = graph.raw_edges().iter().filter_map(|edge| {
            let weight = edge.weight.weight;
            let (agreement, disagreement) = match edge.weight.kind {
                TieKind::Agreement => (weight, 0.0),
                TieKind::Disagreement => (0.0, weight),
                _ => return None,
            };
            // Positions in a graph are as wide as those in a network.
            let ends = [edge.source().index() as u32, edge.target().index() as u32];
            Some(Pair {
                ends,
                agreement,
                disagreement,
            })
        });
        Self::new(graph.node_count() as u32, pairs)
    }

    /// Number of nodes, those without ties included.
    pub fn nodes(&self) -> u32 {
        self.nodes
    }

    /// All pairs that are tied, by ends, each once.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The weights of all agreement and of all disagreement.
    pub fn weights(&self) -> [f64; 2] {
        self.pairs.iter().fold([0.0; 2], |[plus, minus], pair| {
            [plus + pair.agreement, minus + pair.disagreement]
        })
    }

    /// Whether each node has a tie.
    pub(super) fn tied(&self) -> Vec<bool> {
        let mut tied = vec![false; self.nodes as usize];
        for end in self.pairs.iter().flat_map(|pair| pair.ends) {
            tied[end as usize] = true;
        }
        tied
    }
}

/// Neighbours and what ties them, node by node, in one list.
#[derive(Debug, Clone, Default)]
pub(super) struct Adjacency {
    entries: Vec<(u32, f64)>,
    /// Where each node's entries begin, and where the last node's end.
    starts: Vec<usize>,
}

impl Adjacency {
    /// The neighbours by one number a pair, its `weight`; a pair without it does not neighbour.
    pub(super) fn of(ties: &SignedTies, weight: impl Fn(&Pair) -> Option<f64>) -> Self {
        let nodes = ties.nodes as usize;
        let weighted = || {
            let pairs = ties.pairs.iter();
            pairs.filter_map(|pair| Some((pair.ends.map(|end| end as usize), weight(pair)?)))
        };
        let mut starts = vec![0; nodes + 1];
        for ([one, other], _) in weighted() {
            starts[one + 1] += 1;
            starts[other + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0.0); starts[nodes]];
        // Pairs are sorted, so each node's neighbours come out in order.
        for ([one, other], weight) in weighted() {
            entries[next[one]] = (other as u32, weight);
            entries[next[other]] = (one as u32, weight);
            next[one] += 1;
            next[other] += 1;
        }
        Self { entries, starts }
    }

    /// Takes entries as they are, with where each node's begin.
    pub(super) fn from_parts(entries: Vec<(u32, f64)>, starts: Vec<usize>) -> Self {
        Self { entries, starts }
    }

    pub(super) fn nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(super) fn of_node(&self, node: usize) -> &[(u32, f64)] {
        &self.entries[self.starts[node]..self.starts[node + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_tie_is_left_out() {
        let pair = |ends, agreement, disagreement| Pair {
            ends,
            agreement,
            disagreement,
        };
        let ties = SignedTies::new(
            3,
            [
                pair([2, 0], 1.0, -3.0),
                pair([1, 1], 5.0, 0.0),
                pair([0, 3], 5.0, 0.0),
                pair([0, 1], 0.0, f64::NAN),
                pair([0, 2], 0.5, 2.0),
            ],
        );
        assert_eq!(ties.pairs(), [pair([0, 2], 1.5, 2.0)]);
        assert_eq!(ties.weights(), [1.5, 2.0]);
        assert_eq!(ties.tied(), [true, false, true]);
        let net = Adjacency::of(&ties, |pair| Some(pair.net()));
        assert_eq!(net.of_node(0), [(2, -0.5)]);
        assert!(net.of_node(1).is_empty());
    }
}
