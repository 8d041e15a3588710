//! Networks as files: every rule a format has, checked by reading the file back with a reader that
//! shares no code with the writer.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

mod dl;
mod gexf;
mod graphml;
mod json;
mod marks;
mod networks;
mod own;
mod pajek;
mod reading;
mod svg;
mod tables;
mod ties;

use demarche::display::CsvDialect;
use demarche::export::{ColorBy, ExportError, NetworkFormat, Options, nodes_path, write, write_to};
use demarche::network::{Mode, Network, NetworkKind, TieKind};
use networks::{awkward, network, node, tie};
use proptest::prelude::*;
use reading::{elements, rows, text, values};
use roxmltree::Document;
use std::collections::BTreeMap;
use std::path::Path;

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
fn a_mark_begins_text_files_only_where_asked_for() {
    let options = Options {
        csv: CsvDialect {
            bom: true,
            ..CsvDialect::default()
        },
        ..Options::default()
    };
    for format in NetworkFormat::ALL {
        if !format.is_built() {
            continue;
        }
        let is_marked = |options| text(&awkward(), format, options).starts_with('\u{feff}');
        let takes_one = matches!(
            format,
            NetworkFormat::Csv | NetworkFormat::Matrix | NetworkFormat::Pajek
        );
        // `text` reads UTF-8, which a picture in pixels is not.
        if format != NetworkFormat::Png {
            assert_eq!(is_marked(&options), takes_one, "{format}");
            assert!(!is_marked(&Options::default()), "{format}");
        }
    }
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
        "unknown network format \"dot\"; choose one of: gexf, graphml, csv, matrix, dl, pajek, cyjs, graphology, svg, png, ttl, nt"
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

        for (format, at) in [(NetworkFormat::Cyjs, "/elements"), (NetworkFormat::Graphology, "")] {
            let json: serde_json::Value = serde_json::from_str(&text(&network, format, &Options::default())).unwrap();
            let list = |name: &str| json.pointer(&format!("{at}/{name}")).unwrap().as_array().unwrap().clone();
            let (data, label) = match format {
                NetworkFormat::Cyjs => ("data", "name"),
                _ => ("attributes", "label"),
            };
            prop_assert_eq!(&labels, &list("nodes").iter().map(|n| n[data][label].as_str().unwrap().to_owned()).collect::<Vec<_>>());
            let read: Vec<_> = list("edges").iter().map(|e| e[data]["weight"].as_f64().unwrap()).collect();
            prop_assert_eq!(weights.len(), read.len());
            // serde_json reads numbers to within their last bit.
            let near = |(one, other): (&f64, &f64)| (one - other).abs() <= one * 1e-15;
            prop_assert!(std::iter::zip(&weights, &read).all(near), "{:?} {:?}", weights, read);
        }
        let pajek = text(&network, NetworkFormat::Pajek, &Options::default());
        let values = pajek.lines().skip_while(|line| *line != "*Edges").skip(1);
        let values = values.map(|line| number(line.split(' ').nth(2).unwrap()).abs());
        prop_assert_eq!(&weights, &values.collect::<Vec<_>>());

        let svg = text(&network, NetworkFormat::Svg, &Options::default());
        let svg = Document::parse(&svg).unwrap();
        let drawn = |class: &str| {
            let of_class = |n: &roxmltree::Node<'_, '_>| n.attribute("class").is_some_and(|c| c.split(' ').any(|c| c == class));
            svg.descendants().filter(of_class).count()
        };
        prop_assert_eq!((drawn("node"), drawn("tie")), (labels.len(), weights.len()));
    }
}
