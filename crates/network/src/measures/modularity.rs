//! Signed modularity (S. Gómez, P. Jensen, A. Arenas 2009, "Analysis of community structure in
//! networks of correlated data", Physical Review E 80, 016114, doi:10.1103/PhysRevE.80.016114).
//!
//! With w⁺ and w⁻ the weights of agreement and of disagreement of a pair, k⁺ and k⁻ their sums over
//! a node's ties, 2m⁺ and 2m⁻ over all nodes, c the coalition of a node and γ the resolution
//! (J. Reichardt, S. Bornholdt 2006, doi:10.1103/PhysRevE.74.016110):
//!
//! Q = 1/(2m⁺ + 2m⁻) · Σᵢⱼ [ w⁺ᵢⱼ − w⁻ᵢⱼ − γ (k⁺ᵢk⁺ⱼ/2m⁺ − k⁻ᵢk⁻ⱼ/2m⁻) ] δ(cᵢ, cⱼ)
//!
//! Agreement and disagreement each have chance models of their own: that two who talk much agree
//! much, and disagree much, is expected. Without disagreement it is Newman and Girvan's modularity.

use super::ties::SignedTies;

/// Modularity of a partition: above zero where coalitions agree more inside, and disagree more with
/// others, than chance would have it; at most 1. A node without a coalition stands alone. `None`
/// without ties.
///
/// ```
/// use demarche_network::measures::{Pair, SignedTies, modularity};
/// let friends = |ends| Pair { ends, agreement: 1.0, disagreement: 0.0 };
/// let ties = SignedTies::new(4, [friends([0, 1]), friends([2, 3])]);
/// let camps = [Some(1), Some(1), Some(2), Some(2)];
/// assert_eq!(modularity(&ties, &camps, 1.0), Some(0.5));
/// ```
pub fn modularity(ties: &SignedTies, coalitions: &[Option<u32>], resolution: f64) -> Option<f64> {
    let [agreement, disagreement] = ties.weights();
    let all = 2.0 * (agreement + disagreement);
    if all <= 0.0 {
        return None;
    }
    let groups = numbered(coalitions, ties.nodes() as usize);
    // A group for each node is as many as there can be.
    let mut strengths = vec![[0.0; 2]; groups.len()];
    let mut inside = 0.0;
    for pair in ties.pairs() {
        let [one, other] = pair.ends.map(|end| groups[end as usize]);
        if one == other {
            inside += 2.0 * pair.net();
        }
        for group in [one, other] {
            strengths[group][0] += pair.agreement;
            strengths[group][1] += pair.disagreement;
        }
    }
    let chance = |sign: usize, weight: f64| -> f64 {
        let squares = strengths.iter().map(|of| of[sign] * of[sign]);
        if weight > 0.0 {
            squares.sum::<f64>() / (2.0 * weight)
        } else {
            0.0
        }
    };
    Some((inside - resolution * (chance(0, agreement) - chance(1, disagreement))) / all)
}

/// The modularity from which on coalitions are more than a tendency: "in practice values for networks
/// with strong community structure typically fall in the range from about 0.3 to 0.7" (M. E. J.
/// Newman, M. Girvan 2004, doi:10.1103/PhysRevE.69.026113).
pub const CLEAR_FROM: f64 = 0.3;

/// Says how much a modularity divides: "weak" below [`CLEAR_FROM`], else "clear".
pub fn in_words(modularity: f64) -> &'static str {
    if modularity < CLEAR_FROM {
        "weak"
    } else {
        "clear"
    }
}

/// Groups from zero, fewer than nodes; a node without a coalition has one of its own.
fn numbered(coalitions: &[Option<u32>], nodes: usize) -> Vec<usize> {
    let mut named: Vec<u32> = coalitions.iter().copied().take(nodes).flatten().collect();
    named.sort_unstable();
    named.dedup();
    let mut next = named.len();
    (0..nodes)
        .map(|node| {
            let name = coalitions.get(node).copied().flatten();
            let known = name.and_then(|name| named.binary_search(&name).ok());
            known.unwrap_or_else(|| {
                next += 1;
                next - 1
            })
        })
        .collect()
}
