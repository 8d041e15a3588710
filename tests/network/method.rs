//! The rest of the method, held on random studies against the definitions written down slowly:
//! normalisations, shared ties, ties of claims, addressees, implied stances, windows, and what DNA 3
//! computes otherwise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use crate::support::Study;
use crate::support::oracle::{Choice, Oracle};
use crate::support::random::studies;
use demarche::graph::Graph;
use demarche::network::{
    Compat, Counting, Logic, Network, NetworkKind, NodeLevel, Normalization, Options, Tie, TieKind,
    Ties, build, explain,
};
use petgraph::visit::EdgeRef;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet};

type Key = (String, String, String);

/// Ties by their ends' identifiers and what they mean.
fn by_ends(network: &Network) -> BTreeMap<Key, Tie> {
    let id = |node: petgraph::graph::NodeIndex| network.graph[node].id.clone();
    let ties = network.graph.edge_references().map(|edge| {
        let kind = network.kind_of(edge.weight()).to_owned();
        (
            (id(edge.source()), id(edge.target()), kind),
            edge.weight().clone(),
        )
    });
    ties.collect()
}

/// Every pair of nodes and kind with a weight above zero.
fn weights(network: &Network) -> BTreeMap<Key, f64> {
    let ties = by_ends(network).into_iter();
    ties.map(|(key, tie)| (key, tie.weight)).collect()
}

fn close(fast: &BTreeMap<Key, f64>, slow: &BTreeMap<Key, f64>) {
    let keys = |ties: &BTreeMap<Key, f64>| ties.keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(fast), keys(slow));
    for (key, weight) in slow {
        let found = fast[key];
        assert!(
            (found - weight).abs() <= 1e-12 * weight.abs(),
            "{key:?}: {found} {weight}"
        );
    }
}

/// A node's counts by claim: supports and opposes.
type Vector = Vec<[f64; 2]>;

/// What the slow way computes with.
struct Slow<'a> {
    oracle: Oracle<'a>,
    compat: Option<Compat>,
    vectors: BTreeMap<String, Vector>,
    vectors_whatever_the_stance: BTreeMap<String, Vector>,
}

impl<'a> Slow<'a> {
    fn of(study: &'a Study, level: NodeLevel, count: Counting, compat: Option<Compat>) -> Self {
        let mut oracle = Oracle::new(study, level, count, &Choice::default());
        oracle.dna = compat.is_some();
        let mut slow = Self {
            oracle,
            compat,
            vectors: BTreeMap::new(),
            vectors_whatever_the_stance: BTreeMap::new(),
        };
        let nodes = slow.oracle.nodes();
        let vectors = nodes.iter().map(|node| (node.clone(), slow.vector(node)));
        slow.vectors = vectors.collect();
        let vectors = nodes
            .iter()
            .map(|node| (node.clone(), slow.vector_whatever_the_stance(node)));
        slow.vectors_whatever_the_stance = vectors.collect();
        slow
    }

    fn vector(&self, node: &str) -> Vector {
        let claims = 0..self.oracle.study.claims.len();
        claims
            .map(|claim| [1, -1].map(|stance| self.oracle.x(node, claim, stance) as f64))
            .collect()
    }

    /// Counts of occasions whatever the stance; the opposing ones are those that no support is on.
    fn vector_whatever_the_stance(&self, node: &str) -> Vector {
        let claims = 0..self.oracle.study.claims.len();
        let occasions = |claim, stance| -> BTreeSet<String> {
            let behind = self.oracle.behind(node, claim, stance);
            behind.iter().map(|at| self.oracle.occasion(*at)).collect()
        };
        claims
            .map(|claim| {
                let supports = occasions(claim, 1);
                let others = occasions(claim, -1).difference(&supports).count();
                [supports.len() as f64, others as f64]
            })
            .collect()
    }

