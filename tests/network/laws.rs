//! The laws of networks, held on random studies: the definitions written down slowly give the same
//! ties, and what has to be equal is equal.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use crate::support::oracle::{
    AGREEMENT, Choice, DISAGREEMENT, NET, Oracle, SHARED, Tie as Slow, Wish,
};
use crate::support::random::{choices, filter, studies, wishes};
use crate::support::tables::Tables;
use crate::support::{COUNTRIES, Statement, Ymd};
use demarche::model::Day;
use demarche::network::{
    Counting, Logic, Mode, Network, NetworkKind, NodeLevel, Normalization, Options, Tie, TieKind,
    Ties, build, explain,
};
use demarche::statements::{Corpus, EntityClass};
use petgraph::visit::EdgeRef;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeMap;

fn levels() -> impl Strategy<Value = NodeLevel> {
    select(NodeLevel::ALL)
}

fn countings() -> impl Strategy<Value = Counting> {
    select(Counting::ALL)
}

/// The kinds of network that can be made of nodes of a level: whoever is addressed has no level of
/// authority.
fn kinds_of(level: NodeLevel) -> impl Iterator<Item = &'static NetworkKind> {
    let kinds = NetworkKind::ALL.iter();
    kinds.filter(move |kind| **kind != NetworkKind::Addressed || level != NodeLevel::Authority)
}

fn ymd(day: Day) -> Ymd {
    (day.year, day.month, day.day)
}

/// Ties by their ends' identifiers and kind.
fn by_ends(network: &Network) -> BTreeMap<(String, String, TieKind), Tie> {
    let id = |node: petgraph::graph::NodeIndex| network.graph[node].id.clone();
    network
        .graph
        .edge_references()
        .map(|edge| {
            let key = (id(edge.source()), id(edge.target()), edge.weight().kind);
            (key, edge.weight().clone())
        })
        .collect()
}

