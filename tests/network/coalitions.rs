//! Coalitions in networks of studies: those of the example, those planted in made-up ones, and the
//! same ones whatever the network shows.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use demarche::compile::compile;
use demarche::graph::Graph;
use demarche::network::{
    Counting, Mode, Network, NetworkKind, Node, NodeLevel, Normalization, Options, Ties, build,
    measures,
};
use demarche::report::Coalitions;
use demarche::synthetic::{Settings, write_study};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn graph_of(folder: &Path) -> Graph {
    let compiled = compile(&[folder.to_owned()]).unwrap();
    Graph::from_bytes(&compiled.graph.unwrap().finish().unwrap()).unwrap()
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cyber-debate")
}

fn states() -> Options {
    Options {
        nodes: NodeLevel::State,
        ..Options::default()
    }
}

/// The coalition of each actor that is in one, by id.
fn coalitions(network: &Network) -> BTreeMap<String, u32> {
    let nodes = network.graph.node_weights();
    nodes
        .filter_map(|node| Some((node.id.clone(), node.coalition?)))
        .collect()
}

#[test]
fn china_and_russia_stand_together_and_the_west_apart() {
    let network = build(&graph_of(&example()), NetworkKind::Signed, &states()).unwrap();
    let by_country: BTreeMap<&str, Option<u32>> = network
        .graph
        .node_weights()
        .filter_map(|node| Some((node.country.as_deref()?, node.coalition)))
        .collect();
    let of = |code: &str| by_country[code].unwrap_or_else(|| panic!("{code} is in none"));
    assert_eq!(of("CHN"), of("RUS"));
    assert_ne!(of("CHN"), of("USA"));
    for western in ["GBR", "CAN", "AUS", "SWE", "JPN", "NLD"] {
        if by_country.contains_key(western) {
            assert_eq!(of(western), of("USA"), "{western}");
        }
    }
    assert_eq!(of("GBR"), of("USA"));
}

#[test]
fn the_european_union_stands_with_the_west() {
    let options = Options {
        nodes: NodeLevel::Polity,
        ..Options::default()
    };
    let network = build(&graph_of(&example()), NetworkKind::Signed, &options).unwrap();
    let found = coalitions(&network);
    for ally in ["united-kingdom", "european-union"] {
        assert_eq!(found[ally], found["united-states"], "{ally}");
    }
    for ally in ["russia", "sco"] {
        assert_eq!(found[ally], found["china"], "{ally}");
    }
    assert_ne!(found["china"], found["united-states"]);
}

#[test]
fn all_networks_of_a_study_have_the_same_coalitions() {
    let graph = graph_of(&example());
    for (min_weight, top, normalize) in [
        (0.0, None, Normalization::None),
        (2.0, Some(4), Normalization::None),
        (0.0, Some(5), Normalization::Average),
    ] {
        let options = Options {
            min_weight,
            top,
            normalize,
            isolates: true,
            ..states()
        };
        let signed = build(&graph, NetworkKind::Signed, &options).unwrap();
        let read = |network: &Network| -> BTreeMap<String, (Option<u32>, Option<u64>)> {
            let actors = network
                .graph
                .node_weights()
                .filter(|node| node.mode == Mode::Actor);
            actors
                .map(|node| {
                    (
                        node.id.clone(),
                        (node.coalition, node.betweenness.map(f64::to_bits)),
                    )
                })
                .collect()
        };
        let expected = read(&signed);
        assert!(
            expected
                .values()
                .any(|(coalition, _)| *coalition == Some(2))
        );
        for kind in [NetworkKind::Agreement, NetworkKind::Disagreement] {
            assert_eq!(read(&build(&graph, kind, &options).unwrap()), expected);
        }
        let net = Options {
            ties: Ties::Net,
            ..options.clone()
        };
        assert_eq!(
            read(&build(&graph, NetworkKind::Signed, &net).unwrap()),
            expected
        );
        if normalize == Normalization::None {
            let positions = build(&graph, NetworkKind::Positions, &options).unwrap();
            assert_eq!(read(&positions), expected);
            let claims = |mode| move |node: &&Node| node.mode == mode;
            let mut nodes = positions.graph.node_weights().filter(claims(Mode::Claim));
            assert!(nodes.all(|node| node.coalition.is_none() && node.betweenness.is_none()));
        }
    }
}