    fn weight(
        &self,
        (kind, normalize): (TieKind, Normalization),
        one: &Vector,
        other: &Vector,
    ) -> f64 {
        let turned: Vector = match kind {
            TieKind::Disagreement => other.iter().map(|[s, o]| [*o, *s]).collect(),
            _ => other.clone(),
        };
        let merged =
            |vector: &Vector| -> Vector { vector.iter().map(|[s, o]| [s + o, 0.0]).collect() };
        let shared = kind == TieKind::Shared;
        let (x, y) = if shared {
            (merged(one), merged(other))
        } else {
            (one.clone(), turned)
        };
        let cells = |x: &Vector, y: &Vector| -> Vec<(f64, f64)> {
            let pairs = x.iter().flatten().copied().zip(y.iter().flatten().copied());
            pairs.collect()
        };
        let sum = |pairs: &[(f64, f64)], of: fn(f64, f64) -> f64| -> f64 {
            pairs.iter().map(|(x, y)| of(*x, *y)).sum()
        };
        let pairs = cells(&x, &y);
        let raw = sum(&pairs, |x, y| x * y);
        let n = |x: &Vector| -> f64 { x.iter().flatten().sum() };
        let divisor = match (normalize, self.compat) {
            (Normalization::Average, _) => (n(one) + n(other)) / 2.0,
            (Normalization::Jaccard, None) => {
                return sum(&pairs, f64::min) / sum(&pairs, f64::max);
            }
            (Normalization::Cosine, None) => {
                let square = |x: &Vector| -> f64 { x.iter().flatten().map(|x| x * x).sum() };
                square(&x).sqrt() * square(&y).sqrt()
            }
            (Normalization::Jaccard, Some(_)) => {
                let either = |x: f64, y: f64| if x > 0.0 && y > 0.0 { x * y } else { x + y };
                sum(&cells(one, other), either)
            }
            (Normalization::Cosine, Some(_)) => n(one) * n(other),
            _ => 1.0,
        };
        if raw > 0.0 { raw / divisor } else { 0.0 }
    }

    /// Weights of all pairs in these kinds.
    fn weights(&self, normalize: Normalization, kinds: &[TieKind]) -> BTreeMap<Key, f64> {
        let mut weights = BTreeMap::new();
        for (one, other) in self.pairs() {
            for kind in kinds {
                let vectors = match *kind == TieKind::Shared && self.compat.is_some() {
                    true => &self.vectors_whatever_the_stance,
                    false => &self.vectors,
                };
                let weight = self.weight((*kind, normalize), &vectors[&one], &vectors[&other]);
                if weight > 0.0 {
                    weights.insert((one.clone(), other.clone(), kind.to_string()), weight);
                }
            }
        }
        weights
    }

    /// Agreement less disagreement.
    fn net(&self, normalize: Normalization) -> BTreeMap<Key, f64> {
        let mut weights = BTreeMap::new();
        for (one, other) in self.pairs() {
            let (x, y) = (&self.vectors[&one], &self.vectors[&other]);
            let weight = |kind| self.weight((kind, normalize), x, y);
            let net = weight(TieKind::Agreement) - weight(TieKind::Disagreement);
            // Differences of equal fractions are not always zero to the last bit.
            if net.abs() > 1e-12 {
                let kind = if net > 0.0 {
                    TieKind::Agreement
                } else {
                    TieKind::Disagreement
                };
                weights.insert((one, other, kind.to_string()), net.abs());
            }
        }
        weights
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let nodes = self.oracle.nodes();
        let after = |one: &String| {
            nodes
                .iter()
                .filter(|other| **other > *one)
                .cloned()
                .collect()
        };
        let pair = |one: String| -> Vec<(String, String)> {
            let others: Vec<String> = after(&one);
            others
                .into_iter()
                .map(|other| (one.clone(), other))
                .collect()
        };
        nodes.iter().cloned().flat_map(pair).collect()
    }
}

/// Holds all one-mode networks against the slow way.
fn same_weights(graph: &Graph, slow: &Slow<'_>, options: &Options) {
    for (kind, ties) in [
        (NetworkKind::Agreement, &[TieKind::Agreement][..]),
        (NetworkKind::Disagreement, &[TieKind::Disagreement]),
        (
            NetworkKind::Signed,
            &[TieKind::Agreement, TieKind::Disagreement],
        ),
        (NetworkKind::Shared, &[TieKind::Shared]),
    ] {
        let network = build(graph, kind, options).unwrap();
        close(&weights(&network), &slow.weights(options.normalize, ties));
    }
    let net = Options {
        ties: Ties::Net,
        ..options.clone()
    };
    let network = build(graph, NetworkKind::Signed, &net).unwrap();
    close(
        &without_noise(weights(&network)),
        &slow.net(options.normalize),
    );
}

