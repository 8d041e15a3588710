//! Networks of agreement and disagreement.
//!
//! ```text
//! graph → place (filter, rollup) → count → project (normalize) or positions → behind → network
//!                                          ↘ reading (measures)              ↗
//! ```
//!
//! Each step is a file of that name. [`build`] goes through them; [`weights`] leaves out what stands
//! behind ties. [`measures`] reads a network that is made.

mod assemble;
mod behind;
mod count;
mod days;
mod describe;
mod error;
mod filter;
mod heaviest;
mod holders;
pub mod measures;
mod model;
mod nodes;
mod normalize;
mod options;
mod place;
mod positions;
mod project;
mod radix;
mod reading;
mod rollup;
mod weights;

pub use error::NetworkError;
pub use model::{Mode, Network, NetworkKind, Node, Summary, Tie, TieKind};
pub use options::{
    Counting, Criteria, Filter, LIST_CLAIMS, NodeLevel, Normalization, Options, Ties, UnknownChoice,
};
pub use weights::{Weights, weights};

use crate::graph::Graph;
use count::Counts;
use filter::RowFilter;

/// Makes a network of a graph's statements.
///
/// The same graph and settings give the same network, nodes and ties in the same order.
///
/// # Errors
/// [`NetworkError`] where the settings do not fit the kind of network, a filter names something
/// that the graph does not have, or the graph file is damaged.
///
/// ```
/// use demarche::graph::Graph;
/// use demarche::network::{NetworkKind, NodeLevel, Options, build};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let graph = Graph::from_triples(&[])?;
/// let options = Options { nodes: NodeLevel::State, ..Options::default() };
/// let network = build(&graph, NetworkKind::Signed, &options)?;
/// assert_eq!(network.description, "signed network of states, counted once per source");
/// # Ok(())
/// # }
/// ```
pub fn build(graph: &Graph, kind: NetworkKind, options: &Options) -> Result<Network, NetworkError> {
    make(graph, kind, options, true)
}

/// [`build`] without looking for coalitions and betweenness, for those who do not need them.
pub(crate) fn build_unread(
    graph: &Graph,
    kind: NetworkKind,
    options: &Options,
) -> Result<Network, NetworkError> {
    make(graph, kind, options, false)
}

fn make(
    graph: &Graph,
    kind: NetworkKind,
    options: &Options,
    is_read: bool,
) -> Result<Network, NetworkError> {
    options.check(kind)?;
    let filter = RowFilter::resolve(graph, &options.filter)?;
    let statements = graph.statements();
    let (placed, mut summary) = place::place(graph, &statements, &filter, options.nodes);
    let counts = Counts::of(&placed, &statements, options.count);
    summary.counted = counts.total();
    let level = (kind, options.nodes);
    let mut nodes = assemble::nodes(graph, &statements, &placed, &counts, level)?;
    // Some twenty bytes a statement, which ties may need.
    drop(placed);
    let claims = assemble::ClaimIds::of(graph, &counts)?;
    let signed = is_read
        .then(|| reading::signed_links(&counts, kind, options))
        .flatten();
    if let Some(links) = &signed {
        reading::read(&mut nodes, counts.node_count(), links, options);
    }
    let ties = assemble::ties(&counts, &claims, (kind, options), signed);
    let network = assemble::graph(nodes, ties, options.isolates);
    Ok(Network {
        kind,
        description: describe::describe(kind, options),
        titles: graph
            .datasets()
            .into_iter()
            .map(|study| study.title)
            .collect(),
        last: network.node_weights().filter_map(|node| node.last).max(),
        claims: claims.sorted,
        graph: network,
        directed: false,
        summary,
    })
}
