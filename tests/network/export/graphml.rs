//! GraphML.

use super::networks::{awkward, empty, two_mode};
use super::reading::{elements, text};
use demarche::export::{NetworkFormat, Options};
use roxmltree::Document;
use std::collections::BTreeSet;

#[test]
fn graphml_uses_types_that_all_readers_know() {
    for gephi in [false, true] {
        let options = Options {
            for_gephi: gephi,
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
        for_gephi: true,
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

/// Colours of ties are data to all others, and would be attributes of the study there.
#[test]
fn graphml_colours_ties_for_gephi_only() {
    let colours = |for_gephi: bool| {
        let options = Options {
            for_gephi,
            ..Options::default()
        };
        let text = text(&awkward(), NetworkFormat::Graphml, &options);
        let document = Document::parse(&text).unwrap();
        let of_edge = |edge: &roxmltree::Node<'_, '_>| {
            let parts = ["edge_r", "edge_g", "edge_b"].map(|key| {
                let mut data = edge
                    .children()
                    .filter(|data| data.attribute("key") == Some(key));
                data.next().and_then(|data| data.text()).map(str::to_owned)
            });
            parts.into_iter().flatten().collect::<Vec<_>>()
        };
        let edges = elements(&document, "edge");
        edges.iter().map(of_edge).collect::<Vec<_>>()
    };
    assert!(colours(false).iter().all(Vec::is_empty));
    let (agreement, disagreement) = (["74", "144", "164"], ["200", "69", "59"]);
    let expected = [agreement, disagreement, disagreement, agreement];
    assert_eq!(colours(true), expected);
}
