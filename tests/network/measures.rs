//! Measures of networks are what their definitions say, written down slowly, and what other programs
//! find.
//!
//! The networks in `tests/measures/` and what others say of them, in `reference.json`, are made by
//! `tests/measures/reference.py`, where versions and settings stand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use demarche::network::measures::{
    Balance, Coalitions, Frustration, Pair, Polarisation, SignedTies, betweenness, bridges,
    modularity, normalised,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn networks(nodes: std::ops::Range<u32>) -> impl Strategy<Value = SignedTies> {
    nodes.prop_flat_map(|nodes| {
        // Few weights, so that equally long ways come up.
        let weight = || prop::sample::select(&[0.0, 0.0, 1.0, 1.0, 2.0, 3.0, 0.3][..]);
        let pair = (0..nodes, 0..nodes, weight(), weight());
        prop::collection::vec(pair, 0..(3 * nodes as usize)).prop_map(move |drawn| {
            let pairs = drawn
                .into_iter()
                .map(|(one, other, agreement, disagreement)| Pair {
                    ends: [one, other],
                    agreement,
                    disagreement,
                });
            SignedTies::new(nodes, pairs)
        })
    })
}

/// Agreement and disagreement of two nodes.
fn weights(ties: &SignedTies, one: u32, other: u32) -> [f64; 2] {
    let ends = [one.min(other), one.max(other)];
    let found = ties.pairs().iter().find(|pair| pair.ends == ends);
    found.map_or([0.0; 2], |pair| [pair.agreement, pair.disagreement])
}

/// The formula, with its double sum.
fn slow_modularity(ties: &SignedTies, groups: &[Option<u32>], resolution: f64) -> Option<f64> {
    let nodes = ties.nodes();
    let strength = |node: u32, sign: usize| -> f64 {
        (0..nodes)
            .map(|other| weights(ties, node, other)[sign])
            .sum()
    };
    let all = [0, 1].map(|sign| (0..nodes).map(|node| strength(node, sign)).sum::<f64>());
    let mut sum = 0.0;
    for i in 0..nodes {
        for j in 0..nodes {
            let (ci, cj) = (groups[i as usize], groups[j as usize]);
            if i != j && (ci != cj || ci.is_none()) {
                continue;
            }
            for (sign, factor) in [(0, 1.0), (1, -1.0)] {
                let chance = match all[sign] > 0.0 {
                    true => strength(i, sign) * strength(j, sign) / all[sign],
                    false => 0.0,
                };
                sum += factor * (weights(ties, i, j)[sign] - resolution * chance);
            }
        }
    }
    let total = all[0] + all[1];
    (total > 0.0).then(|| sum / total)
}

/// Every way of putting so many nodes into groups.
fn partitions(nodes: u32) -> Vec<Vec<Option<u32>>> {
    let mut found = vec![Vec::new()];
    for _ in 0..nodes {
        let mut longer = Vec::new();
        for partition in found {
            let next = partition
                .iter()
                .flatten()
                .max()
                .map_or(0, |most: &u32| most + 1);
            for group in 0..=next {
                let mut partition = partition.clone();
                partition.push(Some(group));
                longer.push(partition);
            }
        }
        found = longer;
    }
    found
}

/// All ways from one node to another that visit none twice, with their lengths.
fn ways(
    ties: &SignedTies,
    way: &mut Vec<u32>,
    to: u32,
    length: f64,
    found: &mut Vec<(f64, Vec<u32>)>,
) {
    let from = *way.last().unwrap();
    if from == to {
        found.push((length, way.clone()));
        return;
    }
    for next in 0..ties.nodes() {
        let agreement = weights(ties, from, next)[0];
        if agreement > 0.0 && !way.contains(&next) {
            way.push(next);
            ways(ties, way, to, length + 1.0 / agreement, found);
            way.pop();
        }
    }
}

fn slow_betweenness(ties: &SignedTies) -> Vec<f64> {
    let mut through = vec![0.0; ties.nodes() as usize];
    for one in 0..ties.nodes() {
        for other in one + 1..ties.nodes() {
            let mut found = Vec::new();
            ways(ties, &mut vec![one], other, 0.0, &mut found);
            let least = found.iter().map(|way| way.0).fold(f64::INFINITY, f64::min);
            found.retain(|way| way.0 < least + 1e-9);
            for (_, way) in &found {
                for node in &way[1..way.len() - 1] {
                    through[*node as usize] += 1.0 / found.len() as f64;
                }
            }
        }
    }
    through
}

fn slow_balance(ties: &SignedTies) -> Balance {
    let sign = |one, other| {
        let [agreement, disagreement] = weights(ties, one, other);
        match agreement - disagreement {
            net if net > 0.0 => 1,
            net if net < 0.0 => -1,
            _ => 0,
        }
    };
    let mut found = Balance::default();
    for a in 0..ties.nodes() {
        for b in a + 1..ties.nodes() {
            for c in b + 1..ties.nodes() {
                let product = sign(a, b) * sign(b, c) * sign(a, c);
                found.triangles += u64::from(product != 0);
                found.balanced += u64::from(product > 0);
            }
        }
    }
    found
}

