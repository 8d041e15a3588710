//! Networks made by hand.

use demarche::model::Day;
use demarche::network::{Logic, Mode, Network, NetworkKind, Node, Summary, Tie, TieKind};
use petgraph::graph::UnGraph;

pub fn node(id: &str, label: &str, mode: Mode) -> Node {
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
        attributes: Vec::new(),
        supports: 3,
        opposes: 2,
        neutral: 1,
        authority: [4, 1, 1],
        first: Some(day(2012, 2, 29)),
        last: Some(day(2013, 12, 1)),
        activity: 5,
        coalition: None,
        betweenness: None,
    }
}

pub fn day(year: u16, month: u8, day: u8) -> Day {
    Day { year, month, day }
}

pub fn tie(kind: TieKind, weight: f64) -> Tie {
    Tie {
        kind,
        weight,
        sign: if matches!(kind, TieKind::Disagreement | TieKind::Opposes) {
            -1
        } else {
            1
        },
        act: None,
        claims: vec![0, 1],
        claim_count: 2,
        implied: 0,
        statements: 7,
        first: Some(day(2012, 3, 1)),
        last: Some(day(2013, 1, 31)),
        supports: 0,
        opposes: 0,
    }
}

pub fn network(kind: NetworkKind, nodes: Vec<Node>, ties: Vec<(usize, usize, Tie)>) -> Network {
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
        claims: vec!["a-claim".to_owned(), "b-\"claim\"".to_owned()],
        claim_iris: vec![
            "https://example.org/claim/a-claim".to_owned(),
            "https://example.org/claim/b-%22claim%22".to_owned(),
        ],
        acts: Vec::new(),
        modularity: None,
        logic: Logic::Direct,
        graph,
        directed: false,
        summary: Summary::default(),
        spells: None,
    }
}

/// Everything that could go wrong in one network: Chinese, markup, quotes, forbidden characters,
/// formulas, parallel ties, fractions, a node without ties.
pub fn awkward() -> Network {
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

pub fn two_mode() -> Network {
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

pub fn empty() -> Network {
    network(NetworkKind::Agreement, Vec::new(), Vec::new())
}
