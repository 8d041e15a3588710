//! Pictures: well-formed, complete, the same everywhere.

use super::networks::{awkward, day, empty, network, node, tie, two_mode};
use super::reading::{elements, text};
use demarche::export::svg::timeline::{self, Series, Timeline, Window};
use demarche::export::{ColorBy, ExportError, NetworkFormat, Options, png, write_to};
use demarche::network::{Mode, Network, NetworkKind, Node, TieKind};
use roxmltree::Document;
use std::collections::BTreeSet;

fn svg(network: &Network) -> String {
    text(network, NetworkFormat::Svg, &Options::default())
}

/// The elements of this class.
fn of_class<'a>(document: &'a Document<'_>, class: &str) -> Vec<roxmltree::Node<'a, 'a>> {
    let has = |n: &roxmltree::Node<'_, '_>| {
        n.attribute("class")
            .is_some_and(|all| all.split(' ').any(|one| one == class))
    };
    document.descendants().filter(has).collect()
}

/// All lines of text in an element.
fn texts(element: roxmltree::Node<'_, '_>) -> Vec<String> {
    let texts = element
        .descendants()
        .filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "text")));
    texts.map(|n| n.text().unwrap_or("").to_owned()).collect()
}

fn title(element: roxmltree::Node<'_, '_>) -> String {
    let title = element.children().find(|n| n.tag_name().name() == "title");
    title.unwrap().text().unwrap().to_owned()
}

/// Nodes in a ring of ties, with every seventh pair in disagreement too.
fn many(count: usize) -> Network {
    let name = |i: usize| match i % 3 {
        0 => format!("Institution number {i} of the republic"),
        1 => format!("第{i}研究所"),
        _ => format!("N{i}"),
    };
    let nodes = (0..count).map(|i| Node {
        supports: (i * i % 97) as u32,
        country: (i % 5 > 0).then(|| format!("C{}", i % 5)),
        ..node(&format!("n{i}"), &name(i), Mode::Actor)
    });
    let mut ties = Vec::new();
    for i in 1..count {
        ties.push((i - 1, i, tie(TieKind::Agreement, (i % 9 + 1) as f64)));
        if i % 7 == 0 {
            ties.push((i / 2, i, tie(TieKind::Disagreement, (i % 4 + 1) as f64)));
        }
    }
    network(NetworkKind::Signed, nodes.collect(), ties)
}

#[test]
fn every_node_and_tie_is_drawn_and_says_what_it_is() {
    let directed = Network {
        directed: true,
        ..awkward()
    };
    for network in [awkward(), directed, many(1), many(60), empty()] {
        let text = svg(&network);
        let document = Document::parse(&text).unwrap();
        let root = document.root_element();
        let size = (
            root.attribute("width").unwrap(),
            root.attribute("height").unwrap(),
        );
        let view = format!("0 0 {} {}", size.0, size.1);
        assert_eq!(root.attribute("viewBox"), Some(view.as_str()));
        let (nodes, ties) = (of_class(&document, "node"), of_class(&document, "tie"));
        assert_eq!(nodes.len(), network.graph.node_count());
        assert_eq!(ties.len(), network.graph.edge_count());
        let heads = elements(&document, "polygon").len();
        let kinds: BTreeSet<_> = network.graph.edge_weights().map(|tie| tie.kind).collect();
        // One more for each kind, in the legend.
        let expected = if network.directed {
            ties.len() + kinds.len()
        } else {
            0
        };
        assert_eq!(heads, expected);
        for tie in ties {
            let dashed = tie
                .descendants()
                .any(|n| n.has_attribute("stroke-dasharray"));
            assert_eq!(
                dashed,
                title(tie).contains("disagreement"),
                "{}",
                title(tie)
            );
        }
        for number in text
            .split(['"', ' ', ','])
            .filter_map(|word| word.parse::<f64>().ok())
        {
            assert!(number.is_finite());
            assert!(
                (number * 100.0 - (number * 100.0).round()).abs() < 1e-6,
                "{number}"
            );
        }
    }
}

#[test]
fn labels_and_legend_are_whole_escaped_and_in_chinese() {
    let network = awkward();
    let text = svg(&network);
    let document = Document::parse(&text).unwrap();
    let labels = texts(of_class(&document, "labels")[0]).join(" ");
    for label in [
        "外交部",
        "\"R&D\" <b>'s",
        "bell, null, line break",
        "🗳 alone",
    ] {
        assert!(labels.contains(label), "{label} is not in {labels}");
    }
    let legend = texts(of_class(&document, "legend")[0]);
    let expected = [
        "Ties",
        "agreement (2)",
        "disagreement (2)",
        "Width: weight",
        "2.5",
        "0.1",
        "Area: statements",
        "6",
        "5 nodes, 4 ties",
    ];
    for line in expected {
        assert!(
            legend.iter().any(|other| other == line),
            "{line} is not in {legend:?}"
        );
    }
    let ties = of_class(&document, "tie");
    assert!(ties.iter().any(|tie| title(*tie)
        == "外交部 – \"R&D\" <b>'s office</b>\nagreement, weight 2.5\nclaims: 2 (a-claim, \
            b-\"claim\")\nstatements: 7, 2012-03-01 to 2013-01-31"));
    assert!(title(of_class(&document, "node")[0]).contains("6 (3 support, 2 oppose, 1 neutral)"));
    let heading = texts(of_class(&document, "heading")[0]).join(" ");
    assert!(
        heading.contains("The cyber debate signed, R&D <counted>"),
        "{heading}"
    );
}