fn crossing(ties: &SignedTies, side: impl Fn(u32) -> bool) -> f64 {
    let weight = |pair: &Pair| match side(pair.ends[0]) == side(pair.ends[1]) {
        true => pair.disagreement,
        false => pair.agreement,
    };
    ties.pairs().iter().map(weight).sum()
}

fn slow_frustration(ties: &SignedTies) -> f64 {
    let ways = 0..1_u32 << ties.nodes();
    ways.map(|way| crossing(ties, |node| way >> node & 1 == 1))
        .fold(f64::INFINITY, f64::min)
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn modularity_is_its_formula(
        ties in networks(1..12), seed in any::<u64>(), resolution in 0.2_f64..3.0,
    ) {
        // Any groups, and some nodes in none.
        let group = |node: u32| (seed >> (node * 3)) as u32 & 7;
        let groups: Vec<Option<u32>> =
            (0..ties.nodes()).map(|node| Some(group(node)).filter(|group| *group < 5)).collect();
        let (fast, slow) = (
            modularity(&ties, &groups, resolution),
            slow_modularity(&ties, &groups, resolution),
        );
        prop_assert_eq!(fast.is_some(), slow.is_some());
        prop_assert!(near(fast.unwrap_or(0.0), slow.unwrap_or(0.0)), "{:?} {:?}", fast, slow);
    }

    #[test]
    fn betweenness_is_what_all_ways_give(ties in networks(1..7)) {
        for (fast, slow) in betweenness(&ties).into_iter().zip(slow_betweenness(&ties)) {
            prop_assert!(near(fast, slow), "{} {}", fast, slow);
        }
    }

    #[test]
    fn balance_is_what_all_triples_give(ties in networks(1..15)) {
        prop_assert_eq!(Balance::of(&ties), slow_balance(&ties));
    }

    #[test]
    fn frustration_is_the_least_of_all_camps(ties in networks(1..11), seed in any::<u64>()) {
        let Some(found) = Frustration::of(&ties, &[], seed) else {
            prop_assert!(ties.pairs().is_empty());
            return Ok(());
        };
        prop_assert!(found.exact && near(found.weight, slow_frustration(&ties)));
        let camp = |node: u32| found.camps[node as usize] == Some(1);
        prop_assert!(near(found.weight, crossing(&ties, camp)));
        prop_assert!(near(found.weight, found.crossing.iter().sum::<f64>() / 2.0));
        let [agreement, disagreement] = ties.weights();
        prop_assert!(near(found.share, found.weight / (agreement + disagreement)));
    }

    #[test]
    fn polarisation_and_bridges_are_sums_over_pairs(ties in networks(2..12), seed in any::<u64>()) {
        let found = Coalitions::find(&ties, 1.0, seed).of_nodes;
        let (mut sums, mut counts) = ([0.0; 2], [0_u64; 2]);
        let mut outside = vec![0.0; ties.nodes() as usize];
        for one in 0..ties.nodes() {
            for other in 0..ties.nodes() {
                let (Some(mine), Some(theirs)) = (found[one as usize], found[other as usize]) else {
                    continue;
                };
                let [agreement, disagreement] = weights(&ties, one, other);
                if mine != theirs {
                    outside[one as usize] += agreement;
                }
                if one < other {
                    sums[usize::from(mine != theirs)] += agreement - disagreement;
                    counts[usize::from(mine != theirs)] += 1;
                }
            }
        }
        match Polarisation::of(&ties, &found) {
            None => prop_assert!(counts.contains(&0)),
            Some(measured) => {
                prop_assert_eq!([measured.pairs_within, measured.pairs_between], counts);
                prop_assert!(near(measured.within, sums[0]) && near(measured.between, sums[1]));
            }
        }
        let listed = bridges(&ties, &found);
        prop_assert!(listed.windows(2).all(|two| two[0].share() >= two[1].share()));
        prop_assert_eq!(listed.len(), outside.iter().filter(|weight| **weight > 0.0).count());
        for bridge in listed {
            prop_assert!(near(bridge.outside, outside[bridge.node as usize]));
        }
    }

    #[test]
    fn coalitions_of_a_few_are_the_best_of_all(ties in networks(2..8), seed in any::<u64>()) {
        let found = Coalitions::find(&ties, 1.0, seed);
        let all = partitions(ties.nodes());
        let best = all.iter().filter_map(|groups| modularity(&ties, groups, 1.0)).fold(-1.0, f64::max);
        let reached = found.modularity.unwrap_or(-1.0);
        prop_assert!(reached <= best + 1e-9);
        prop_assert!(reached >= best - 1e-9, "{} of {}", reached, best);
    }

    #[test]
    fn coalitions_are_numbered_and_whoever_has_a_tie_has_one(ties in networks(1..40)) {
        let found = Coalitions::find(&ties, 1.0, 0);
        prop_assert_eq!(&found, &Coalitions::find(&ties, 1.0, 0));
        let mut sizes: BTreeMap<u32, u32> = BTreeMap::new();
        for (node, coalition) in (0..).zip(&found.of_nodes) {
            let tied = ties.pairs().iter().any(|pair| pair.ends.contains(&node));
            prop_assert_eq!(tied, coalition.is_some());
            if let Some(coalition) = coalition {
                *sizes.entry(*coalition).or_default() += 1;
            }
        }
        prop_assert!(sizes.keys().copied().eq(1..=sizes.len() as u32));
        prop_assert!(sizes.values().eq(&found.sizes));
        prop_assert!(found.sizes.windows(2).all(|two| two[0] >= two[1]));
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/measures")
}

fn read(name: &str, nodes: u32) -> SignedTies {
    let mut rows = csv::Reader::from_path(folder().join(format!("{name}.csv"))).unwrap();
    let pairs = rows.deserialize().map(|row| {
        let (one, other, agreement, disagreement): (u32, u32, f64, f64) = row.unwrap();
        Pair {
            ends: [one, other],
            agreement,
            disagreement,
        }
    });
    SignedTies::new(nodes, pairs)
}

/// Every network with what others say of it.
fn references() -> Vec<(String, SignedTies, serde_json::Value)> {
    let text = fs::read_to_string(folder().join("reference.json")).unwrap();
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    let networks = all["networks"].as_object().unwrap();
    let network = |(name, said): (&String, &serde_json::Value)| {
        let nodes = said["nodes"].as_u64().unwrap() as u32;
        (name.clone(), read(name, nodes), said.clone())
    };
    networks.iter().map(network).collect()
}

fn numbers(value: &serde_json::Value) -> Vec<f64> {
    let values = value.as_array().unwrap().iter();
    values.map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn betweenness_and_balance_are_those_of_networkx() {
    for (name, ties, said) in references() {
        let found = betweenness(&ties);
        let shares = found
            .iter()
            .map(|paths| normalised(*paths, found.len()).unwrap());
        for (node, (found, said)) in found.iter().zip(numbers(&said["betweenness"])).enumerate() {
            assert!(near(*found, said), "{name}, node {node}: {found}, {said}");
        }
        for (share, said) in shares.zip(numbers(&said["normalised"])) {
            assert!(near(share, said), "{name}: {share}, {said}");
        }
        let balance = Balance::of(&ties);
        let counts = [balance.triangles as f64, balance.balanced as f64];
        assert_eq!(counts.to_vec(), numbers(&said["balance"]), "{name}");
    }
}

#[test]
fn modularity_is_at_least_that_of_leidenalg() {
    for (name, ties, said) in references() {
        let found = Coalitions::find(&ties, 1.0, 0).modularity.unwrap();
        let said = said["modularity"].as_f64().unwrap();
        println!("{name}: {found}, leidenalg {said}");
        assert!(found >= said * 0.99, "{name}: {found}, leidenalg {said}");
    }
}

#[test]
fn beyond_trying_all_frustration_is_still_close() {
    // Networks of eighteen nodes, whose ways can still be tried slowly.
    for seed in 0..10_u64 {
        let mut state = seed;
        let mut draw = |limit: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % limit
        };
        let pairs: Vec<Pair> = (0..60)
            .map(|_| Pair {
                ends: [draw(18) as u32, draw(18) as u32],
                agreement: draw(4) as f64,
                disagreement: draw(4) as f64,
            })
            .collect();
        let ties = SignedTies::new(18, pairs);
        let coalitions = Coalitions::find(&ties, 1.0, seed).of_nodes;
        let found = Frustration::of(&ties, &coalitions, seed).unwrap();
        let least = best_by_gray(&ties);
        assert!(!found.exact && found.weight >= least - 1e-9);
        assert!(found.weight <= least * 1.05, "{} of {least}", found.weight);
    }
}

/// The least that crosses, over all camps: with whole weights sums are exact, one change at a time.
fn best_by_gray(ties: &SignedTies) -> f64 {
    let mut sides = vec![false; ties.nodes() as usize];
    let mut weight = crossing(ties, |_| false);
    let mut least = weight;
    for step in 1_u32..1 << (ties.nodes() - 1) {
        let node = step.trailing_zeros();
        for pair in ties.pairs().iter().filter(|pair| pair.ends.contains(&node)) {
            let same = sides[pair.ends[0] as usize] == sides[pair.ends[1] as usize];
            weight += if same { pair.net() } else { -pair.net() };
        }
        sides[node as usize] = !sides[node as usize];
        least = least.min(weight);
    }
    least
}
