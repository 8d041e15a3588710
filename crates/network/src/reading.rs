//! What is read off the ties for each node: its coalition, and how much agreement runs through it.
//!
//! Whatever ties a network shows, both are read off its ties of agreement and of disagreement
//! together, counted, normalised and pruned as the network is. So the files of one study made with
//! the same settings say the same, be they of agreement, disagreement, both, or positions.

use super::assemble::links;
use super::count::Counts;
use super::measures::{BETWEENNESS_UP_TO, Coalitions, Pair, SignedTies, betweenness, modularity};
use super::model::{NetworkKind, Node, TieKind};
use super::options::Options;
use super::project::{Link, Wanted};

/// A two-mode network, which has no ties between nodes of its own, is read only where so few pairs
/// of nodes can have taken sides on the same claim.
const PAIRS_UP_TO: u64 = 10_000_000;

/// The ties that a network of this kind is read from.
pub(super) fn signed_links(
    counts: &Counts,
    kind: NetworkKind,
    options: &Options,
) -> Option<Vec<Link>> {
    let is_read = match kind {
        NetworkKind::Agreement | NetworkKind::Disagreement | NetworkKind::Signed => true,
        NetworkKind::Positions => pairs_at_most(counts) <= PAIRS_UP_TO,
        // Their ties are not between those who agree and disagree.
        NetworkKind::Shared | NetworkKind::Claims | NetworkKind::Addressed => false,
    };
    is_read.then(|| links(counts, Wanted::Both, options))
}

/// No more pairs than this meet on a claim.
fn pairs_at_most(counts: &Counts) -> u64 {
    let mut holders = vec![0_u64; counts.claims.len()];
    for node in 0..counts.node_count() {
        for cell in counts.of_node(node) {
            holders[cell.claim as usize] += 1;
        }
    }
    let pairs = |nodes: u64| nodes * nodes.saturating_sub(1) / 2;
    let met = holders.into_iter().map(pairs).fold(0, u64::saturating_add);
    met.min(pairs(counts.node_count().into()))
}

/// Sets the coalition and the betweenness of the nodes that these ties are between. Nodes of the
/// second mode come after them and have neither. Returns the modularity of the coalitions at
/// resolution 1.
pub(super) fn read(
    nodes: &mut [Node],
    count: u32,
    links: &[Link],
    options: &Options,
) -> Option<f64> {
    let pairs = links.iter().map(|link| match link.kind {
        TieKind::Agreement => pair(link, 1.0, 0.0),
        _ => pair(link, 0.0, 1.0),
    });
    let ties = SignedTies::new(count, pairs);
    let coalitions = Coalitions::find(&ties, options.resolution, options.seed);
    for (node, coalition) in nodes.iter_mut().zip(&coalitions.of_nodes) {
        node.coalition = *coalition;
    }
    let agreements = ties.pairs().iter().filter(|pair| pair.agreement > 0.0);
    if u64::from(count).saturating_mul(agreements.count() as u64) <= BETWEENNESS_UP_TO {
        for (node, betweenness) in nodes.iter_mut().zip(betweenness(&ties)) {
            node.betweenness = Some(betweenness);
        }
    }
    modularity(&ties, &coalitions.of_nodes, 1.0)
}

fn pair(link: &Link, agreement: f64, disagreement: f64) -> Pair {
    Pair {
        ends: link.ends,
        agreement: agreement * link.weight,
        disagreement: disagreement * link.weight,
    }
}