/// A debate of so many statements, the same every time.
fn generated(statements: usize) -> Study {
    let mut state = statements as u64;
    let mut below = move |limit: usize| {
        // Knuth's MMIX generator; its upper half is good enough here.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    let actors = 4 + statements.isqrt() / 3;
    let claims = 3 + statements.isqrt() / 4;
    let mut study = Study::default();
    for number in 0..actors {
        study.actors.push(crate::support::Actor {
            id: format!("a{number:02}"),
            ..Default::default()
        });
    }
    for number in 0..claims {
        study.claims.push(crate::support::Claim {
            id: format!("c{number:02}"),
            ..Default::default()
        });
    }
    for _ in 0..statements {
        // The first ones more often, as in debates.
        let often = |below: &mut dyn FnMut(usize) -> usize, limit| {
            let most = 1 + below(limit);
            below(most)
        };
        let day = (
            2010 + below(4) as u16,
            1 + below(12) as u8,
            1 + below(28) as u8,
        );
        study.statements.push(crate::support::Statement {
            actor: often(&mut below, actors),
            claim: often(&mut below, claims),
            source: Some(below(5)),
            stance: [1, 1, -1, -1, 0][below(5)],
            days: Some((day, day)),
            ..Default::default()
        });
    }
    study
}

/// Both ways of counting that documents have in DNA, at the sizes of real debates.
#[test]
fn generated_debates_of_all_sizes_have_the_weights_defined() {
    for statements in [12, 150, 1_000, 10_000] {
        let study = generated(statements);
        let graph = study.graph();
        for count in [Counting::Statements, Counting::Sources] {
            for compat in [None, Some(Compat::Dna3)] {
                let slow = Slow::of(&study, NodeLevel::Actor, count, compat);
                for normalize in [
                    Normalization::None,
                    Normalization::Average,
                    Normalization::Jaccard,
                    Normalization::Cosine,
                ] {
                    let options = Options {
                        count,
                        normalize,
                        compat,
                        ..Options::default()
                    };
                    same_weights(&graph, &slow, &options);
                }
            }
        }
    }
}

fn normalizations() -> impl Strategy<Value = Normalization> {
    select(
        &[
            Normalization::None,
            Normalization::Average,
            Normalization::Jaccard,
            Normalization::Cosine,
        ][..],
    )
}

fn without_noise(mut ties: BTreeMap<Key, f64>) -> BTreeMap<Key, f64> {
    ties.retain(|_, weight| *weight > 1e-12);
    ties
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn weights_are_normalised_as_defined(
        study in studies(), level in select(NodeLevel::ALL), count in select(Counting::ALL),
        normalize in normalizations(), dna in any::<bool>(),
    ) {
        let compat = dna.then_some(Compat::Dna3);
        let slow = Slow::of(&study, level, count, compat);
        let options = Options { nodes: level, count, normalize, compat, ..Options::default() };
        same_weights(&study.graph(), &slow, &options);
    }

    #[test]
    fn agreement_and_disagreement_are_what_is_shared(
        study in studies(), count in select(Counting::ALL),
    ) {
        let graph = study.graph();
        let options = Options { count, ..Options::default() };
        let mut sums: BTreeMap<(String, String), f64> = BTreeMap::new();
        for ((one, other, _), weight) in weights(&build(&graph, NetworkKind::Signed, &options).unwrap()) {
            *sums.entry((one, other)).or_default() += weight;
        }
        let shared = weights(&build(&graph, NetworkKind::Shared, &options).unwrap());
        let shared: BTreeMap<_, _> = shared.into_iter()
            .map(|((one, other, _), weight)| ((one, other), weight)).collect();
        prop_assert_eq!(sums, shared);
    }

    #[test]
    fn claims_are_tied_by_who_takes_sides_on_both(
        study in studies(), level in select(NodeLevel::ALL), count in select(Counting::ALL),
    ) {
        let oracle = Oracle::new(&study, level, count, &Choice::default());
        let options = Options { nodes: level, count, ..Options::default() };
        let network = build(&study.graph(), NetworkKind::Claims, &options).unwrap();
        let fast = by_ends(&network);
        let mut slow = 0;
        for one in 0..study.claims.len() {
            for other in one + 1..study.claims.len() {
                for (kind, turn) in [("agreement", 1), ("disagreement", -1)] {
                    let weight = |node: &String| -> i64 {
                        let x = |claim, stance| oracle.x(node, claim, stance);
                        x(one, 1) * x(other, turn) + x(one, -1) * x(other, -turn)
                    };
                    let nodes: Vec<String> =
                        oracle.nodes().into_iter().filter(|node| weight(node) > 0).collect();
                    let ids = [one, other].map(|claim| study.claims[claim].id.clone());
                    let tie = fast.get(&(ids[0].clone(), ids[1].clone(), kind.to_owned()));
                    let total: i64 = nodes.iter().map(weight).sum();
                    prop_assert_eq!(tie.map_or(0.0, |tie| tie.weight), total as f64);
                    let listed: Vec<String> = tie.into_iter()
                        .flat_map(|tie| network.claims_of(tie).map(str::to_owned)).collect();
                    prop_assert_eq!(listed, nodes);
                    slow += usize::from(total > 0);
                }
            }
        }
        prop_assert_eq!(fast.len(), slow);
    }

    #[test]
    fn ties_to_addressees_are_as_defined(
        study in studies(), level in select(&[NodeLevel::Actor, NodeLevel::State, NodeLevel::Sector][..]),
        count in select(Counting::ALL),
    ) {
        let oracle = Oracle::new(&study, level, count, &Choice::default());
        let options = Options { nodes: level, count, ..Options::default() };
        let network = build(&study.graph(), NetworkKind::Addressed, &options).unwrap();
        prop_assert!(network.directed);
        let mut slow: BTreeMap<Key, BTreeSet<(usize, i8, String)>> = BTreeMap::new();
        for (at, from) in &oracle.placed {
            let statement = &study.statements[*at];
            for addressee in statement.addressees.iter().filter(|_| statement.stance != 0) {
                // As if the addressee spoke, without any body.
                let as_speaker = crate::support::Statement {
                    actor: *addressee, ..Default::default()
                };
                let act = statement.act.map_or("addressed", |act| crate::support::ACTS[act]);
                if let Some(to) = oracle.node(&as_speaker).filter(|to| to != from) {
                    slow.entry((from.clone(), to, act.to_owned())).or_default()
                        .insert((statement.claim, statement.stance, oracle.occasion(*at)));
                }
            }
        }
        let slow: BTreeMap<Key, f64> = slow.into_iter()
            .map(|(key, said)| (key, said.len() as f64)).collect();
        prop_assert_eq!(weights(&network), slow);
    }

    #[test]
    fn positions_are_shares_as_defined(study in studies(), count in select(Counting::ALL)) {
        let oracle = Oracle::new(&study, NodeLevel::Actor, count, &Choice::default());
        let of_claim = |claim: usize| -> i64 {
            oracle.nodes().iter().map(|node| oracle.x(node, claim, 1) + oracle.x(node, claim, -1)).sum()
        };
        for normalize in [Normalization::Activity, Normalization::Prominence] {
            let options = Options { count, normalize, ..Options::default() };
            let network = build(&study.graph(), NetworkKind::Positions, &options).unwrap();
            for ((node, claim, _), weight) in weights(&network) {
                let at = study.claims.iter().position(|other| other.id == claim).unwrap();
                let both = oracle.x(&node, at, 1) + oracle.x(&node, at, -1);
                let divisor = match normalize {
                    Normalization::Activity => oracle.activity(&node),
                    _ => of_claim(at),
                };
                prop_assert_eq!(weight, both as f64 / divisor as f64);
            }
        }
    }

    #[test]
    fn implied_ties_are_as_defined(
        study in studies(), level in select(NodeLevel::ALL), count in select(Counting::ALL),
        average in any::<bool>(),
    ) {
        let oracle = Oracle::new(&study, level, count, &Choice::default());
        let normalize = if average { Normalization::Average } else { Normalization::None };
        let options = Options {
            nodes: level, count, normalize, logic: Logic::Implied, ..Options::default()
        };
        let mut slow = Implied::of(&study, &oracle).ties(&oracle);
        if average {
            for ((one, other, _), weight) in &mut slow {
                *weight /= (oracle.activity(one) + oracle.activity(other)) as f64 / 2.0;
            }
        }
        let network = build(&study.graph(), NetworkKind::Signed, &options).unwrap();
        close(&weights(&network), &slow);
        for kind in [TieKind::Agreement, TieKind::Disagreement] {
            let of_kind: BTreeMap<Key, f64> = slow.iter()
                .filter(|((.., other), _)| *other == kind.to_string())
                .map(|(key, weight)| (key.clone(), *weight)).collect();
            let network_kind = kind.as_str().parse().unwrap();
            close(&weights(&build(&study.graph(), network_kind, &options).unwrap()), &of_kind);
        }
    }

    #[test]
    fn what_explains_a_tie_is_what_it_counts(
        study in studies(), kind in select(NetworkKind::ALL), implied in any::<bool>(),
        net in any::<bool>(),
    ) {
        let logic = if implied { Logic::Implied } else { Logic::Direct };
        let ties = if net { Ties::Net } else { Ties::Both };
        let options = Options { logic, ties, ..Options::default() };
        let graph = study.graph();
        // Not all kinds can be implied, or net.
        let Ok(network) = build(&graph, kind, &options) else { return Ok(()) };
        for edge in network.graph.edge_references() {
            let ends = [edge.source(), edge.target()].map(|end| network.graph[end].id.as_str());
            let tie = edge.weight();
            let explained = explain(&graph, kind, &options, ends).unwrap();
            let found: Vec<_> = explained.ties.iter()
                .filter(|found| found.kind == network.kind_of(tie)).collect();
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].weight, tie.weight);
            let groups: Vec<&str> = found[0].groups.iter().map(|group| group.about.id.as_str()).collect();
            let listed: Vec<&str> = network.claims_of(tie).collect();
            prop_assert_eq!(groups, listed);
            let behind: BTreeSet<&str> = found[0].groups.iter()
                .flat_map(|group| &group.statements).map(|said| said.statement.as_str()).collect();
            // Where a claim and its contrary follow from one statement, it counts on both sides of a
            // position: no study may have such claims, but background data can.
            // And netted, it can count for agreement on one claim and disagreement on another.
            let twice = implied && (tie.kind == TieKind::Both || net);
            let counted = tie.statements as usize;
            prop_assert!(behind.len() == counted || twice && behind.len() < counted);
            let implied = found[0].groups.iter()
                .filter(|group| group.statements.iter().any(|said| !said.because.is_empty()));
            prop_assert!(implied.count() >= tie.implied as usize);
        }
    }

    #[test]
    fn without_links_between_claims_nothing_is_implied(study in studies()) {
        let mut plain = study;
        for claim in &mut plain.claims {
            claim.entails.clear();
            claim.contradicts.clear();
        }
        // Nobody is of two minds.
        let oracle = Oracle::new(&plain, NodeLevel::Actor, Counting::Sources, &Choice::default());
        let torn = |at: usize| {
            let statement = &plain.statements[at];
            let node = &oracle.placed.iter().find(|(other, _)| *other == at).unwrap().1;
            [1, -1].iter().all(|stance| oracle.x(node, statement.claim, *stance) > 0)
        };
        let keep: Vec<bool> = (0..plain.statements.len()).map(|at| !torn(at)).collect();
        let mut of_one_mind = plain.clone();
        let mut keep = keep.into_iter();
        of_one_mind.statements.retain(|_| keep.next().unwrap());
        let graph = of_one_mind.graph();
        let with = |logic| {
            let options = Options { logic, ..Options::default() };
            by_ends(&build(&graph, NetworkKind::Signed, &options).unwrap())
        };
        prop_assert_eq!(with(Logic::Implied), with(Logic::Direct));
    }
}