#[test]
fn colours_are_told_by_name_and_number() {
    let options = Options {
        color_by: ColorBy::Country,
        ..Options::default()
    };
    let text = text(&many(60), NetworkFormat::Svg, &options);
    let document = Document::parse(&text).unwrap();
    let legend = texts(of_class(&document, "legend")[0]);
    for line in ["Colour: country", "C1 (12)", "C4 (12)", "not known (12)"] {
        assert!(
            legend.iter().any(|other| other == line),
            "{line} is not in {legend:?}"
        );
    }
    let fill = |n: roxmltree::Node<'_, '_>| {
        let circle = n.children().find(|c| c.tag_name().name() == "circle");
        circle.unwrap().attribute("fill").unwrap().to_owned()
    };
    let fills: BTreeSet<String> = of_class(&document, "node").into_iter().map(fill).collect();
    assert_eq!(fills.len(), 5);
}

#[test]
fn labels_without_room_are_left_out_and_counted() {
    let text = svg(&many(1000));
    let document = Document::parse(&text).unwrap();
    let legend = texts(of_class(&document, "legend")[0]);
    let left_out: usize = legend
        .iter()
        .find_map(|line| line.strip_suffix(" labels left out"))
        .map_or(0, |number| number.parse().unwrap());
    let labels = of_class(&document, "labels")[0];
    // Every label begins with one of these, and has no other.
    let begins = |line: &&String| line.starts_with("Inst") || line.starts_with(['第', 'N']);
    let shown = texts(labels).iter().filter(begins).count();
    assert_eq!(shown + left_out, 1000);
    assert!(shown > 300, "{shown}");
}

#[test]
fn positions_are_a_table_of_actors_and_claims() {
    let mut network = two_mode();
    for (place, coalition) in [Some(1), Some(2)].into_iter().enumerate() {
        network.graph[petgraph::graph::NodeIndex::new(place)].coalition = coalition;
    }
    let text = svg(&network);
    let document = Document::parse(&text).unwrap();
    let told: BTreeSet<String> = of_class(&document, "cells")[0]
        .children()
        .filter(|n| n.tag_name().name() == "rect")
        .map(title)
        .collect();
    assert_eq!(told.len(), 3);
    let both = "An actor\nA treaty is needed\nboth: supports 1, opposes 3";
    assert!(told.iter().any(|text| text.starts_with(both)), "{told:?}");
    assert_eq!(texts(of_class(&document, "rows")[0]), ["An actor", "Other"]);
    // The first coalition supports the one, and is against the other no more than the second is.
    let claims = ["A claim of the same name", "A treaty is needed"];
    assert_eq!(texts(of_class(&document, "columns")[0]), claims);
    assert_eq!(texts(of_class(&document, "coalitions")[0]), ["1", "2"]);
    let legend = texts(of_class(&document, "legend")[0]);
    for line in [
        "supports",
        "opposes",
        "both alike",
        "1",
        "8 and more",
        "2 rows, 2 claims, 3 positions",
    ] {
        assert!(
            legend.iter().any(|other| other == line),
            "{line} is not in {legend:?}"
        );
    }
}

#[test]
fn a_large_table_shows_the_most_active_and_says_so() {
    let mut nodes: Vec<Node> = (0..200)
        .map(|i| node(&format!("a{i}"), &format!("Actor {i}"), Mode::Actor))
        .collect();
    nodes.extend((0..3).map(|i| node(&format!("c{i}"), &format!("主张 {i}"), Mode::Claim)));
    let ties = (0..200).map(|i| {
        let supports = if i < 50 { 1 } else { 2 };
        (
            i,
            200 + i % 3,
            demarche::network::Tie {
                supports,
                ..tie(TieKind::Supports, 1.0)
            },
        )
    });
    let network = network(NetworkKind::Positions, nodes, ties.collect());
    let text = svg(&network);
    let document = Document::parse(&text).unwrap();
    let rows = texts(of_class(&document, "rows")[0]);
    assert_eq!(rows.len(), 150);
    assert!(!rows.contains(&"Actor 49".to_owned()) && rows.contains(&"Actor 50".to_owned()));
    assert!(text.contains("50 actors left out, the least active"));
    assert!(text.contains("主张 2"));
}

#[test]
fn empty_networks_say_that_they_are() {
    let nothing = |kind| network(kind, Vec::new(), Vec::new());
    assert!(svg(&nothing(NetworkKind::Signed)).contains(">no nodes<"));
    assert!(svg(&nothing(NetworkKind::Positions)).contains(">no positions<"));
}

