//! GEXF.

use super::networks::{awkward, day, empty, network, node, tie, two_mode};
use super::reading::{children, elements, text, values};
use demarche::export::{GexfVersion, NetworkFormat, Options};
use demarche::network::{Mode, Network, NetworkKind, Spells, TieKind, Window};
use roxmltree::Document;
use std::collections::BTreeSet;

const VIZ: &str = "http://gexf.net/1.3/viz";

/// What the schema of GEXF 1.3 asks for, as far as these files use it.
fn assert_structure(document: &Document<'_>) {
    let root = document.root_element();
    assert_eq!(root.tag_name().namespace(), Some("http://gexf.net/1.3"));
    assert_eq!(root.attribute("version"), Some("1.3"));
    assert_eq!(children(root), ["meta", "graph"]);
    let meta = elements(document, "meta")[0];
    assert_eq!(children(meta), ["creator", "description"]);
    let graph = elements(document, "graph")[0];
    assert_eq!(
        children(graph),
        ["attributes", "attributes", "nodes", "edges"]
    );
    let classes = elements(document, "attributes");
    assert_eq!(
        classes
            .iter()
            .map(|c| c.attribute("class"))
            .collect::<Vec<_>>(),
        [Some("node"), Some("edge")]
    );
    for class in &classes {
        let mut seen = BTreeSet::new();
        for attribute in class.children().filter(roxmltree::Node::is_element) {
            let id = attribute.attribute("id").unwrap();
            assert!(!["id", "label", "weight", "timeset"].contains(&id));
            assert_eq!(attribute.attribute("title"), Some(id));
            let kind = attribute.attribute("type").unwrap();
            assert!(["string", "integer", "double", "liststring"].contains(&kind));
            assert!(seen.insert(id), "{id} twice");
        }
    }
    assert_items(
        document,
        "node",
        &["id", "label"],
        &["attvalues", "size", "position", "color"],
    );
    let attributes = ["id", "source", "target", "kind", "label", "weight"];
    assert_items(document, "edge", &attributes, &["attvalues", "color"]);
}

/// Nodes and edges: their attributes, what is in them, unique identifiers, declared values.
fn assert_items(document: &Document<'_>, name: &str, attributes: &[&str], inside: &[&str]) {
    let class = elements(document, "attributes");
    let class = class
        .iter()
        .find(|c| c.attribute("class") == Some(name))
        .unwrap();
    let declared: BTreeSet<_> = class.children().filter_map(|a| a.attribute("id")).collect();
    let mut seen = BTreeSet::new();
    for item in elements(document, name) {
        assert_eq!(
            item.attributes().map(|a| a.name()).collect::<Vec<_>>(),
            attributes
        );
        assert_eq!(children(item), inside);
        assert!(seen.insert(item.attribute("id").unwrap()));
        assert!(values(item).keys().all(|key| declared.contains(key)));
        for looks in item.children().filter(|n| n.is_element()).skip(1) {
            assert_eq!(looks.tag_name().namespace(), Some(VIZ));
        }
    }
}

#[test]
fn gexf_has_the_structure_of_its_schema() {
    for network in [awkward(), two_mode(), empty()] {
        let text = text(&network, NetworkFormat::Gexf, &Options::default());
        assert_structure(&Document::parse(&text).unwrap());
    }
}

#[test]
fn gexf_says_when_and_how_without_a_clock_and_without_entities() {
    let options = Options {
        generator: "demarche <&> 1".to_owned(),
        ..Options::default()
    };
    let text = text(&awkward(), NetworkFormat::Gexf, &options);
    let document = Document::parse(&text).unwrap();
    let meta = elements(&document, "meta")[0];
    assert_eq!(meta.attribute("lastmodifieddate"), Some("2013-12-01"));
    let raw = &text[text.find("<description>").unwrap()..text.find("</description>").unwrap()];
    assert!(!raw.contains('&'), "{raw}");
    assert!(
        raw.contains("The cyber debate: signed, R+D ‹counted› by \"source\""),
        "{raw}"
    );
}