/// What follows, by going round until nothing new comes up.
struct Implied {
    /// By node, claim, and whether opposed: the statements that imply it.
    behind: BTreeMap<(String, usize, bool), BTreeSet<usize>>,
    family: Vec<usize>,
}

impl Implied {
    fn of(study: &Study, oracle: &Oracle<'_>) -> Self {
        let contradicts = |one: usize, other: usize| {
            study.claims[one].contradicts.contains(&other)
                || study.claims[other].contradicts.contains(&one)
        };
        let entails = |one: usize, other: usize| study.claims[one].entails.contains(&other);
        let mut behind: BTreeMap<(String, usize, bool), BTreeSet<usize>> = BTreeMap::new();
        for (at, node) in &oracle.placed {
            let statement = &study.statements[*at];
            if statement.stance == 0 {
                continue;
            }
            let mut sides = BTreeSet::from([(statement.claim, statement.stance < 0)]);
            loop {
                let mut more = sides.clone();
                for (claim, opposes) in &sides {
                    for other in 0..study.claims.len() {
                        if !opposes && entails(*claim, other) {
                            more.insert((other, false));
                        }
                        if !opposes && contradicts(*claim, other) {
                            more.insert((other, true));
                        }
                        if *opposes && entails(other, *claim) {
                            more.insert((other, true));
                        }
                    }
                }
                if more == sides {
                    break;
                }
                sides = more;
            }
            for (claim, opposes) in sides {
                behind
                    .entry((node.clone(), claim, opposes))
                    .or_default()
                    .insert(*at);
            }
        }
        let mut family: Vec<usize> = (0..study.claims.len()).collect();
        for _ in 0..study.claims.len() {
            for one in 0..study.claims.len() {
                for other in 0..study.claims.len() {
                    if entails(one, other) || contradicts(one, other) {
                        let least = family[one].min(family[other]);
                        family[one] = least;
                        family[other] = least;
                    }
                }
            }
        }
        Self { behind, family }
    }

