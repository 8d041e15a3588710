//! What pictures say of how much they rest on.

use super::networks::{awkward, network, node, tie, two_mode};
use super::reading::text;
use demarche::export::{ColorBy, NetworkFormat, Options, Suggestion, suggestion};
use demarche::network::{Mode, Network, NetworkKind, Node, TieKind};

/// Four in two coalitions, the last placed by one statement.
fn camps() -> Network {
    let mut network = awkward();
    network.modularity = Some(0.13);
    for (at, node) in network.graph.node_weights_mut().enumerate() {
        node.coalition = [Some(1), Some(1), Some(2), Some(2), None][at];
        if at == 3 {
            (node.supports, node.opposes) = (1, 0);
        }
    }
    network
}

#[test]
fn members_placed_by_few_statements_are_marked_in_every_output() {
    let network = camps();
    let svg = text(&network, NetworkFormat::Svg, &Options::default());
    assert_eq!(svg.matches("fill=\"#fff\" stroke=\"#e69f00\"").count(), 1);
    assert!(svg.contains("placed by fewer than 3 statements (1)"));
    let gexf = text(&network, NetworkFormat::Gexf, &Options::default());
    assert_eq!(gexf.matches("for=\"sparse\" value=\"yes\"").count(), 1);
    // Colours that say nothing of coalitions need no mark.
    let by_sector = Options {
        color_by: ColorBy::Sector,
        ..Options::default()
    };
    let svg = text(&network, NetworkFormat::Svg, &by_sector);
    assert!(!svg.contains("placed by fewer than") && !svg.contains("modularity"));
}

#[test]
fn headings_say_how_clear_coalitions_are() {
    let mut network = camps();
    let heading = |network: &Network| text(network, NetworkFormat::Svg, &Options::default());
    assert!(heading(&network).contains("2 coalitions, weak: signed modularity 0.13"));
    network.modularity = Some(0.4);
    assert!(heading(&network).contains("2 coalitions, clear: signed modularity 0.4"));
}

#[test]
fn rows_of_a_heat_map_that_few_statements_place_are_in_italics() {
    let mut network = two_mode();
    network.modularity = Some(0.2);
    for node in network.graph.node_weights_mut() {
        if node.mode == Mode::Actor {
            node.coalition = Some(1);
            node.opposes = 0;
            node.supports = if node.id == "other" { 2 } else { 3 };
        }
    }
    let svg = text(&network, NetworkFormat::Svg, &Options::default());
    assert_eq!(svg.matches("font-style=\"italic\"").count(), 1);
    assert!(svg.contains("in italics: placed by fewer than 3 statements (1)"));
    assert!(svg.contains("one coalition, weak: signed modularity 0.2"));
}

#[test]
fn a_picture_of_three_shows_its_coalitions() {
    let nodes = ["a", "b", "c"].map(|id| Node {
        coalition: Some(if id == "c" { 2 } else { 1 }),
        ..node(id, id, Mode::Actor)
    });
    let ties = vec![
        (0, 1, tie(TieKind::Agreement, 1.0)),
        (1, 2, tie(TieKind::Disagreement, 1.0)),
    ];
    let network = network(NetworkKind::Signed, nodes.to_vec(), ties);
    let svg = text(&network, NetworkFormat::Svg, &Options::default());
    assert!(svg.contains("coalition 1 (2)") && svg.contains("coalition 2 (1)"));
}

#[test]
fn large_pictures_suggest_fewer_ties() {
    let nodes: Vec<Node> = (0..60)
        .map(|at| node(&format!("n{at}"), "N", Mode::Actor))
        .collect();
    let mut ties = Vec::new();
    for one in 0..60 {
        for other in one + 1..60 {
            ties.push((one, other, tie(TieKind::Agreement, 1.0)));
        }
    }
    let network = network(NetworkKind::Agreement, nodes, ties);
    let found = suggestion(&network, NetworkFormat::Svg);
    assert_eq!(found, Some(Suggestion::FewerTies { ties: 1770 }));
    assert_eq!(suggestion(&network, NetworkFormat::Gexf), None);
    assert_eq!(suggestion(&awkward(), NetworkFormat::Svg), None);
}