/// How far two ways of grouping agree: 1 if they are the same, about 0 by chance (L. Hubert, P.
/// Arabie 1985).
fn adjusted_rand_index(pairs: &[(u32, u32)]) -> f64 {
    let choose_two = |count: usize| (count * (count - 1) / 2) as f64;
    let pairs_in = |mut keys: Vec<(u32, u32)>| -> f64 {
        keys.sort_unstable();
        keys.chunk_by(|one, other| one == other)
            .map(|same| choose_two(same.len()))
            .sum()
    };
    let both = pairs_in(pairs.to_vec());
    let one = pairs_in(pairs.iter().map(|pair| (pair.0, 0)).collect());
    let other = pairs_in(pairs.iter().map(|pair| (0, pair.1)).collect());
    let expected = one * other / choose_two(pairs.len());
    (both - expected) / ((one + other) / 2.0 - expected)
}

/// Nodes with so many statements are scored. Of those with fewer, a few have by chance said mostly
/// what the other side says, and are found there, which is right of what was said: the coalitions
/// found are of higher modularity than those planted, always.
const HEARD: u32 = 20;

#[test]
fn planted_coalitions_are_found_again() {
    // Two camps are found however statements count. Where each of the many statements on the few
    // loudest claims counts, three and more are told apart no further than those claims part them;
    // where each claim counts once, they are.
    let (by_source, once) = (Counting::Sources, Counting::Once);
    for (planted, seed, count) in [
        (2, 0, by_source),
        (2, 1, once),
        (2, 2, by_source),
        (3, 2, once),
        (4, 3, once),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            coalitions: planted,
            noise: 0.1,
            seed,
            ..Settings::of_size(6_000)
        };
        write_study(folder.path(), &settings).unwrap();
        let mut rows = csv::Reader::from_path(folder.path().join("actors.csv")).unwrap();
        let headers = rows.headers().unwrap().clone();
        let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
        let (id, coalition) = (column("id"), column("coalition"));
        let truth: BTreeMap<String, String> = rows
            .records()
            .map(|row| row.unwrap())
            .map(|row| (row[id].to_owned(), row[coalition].to_owned()))
            .collect();
        let mut names: Vec<&String> = truth.values().collect();
        names.sort_unstable();
        names.dedup();
        let graph = graph_of(folder.path());
        let levels = match planted {
            2 => &[NodeLevel::State, NodeLevel::Actor][..],
            _ => &[NodeLevel::State],
        };
        for &nodes in levels {
            let options = Options {
                nodes,
                count,
                ..Options::default()
            };
            let network = build(&graph, NetworkKind::Signed, &options).unwrap();
            let heard = |id: &String| {
                let mut nodes = network.graph.node_weights();
                nodes.any(|node| node.id == *id && node.statements() >= HEARD)
            };
            let planted_in = |node: &Node| {
                let name = names.binary_search(&&truth[&node.id]).unwrap();
                Some(name as u32)
            };
            let ties = measures::SignedTies::of(&network);
            let as_planted: Vec<Option<u32>> =
                network.graph.node_weights().map(planted_in).collect();
            let as_planted = measures::modularity(&ties, &as_planted, 1.0);
            assert!(measures::of(&network).modularity >= as_planted);
            let pairs: Vec<(u32, u32)> = coalitions(&network)
                .into_iter()
                .filter(|(id, _)| heard(id))
                .map(|(id, found)| {
                    let name = names.binary_search(&&truth[&id]).unwrap();
                    (found, name as u32)
                })
                .collect();
            let index = adjusted_rand_index(&pairs);
            println!("{planted} planted, {nodes}: {index} over {}", pairs.len());
            assert!(
                index > 0.95,
                "{planted} planted, seed {seed}, {nodes}: {index}"
            );
        }
    }
}

