//! The identifiers of nodes and ties in a file.

use super::attributes::TieView;
use super::clean::clean;
use demarche_network::Network;
use petgraph::visit::EdgeRef;
use std::borrow::Cow;
use std::collections::HashMap;

/// Returns what the nodes are called in a file, in the order of the graph: the study's own
/// identifier, which people can read and other tables use, or the IRI where two nodes share the identifier (an
/// actor and a claim may).
pub(super) fn node_names(network: &Network) -> Vec<String> {
    let mut uses: HashMap<Cow<'_, str>, u32> = HashMap::new();
    for node in network.graph.node_weights() {
        *uses.entry(clean(&node.id)).or_default() += 1;
    }
    let name = |node: &demarche_network::Node| {
        let id = clean(&node.id);
        if id.is_empty() || uses.get(&id) != Some(&1) {
            clean(&node.iri)
        } else {
            id
        }
        .into_owned()
    };
    network.graph.node_weights().map(name).collect()
}

/// A tie with the positions of its ends and an identifier made of both and the kind, so that the
/// same tie has the same identifier in every file that it is in.
pub(super) struct NamedTie<'a> {
    pub(super) id: String,
    pub(super) source: usize,
    pub(super) target: usize,
    pub(super) view: TieView<'a>,
}

/// Returns the ties in the order of the graph.
pub(super) fn named_ties<'a>(
    network: &'a Network,
    names: &'a [String],
) -> impl Iterator<Item = NamedTie<'a>> {
    network.graph.edge_references().map(|edge| {
        let (source, target) = (edge.source().index(), edge.target().index());
        let tie = edge.weight();
        // `|` cannot be part of an IRI nor of an identifier, so no two ties share the result.
        let kind = network.kind_of(tie);
        let id = format!("{}|{kind}|{}", names[source], names[target]);
        NamedTie {
            id,
            source,
            target,
            view: TieView {
                tie,
                claims: &network.claims,
                kind,
            },
        }
    })
}
