//! Pajek, with coalitions and numbers of statements beside the network.

use super::networks::{awkward, empty, network, node, tie, two_mode};
use super::reading::text;
use demarche::display::CsvDialect;
use demarche::export::{NetworkFormat, Options, write};
use demarche::network::{Mode, Network, NetworkKind, TieKind};
use std::collections::BTreeSet;

fn net(network: &Network) -> String {
    text(network, NetworkFormat::Pajek, &Options::default())
}

/// The words of a line; those in quotes may hold spaces.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let of_part = |(at, part): (usize, &str)| match at % 2 {
        1 => vec![part.to_owned()],
        _ => part.split_whitespace().map(str::to_owned).collect(),
    };
    parts.flat_map(of_part).collect()
}

/// The lines of a section, in words.
fn section(text: &str, name: &str) -> Vec<Vec<String>> {
    let lines = text.lines().skip_while(|line| !line.starts_with(name));
    let lines = lines.skip(1).take_while(|line| !line.starts_with('*'));
    lines.map(words).collect()
}

#[test]
fn ties_are_one_list_with_signs_in_their_values() {
    let text = net(&awkward());
    let sections: Vec<_> = text.lines().filter(|line| line.starts_with('*')).collect();
    assert_eq!(sections[1..], ["*Vertices 5", "*Edges"]);
    assert!(sections[0].starts_with("*Network The cyber debate: signed"));
    let expected = [
        ["1", "2", "2.5", "l", "agreement"],
        ["1", "2", "-1", "l", "disagreement"],
        ["2", "3", "-0.1", "l", "disagreement"],
        ["3", "4", "0.3333333333333333", "l", "agreement"],
    ];
    assert_eq!(section(&text, "*Edges"), expected);
    let directed = net(&Network {
        directed: true,
        ..awkward()
    });
    assert_eq!(section(&directed, "*Arcs").len(), 4);
    assert!(!directed.contains("*Edges"));
}

#[test]
fn labels_are_in_quotes_that_nothing_in_them_closes() {
    let text = net(&awkward());
    let vertices = section(&text, "*Vertices");
    let labels: Vec<_> = vertices.iter().map(|words| words[1].as_str()).collect();
    assert_eq!(
        labels,
        [
            "外交部",
            "'R&D' <b>'s office</b>",
            "bell, null, line break",
            "=HYPERLINK('http://example.org')",
            "🗳 alone"
        ]
    );
    for (at, words) in (1..).zip(&vertices) {
        assert_eq!((words.len(), &words[0]), (5, &at.to_string()));
        for number in &words[2..] {
            assert!(
                (0.0..=1.0).contains(&number.parse::<f64>().unwrap()),
                "{words:?}"
            );
        }
    }
    assert!(!text.starts_with('\u{feff}'));
}

#[test]
fn no_two_vertices_share_a_label() {
    let labelled = |id: &str, label: &str| node(id, label, Mode::Actor);
    let nodes = vec![
        labelled("a", "Same"),
        labelled("b", "Same"),
        labelled("c", "Same (b)"),
        labelled("d", ""),
        labelled("e", "back\\slash\\"),
    ];
    let text = net(&network(NetworkKind::Signed, nodes, Vec::new()));
    let labels = section(&text, "*Vertices")
        .into_iter()
        .map(|mut words| words.remove(1));
    let labels: Vec<String> = labels.collect();
    assert_eq!(
        labels,
        ["Same (a)", "Same (b)*", "Same (b)", "(d)", "back/slash/"]
    );
    assert_eq!(labels.iter().collect::<BTreeSet<_>>().len(), 5);
}

#[test]
fn two_modes_say_how_many_are_of_the_first() {
    let text = net(&two_mode());
    assert!(text.contains("\n*Vertices 4 2\n"));
    // Supports less opposes, as in the matrix.
    let values: Vec<_> = section(&text, "*Edges")
        .iter()
        .map(|words| words[2].clone())
        .collect();
    assert_eq!(values, ["2", "-2", "-1"]);
}

#[test]
fn coalitions_and_statements_stand_beside_in_the_same_order() {
    let mut network = awkward();
    for (at, node) in network.graph.node_weights_mut().enumerate() {
        node.coalition = [Some(1), Some(2), Some(2), None, Some(12)][at];
        node.supports = at as u32;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.net");
    let options = Options {
        csv: CsvDialect {
            bom: true,
            ..CsvDialect::default()
        },
        ..Options::default()
    };
    let files = write(&network, NetworkFormat::Pajek, &path, &options).unwrap();
    let names = ["net.net", "net.clu", "net.vec"].map(|name| folder.path().join(name));
    assert_eq!(files, names);
    let read = |at: usize| std::fs::read_to_string(&files[at]).unwrap();
    // Only the network has letters that a mark could tell the encoding of.
    assert!(read(0).starts_with("\u{feff}*Network"));
    assert_eq!(read(1), "*Vertices 5\n1\n2\n2\n0\n12\n");
    assert_eq!(read(2), "*Vertices 5\n3\n4\n5\n6\n7\n");
}

#[test]
fn a_network_of_nobody_or_of_one_is_a_file() {
    assert!(net(&empty()).ends_with("*Vertices 0\n*Edges\n"));
    let one = network(
        NetworkKind::Signed,
        vec![node("a", "A", Mode::Actor)],
        Vec::new(),
    );
    assert!(net(&one).contains("\n1 \"A\" 0.5000 0.5000 0.5000\n"));
    let nodes = vec![node("a", "A", Mode::Actor), node("b", "B", Mode::Actor)];
    let acts = Network {
        acts: vec!["says \"no\"".to_owned()],
        ..network(
            NetworkKind::Addressed,
            nodes,
            vec![(0, 1, {
                let mut tie = tie(TieKind::Addressed, 1.0);
                tie.act = Some(0);
                tie
            })],
        )
    };
    assert!(net(&acts).ends_with("1 2 1 l \"says 'no'\"\n"));
}