#[test]
fn the_date_of_change_can_be_given_and_can_be_missing() {
    let options = Options {
        modified: Some(day(2020, 1, 2)),
        ..Options::default()
    };
    let given = text(&awkward(), NetworkFormat::Gexf, &options);
    assert!(given.contains("lastmodifieddate=\"2020-01-02\""));
    let undated = Network {
        last: None,
        ..awkward()
    };
    assert!(!text(&undated, NetworkFormat::Gexf, &Options::default()).contains("lastmodified"));
}

#[test]
fn gexf_keeps_agreement_and_disagreement_of_one_pair_apart() {
    let text = text(&awkward(), NetworkFormat::Gexf, &Options::default());
    let document = Document::parse(&text).unwrap();
    assert_eq!(
        elements(&document, "graph")[0].attribute("defaultedgetype"),
        Some("undirected")
    );
    let edges = elements(&document, "edge");
    assert_eq!(edges.len(), 4);
    assert!(edges.iter().all(|edge| edge.attribute("type").is_none()));
    let pair: Vec<_> = edges[..2]
        .iter()
        .map(|e| (e.attribute("kind"), values(*e)))
        .collect();
    assert_eq!(
        (pair[0].0, pair[1].0),
        (Some("agreement"), Some("disagreement"))
    );
    assert_eq!(
        (pair[0].1["sign"], pair[0].1["signed_weight"]),
        ("1", "2.5")
    );
    assert_eq!(
        (pair[1].1["sign"], pair[1].1["signed_weight"]),
        ("-1", "-1")
    );
    assert_eq!(pair[0].1["claims"], r#"["a-claim", "b-\"claim\""]"#);
    for edge in edges {
        let weight: f64 = edge.attribute("weight").unwrap().parse().unwrap();
        assert!(weight > 0.0);
    }
}

#[test]
fn gexf_carries_labels_looks_and_all_that_is_known_of_a_node() {
    let text = text(&awkward(), NetworkFormat::Gexf, &Options::default());
    let document = Document::parse(&text).unwrap();
    let nodes = elements(&document, "node");
    let labels: Vec<_> = nodes
        .iter()
        .map(|n| n.attribute("label").unwrap())
        .collect();
    assert_eq!(labels[..2], ["外交部", "\"R&D\" <b>'s office</b>"]);
    assert_eq!(labels[2], "bell, null, line break");
    let values = values(nodes[0]);
    let expected = [
        ("key", "mfa"),
        ("iri", "https://example.org/actor/mfa"),
        ("mode", "actor"),
        ("type", "institution"),
        ("sector", "military"),
        ("part_of", "china"),
        ("statements", "6"),
        ("supports", "3"),
        ("authoritative", "4"),
        ("first", "2012-02-29"),
        ("last", "2013-12-01"),
        ("degree", "2"),
        ("weighted_degree", "3.5"),
        ("agreement_weight", "2.5"),
        ("disagreement_degree", "1"),
    ];
    for (name, value) in expected {
        assert_eq!(values.get(name), Some(&value), "{name}");
    }
    assert!(
        !values.contains_key("country"),
        "a missing value is left out, not written as empty"
    );
    for color in elements(&document, "color") {
        for part in ["r", "g", "b"] {
            assert!(color.attribute(part).unwrap().parse::<u8>().is_ok());
        }
        assert!((0.0..=1.0).contains(&color.attribute("a").unwrap().parse::<f64>().unwrap()));
    }
}

#[test]
fn gexf_1_2_differs_in_namespace_and_version_only() {
    let options = Options {
        gexf: GexfVersion::V1_2,
        ..Options::default()
    };
    let old = text(&awkward(), NetworkFormat::Gexf, &options);
    assert!(
        old.contains(r#"xmlns="http://www.gexf.net/1.2draft""#),
        "{old}"
    );
    let new = text(&awkward(), NetworkFormat::Gexf, &Options::default());
    assert_eq!(
        old.replace("http://www.gexf.net/1.2draft", "http://gexf.net/1.3")
            .replace("version=\"1.2\"", "version=\"1.3\""),
        new
    );
}

#[test]
fn two_modes_have_their_own_attributes_and_no_shared_identifier() {
    let text = text(&two_mode(), NetworkFormat::Gexf, &Options::default());
    let document = Document::parse(&text).unwrap();
    let nodes = elements(&document, "node");
    let ids: Vec<_> = nodes.iter().map(|n| n.attribute("id").unwrap()).collect();
    let (actor, claim) = (
        "https://example.org/actor/shared",
        "https://example.org/claim/shared",
    );
    assert_eq!(ids, [actor, "other", claim, "treaty"]);
    assert!(!values(nodes[0]).contains_key("agreement_degree"));
    let both = values(elements(&document, "edge")[1]);
    assert_eq!(
        (both["supports"], both["opposes"], both["kind"]),
        ("1", "3", "both")
    );
}

/// A network of two ties over three windows that overlap: the first in two of them, one after the
/// other, the second in the first and the last.
fn moving() -> Network {
    let window = |first: u16, last: u16| Window {
        first: day(first, 1, 1),
        last: day(last, 12, 31),
    };
    let nodes = ["a", "b", "c"].map(|id| node(id, id, Mode::Actor)).to_vec();
    let ties = [(0, 1), (1, 2)].map(|(one, other)| (one, other, tie(TieKind::Agreement, 5.0)));
    Network {
        spells: Some(Box::new(Spells {
            nodes: vec![vec![window(2010, 2013)]; 3],
            ties: vec![
                vec![window(2010, 2012)],
                vec![window(2010, 2011), window(2013, 2014)],
            ],
            weights: vec![
                vec![(window(2010, 2010), 2.0), (window(2011, 2012), 3.0)],
                vec![(window(2010, 2011), 1.0), (window(2013, 2014), 0.5)],
            ],
        })),
        ..network(NetworkKind::Agreement, nodes, ties.to_vec())
    }
}

#[test]
fn weights_of_windows_are_for_gephi_alone() {
    let of = |for_gephi: bool| {
        let options = Options {
            for_gephi,
            ..Options::default()
        };
        text(&moving(), NetworkFormat::Gexf, &options)
    };
    let (plain, gephi) = (of(false), of(true));
    // graphology stops at a second block of a class.
    assert_eq!(
        elements(&Document::parse(&plain).unwrap(), "attributes").len(),
        2
    );
    let document = Document::parse(&gephi).unwrap();
    let blocks = elements(&document, "attributes");
    let modes: Vec<_> = blocks
        .iter()
        .map(|block| block.attribute("mode").unwrap())
        .collect();
    assert_eq!(modes, ["static", "static", "dynamic"]);
    let weights = |edge: &roxmltree::Node<'_, '_>| -> Vec<String> {
        let values = edge
            .descendants()
            .filter(|value| value.attribute("for") == Some("weight"));
        let said = ["start", "end", "value"];
        values
            .map(|value| said.map(|name| value.attribute(name).unwrap()).join(" "))
            .collect()
    };
    let edges = elements(&document, "edge");
    assert_eq!(
        weights(&edges[0]),
        ["2010-01-01 2010-12-31 2", "2011-01-01 2012-12-31 3"]
    );
    assert_eq!(
        weights(&edges[1]),
        ["2010-01-01 2011-12-31 1", "2013-01-01 2014-12-31 0.5"]
    );
    assert!(
        edges
            .iter()
            .all(|edge| edge.attribute("weight") == Some("5"))
    );
    let still = text(
        &awkward(),
        NetworkFormat::Gexf,
        &Options {
            for_gephi: true,
            ..Options::default()
        },
    );
    assert_eq!(
        still,
        text(&awkward(), NetworkFormat::Gexf, &Options::default())
    );
}
