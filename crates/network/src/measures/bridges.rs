//! Bridges: who has most of its agreement with others than its own coalition.

use super::ties::SignedTies;

/// A node that agrees with members of other coalitions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bridge {
    /// Its position.
    pub node: u32,
    /// Weight of its agreement with members of other coalitions, above zero.
    pub outside: f64,
    /// Weight of all its agreement.
    pub agreement: f64,
}

impl Bridge {
    /// The share of its agreement that leads outside, above 0, at most 1.
    pub fn share(&self) -> f64 {
        self.outside / self.agreement
    }
}

/// All bridges of these coalitions, those of the largest share first, of equals those of more weight
/// outside, then by position.
///
/// ```
/// use demarche_network::measures::{Pair, SignedTies, bridges};
/// let pair = |ends, agreement| Pair { ends, agreement, disagreement: 0.0 };
/// let ties = SignedTies::new(3, [pair([0, 1], 3.0), pair([1, 2], 1.0)]);
/// let found = bridges(&ties, &[Some(1), Some(1), Some(2)]);
/// assert_eq!((found[0].node, found[0].share()), (2, 1.0));
/// assert_eq!((found[1].node, found[1].share()), (1, 0.25));
/// ```
pub fn bridges(ties: &SignedTies, coalitions: &[Option<u32>]) -> Vec<Bridge> {
    let mut nodes: Vec<Bridge> = (0..ties.nodes())
        .map(|node| Bridge {
            node,
            outside: 0.0,
            agreement: 0.0,
        })
        .collect();
    let of = |node: u32| coalitions.get(node as usize).copied().flatten();
    for pair in ties.pairs() {
        let [one, other] = pair.ends.map(of);
        for end in pair.ends {
            let node = &mut nodes[end as usize];
            node.agreement += pair.agreement;
            if one != other && one.is_some() && other.is_some() {
                node.outside += pair.agreement;
            }
        }
    }
    nodes.retain(|node| node.outside > 0.0);
    nodes.sort_by(|one, other| {
        let by_share = other.share().total_cmp(&one.share());
        by_share.then(other.outside.total_cmp(&one.outside))
    });
    nodes
}
