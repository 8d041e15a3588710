//! Structural balance (D. Cartwright, F. Harary 1956, "Structural balance: a generalization of
//! Heider's theory", Psychological Review 63, 277-293, doi:10.1037/h0046049).
//!
//! The sign of a pair is that of its agreement less its disagreement; a pair where these are equal
//! has none, and is in no triangle. A triangle is balanced if the product of its signs is positive:
//! three friends, or two friends with a common opponent.

use super::ties::{Adjacency, SignedTies};
use rayon::prelude::*;

/// Triangles, and how many of them are balanced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Three nodes of which each pair has a sign.
    pub triangles: u64,
    /// Those whose signs multiply to a positive one.
    pub balanced: u64,
}

impl Balance {
    /// Counts the triangles of a network, in time of its ties times the root of their number.
    ///
    /// ```
    /// use demarche_network::measures::{Balance, Pair, SignedTies};
    /// let pair = |ends, agreement, disagreement| Pair { ends, agreement, disagreement };
    /// let ties = SignedTies::new(3, [
    ///     pair([0, 1], 2.0, 0.0), pair([0, 2], 0.0, 1.0), pair([1, 2], 1.0, 4.0),
    /// ]);
    /// assert_eq!(Balance::of(&ties).share(), Some(1.0));
    /// ```
    pub fn of(ties: &SignedTies) -> Self {
        let ahead = Ahead::of(ties);
        let nodes = ahead.0.nodes();
        let count = |signs: &mut Vec<i8>, node: usize| {
            let near = ahead.0.of_node(node);
            signs.resize(nodes, 0);
            for &(other, sign) in near {
                signs[other as usize] = if sign > 0.0 { 1 } else { -1 };
            }
            let mut found = Self::default();
            for &(middle, first) in near {
                for &(last, second) in ahead.0.of_node(middle as usize) {
                    let third = signs[last as usize];
                    if third != 0 {
                        found.triangles += 1;
                        let positive = (first > 0.0) == (second > 0.0);
                        found.balanced += u64::from(positive == (third > 0));
                    }
                }
            }
            for (other, _) in near {
                signs[*other as usize] = 0;
            }
            found
        };
        (0..nodes)
            .into_par_iter()
            .map_init(Vec::new, count)
            .reduce(Self::default, |one, other| Self {
                triangles: one.triangles + other.triangles,
                balanced: one.balanced + other.balanced,
            })
    }

    /// The share of balanced triangles, 0 to 1; `None` without triangles.
    pub fn share(&self) -> Option<f64> {
        (self.triangles > 0).then(|| self.balanced as f64 / self.triangles as f64)
    }
}

/// Neighbours that come later when nodes are ordered by their number of neighbours, so that nobody
/// has many: each triangle is met once, from its first node.
struct Ahead(Adjacency);

impl Ahead {
    fn of(ties: &SignedTies) -> Self {
        let all = Adjacency::of(ties, |pair| Some(pair.net()).filter(|net| *net != 0.0));
        let order = |node: usize| (all.of_node(node).len(), node);
        let mut starts = vec![0];
        let mut entries = Vec::new();
        for node in 0..all.nodes() {
            let near = all.of_node(node).iter();
            entries.extend(near.filter(|(other, _)| order(node) < order(*other as usize)));
            starts.push(entries.len());
        }
        Self(Adjacency::from_parts(entries, starts))
    }
}
