//! Networks as files: every rule a format has, checked by reading the file back with a reader that
//! shares no code with the writer.

use demarche::export::{
    ColorBy, ExportError, GexfVersion, NetworkFormat, Options, nodes_path, write, write_to,
};
use demarche::model::Day;
use demarche::network::{Mode, Network, NetworkKind, Node, Summary, Tie, TieKind};
use petgraph::graph::UnGraph;
use proptest::prelude::*;
use roxmltree::Document;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const VIZ: &str = "http://gexf.net/1.3/viz";

fn node(id: &str, label: &str, mode: Mode) -> Node {
    let folder = if mode == Mode::Claim {
        "claim"
    } else {
        "actor"
    };
    Node {
        iri: format!("https://example.org/{folder}/{id}"),
        id: id.to_owned(),
        label: label.to_owned(),
        mode,
        kind: "institution".to_owned(),
        sector: Some("military".to_owned()),
        country: None,
        part_of: Some("china".to_owned()),
        themes: Vec::new(),
        supports: 3,
        opposes: 2,
        neutral: 1,
        authority: [4, 1, 1],
        first: Some(day(2012, 2, 29)),
        last: Some(day(2013, 12, 1)),
        activity: 5,
    }
}

fn day(year: u16, month: u8, day: u8) -> Day {
    Day { year, month, day }
}

fn tie(kind: TieKind, weight: f64) -> Tie {
    Tie {
        kind,
        weight,
        sign: if matches!(kind, TieKind::Disagreement | TieKind::Opposes) {
            -1
        } else {
            1
        },
        claims: vec!["a-claim".to_owned(), "b-\"claim\"".to_owned()],
        statements: 7,
        first: Some(day(2012, 3, 1)),
        last: Some(day(2013, 1, 31)),
        supports: 0,
        opposes: 0,
    }
}

fn network(kind: NetworkKind, nodes: Vec<Node>, ties: Vec<(usize, usize, Tie)>) -> Network {
    let mut graph = UnGraph::new_undirected();
    let indices: Vec<_> = nodes.into_iter().map(|node| graph.add_node(node)).collect();
    for (source, target, tie) in ties {
        graph.add_edge(indices[source], indices[target], tie);
    }
    Network {
        kind,
        description: "signed, R&D <counted> by \"source\"\u{b}".to_owned(),
        titles: vec!["The cyber debate".to_owned()],
        last: Some(day(2013, 12, 1)),
        graph,
        directed: false,
        summary: Summary::default(),
    }
}

/// Everything that could go wrong in one network: Chinese, markup, quotes, forbidden characters,
/// formulas, parallel ties, fractions, a node without ties.
fn awkward() -> Network {
    let nodes = vec![
        node("mfa", "外交部", Mode::Actor),
        node("quotes", "\"R&D\" <b>'s office</b>", Mode::Actor),
        node(
            "control",
            "bell\u{7}, null\u{0}, \u{ffff}line\nbreak",
            Mode::Actor,
        ),
        node("formula", "=HYPERLINK(\"http://example.org\")", Mode::Actor),
        node("alone", "🗳 alone", Mode::Actor),
    ];
    let ties = vec![
        (0, 1, tie(TieKind::Agreement, 2.5)),
        (0, 1, tie(TieKind::Disagreement, 1.0)),
        (1, 2, tie(TieKind::Disagreement, 0.1)),
        (2, 3, tie(TieKind::Agreement, 1.0 / 3.0)),
    ];
    network(NetworkKind::Signed, nodes, ties)
}

fn two_mode() -> Network {
    let nodes = vec![
        node("shared", "An actor", Mode::Actor),
        node("other", "Other", Mode::Actor),
        node("shared", "A claim of the same name", Mode::Claim),
        node("treaty", "A treaty is needed", Mode::Claim),
    ];
    let both = Tie {
        sign: -1,
        supports: 1,
        opposes: 3,
        ..tie(TieKind::Both, 4.0)
    };
    let supports = Tie {
        supports: 2,
        ..tie(TieKind::Supports, 2.0)
    };
    let opposes = Tie {
        opposes: 1,
        ..tie(TieKind::Opposes, 1.0)
    };
    let ties = vec![(0, 2, supports), (0, 3, both), (1, 3, opposes)];
    network(NetworkKind::Positions, nodes, ties)
}

fn empty() -> Network {
    network(NetworkKind::Agreement, Vec::new(), Vec::new())
}

