//! Networks of agreement and disagreement.
//!
//! ```text
//! graph → place (filter, rollup) → count → project (normalize) or positions → behind → network
//!                                    │     ↘ reading (measures)              ↗
//!                                    └→ implied (follow)
//! graph → place (filter, rollup) → addressed → network
//! ```
//!
//! Each step is a file of that name; `made` leads through them. [`build`] makes a network of what
//! it gives; [`weights`] leaves out what stands behind ties. [`measures`] reads a network that is
//! made.

mod addressed;
mod assemble;
mod behind;
mod count;
mod days;
mod describe;
mod dynamic;
mod error;
mod explain;
mod explanation;
mod filter;
mod follow;
mod heaviest;
mod holders;
mod implied;
mod made;
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
mod windows;

pub mod compare;
pub mod page;

pub use dynamic::dynamic;
pub use error::NetworkError;
pub use explain::explain;
pub use explanation::{ExplainedTie, Explanation, Group, Named, Reason, Said};
pub use model::{FEW_STATEMENTS, Mode, Network, NetworkKind, Node, Spells, Summary, Tie, TieKind};
pub use options::{
    Compat, Counting, Criteria, Filter, LIST_CLAIMS, Logic, NodeLevel, Normalization, Options,
    Ties, UnknownChoice,
};
pub use weights::{Weights, weights};
pub use windows::{Duration, InvalidDuration, Window, Windows, in_window, windows};

use demarche_core::statements::Corpus;
use filter::RowFilter;
use made::Made;

/// The line that says how a network with these settings is made.
pub fn description(kind: NetworkKind, options: &Options) -> String {
    describe::describe(kind, options)
}

/// Makes a network of statements.
///
/// The same statements and settings give the same network, nodes and ties in the same order.
///
/// # Errors
/// [`NetworkError`] where the settings do not fit the kind of network, a filter names something
/// that there is not, or the graph file is damaged.
///
/// ```
/// use demarche_graph::Graph;
/// use demarche_network::{NetworkKind, NodeLevel, Options, build};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let graph = Graph::from_triples(&[])?;
/// let options = Options { nodes: NodeLevel::State, ..Options::default() };
/// let network = build(&graph, NetworkKind::Signed, &options)?;
/// assert_eq!(network.description, "signed network of states, counted once per source");
/// # Ok(())
/// # }
/// ```
pub fn build(
    corpus: &dyn Corpus,
    kind: NetworkKind,
    options: &Options,
) -> Result<Network, NetworkError> {
    make(corpus, kind, options, true)
}

/// [`build`] without looking for coalitions and betweenness, for those who do not need them.
pub fn build_unread(
    corpus: &dyn Corpus,
    kind: NetworkKind,
    options: &Options,
) -> Result<Network, NetworkError> {
    make(corpus, kind, options, false)
}

fn make(
    corpus: &dyn Corpus,
    kind: NetworkKind,
    options: &Options,
    is_read: bool,
) -> Result<Network, NetworkError> {
    options.check(kind)?;
    let filter = RowFilter::resolve(corpus, &options.filter)?;
    let statements = corpus.statements();
    let (placed, summary) = place::place(corpus, &statements, &filter, options.nodes);
    let made = Made::of(corpus, &statements, placed, (kind, options), is_read)?;
    let network = assemble::graph(made.nodes, made.ties, options.isolates);
    let claim_iris = made.claims.iris(corpus)?;
    NetworkError::check(corpus)?;
    Ok(Network {
        kind,
        description: describe::describe(kind, options),
        titles: corpus.titles(),
        last: network.node_weights().filter_map(|node| node.last).max(),
        claims: made.claims.sorted,
        claim_iris,
        acts: made.acts,
        modularity: made.modularity,
        logic: options.logic,
        graph: network,
        directed: kind == NetworkKind::Addressed,
        summary: Summary {
            counted: made.counted,
            ..summary
        },
        spells: None,
    })
}
