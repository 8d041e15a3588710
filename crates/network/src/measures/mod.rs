//! Reading a network: who stands together, how divided it is, who stands between.
//!
//! One algorithm a file, each with the paper it comes from, and all on the same plain
//! [`SignedTies`]: two weights a pair. [`of`] takes all of a network's measures at once.
//!
//! | measure | says |
//! |---|---|
//! | [`Coalitions`], [`modularity`] | who agrees more than chance would have it |
//! | [`Balance`] | whether friends of friends are friends |
//! | [`Frustration`] | how much keeps it from being two camps |
//! | [`Polarisation`], [`bridges`] | how far coalitions are apart, and who is not |
//! | [`betweenness`] | through whom agreement runs |

mod balance;
mod betweenness;
mod bridges;
mod coalitions;
mod frustration;
mod leiden;
mod modularity;
mod polarisation;
mod ties;

pub use balance::Balance;
pub use betweenness::{betweenness, normalised};
pub use bridges::{Bridge, bridges};
pub use coalitions::Coalitions;
pub use frustration::{EXACT_UP_TO, Frustration};
pub use modularity::{CLEAR_FROM, in_words, modularity};
pub use polarisation::Polarisation;
pub use ties::{Pair, SignedTies};

use super::model::{Mode, Network, NetworkKind};

/// Betweenness is worked out where nodes times ties of agreement are up to this: a second or two.
pub const BETWEENNESS_UP_TO: u64 = 50_000_000;

/// The measures of a network. What needs both signs is there for signed networks alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// Nodes of the first mode: actors, or what they were rolled up to.
    pub nodes: u32,
    /// Ties. A pair with agreement and disagreement has two.
    pub ties: u32,
    /// Weight of all ties of agreement, in units of weight.
    pub agreement: f64,
    /// Weight of all ties of disagreement, in units of weight.
    pub disagreement: f64,
    /// The share of pairs that are tied, of those that could be, 0 to 1; `None` where none could.
    pub density: Option<f64>,
    /// Members of each coalition, the largest first. Empty where coalitions were not looked for.
    pub coalitions: Vec<u32>,
    /// Signed modularity of the coalitions at resolution 1, whatever resolution they were found at,
    /// so that it compares; at most 1. Signed networks with ties.
    pub modularity: Option<f64>,
    /// Balanced triangles. Signed networks.
    pub balance: Option<Balance>,
    /// What crosses the rule of two camps. Signed networks with ties.
    pub frustration: Option<Frustration>,
    /// Net agreement inside coalitions against that between them. Signed networks of two coalitions
    /// or more, one of them of two members or more.
    pub polarisation: Option<Polarisation>,
}

/// Takes the measures of a network.
///
/// Coalitions are those that its nodes carry. Where a signed network's nodes carry none they are
/// looked for, at resolution 1 and from seed 0.
///
/// ```
/// use demarche_graph::Graph;
/// use demarche_network::{NetworkKind, Options, build, measures};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let graph = Graph::from_triples(&[])?;
/// let network = build(&graph, NetworkKind::Signed, &Options::default())?;
/// let measures = measures::of(&network);
/// assert_eq!((measures.nodes, measures.modularity), (0, None));
/// # Ok(())
/// # }
/// ```
pub fn of(network: &Network) -> Measures {
    let ties = SignedTies::of(network);
    let is_signed = network.kind == NetworkKind::Signed;
    let carried: Vec<Option<u32>> = network
        .graph
        .node_weights()
        .map(|node| node.coalition)
        .collect();
    let coalitions = if is_signed && carried.iter().all(Option::is_none) {
        Coalitions::find(&ties, 1.0, 0).of_nodes
    } else {
        carried
    };
    let [agreement, disagreement] = ties.weights();
    let modes = network.graph.node_weights().map(|node| node.mode);
    let nodes = modes.filter(|mode| *mode == Mode::Actor).count() as u32;
    Measures {
        nodes,
        ties: network.graph.edge_count() as u32,
        agreement,
        disagreement,
        density: density(network, nodes.into()),
        modularity: is_signed
            .then(|| modularity(&ties, &coalitions, 1.0))
            .flatten(),
        balance: is_signed.then(|| Balance::of(&ties)),
        frustration: is_signed
            .then(|| Frustration::of(&ties, &coalitions, 0))
            .flatten(),
        polarisation: is_signed
            .then(|| Polarisation::of(&ties, &coalitions))
            .flatten(),
        coalitions: sizes(&coalitions),
    }
}

/// Members of each coalition, by its number.
fn sizes(coalitions: &[Option<u32>]) -> Vec<u32> {
    let count = coalitions.iter().flatten().max().copied().unwrap_or(0);
    let mut sizes = vec![0; count as usize];
    for coalition in coalitions.iter().flatten() {
        // Coalitions are numbered from 1.
        if let Some(size) = sizes.get_mut(*coalition as usize - 1) {
            *size += 1;
        }
    }
    sizes
}

/// Pairs that are tied among those that could be: of two nodes, in either direction where ties have
/// one, or of a node and a claim in two-mode networks.
fn density(network: &Network, nodes: u64) -> Option<f64> {
    let claims = network.graph.node_count() as u64 - nodes;
    let pairs = match (claims, network.directed) {
        (0, false) => nodes * nodes.saturating_sub(1) / 2,
        (0, true) => nodes * nodes.saturating_sub(1),
        _ => nodes * claims,
    };
    let edges = network.graph.raw_edges().iter();
    let mut tied: Vec<[usize; 2]> = edges
        .map(|edge| [edge.source().index(), edge.target().index()])
        .collect();
    tied.sort_unstable();
    tied.dedup();
    (pairs > 0).then(|| tied.len() as f64 / pairs as f64)
}