#[test]
fn one_core_or_two_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let run = |threads: &str| -> Vec<Vec<u8>> {
        let output = |name: &str| folder.path().join(format!("{threads}-{name}"));
        let study = example();
        let study = study.to_str().unwrap();
        let commands: [&[&str]; 2] = [
            &["network", study, "signed", "-q", "-f", "graphml", "-o"],
            &[
                "coalitions",
                study,
                "--nodes",
                "state",
                "-q",
                "-f",
                "json",
                "-o",
            ],
        ];
        let results = commands.iter().map(|command| {
            let path = output(command[0]);
            let status = Command::new(env!("CARGO_BIN_EXE_demarche"))
                .args(*command)
                .arg(&path)
                .env("RAYON_NUM_THREADS", threads)
                .status()
                .unwrap();
            assert!(status.success());
            std::fs::read(path).unwrap()
        });
        results.collect()
    };
    let one = run("1");
    assert!(String::from_utf8_lossy(&one[0]).contains("coalition"));
    assert!(one == run("2"));
}

#[test]
fn the_measures_of_the_example() {
    let graph = graph_of(&example());
    let network = build(&graph, NetworkKind::Signed, &states()).unwrap();
    let measured = measures::of(&network);
    assert_eq!(measured.nodes, 40);
    assert_eq!(measured.ties, 365);
    assert_eq!(measured.coalitions.iter().sum::<u32>(), 40);
    let tied = measures::SignedTies::of(&network).pairs().len() as f64;
    assert_eq!(measured.density, Some(tied / (40.0 * 39.0 / 2.0)));
    assert!(measured.modularity.unwrap() > 0.3);
    assert!(measured.polarisation.unwrap().difference() > 0.0);
    assert!(measured.balance.unwrap().share().unwrap() > 0.5);
    assert!(measured.frustration.as_ref().unwrap().share < 0.5);

    // Without disagreement in the network, what needs it is not there.
    let network = build(&graph, NetworkKind::Agreement, &states()).unwrap();
    let agreement = measures::of(&network);
    assert_eq!(agreement.agreement, measured.agreement);
    assert_eq!(agreement.coalitions, measured.coalitions);
    assert_eq!((agreement.balance, agreement.modularity), (None, None));

    let positions = measures::of(&build(&graph, NetworkKind::Positions, &states()).unwrap());
    assert!(positions.density.is_some_and(|density| density < 1.0));
}

#[test]
fn a_network_without_ties_says_so() {
    let options = Options {
        min_weight: 1e9,
        ..states()
    };
    let found = Coalitions::of(&graph_of(&example()), &options).unwrap();
    assert_eq!((found.ties, found.modularity), (0, None));
    assert!(found.coalitions.is_empty() && found.frustration.is_none());
    assert_eq!(found.nodes as usize, found.members.len());
}

#[test]
fn claims_that_define_a_coalition_are_counted_from_its_positions() {
    let graph = graph_of(&example());
    let found = Coalitions::of(&graph, &states()).unwrap();
    let options = Options {
        isolates: true,
        ..states()
    };
    let positions = build(&graph, NetworkKind::Positions, &options).unwrap();
    let members: BTreeMap<&str, Option<u32>> = found
        .members
        .iter()
        .map(|member| (member.id.as_str(), member.coalition))
        .collect();
    let mut told = 0;
    for coalition in &found.coalitions {
        for claim in coalition.supports.iter().chain(&coalition.opposes) {
            let (mut own, mut rest) = ([0, 0], [0, 0]);
            for edge in positions.graph.raw_edges() {
                let ends = [edge.source(), edge.target()].map(|end| &positions.graph[end]);
                if ends
                    .iter()
                    .any(|end| end.mode == Mode::Claim && end.id == claim.id)
                {
                    let actor = ends.iter().find(|end| end.mode == Mode::Actor).unwrap();
                    let mine = members[actor.id.as_str()] == Some(coalition.number);
                    let sum = if mine { &mut own } else { &mut rest };
                    sum[0] += edge.weight.supports;
                    sum[1] += edge.weight.supports + edge.weight.opposes;
                }
            }
            assert_eq!([claim.supporting, claim.statements], own);
            assert_eq!([claim.rest_supporting, claim.rest_statements], rest);
            told += 1;
        }
    }
    assert!(told > 5, "{told} claims");
}
