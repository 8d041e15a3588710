//! Columns that a study has of its own reach every format, as text.

use super::networks::{awkward, network, node, tie, two_mode};
use super::reading::text;
use demarche::export::{ColorBy, ExportError, NetworkFormat, Options, nodes_path, write, write_to};
use demarche::model::Attribute;
use demarche::network::{Mode, Network, NetworkKind, TieKind};
use roxmltree::Document;
use std::collections::BTreeSet;

fn own(column: &str, value: &str) -> Attribute {
    Attribute {
        column: column.to_owned(),
        value: value.to_owned(),
    }
}

/// Parties, and a column whose name every format keeps for itself.
fn parties() -> Network {
    let mut network = awkward();
    for (at, node) in network.graph.node_weights_mut().enumerate() {
        node.attributes = match at {
            0 => vec![
                own("Partei (党)", "<红>"),
                own("party", "red"),
                own("weight", "9"),
            ],
            1 => vec![own("party", "red")],
            2 | 3 => vec![own("party", "blue")],
            _ => Vec::new(),
        };
    }
    network
}

#[test]
fn own_columns_are_in_every_format_that_has_attributes() {
    let network = parties();
    for format in [
        NetworkFormat::Gexf,
        NetworkFormat::Graphml,
        NetworkFormat::Cyjs,
        NetworkFormat::Graphology,
    ] {
        let text = text(&network, format, &Options::default());
        for expected in ["party", "blue", "own_weight", "Partei (党)", "红"] {
            assert!(text.contains(expected), "{format} lacks {expected}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("n.csv");
    write(&network, NetworkFormat::Csv, &path, &Options::default()).unwrap();
    let nodes = std::fs::read_to_string(nodes_path(&path)).unwrap();
    let header = nodes.lines().next().unwrap();
    assert!(
        header.ends_with(",Partei (党),party,own_weight"),
        "{header}"
    );
    assert!(nodes.lines().nth(1).unwrap().ends_with(",<红>,red,9"));
    assert!(nodes.lines().nth(5).unwrap().ends_with(",,,"));
}

/// Identifiers of keys are name tokens, whatever the headers are.
#[test]
fn graphml_declares_own_columns_by_identifiers_that_xml_allows() {
    let text = text(&parties(), NetworkFormat::Graphml, &Options::default());
    let document = Document::parse(&text).unwrap();
    let keys = document
        .descendants()
        .filter(|n| n.tag_name().name() == "key");
    let ids: Vec<&str> = keys.map(|key| key.attribute("id").unwrap()).collect();
    let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    assert!(ids.iter().all(|id| id.chars().all(is_token)), "{ids:?}");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}

#[test]
fn a_name_that_is_taken_is_prefixed_until_it_is_free() {
    let mut network = awkward();
    let taken = [
        "id",
        "Degree",
        "own_degree",
        "own_own_degree",
        "x",
        "node_type",
    ];
    let first = network.graph.node_weights_mut().next().unwrap();
    first.attributes = taken.map(|column| own(column, "v")).to_vec();
    let attributes = demarche::export::attributes::of_nodes(&network);
    let names: BTreeSet<String> = attributes
        .iter()
        .map(|attribute| attribute.name.to_ascii_lowercase())
        .collect();
    assert_eq!(names.len(), attributes.len());
    assert!(!names.contains("id") && !names.contains("x") && !names.contains("node_type"));
}

#[test]
fn nodes_are_coloured_by_an_own_column_and_the_legend_says_so() {
    let options = Options {
        color_by: "party".parse().unwrap(),
        ..Options::default()
    };
    let svg = text(&parties(), NetworkFormat::Svg, &options);
    for expected in ["Colour: party", "red (2)", "blue (2)", "not known (1)"] {
        assert!(svg.contains(expected), "no {expected}");
    }
    let wrong = Options {
        color_by: ColorBy::Column("prty".to_owned()),
        ..Options::default()
    };
    let error = write_to(&parties(), NetworkFormat::Gexf, &wrong, &mut Vec::new()).unwrap_err();
    assert!(matches!(error, ExportError::NoColumn(_)));
    let message = error.to_string();
    assert!(
        message.contains("coalition") && message.contains("party"),
        "{message}"
    );
}

#[test]
fn claims_have_their_own_columns_in_two_mode_networks() {
    let mut network = two_mode();
    for node in network.graph.node_weights_mut() {
        if node.mode == Mode::Claim {
            node.attributes = vec![own("arena", "trade")];
        }
    }
    let gexf = text(&network, NetworkFormat::Gexf, &Options::default());
    assert_eq!(gexf.matches("for=\"arena\" value=\"trade\"").count(), 2);
}

#[test]
fn a_network_without_own_columns_has_no_attribute_more() {
    let nodes = vec![node("a", "A", Mode::Actor), node("b", "B", Mode::Actor)];
    let plain = network(
        NetworkKind::Agreement,
        nodes,
        vec![(0, 1, tie(TieKind::Agreement, 1.0))],
    );
    let attributes = demarche::export::attributes::of_nodes(&plain);
    assert!(
        attributes
            .iter()
            .all(|attribute| !attribute.name.starts_with("own"))
    );
}