#[test]
fn pictures_are_the_same_on_one_processor_and_on_two() {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| svg(&many(1100)))
    };
    assert!(on(1) == on(2));
}

#[test]
fn the_picture_is_as_it_was() {
    insta::assert_snapshot!("awkward", svg(&awkward()));
    insta::assert_snapshot!("two_mode", svg(&two_mode()));
}

#[test]
fn png_is_drawn_where_it_is_built_in() {
    let mut out = Vec::new();
    let result = write_to(
        &awkward(),
        NetworkFormat::Png,
        &Options::default(),
        &mut out,
    );
    match result {
        Ok(()) => assert!(png::BUILT && out.starts_with(b"\x89PNG\r\n")),
        // A machine without fonts cannot draw labels, and says so.
        Err(ExportError::Pixels(reason)) => assert!(png::BUILT && reason.contains("fonts")),
        Err(error) => assert!(
            !png::BUILT && matches!(error, ExportError::NoPng),
            "{error}"
        ),
    }
}

fn over_time() -> Timeline {
    let window = |year: u16| Window {
        label: year.to_string(),
        start: day(year, 1, 1),
        end: day(year + 1, 1, 1),
        is_sparse: false,
    };
    let series = |name: &str, unit: &str, values: &[Option<f64>]| Series {
        name: name.to_owned(),
        unit: unit.to_owned(),
        values: values.to_vec(),
    };
    Timeline {
        title: "The <cyber> debate & 网络".to_owned(),
        description: "signed network of states, a window a year".to_owned(),
        windows: (2010..2016).map(window).collect(),
        series: vec![
            series(
                "Polarisation",
                "net agreement within less between",
                &[
                    Some(0.1),
                    Some(0.4),
                    None,
                    Some(-0.2),
                    Some(0.35),
                    Some(f64::NAN),
                ],
            ),
            series(
                "Statements",
                "",
                &[
                    Some(12.0),
                    Some(40.0),
                    Some(0.0),
                    Some(122.0),
                    None,
                    Some(9.0),
                ],
            ),
        ],
        events: Vec::new(),
    }
}

#[test]
fn a_timeline_has_a_panel_a_series_and_gaps_where_nothing_is_known() {
    let mut out = Vec::new();
    timeline::write(&over_time(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let document = Document::parse(&text).unwrap();
    let panels = of_class(&document, "panel");
    assert_eq!(panels.len(), 2);
    let count = |panel: usize, name: &str| {
        panels[panel]
            .descendants()
            .filter(|n| n.tag_name().name() == name)
            .count()
    };
    assert_eq!((count(0, "circle"), count(0, "polyline")), (4, 2));
    assert_eq!((count(1, "circle"), count(1, "polyline")), (5, 1));
    let windows = texts(of_class(&document, "windows")[0]);
    assert_eq!(windows, ["2010", "2011", "2012", "2013", "2014", "2015"]);
    assert!(text.contains("The &lt;cyber&gt; debate &amp; 网络"));
    assert!(text.contains("2011 (2011-01-01 to 2012-01-01) Polarisation: 0.4"));
    insta::assert_snapshot!("timeline", text);
}

#[test]
fn days_are_marked_and_sparse_windows_are_hollow() {
    let mut timeline = over_time();
    timeline.windows[1].is_sparse = true;
    timeline.events = ["2011-06-05=Before < and after", "1999-01-01=long ago"]
        .map(|event| event.parse().unwrap())
        .to_vec();
    let mut out = Vec::new();
    timeline::write(&timeline, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let document = Document::parse(&text).unwrap();
    let notes = texts(of_class(&document, "notes")[0]);
    let expected = [
        "fewer than 10 counted statements",
        "1  2011-06-05 Before < and after",
    ];
    assert_eq!(notes, expected);
    assert_eq!(texts(of_class(&document, "events")[0]), ["1"]);
    // A point in each of two panels, and the legend's.
    assert_eq!(text.matches("fill=\"#fff\" stroke=\"#0072b2\"").count(), 3);
}

#[test]
fn a_timeline_of_nothing_is_a_picture_too() {
    let nothing = Timeline {
        windows: Vec::new(),
        series: Vec::new(),
        ..over_time()
    };
    for timeline in [
        nothing,
        Timeline {
            windows: over_time().windows[..1].to_vec(),
            ..over_time()
        },
    ] {
        let mut out = Vec::new();
        timeline::write(&timeline, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(Document::parse(&text).is_ok() && !text.contains("NaN"));
    }
}

/// Refused before the graph is opened, with what to do.
#[test]
#[cfg(not(feature = "png"))]
fn a_command_for_png_says_how_to_build_it() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["network", "nowhere", "signed", "-o", "net.png"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = "error: this demarche was built without pictures in pixels (PNG)\n  \
        hint: write .svg; or build it in: cargo install --path . --features png\n";
    assert_eq!((output.status.code(), said.as_str()), (Some(2), expected));
}
