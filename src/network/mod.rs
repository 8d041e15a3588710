//! Networks of agreement and disagreement.
//!
//! ```text
//! graph → rows → filter → rollup → count → project or positions → normalize → network
//! ```
//!
//! Each step is a file of that name. [`build`] goes through them.

mod assemble;
mod count;
mod describe;
mod error;
mod filter;
mod model;
mod nodes;
mod normalize;
mod options;
mod positions;
mod project;
mod rollup;
mod rows;

pub use error::NetworkError;
pub use model::{Mode, Network, NetworkKind, Node, Summary, Tie, TieKind};
pub use options::{
    Counting, Criteria, Filter, NodeLevel, Normalization, Options, Ties, UnknownChoice,
};
pub use rows::{Row, Span, Statements};

use crate::graph::Graph;
use crate::model::Stance;
use count::{Counts, Placed};
use filter::RowFilter;
use rollup::RollUp;

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
    let statements = Statements::read(graph);
    let (placed, mut summary) = place(graph, &statements, &filter, options.nodes);
    let counts = Counts::of(&placed, options.count);
    summary.counted = counts.total();
    let ties = assemble::ties(graph, &counts, kind, options)?;
    let nodes = assemble::nodes(graph, &counts, &placed, kind, options.nodes)?;
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
        graph: network,
        directed: false,
        summary,
    })
}

/// The rows that pass the filters, each at its node, and how many fell by the way.
fn place<'a>(
    graph: &Graph,
    statements: &'a Statements,
    filter: &RowFilter,
    level: NodeLevel,
) -> (Vec<Placed<'a>>, Summary) {
    let mut summary = Summary {
        // Statements are terms, and those are counted in 32 bits.
        statements: statements.rows.len() as u32 + statements.incomplete,
        incomplete: statements.incomplete,
        ..Summary::default()
    };
    let mut rollup = RollUp::new(graph, level);
    let mut placed = Vec::new();
    for row in statements.rows.iter().filter(|row| filter.admits(row)) {
        summary.selected += 1;
        match rollup.node(row) {
            None => summary.without_node += 1,
            Some(node) => {
                summary.neutral += u32::from(row.stance == Stance::Neutral);
                placed.push(Placed { node, row });
            }
        }
    }
    (placed, summary)
}