    /// What the counting rule leaves, of what was said alone or of all.
    fn x(&self, oracle: &Oracle<'_>, node: &str, side: (usize, bool), said: bool) -> i64 {
        let key = (node.to_owned(), side.0, side.1);
        let behind = self.behind.get(&key).cloned().unwrap_or_default();
        let counts = |at: &&usize| {
            !said
                || oracle.study.statements[**at].claim == side.0
                    && (oracle.study.statements[**at].stance < 0) == side.1
        };
        let occasions: BTreeSet<String> = behind
            .iter()
            .filter(counts)
            .map(|at| oracle.occasion(*at))
            .collect();
        occasions.len() as i64
    }

    fn ties(&self, oracle: &Oracle<'_>) -> BTreeMap<Key, f64> {
        let mut ties = BTreeMap::new();
        let nodes = oracle.nodes();
        for one in &nodes {
            for other in nodes.iter().filter(|other| *other > one) {
                for (kind, turned) in [("agreement", false), ("disagreement", true)] {
                    let mut weight = 0;
                    let families: BTreeSet<usize> = self.family.iter().copied().collect();
                    for family in families {
                        weight += self.in_family(oracle, (one, other), turned, family);
                    }
                    if weight > 0 {
                        ties.insert((one.clone(), other.clone(), kind.to_owned()), weight as f64);
                    }
                }
            }
        }
        ties
    }

    fn in_family(
        &self,
        oracle: &Oracle<'_>,
        (one, other): (&str, &str),
        turned: bool,
        family: usize,
    ) -> i64 {
        let (mut said, mut implied) = (0, 0);
        for claim in (0..self.family.len()).filter(|claim| self.family[*claim] == family) {
            let torn = |node: &str| {
                [false, true]
                    .iter()
                    .all(|side| self.x(oracle, node, (claim, *side), false) > 0)
            };
            if torn(one) || torn(other) {
                continue;
            }
            for side in [false, true] {
                let product = |only_said| {
                    self.x(oracle, one, (claim, side), only_said)
                        * self.x(oracle, other, (claim, side != turned), only_said)
                };
                said += product(true);
                implied = implied.max(product(false));
            }
        }
        if said > 0 { said } else { implied }
    }
}