fn text(network: &Network, format: NetworkFormat, options: &Options) -> String {
    let mut out = Vec::new();
    write_to(network, format, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn elements<'a>(document: &'a Document<'_>, name: &str) -> Vec<roxmltree::Node<'a, 'a>> {
    document
        .descendants()
        .filter(|n| n.is_element() && n.tag_name().name() == name)
        .collect()
}

/// The values of an element of a GEXF file, by attribute.
fn values<'a>(element: roxmltree::Node<'a, 'a>) -> BTreeMap<&'a str, &'a str> {
    let values = element
        .descendants()
        .filter(|n| n.tag_name().name() == "attvalue");
    values
        .map(|v| (v.attribute("for").unwrap(), v.attribute("value").unwrap()))
        .collect()
}

fn children<'a>(element: roxmltree::Node<'a, 'a>) -> Vec<&'a str> {
    element
        .children()
        .filter(|n| n.is_element())
        .map(|n| n.tag_name().name())
        .collect()
}

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

#[test]
fn graphml_uses_types_that_all_readers_know() {
    for gephi in [false, true] {
        let options = Options {
            graphml_for_gephi: gephi,
            ..Options::default()
        };
        for network in [awkward(), two_mode(), empty()] {
            let text = text(&network, NetworkFormat::Graphml, &options);
            let document = Document::parse(&text).unwrap();
            let keys = elements(&document, "key");
            let ids: BTreeSet<_> = keys.iter().map(|k| k.attribute("id").unwrap()).collect();
            assert_eq!(ids.len(), keys.len());
            let of = |k: &roxmltree::Node<'_, '_>| {
                let name = k.attribute("attr.name").unwrap().to_owned();
                (k.attribute("for").unwrap().to_owned(), name)
            };
            assert_eq!(
                keys.iter().map(of).collect::<BTreeSet<_>>().len(),
                keys.len()
            );
            for key in &keys {
                let name = key.attribute("attr.name").unwrap();
                assert!(name != "id" && !name.contains(' '));
                assert!(["int", "double", "string"].contains(&key.attribute("attr.type").unwrap()));
            }
            let data = elements(&document, "data");
            assert!(
                data.iter()
                    .all(|d| ids.contains(d.attribute("key").unwrap()))
            );
            let nodes = elements(&document, "node").into_iter().enumerate();
            assert!(
                nodes
                    .into_iter()
                    .all(|(i, n)| n.attribute("id").unwrap() == format!("n{i}"))
            );
        }
    }
}

#[test]
fn graphml_labels_edges_for_gephi_only() {
    let options = Options {
        graphml_for_gephi: true,
        ..Options::default()
    };
    let plain = text(&awkward(), NetworkFormat::Graphml, &Options::default());
    let gephi = text(&awkward(), NetworkFormat::Graphml, &options);
    let labels = |text: &str| -> Vec<Option<String>> {
        let document = Document::parse(text).unwrap();
        let edges = elements(&document, "edge");
        edges
            .iter()
            .map(|e| e.attribute("label").map(str::to_owned))
            .collect()
    };
    assert!(labels(&plain).iter().all(Option::is_none));
    assert_eq!(
        labels(&gephi)[..2],
        [Some("agreement".into()), Some("disagreement".into())]
    );
    assert!(!plain.contains("attr.name=\"x\"") && gephi.contains("attr.name=\"x\""));
}

/// The same facts, whatever the format: nothing is lost on the way into one of them.
#[test]
fn all_formats_say_the_same_of_nodes() {
    let network = awkward();
    let gexf = text(&network, NetworkFormat::Gexf, &Options::default());
    let graphml = text(&network, NetworkFormat::Graphml, &Options::default());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("n.csv");
    write(&network, NetworkFormat::Csv, &path, &Options::default()).unwrap();
    let table = rows(&std::fs::read_to_string(nodes_path(&path)).unwrap());
    let (gexf, graphml) = (
        Document::parse(&gexf).unwrap(),
        Document::parse(&graphml).unwrap(),
    );
    for (index, row) in table[1..].iter().enumerate() {
        let cells: BTreeMap<&str, &str> = std::iter::zip(&table[0], row)
            .skip(2)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(name, cell)| (name.as_str(), cell.as_str()))
            .collect();
        assert_eq!(values(elements(&gexf, "node")[index]), cells);
        let node = elements(&graphml, "node")[index];
        let data = node
            .children()
            .filter(roxmltree::Node::is_element)
            .map(|d| {
                (
                    d.attribute("key").unwrap().trim_start_matches("node_"),
                    d.text().unwrap_or(""),
                )
            });
        let mut data: BTreeMap<_, _> = data.collect();
        assert_eq!(data.remove("label"), Some(row[1].as_str()));
        assert_eq!(data, cells);
    }
}