/// Holds fast ties of one kind against slow ones.
fn same_ties(
    oracle: &Oracle<'_>,
    network: &Network,
    kind: TieKind,
    slow: &BTreeMap<(String, String), Slow>,
    divisor: impl Fn(&str, &str) -> f64,
) {
    let fast = by_ends(network);
    let of_kind: Vec<_> = fast
        .iter()
        .filter(|((.., other), _)| *other == kind)
        .collect();
    assert_eq!(of_kind.len(), slow.len(), "{kind}: {of_kind:?} {slow:?}");
    for ((one, other), expected) in slow {
        let tie = &fast[&(one.clone(), other.clone(), kind)];
        let weight = expected.weight.abs() as f64 / divisor(one, other);
        assert!(
            (tie.weight - weight).abs() <= 1e-12 * weight,
            "{} {weight}",
            tie.weight
        );
        assert_eq!(tie.sign, if kind == TieKind::Agreement { 1 } else { -1 });
        assert!(network.claims_of(tie).eq(&expected.claims));
        assert_eq!(tie.claim_count as usize, expected.claims.len());
        assert_eq!(tie.statements as usize, expected.statements.len());
        assert_eq!(tie.first.map(ymd).zip(tie.last.map(ymd)), expected.days);
        assert_eq!(oracle.days(&expected.statements), expected.days);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn one_mode_networks_are_as_defined(
        study in studies(), level in levels(), count in countings(), choice in choices(),
        average in any::<bool>(),
    ) {
        let oracle = Oracle::new(&study, level, count, &choice);
        let graph = study.graph();
        let normalize = if average { Normalization::Average } else { Normalization::None };
        let options = Options {
            filter: filter(&choice), nodes: level, count, normalize, ..Options::default()
        };
        let divisor = |one: &str, other: &str| match average {
            false => 1.0,
            true => (oracle.activity(one) + oracle.activity(other)) as f64 / 2.0,
        };
        let (agreement, disagreement) = (oracle.ties(&AGREEMENT), oracle.ties(&DISAGREEMENT));

        let network = build(&graph, NetworkKind::Signed, &options).unwrap();
        same_ties(&oracle, &network, TieKind::Agreement, &agreement, divisor);
        same_ties(&oracle, &network, TieKind::Disagreement, &disagreement, divisor);
        prop_assert_eq!(network.graph.edge_count(), agreement.len() + disagreement.len());

        for (kind, tie, slow) in [
            (NetworkKind::Agreement, TieKind::Agreement, &agreement),
            (NetworkKind::Disagreement, TieKind::Disagreement, &disagreement),
        ] {
            let network = build(&graph, kind, &options).unwrap();
            same_ties(&oracle, &network, tie, slow, divisor);
            prop_assert_eq!(network.graph.edge_count(), slow.len());
        }

        let net = Options { ties: Ties::Net, ..options };
        let network = build(&graph, NetworkKind::Signed, &net).unwrap();
        let (positive, negative): (BTreeMap<_, _>, BTreeMap<_, _>) =
            oracle.ties(&NET).into_iter().partition(|(_, tie)| tie.weight > 0);
        same_ties(&oracle, &network, TieKind::Agreement, &positive, divisor);
        same_ties(&oracle, &network, TieKind::Disagreement, &negative, divisor);
    }

    #[test]
    fn nodes_and_summary_are_as_defined(
        study in studies(), level in levels(), count in countings(), choice in choices(),
    ) {
        let oracle = Oracle::new(&study, level, count, &choice);
        let options = Options {
            filter: filter(&choice), nodes: level, count, isolates: true, ..Options::default()
        };
        let network = build(&study.graph(), NetworkKind::Agreement, &options).unwrap();
        let ids: Vec<String> = network.graph.node_weights().map(|node| node.id.clone()).collect();
        let slow: Vec<String> = oracle.nodes().into_iter().collect();
        prop_assert_eq!(&ids, &slow);
        for node in network.graph.node_weights() {
            let all = |stance| -> usize {
                (0..study.claims.len()).map(|c| oracle.behind(&node.id, c, stance).len()).sum()
            };
            prop_assert_eq!(
                [node.supports, node.opposes, node.neutral].map(|n| n as usize),
                [all(1), all(-1), all(0)]
            );
            let own: Vec<usize> = oracle.placed.iter()
                .filter(|(_, id)| *id == node.id).map(|(at, _)| *at).collect();
            let levels = [0, 1, 2].map(|level| own.iter()
                .filter(|at| study.statements[**at].authority == Some(level)).count());
            prop_assert_eq!(node.authority.map(|n| n as usize), levels);
            let days = oracle.days(&own.iter().copied().collect());
            prop_assert_eq!(node.first.map(ymd).zip(node.last.map(ymd)), days);
            prop_assert_eq!(i64::from(node.activity), oracle.activity(&node.id));
        }
        let summary = network.summary;
        prop_assert_eq!(summary.statements as usize, study.statements.len());
        prop_assert_eq!(summary.incomplete, 0);
        prop_assert_eq!(summary.selected as usize, oracle.selected);
        prop_assert_eq!(summary.without_node as usize, oracle.selected - oracle.placed.len());
        let neutral = oracle.placed.iter().filter(|(at, _)| study.statements[*at].stance == 0);
        prop_assert_eq!(summary.neutral as usize, neutral.count());
        let counted: i64 = slow.iter().map(|node| oracle.activity(node)).sum();
        prop_assert_eq!(i64::from(summary.counted), counted);
    }

    #[test]
    fn positions_are_as_defined(
        study in studies(), level in levels(), count in countings(), choice in choices(),
    ) {
        let oracle = Oracle::new(&study, level, count, &choice);
        let options = Options { filter: filter(&choice), nodes: level, count, ..Options::default() };
        let network = build(&study.graph(), NetworkKind::Positions, &options).unwrap();
        let ties = by_ends(&network);
        let mut expected = 0;
        for node in oracle.nodes() {
            for (at, claim) in study.claims.iter().enumerate() {
                let (supports, opposes) = (oracle.x(&node, at, 1), oracle.x(&node, at, -1));
                let kind = match (supports, opposes) {
                    (0, 0) => continue,
                    (_, 0) => TieKind::Supports,
                    (0, _) => TieKind::Opposes,
                    _ => TieKind::Both,
                };
                expected += 1;
                let tie = &ties[&(node.clone(), claim.id.clone(), kind)];
                prop_assert_eq!((i64::from(tie.supports), i64::from(tie.opposes)), (supports, opposes));
                prop_assert_eq!(i64::from(tie.sign), (supports - opposes).signum());
                prop_assert_eq!(tie.weight, (supports + opposes) as f64);
                let behind = [1, -1].into_iter().flat_map(|s| oracle.behind(&node, at, s)).collect();
                prop_assert_eq!(tie.first.map(ymd).zip(tie.last.map(ymd)), oracle.days(&behind));
                prop_assert_eq!(tie.statements as usize, behind.len());
            }
        }
        prop_assert_eq!(ties.len(), expected);
    }

    #[test]
    fn agreement_and_disagreement_make_up_what_is_shared(study in studies(), level in levels()) {
        let oracle = Oracle::new(&study, level, Counting::Statements, &Choice::default());
        let options = Options {
            nodes: level, count: Counting::Statements, ..Options::default()
        };
        let network = build(&study.graph(), NetworkKind::Signed, &options).unwrap();
        let mut sums: BTreeMap<(String, String), f64> = BTreeMap::new();
        for ((one, other, _), tie) in by_ends(&network) {
            *sums.entry((one, other)).or_default() += tie.weight;
        }
        let shared: BTreeMap<_, _> = oracle.ties(&SHARED).into_iter()
            .map(|(ends, tie)| (ends, tie.weight as f64)).collect();
        prop_assert_eq!(sums, shared);
    }

    #[test]
    fn net_is_agreement_less_disagreement(study in studies(), count in countings()) {
        let graph = study.graph();
        let with = |ties| {
            let options = Options { count, ties, ..Options::default() };
            by_ends(&build(&graph, NetworkKind::Signed, &options).unwrap())
        };
        let mut sums: BTreeMap<(String, String), f64> = BTreeMap::new();
        for ((one, other, _), tie) in with(Ties::Both) {
            *sums.entry((one, other)).or_default() += tie.signed_weight();
        }
        sums.retain(|_, net| *net != 0.0);
        let net: BTreeMap<_, _> = with(Ties::Net).into_iter()
            .map(|((one, other, _), tie)| ((one, other), tie.signed_weight())).collect();
        prop_assert_eq!(net, sums);
    }

    #[test]
    fn the_order_of_rows_never_matters(study in studies(), level in levels()) {
        let mut turned = study.clone();
        turned.statements.reverse();
        let options = Options { nodes: level, ..Options::default() };
        for kind in kinds_of(level) {
            let [one, other] = [&study, &turned]
                .map(|study| build(&study.graph(), *kind, &options).unwrap());
            prop_assert_eq!(format!("{one:?}"), format!("{other:?}"));
        }
    }

    #[test]
    fn rolling_up_is_relabelling(study in studies(), count in countings()) {
        let options = |nodes| Options { nodes, count, ..Options::default() };
        let oracle = Oracle::new(&study, NodeLevel::State, count, &Choice::default());
        let mut relabelled = study.clone();
        relabelled.statements = oracle.placed.iter().map(|(at, node)| {
            let actor = study.actors.iter().position(|actor| actor.id == *node).unwrap();
            Statement { actor, on_behalf_of: None, ..study.statements[*at].clone() }
        }).collect();
        let rolled = build(&study.graph(), NetworkKind::Signed, &options(NodeLevel::State));
        let plain = build(&relabelled.graph(), NetworkKind::Signed, &options(NodeLevel::Actor));
        prop_assert_eq!(by_ends(&rolled.unwrap()), by_ends(&plain.unwrap()));
    }

    #[test]
    fn a_filter_and_its_opposite_share_out_all_statements(
        study in studies(), country in 0..COUNTRIES.len(), wish in wishes(),
    ) {
        let graph = study.graph();
        let selected = |filter| {
            let options = Options { filter, ..Options::default() };
            build(&graph, NetworkKind::Signed, &options).unwrap().summary.selected as usize
        };
        let codes = study.actors.iter().any(|actor| actor.country == Some(country));
        let countries = if codes { vec![country] } else { Vec::new() };
        // One property at a time: the opposite of two is not the two opposites.
        for wish in [
            Wish { theme: wish.theme, ..Wish::default() },
            Wish { claim: wish.claim, ..Wish::default() },
            Wish { actor: wish.actor, ..Wish::default() },
            Wish { act: wish.act, ..Wish::default() },
            Wish { authority: wish.authority, ..Wish::default() },
            Wish { sector: wish.sector, ..Wish::default() },
            Wish { source: wish.source, ..Wish::default() },
            Wish { country: countries, ..Wish::default() },
        ].iter().filter(|wish| format!("{wish:?}") != format!("{:?}", Wish::default())) {
            let only = Choice { only: wish.clone(), ..Choice::default() };
            let not = Choice { not: wish.clone(), ..Choice::default() };
            let oracle = Oracle::new(&study, NodeLevel::Actor, Counting::Once, &only);
            prop_assert_eq!(selected(filter(&only)), oracle.selected);
            prop_assert_eq!(
                selected(filter(&only)) + selected(filter(&not)), study.statements.len()
            );
        }
    }

    #[test]
    fn every_tie_and_node_stands_in_its_place(study in studies(), level in levels()) {
        let options = Options { nodes: level, ..Options::default() };
        for kind in kinds_of(level) {
            let network = build(&study.graph(), *kind, &options).unwrap();
            let nodes: Vec<(Mode, &str)> =
                network.graph.node_weights().map(|node| (node.mode, node.iri.as_str())).collect();
            prop_assert!(nodes.is_sorted_by(|one, other| one < other));
            let ties: Vec<_> = network.graph.edge_references()
                .map(|edge| (edge.source(), edge.target(), edge.weight().kind)).collect();
            if *kind != NetworkKind::Addressed { prop_assert!(ties.is_sorted_by(|one, other| one < other)); }
            prop_assert!(network.graph.edge_weights().all(|tie| tie.weight > 0.0));
            if !network.directed { prop_assert!(ties.iter().all(|(one, other, _)| one < other)); }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A study's tables and the graph compiled of them are one corpus: everything that is made of
    /// either, and everything that either knows, is the same.
    #[test]
    fn tables_and_their_graph_give_the_same_networks(
        study in studies(),
        level in levels(),
        choice in choices(),
    ) {
        let tables = Tables::new(&study);
        let (graph, corpus) = (tables.graph(), tables.corpus());
        for kind in kinds_of(level) {
            for logic in [Logic::Direct, Logic::Implied] {
                let options = Options {
                    nodes: level,
                    filter: filter(&choice),
                    isolates: true,
                    logic,
                    ..Options::default()
                };
                let of_graph = build(&graph, *kind, &options);
                let of_tables = build(&corpus, *kind, &options);
                prop_assert_eq!(format!("{of_graph:?}"), format!("{of_tables:?}"));
                let Ok(network) = of_graph else { continue };
                let Some(edge) = network.graph.edge_references().next() else { continue };
                let ends = [edge.source(), edge.target()].map(|end| network.graph[end].iri.as_str());
                let why = explain(&corpus, *kind, &options, ends).unwrap();
                prop_assert_eq!(explain(&graph, *kind, &options, ends).unwrap(), why);
            }
        }
    }

    #[test]
    fn tables_and_their_graph_know_the_same(study in studies()) {
        let tables = Tables::new(&study);
        let (graph, corpus) = (tables.graph(), tables.corpus());
        let corpora: [&dyn Corpus; 2] = [&graph, &corpus];
        let classes = [
            EntityClass::Actor, EntityClass::Claim, EntityClass::Source, EntityClass::Theme,
            EntityClass::Sector, EntityClass::SpeechAct, EntityClass::AuthorityLevel,
        ];
        for class in classes {
            let [names, others] = corpora.map(|corpus| corpus.names(class));
            prop_assert_eq!(&names, &others, "{:?}", class);
            for name in names {
                let known = corpora.map(|corpus| {
                    let ids = corpus.resolve(&name, class);
                    let facts = |id: &u32| (
                        corpus.iri(*id).map(|iri| iri.into_owned()),
                        corpus.label(*id),
                        corpus.attributes(*id),
                        corpus.aliases(*id),
                        corpus.source_url(*id),
                    );
                    ids.iter().map(facts).collect::<Vec<_>>()
                });
                prop_assert_eq!(&known[0], &known[1], "{}", name);
                prop_assert!(!known[0].is_empty(), "{}", name);
            }
        }
        let of_statements = corpora.map(|corpus| {
            let statements = corpus.statements();
            let ids = (0..statements.len()).filter_map(|row| statements.id(row));
            ids.map(|id| (corpus.iri(id).map(|iri| iri.into_owned()), corpus.attributes(id)))
                .collect::<Vec<_>>()
        });
        prop_assert_eq!(&of_statements[0], &of_statements[1]);
    }
}
