//! GraphML.

use crate::networks::{awkward, empty, two_mode};
use crate::reading::{elements, text};
use demarche::export::{NetworkFormat, Options};
use roxmltree::Document;
use std::collections::BTreeSet;

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