#[test]
fn csv_is_a_pair_of_files_that_fit_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.csv");
    let files = write(&awkward(), NetworkFormat::Csv, &path, &Options::default()).unwrap();
    assert_eq!(files, [path.clone(), folder.path().join("net.nodes.csv")]);
    let edges = rows(&std::fs::read_to_string(&files[0]).unwrap());
    let nodes = rows(&std::fs::read_to_string(&files[1]).unwrap());
    assert_eq!(
        edges[0][..7],
        ["Id", "Source", "Target", "Type", "Kind", "Weight", "Label"]
    );
    assert_eq!(nodes[0][..2], ["Id", "Label"]);
    assert_eq!((edges.len(), nodes.len()), (5, 6));
    let ids: BTreeSet<_> = nodes[1..].iter().map(|row| &row[0]).collect();
    assert_eq!(ids.len(), 5);
    for row in &edges[1..] {
        assert!(ids.contains(&row[1]) && ids.contains(&row[2]));
        assert_eq!(row[3], "Undirected");
    }
    assert_eq!(edges[4][5].parse::<f64>().unwrap(), 1.0 / 3.0);
    assert!(edges[1].contains(&"a-claim;b-\"claim\"".to_owned()));
}

#[test]
fn the_node_file_is_named_after_the_edge_file() {
    let named = |name: &str| nodes_path(Path::new(name)).to_str().unwrap().to_owned();
    assert_eq!(named("out/net.csv"), "out/net.nodes.csv");
    assert_eq!(named("net.csv.gz"), "net.nodes.csv.gz");
    assert_eq!(named("a.b.csv.zst"), "a.b.nodes.csv.zst");
    assert_eq!(named("net"), "net.nodes");
}

#[test]
fn neither_file_of_the_pair_changes_when_one_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.csv");
    std::fs::write(&path, "old").unwrap();
    std::fs::create_dir(folder.path().join("net.nodes.csv")).unwrap();
    assert!(write(&awkward(), NetworkFormat::Csv, &path, &Options::default()).is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn safe_cells_defuse_formulas_and_leave_numbers_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.csv");
    let options = Options {
        safe_cells: true,
        ..Options::default()
    };
    let files = write(&awkward(), NetworkFormat::Csv, &path, &options).unwrap();
    let nodes = rows(&std::fs::read_to_string(&files[1]).unwrap());
    assert_eq!(nodes[4][1], "'=HYPERLINK(\"http://example.org\")");
    assert_eq!(nodes[1][1], "外交部");
    let edges = rows(&std::fs::read_to_string(&files[0]).unwrap());
    assert_eq!(edges[2][7..9], ["-1", "-1"]);
}

#[test]
fn a_signed_matrix_nets_and_is_symmetric() {
    let matrix = rows(&text(
        &awkward(),
        NetworkFormat::Matrix,
        &Options::default(),
    ));
    assert_eq!(
        matrix[0],
        ["", "mfa", "quotes", "control", "formula", "alone"]
    );
    assert_eq!(matrix[1], ["mfa", "0", "1.5", "0", "0", "0"]);
    assert_eq!(
        matrix[3],
        ["control", "0", "-0.1", "0", "0.3333333333333333", "0"]
    );
    assert_eq!(matrix[5], ["alone", "0", "0", "0", "0", "0"]);
    for (i, row) in matrix.iter().enumerate().skip(1) {
        for j in 1..row.len() {
            assert_eq!(row[j], matrix[j][i]);
        }
    }
}

#[test]
fn a_matrix_of_one_kind_has_plain_weights() {
    let nodes = vec![node("a", "A", Mode::Actor), node("b", "B", Mode::Actor)];
    let ties = vec![(0, 1, tie(TieKind::Disagreement, 3.0))];
    let network = network(NetworkKind::Disagreement, nodes, ties);
    assert_eq!(
        text(&network, NetworkFormat::Matrix, &Options::default()),
        ",a,b\na,0,3\nb,3,0\n"
    );
}

#[test]
fn a_matrix_of_positions_has_actors_by_claims() {
    let matrix = rows(&text(
        &two_mode(),
        NetworkFormat::Matrix,
        &Options::default(),
    ));
    assert_eq!(
        matrix[0],
        ["", "https://example.org/claim/shared", "treaty"]
    );
    assert_eq!(matrix[1], ["https://example.org/actor/shared", "2", "-2"]);
    assert_eq!(matrix[2], ["other", "0", "-1"]);
}

#[test]
fn directed_networks_say_so() {
    let network = Network {
        directed: true,
        ..awkward()
    };
    let gexf = text(&network, NetworkFormat::Gexf, &Options::default());
    assert!(gexf.contains("defaultedgetype=\"directed\""));
    let graphml = text(&network, NetworkFormat::Graphml, &Options::default());
    assert!(graphml.contains("edgedefault=\"directed\""));
    let csv = rows(&text(&network, NetworkFormat::Csv, &Options::default()));
    assert!(csv[1..].iter().all(|row| row[3] == "Directed"));
    let matrix = rows(&text(&network, NetworkFormat::Matrix, &Options::default()));
    assert_eq!((matrix[1][2].as_str(), matrix[2][1].as_str()), ("1.5", "0"));
}

