//! The JSON of Cytoscape and of graphology.

use super::networks::{awkward, empty, two_mode};
use super::reading::{rows, text};
use demarche::export::{NetworkFormat, Options, nodes_path, write};
use demarche::network::Network;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn read(network: &Network, format: NetworkFormat) -> Value {
    serde_json::from_str(&text(network, format, &Options::default())).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// A value as the CSV files have it.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(texts) => texts.iter().map(cell).collect::<Vec<_>>().join(";"),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.to_string(),
            None => number.as_f64().unwrap().to_string(),
        },
        other => panic!("{other} is no value of a node or tie"),
    }
}

/// The attributes of an object, those left out that the CSV files have no column for.
fn cells(object: &Value, without: &[&str]) -> BTreeMap<String, String> {
    let members = object.as_object().unwrap().iter();
    members
        .filter(|(name, _)| !without.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), cell(value)))
        .collect()
}

/// The rows of a table from the first column of attributes on, empty cells left out.
fn table(rows: &[Vec<String>], first: usize) -> Vec<BTreeMap<String, String>> {
    let of_row = |row: &Vec<String>| {
        let named = std::iter::zip(&rows[0], row).skip(first);
        named
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(name, cell)| (name.clone(), cell.clone()))
            .collect()
    };
    rows[1..].iter().map(of_row).collect()
}

/// Both carry what the pair of CSV files carries, of nodes and of ties.
#[test]
fn json_says_what_the_tables_say() {
    for network in [awkward(), two_mode(), empty()] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.csv");
        write(&network, NetworkFormat::Csv, &path, &Options::default()).unwrap();
        let rows =
            [&path, &nodes_path(&path)].map(|path| rows(&std::fs::read_to_string(path).unwrap()));
        let (ties, nodes) = (table(&rows[0], 7), table(&rows[1], 2));

        let cyjs = read(&network, NetworkFormat::Cyjs);
        let own = ["id", "name", "shared_name", "value", "size", "color"];
        let of_nodes = list(&cyjs["elements"]["nodes"]).iter();
        let of_nodes: Vec<_> = of_nodes.map(|node| cells(&node["data"], &own)).collect();
        assert_eq!(of_nodes, nodes);
        let own = [
            "id",
            "name",
            "shared_name",
            "source",
            "target",
            "interaction",
            "shared_interaction",
            "key",
            "weight",
            "color",
            "kind",
        ];
        let of_ties = list(&cyjs["elements"]["edges"]).iter();
        let of_ties: Vec<_> = of_ties.map(|tie| cells(&tie["data"], &own)).collect();
        assert_eq!(of_ties, ties);

        let graphology = read(&network, NetworkFormat::Graphology);
        let own = ["label", "x", "y", "size", "color"];
        let of_nodes = list(&graphology["nodes"]).iter().map(|node| {
            let mut cells = cells(&node["attributes"], &own);
            let kind = cells.remove("node_type").unwrap();
            cells.insert("type".to_owned(), kind);
            cells
        });
        assert_eq!(of_nodes.collect::<Vec<_>>(), nodes);
        let own = ["label", "weight", "color", "kind"];
        let of_ties = list(&graphology["edges"]).iter();
        let of_ties: Vec<_> = of_ties.map(|tie| cells(&tie["attributes"], &own)).collect();
        assert_eq!(of_ties, ties);
    }
}

#[test]
fn cytoscape_finds_names_ends_and_kinds() {
    let cyjs = read(&awkward(), NetworkFormat::Cyjs);
    let node = &list(&cyjs["elements"]["nodes"])[0];
    for (name, value) in [
        ("id", "mfa"),
        ("value", "mfa"),
        ("name", "外交部"),
        ("shared_name", "外交部"),
    ] {
        assert_eq!(node["data"][name], value, "{name}");
    }
    assert!(node["position"]["x"].is_f64() && node["position"]["y"].is_f64());
    let ties = list(&cyjs["elements"]["edges"]);
    let kinds: Vec<_> = ties.iter().map(|tie| &tie["data"]["interaction"]).collect();
    assert_eq!(
        kinds,
        ["agreement", "disagreement", "disagreement", "agreement"]
    );
    let parts = ["source", "target", "key"].map(|name| ties[1]["data"][name].as_str().unwrap());
    assert_eq!(parts, ["mfa", "quotes", "disagreement"]);
    assert_eq!(
        ties[1]["data"]["name"],
        "外交部 (disagreement) \"R&D\" <b>'s office</b>"
    );
    assert_eq!(ties[1]["data"]["signed_weight"], -1.0);
    // Nodes and edges share one space of identifiers.
    let elements = ["nodes", "edges"].map(|kind| list(&cyjs["elements"][kind]));
    let ids: BTreeSet<_> = elements
        .iter()
        .copied()
        .flatten()
        .map(|e| cell(&e["data"]["id"]))
        .collect();
    assert_eq!(ids.len(), 9);
}

/// The type of a column must not depend on whether the first number happens to be whole.
#[test]
fn real_numbers_have_decimals_always() {
    let text = text(&awkward(), NetworkFormat::Cyjs, &Options::default());
    assert!(
        text.contains("\"weight\":1.0,") && text.contains("\"weighted_degree\":0.0,"),
        "{text}"
    );
}

#[test]
fn graphology_has_options_keys_and_what_sigma_draws_by() {
    let json = read(&awkward(), NetworkFormat::Graphology);
    assert_eq!(json["options"]["type"], "undirected");
    assert_eq!(json["options"]["multi"], true);
    let node = &list(&json["nodes"])[0];
    assert_eq!(node["key"], "mfa");
    let of_node = &node["attributes"];
    assert_eq!(of_node["label"], "外交部");
    assert!(["x", "y", "size"].iter().all(|name| of_node[name].is_f64()));
    assert!(of_node["color"].as_str().unwrap().starts_with('#'));
    assert!(
        of_node.get("type").is_none(),
        "sigma takes it for a program"
    );
    let ties = list(&json["edges"]);
    assert_eq!(ties[1]["key"], "mfa|disagreement|quotes");
    assert_eq!(
        (&ties[1]["source"], &ties[1]["target"]),
        (&"mfa".into(), &"quotes".into())
    );
    assert!(ties.iter().all(|tie| tie["undirected"] == true));
    let directed = Network {
        directed: true,
        ..awkward()
    };
    let json = read(&directed, NetworkFormat::Graphology);
    assert_eq!(json["options"]["type"], "directed");
    assert!(
        list(&json["edges"])
            .iter()
            .all(|tie| tie.get("undirected").is_none())
    );
}

/// The same picture whichever program draws it: pages count downwards, graphs upwards.
#[test]
fn positions_are_those_of_the_layout() {
    let cyjs = read(&awkward(), NetworkFormat::Cyjs);
    let graphology = read(&awkward(), NetworkFormat::Graphology);
    let nodes = std::iter::zip(list(&cyjs["elements"]["nodes"]), list(&graphology["nodes"]));
    let mut moved = 0;
    for (one, other) in nodes {
        let number = |value: &Value| value.as_f64().unwrap();
        let (page, graph) = (&one["position"], &other["attributes"]);
        assert_eq!(number(&page["x"]), number(&graph["x"]));
        assert_eq!(number(&page["y"]), -number(&graph["y"]));
        moved += usize::from(number(&page["y"]) != 0.0);
    }
    assert!(moved > 1);
}
