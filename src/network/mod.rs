//! Networks of agreement and disagreement.
//!
//! ```text
//! graph → place (filter, rollup) → count → project (normalize) or positions → behind → network
//! ```
//!
//! Each step is a file of that name. [`build`] goes through them; [`weights`] leaves out what stands
//! behind ties.

mod assemble;
mod behind;
mod count;
mod days;
mod describe;
mod error;
mod filter;
mod heaviest;
mod holders;
mod model;
mod nodes;
mod normalize;
mod options;
mod place;
mod positions;
mod project;
mod radix;
mod rollup;
mod weights;

pub use error::NetworkError;
pub use model::{Mode, Network, NetworkKind, Node, Summary, Tie, TieKind};
pub(crate) use options::words;
pub use options::{
    Counting, Criteria, Filter, LIST_CLAIMS, NodeLevel, Normalization, Options, Ties, UnknownChoice,
};
pub use weights::{Weights, weights};

use crate::graph::Graph;
use count::Counts;
use filter::RowFilter;

/// The line that says how a network with these settings is made.
pub(crate) fn description(kind: NetworkKind, options: &Options) -> String {
    describe::describe(kind, options)
}

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
    options.check(kind)?;
    let filter = RowFilter::resolve(graph, &options.filter)?;
    let statements = graph.statements();
    let (placed, mut summary) = place::place(graph, &statements, &filter, options.nodes);
    let counts = Counts::of(&placed, &statements, options.count);
    summary.counted = counts.total();
    let level = (kind, options.nodes);
    let nodes = assemble::nodes(graph, &statements, &placed, &counts, level)?;
    // Some twenty bytes a statement, which ties may need.
    drop(placed);
    let claims = assemble::ClaimIds::of(graph, &counts)?;
    let ties = assemble::ties(&counts, &claims, kind, options);
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
