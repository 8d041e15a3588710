//! Weights alone: the matrix of a one-mode network, without what stands behind its ties.

use super::assemble::links;
use super::count::Counts;
use super::filter::RowFilter;
use super::place::place;
use super::project::Wanted;
use super::{Logic, NetworkError, NetworkKind, Options};
use demarche_core::statements::{Corpus, EntityId};

/// The weights between nodes as a sparse matrix of compressed rows, its upper triangle: a pair
/// stands once, in the row of the node that comes first.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// The nodes that have a selected statement, with ties or without, by IRI: rows and columns.
    pub nodes: Vec<EntityId>,
    /// Where each row begins in `columns` and `values`, and where the last one ends: one more than
    /// nodes.
    pub starts: Vec<usize>,
    /// Column of each weight, above its row, ascending within it.
    pub columns: Vec<u32>,
    /// The weights, normalised as asked for, above zero. Whole numbers up to 2⁵³ are exact.
    pub values: Vec<f64>,
}

impl Weights {
    /// The weights in the row of a node: column and value.
    pub fn row(&self, node: usize) -> impl Iterator<Item = (u32, f64)> {
        let range = self.starts.get(node).zip(self.starts.get(node + 1));
        let range = range.map_or(0..0, |(start, end)| *start..*end);
        let columns = self.columns.get(range.clone()).unwrap_or(&[]);
        let values = self.values.get(range).unwrap_or(&[]);
        columns.iter().copied().zip(values.iter().copied())
    }
}

/// The weights of agreement or disagreement alone: what [`build`](super::build) computes first, by
/// the same definitions, for those who go on with a matrix of their own.
///
/// `isolates`, `ties`, `list_claims`, `resolution` and `seed` have no effect here.
///
/// # Errors
/// As [`build`](super::build), and [`NetworkError::WeightsOf`] for other kinds.
///
/// ```
/// use demarche_graph::Graph;
/// use demarche_network::{NetworkKind, Options, weights};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let graph = Graph::from_triples(&[])?;
/// let weights = weights(&graph, NetworkKind::Agreement, &Options::default())?;
/// for (node, id) in weights.nodes.iter().enumerate() {
///     for (other, weight) in weights.row(node) {
///         println!("{:?} {:?} {weight}", graph.iri(*id), weights.nodes[other as usize]);
///     }
/// }
/// assert_eq!(weights.starts, [0]);
/// # Ok(())
/// # }
/// ```
pub fn weights(
    corpus: &dyn Corpus,
    kind: NetworkKind,
    options: &Options,
) -> Result<Weights, NetworkError> {
    let wanted = match kind {
        NetworkKind::Agreement => Wanted::Agreement,
        NetworkKind::Disagreement => Wanted::Disagreement,
        _ => return Err(NetworkError::WeightsOf(kind)),
    };
    options.check(kind)?;
    if options.logic == Logic::Implied {
        return Err(NetworkError::ImpliedOf(kind));
    }
    let filter = RowFilter::resolve(corpus, &options.filter)?;
    let statements = corpus.statements();
    let (placed, _) = place(corpus, &statements, &filter, options.nodes);
    let counts = Counts::of(&placed, &statements, options);
    drop(placed);
    NetworkError::check(corpus)?;
    let links = links(&counts, wanted, options);
    let mut starts = vec![0; counts.nodes.len() + 1];
    for link in &links {
        starts[link.ends[0] as usize + 1] += 1;
    }
    for node in 1..starts.len() {
        starts[node] += starts[node - 1];
    }
    Ok(Weights {
        nodes: counts.nodes,
        starts,
        columns: links.iter().map(|link| link.ends[1]).collect(),
        values: links.iter().map(|link| link.weight).collect(),
    })
}
