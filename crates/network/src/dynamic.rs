//! One network of all windows: when each node and tie was there.

use super::describe::describe;
use super::model::{Network, NetworkKind, Spells};
use super::options::Options;
use super::windows::{Window, in_window};
use super::{NetworkError, build};
use demarche_core::statements::Corpus;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// Where the parts of a network stand in another.
#[derive(Default)]
struct Index {
    nodes: BTreeMap<String, NodeIndex>,
    /// By ends and what the tie means.
    ties: BTreeMap<(NodeIndex, NodeIndex, String), usize>,
}

/// The network of a whole period, whose nodes and ties know in which windows they are there.
///
/// Weights and attributes are those of all statements; what is in no window's network, for being
/// too weak there, is left out. A tie that the whole does not have, such as a net agreement that
/// turned round, has the weight of the first window it is in.
///
/// # Errors
/// As [`build`].
pub fn dynamic(
    corpus: &dyn Corpus,
    kind: NetworkKind,
    options: &Options,
    windows: &[Window],
) -> Result<Network, NetworkError> {
    let everything = Options {
        isolates: true,
        min_weight: 0.0,
        top: None,
        ..options.clone()
    };
    let mut whole = build(corpus, kind, &everything)?;
    let mut index = Index::of(&whole);
    let mut spells = Spells {
        nodes: vec![Vec::new(); whole.graph.node_count()],
        ties: vec![Vec::new(); whole.graph.edge_count()],
        weights: vec![Vec::new(); whole.graph.edge_count()],
    };
    for window in windows {
        let network = in_window(corpus, kind, options, *window)?;
        index.add(&network, *window, &mut whole, &mut spells);
    }
    let mut network = present(whole, spells);
    network.description = describe(kind, options);
    if let (Some(first), Some(last)) = (windows.first(), windows.last()) {
        let (count, first, last) = (windows.len(), first.first, last.last);
        network.description += &format!("; over {count} windows from {first} to {last}");
    }
    Ok(network)
}

impl Index {
    fn of(network: &Network) -> Self {
        let nodes = network.graph.node_indices();
        let name = |node: NodeIndex| network.graph[node].iri.clone();
        let ties = network.graph.edge_references().map(|edge| {
            let kind = network.kind_of(edge.weight()).to_owned();
            ((edge.source(), edge.target(), kind), edge.id().index())
        });
        Self {
            nodes: nodes.map(|node| (name(node), node)).collect(),
            ties: ties.collect(),
        }
    }

    /// Notes down the window for all that its network has.
    fn add(&mut self, network: &Network, window: Window, whole: &mut Network, spells: &mut Spells) {
        let mut places = Vec::with_capacity(network.graph.node_count());
        for node in network.graph.node_weights() {
            // The whole has every node that a selected statement has.
            let place = *self.nodes.entry(node.iri.clone()).or_insert_with(|| {
                spells.nodes.push(Vec::new());
                whole.graph.add_node(node.clone())
            });
            extend(&mut spells.nodes[place.index()], window);
            places.push(place);
        }
        for edge in network.graph.edge_references() {
            let ends = [edge.source(), edge.target()].map(|end| places[end.index()]);
            let kind = network.kind_of(edge.weight()).to_owned();
            let at = *self
                .ties
                .entry((ends[0], ends[1], kind))
                .or_insert_with(|| {
                    let mut tie = edge.weight().clone();
                    // Positions in lists of another network.
                    tie.claims = renumber(network.claims_of(&tie), &whole.claims);
                    tie.act = network
                        .acts
                        .get(tie.act.unwrap_or(u32::MAX) as usize)
                        .and_then(|act| {
                            let at = whole.acts.iter().position(|other| other == act)?;
                            Some(at as u32)
                        });
                    spells.ties.push(Vec::new());
                    spells.weights.push(Vec::new());
                    whole.graph.add_edge(ends[0], ends[1], tie).index()
                });
            extend(&mut spells.ties[at], window);
            weigh(&mut spells.weights[at], window, edge.weight().weight);
        }
    }
}

fn renumber<'a>(claims: impl Iterator<Item = &'a str>, all: &[String]) -> Vec<u32> {
    let at = |claim: &str| all.binary_search_by(|other| other.as_str().cmp(claim)).ok();
    // Claims are terms, and those are counted in 32 bits.
    claims.filter_map(|claim| Some(at(claim)? as u32)).collect()
}

/// Adds a window, the last so far, to spells that shall not overlap.
fn extend(spells: &mut Vec<Window>, window: Window) {
    match spells.last_mut().filter(|last| last.touches(&window)) {
        Some(last) => last.last = last.last.max(window.last),
        None => spells.push(window),
    }
}

/// Adds what a tie weighs in a window, the last so far.
fn weigh(weights: &mut Vec<(Window, f64)>, window: Window, weight: f64) {
    if let Some((before, _)) = weights.last_mut() {
        *before = before.until(window.first);
    }
    weights.push((window, weight));
}

/// The network without what is in no window, its ties in order.
fn present(whole: Network, spells: Spells) -> Network {
    let mut graph = UnGraph::default();
    let mut places = BTreeMap::new();
    let mut kept = Spells::default();
    for (node, spells) in whole.graph.node_indices().zip(spells.nodes) {
        if !spells.is_empty() {
            places.insert(node, graph.add_node(whole.graph[node].clone()));
            kept.nodes.push(spells);
        }
    }
    let when = spells.ties.into_iter().zip(spells.weights);
    let mut ties: Vec<_> = whole.graph.edge_references().zip(when).collect();
    ties.retain(|(_, (spells, _))| !spells.is_empty());
    ties.sort_by_key(|(edge, _)| {
        let tie = edge.weight();
        (edge.source(), edge.target(), tie.kind, tie.act)
    });
    for (edge, (spells, weights)) in ties {
        let ends = places.get(&edge.source()).zip(places.get(&edge.target()));
        if let Some((source, target)) = ends {
            graph.add_edge(*source, *target, edge.weight().clone());
            kept.ties.push(spells);
            kept.weights.push(weights);
        }
    }
    Network {
        graph,
        spells: Some(Box::new(kept)),
        ..whole
    }
}
