//! A network over time says of each window what the network of that window says.

#![allow(clippy::unwrap_used, reason = "a panic here is the test failing")]

use demarche::compile::compile;
use demarche::graph::Graph;
use demarche::network::{
    self, Network, NetworkKind, NodeLevel, Options, Window, Windows, dynamic, in_window,
};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;
use std::path::Path;

fn example() -> Graph {
    let study = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cyber-debate");
    let compiled = compile(&[study]).unwrap();
    Graph::from_bytes(&compiled.graph.unwrap().finish().unwrap()).unwrap()
}

/// Each tie, by its ends and kind, with what `of` says of it.
fn ties<T>(network: &Network, of: impl Fn(usize) -> T) -> BTreeMap<[String; 3], T> {
    let graph = &network.graph;
    let named = |edge: petgraph::graph::EdgeReference<'_, network::Tie>| {
        let ends = [edge.source(), edge.target()].map(|end| graph[end].id.clone());
        let [one, other] = ends;
        let kind = network.kind_of(edge.weight()).to_owned();
        ([one, other, kind], of(edge.id().index()))
    };
    graph.edge_references().map(named).collect()
}

/// Whatever the windows: apart, overlapping, with gaps.
#[test]
fn a_tie_weighs_what_it_weighs_in_the_window_it_is_in() {
    let graph = example();
    let options = Options {
        nodes: NodeLevel::State,
        min_weight: 1.5,
        ..Options::default()
    };
    for (length, step) in [("2y", "2y"), ("2y", "1y"), ("1y", "2y")] {
        let (length, step) = (length.parse().unwrap(), step.parse().unwrap());
        let Windows { windows, .. } =
            network::windows(&graph, &options, length, Some(step)).unwrap();
        let moving = dynamic(&graph, NetworkKind::Signed, &options, &windows).unwrap();
        let spells = moving.spells.as_deref().unwrap();
        let weights = ties(&moving, |at| &spells.weights[at]);
        let mut met = 0;
        for window in &windows {
            let still = in_window(&graph, NetworkKind::Signed, &options, *window).unwrap();
            let said = ties(&still, |at| still.graph.raw_edges()[at].weight.weight);
            let starting = weights.iter().flat_map(|(tie, weights)| {
                let here = weights
                    .iter()
                    .filter(|(when, _)| when.first == window.first);
                here.map(|(_, weight)| (tie.clone(), *weight))
            });
            assert_eq!(starting.collect::<BTreeMap<_, _>>(), said, "{window:?}");
            met += said.len();
        }
        assert!(met > moving.graph.edge_count(), "no tie is in two windows");
    }
}

/// Weights cover the spells of a tie and nothing else, and no day has two.
#[test]
fn weights_fill_the_spells_without_overlap() {
    let graph = example();
    let options = Options {
        nodes: NodeLevel::State,
        ..Options::default()
    };
    let (length, step) = ("3y".parse().unwrap(), "1y".parse().unwrap());
    let Windows { windows, .. } = network::windows(&graph, &options, length, Some(step)).unwrap();
    let moving = dynamic(&graph, NetworkKind::Signed, &options, &windows).unwrap();
    let spells = moving.spells.as_deref().unwrap();
    assert_eq!(spells.weights.len(), moving.graph.edge_count());
    for (times, weights) in spells.ties.iter().zip(&spells.weights) {
        assert!(
            weights
                .iter()
                .all(|(when, weight)| when.first <= when.last && *weight > 0.0)
        );
        assert!(
            weights
                .windows(2)
                .all(|pair| pair[0].0.last < pair[1].0.first)
        );
        let mut joined: Vec<Window> = Vec::new();
        for (when, _) in weights {
            match joined.last_mut().filter(|last| last.touches(when)) {
                Some(last) => last.last = when.last,
                None => joined.push(*when),
            }
        }
        assert_eq!(&joined, times);
    }
}