#[test]
fn a_weight_that_files_cannot_carry_is_refused() {
    for weight in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let nodes = vec![node("a", "A", Mode::Actor), node("b", "B", Mode::Actor)];
        let ties = vec![(0, 1, tie(TieKind::Agreement, weight))];
        let network = network(NetworkKind::Agreement, nodes, ties);
        for format in NetworkFormat::ALL {
            let result = write_to(&network, format, &Options::default(), &mut Vec::new());
            assert!(
                matches!(result, Err(ExportError::Weight { .. })),
                "{format} {weight}"
            );
        }
    }
}

#[test]
fn formats_are_known_by_name_and_extension() {
    for format in NetworkFormat::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    assert_eq!(
        NetworkFormat::of_path(Path::new("a.b.GraphML")),
        Some(NetworkFormat::Graphml)
    );
    assert_eq!(NetworkFormat::of_path(Path::new("gexf")), None);
    let message = "dot".parse::<NetworkFormat>().unwrap_err().to_string();
    assert_eq!(
        message,
        "unknown network format \"dot\"; choose one of: gexf, graphml, csv, matrix"
    );
}

#[test]
fn the_same_network_gives_the_same_bytes_and_another_seed_another_layout() {
    let options = Options {
        color_by: ColorBy::Sector,
        ..Options::default()
    };
    let once = text(&awkward(), NetworkFormat::Gexf, &options);
    assert_eq!(once, text(&awkward(), NetworkFormat::Gexf, &options));
    let other = Options {
        layout_seed: 1,
        ..options
    };
    assert_ne!(once, text(&awkward(), NetworkFormat::Gexf, &other));
}

fn any_network() -> impl Strategy<Value = Network> {
    let labels = proptest::collection::vec(any::<String>(), 1..8);
    let pairs =
        proptest::collection::vec((0..8_usize, 0..8_usize, any::<bool>(), 0.001..9.0), 0..20);
    (labels, pairs).prop_map(|(labels, pairs)| {
        let count = labels.len();
        let label = |(i, label): (usize, String)| node(&format!("n{i}"), &label, Mode::Actor);
        let nodes = labels.into_iter().enumerate().map(label).collect();
        let mut ties = BTreeMap::new();
        for (a, b, agree, weight) in pairs {
            let (a, b) = (a % count, b % count);
            if a != b {
                let kind = if agree {
                    TieKind::Agreement
                } else {
                    TieKind::Disagreement
                };
                ties.insert((a.min(b), a.max(b), kind), tie(kind, weight));
            }
        }
        let ties = ties
            .into_iter()
            .map(|((a, b, _), tie)| (a, b, tie))
            .collect();
        network(NetworkKind::Signed, nodes, ties)
    })
}

/// A label without what XML forbids, with spaces for what its attributes cannot hold.
fn plain(label: &str) -> String {
    let label = label
        .replace("\r\n", " ")
        .replace(['\r', '\n', '\t', '\u{85}'], " ");
    label.replace(
        |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'),
        "",
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn labels_and_weights_come_back_from_every_format(network in any_network()) {
        let labels: Vec<_> = network.graph.node_weights().map(|n| plain(&n.label)).collect();
        let weights: Vec<_> = network.graph.edge_weights().map(|t| t.weight).collect();
        let number = |text: &str| text.parse::<f64>().unwrap();

        let gexf = text(&network, NetworkFormat::Gexf, &Options::default());
        let gexf = Document::parse(&gexf).unwrap();
        let nodes = elements(&gexf, "node");
        prop_assert_eq!(&labels, &nodes.iter().map(|n| n.attribute("label").unwrap()).collect::<Vec<_>>());
        let edges = elements(&gexf, "edge");
        prop_assert_eq!(&weights, &edges.iter().map(|e| number(e.attribute("weight").unwrap())).collect::<Vec<_>>());

        let graphml = text(&network, NetworkFormat::Graphml, &Options::default());
        let graphml = Document::parse(&graphml).unwrap();
        let of = |key: &str| {
            let data = elements(&graphml, "data").into_iter().filter(|d| d.attribute("key") == Some(key));
            data.map(|d| d.text().unwrap_or("").to_owned()).collect::<Vec<_>>()
        };
        prop_assert_eq!(&labels, &of("node_label"));
        prop_assert_eq!(&weights, &of("edge_weight").iter().map(|w| number(w)).collect::<Vec<_>>());

        let csv = rows(&text(&network, NetworkFormat::Csv, &Options::default()));
        prop_assert_eq!(&weights, &csv[1..].iter().map(|row| number(&row[5])).collect::<Vec<_>>());
        let matrix = rows(&text(&network, NetworkFormat::Matrix, &Options::default()));
        prop_assert_eq!(matrix.len(), labels.len() + 1);
    }
}
