//! Networks small enough to be worked out on paper.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use crate::support::BASE;
use crate::support::story::{
    ALLIANCE, COMPANY, INSTITUTION, PERSON, Story, ids, lines, sovereignty,
};
use demarche::model::EdtfDate;
use demarche::network::{
    Counting, Filter, NetworkKind, NodeLevel, Normalization, Options, Ties, build,
};

#[test]
fn who_says_the_same_agrees_and_who_contradicts_disagrees() {
    let story = sovereignty();
    let every = Options {
        count: Counting::Statements,
        ..Options::default()
    };
    assert_eq!(
        lines(&story.network(NetworkKind::Signed, &every)),
        [
            "china agreement russia 3 sovereignty 4",
            "china disagreement usa 3 sovereignty 4",
            "russia disagreement usa 1 sovereignty 2",
        ]
    );
    // China said it twice in one source: once per source that is two, not three.
    assert_eq!(
        lines(&story.network(NetworkKind::Signed, &Options::default())),
        [
            "china agreement russia 2 sovereignty 4",
            "china disagreement usa 2 sovereignty 4",
            "russia disagreement usa 1 sovereignty 2",
        ]
    );
    let once = Options {
        count: Counting::Once,
        ..Options::default()
    };
    assert_eq!(
        lines(&story.network(NetworkKind::Agreement, &once)),
        ["china agreement russia 1 sovereignty 4"]
    );
}

#[test]
fn the_average_divides_by_what_both_ends_said() {
    // Counted once per source China has 2, Russia 2 (one on each claim), the United States 1.
    let options = Options {
        normalize: Normalization::Average,
        ..Options::default()
    };
    let network = sovereignty().network(NetworkKind::Signed, &options);
    let weights: Vec<f64> = network.graph.edge_weights().map(|tie| tie.weight).collect();
    assert_eq!(weights, [2.0 / 2.0, 2.0 / 1.5, 1.0 / 1.5]);
    let activity: Vec<u32> = network
        .graph
        .node_weights()
        .map(|node| node.activity)
        .collect();
    assert_eq!(activity, [2, 2, 1]);
    // The least weight is of the weight as it comes out.
    let options = Options {
        min_weight: 1.0,
        ..options
    };
    let network = sovereignty().network(NetworkKind::Signed, &options);
    assert_eq!(network.graph.edge_count(), 2);
}

#[test]
fn net_ties_cancel_out() {
    let mut story = Story::default();
    story
        .says("a supports x", 0)
        .says("a opposes y", 0)
        .says("a supports z", 0)
        .says("b supports x", 1)
        .says("b supports y", 1)
        .says("c opposes x", 2)
        .says("c opposes z", 2);
    let net = Options {
        ties: Ties::Net,
        ..Options::default()
    };
    // a and b agree on x and disagree on y: nothing remains. b and c only disagree.
    assert_eq!(
        lines(&story.network(NetworkKind::Signed, &net)),
        ["a disagreement c 2 x+z 4", "b disagreement c 1 x 2"]
    );
}

#[test]
fn a_net_tie_counts_no_statement_twice() {
    let mut story = Story::default();
    story
        .says("a supports x", 0)
        .says("a supports x", 1)
        .says("a opposes x", 2)
        .says("b supports x", 3);
    let net = Options {
        ties: Ties::Net,
        ..Options::default()
    };
    assert_eq!(
        lines(&story.network(NetworkKind::Signed, &net)),
        ["a agreement b 1 x 4"]
    );
}

#[test]
fn whoever_speaks_for_a_body_counts_for_that_body() {
    let mut story = Story::default();
    story
        .actor("army", INSTITUTION, Some("china"))
        .actor("ministry", INSTITUTION, Some("china"))
        .actor("general", PERSON, Some("army"))
        .actor("google", COMPANY, None)
        .actor("brics", ALLIANCE, None)
        .says("general supports sovereignty", 0)
        .says("general@ministry supports treaty", 0)
        .says("google opposes sovereignty", 1)
        .says("brics supports treaty", 2)
        .says("china supports treaty", 3);
    let at = |nodes| {
        let options = Options {
            nodes,
            ..Options::default()
        };
        story.network(NetworkKind::Signed, &options)
    };
    let institutions = at(NodeLevel::Institution);
    assert_eq!(
        lines(&institutions),
        [
            "army disagreement google 1 sovereignty 2",
            "brics agreement ministry 1 treaty 2"
        ]
    );
    // A state is no institution.
    assert_eq!(institutions.summary.without_node, 1);
    let states = at(NodeLevel::State);
    assert_eq!(lines(&states), Vec::<String>::new());
    assert_eq!(states.summary.without_node, 2);
    assert_eq!(states.summary.counted, 3);
}

#[test]
fn a_week_belongs_to_one_year_and_the_undated_share_a_period() {
    let mut story = Story::default();
    story
        .says("a supports x", 0)
        .on((2012, 12, 31), (2012, 12, 31))
        .says("a supports x", 1)
        .on((2013, 1, 6), (2013, 1, 6))
        .says("a supports x", 2)
        .on((2014, 1, 1), (2014, 1, 1))
        .says("a supports x", 3)
        .says("a supports x", 4);
    let counted = |count| {
        let options = Options {
            count,
            isolates: true,
            ..Options::default()
        };
        story
            .network(NetworkKind::Agreement, &options)
            .summary
            .counted
    };
    // 2013-W01 (both), 2014-W01, undated.
    assert_eq!(counted(Counting::Week), 3);
    // December 2012, January 2013, January 2014, undated.
    assert_eq!(counted(Counting::Month), 4);
    assert_eq!(counted(Counting::Year), 4);
    assert_eq!(counted(Counting::Statements), 5);
    assert_eq!(counted(Counting::Once), 1);
}

#[test]
fn a_date_known_to_the_year_may_lie_in_any_month_of_it() {
    let mut story = Story::default();
    story
        .says("a supports x", 0)
        .on((2013, 1, 1), (2013, 12, 31))
        .says("b supports x", 1)
        .on((2013, 7, 8), (2013, 7, 8))
        .says("c supports x", 2);
    let between = |since: &str, until: &str| {
        let filter = Filter {
            since: EdtfDate::parse(since).ok(),
            until: EdtfDate::parse(until).ok(),
            ..Filter::default()
        };
        let options = Options {
            filter,
            isolates: true,
            ..Options::default()
        };
        let network = story.network(NetworkKind::Agreement, &options);
        ids(&network).join(" ")
    };
    assert_eq!(between("", ""), "a b c");
    assert_eq!(between("2013-06", "2013-06"), "a");
    assert_eq!(between("2013-07-08", ""), "a b");
    assert_eq!(between("", "2013-07-08"), "a b");
    assert_eq!(between("2013-07-09", ""), "a");
    assert_eq!(between("2014", ""), "");
}

#[test]
fn taking_both_sides_of_a_claim_is_a_position_of_its_own() {
    let mut story = Story::default();
    story
        .says("a supports x", 0)
        .says("a opposes x", 1)
        .says("b opposes x", 1)
        .says("b opposes x", 2)
        .says("c weighs y", 2);
    let options = Options {
        isolates: true,
        ..Options::default()
    };
    let network = story.network(NetworkKind::Positions, &options);
    assert_eq!(lines(&network), ["a both x 2 x 2", "b opposes x 2 x 2"]);
    assert_eq!(ids(&network), ["a", "b", "c", "x", "y"]);
    let signs: Vec<i8> = network.graph.edge_weights().map(|tie| tie.sign).collect();
    assert_eq!(signs, [0, -1]);
    let claim = network
        .graph
        .node_weights()
        .find(|node| node.id == "x")
        .unwrap();
    assert_eq!((claim.supports, claim.opposes, claim.activity), (1, 3, 4));
    assert_eq!(
        (claim.kind.as_str(), claim.label.as_str()),
        ("claim", "Claim x")
    );
    let network = story.network(NetworkKind::Positions, &Options::default());
    assert_eq!(ids(&network), ["a", "b", "x"]);
}

#[test]
fn a_node_carries_what_the_graph_knows_of_it() {
    let mut story = Story::default();
    story.actor("ministry", INSTITUTION, Some("china"));
    story.says("ministry supports x", 0).says("b supports x", 0);
    story.0.actors[1].sector = Some(0);
    story.0.actors[1].country = Some(0);
    let at = story.find("ministry");
    (story.0.actors[at].sector, story.0.actors[at].country) = (Some(0), Some(0));
    let mut triples = story.0.triples();
    let iri = story.0.actor_iri(at);
    triples.in_language(&iri, "rdfs:label", "外交部", "zh");
    triples.link(&iri, "a", "http://www.w3.org/ns/org#Organization");
    let network = build(
        &triples.graph(),
        NetworkKind::Agreement,
        &Options::default(),
    )
    .unwrap();
    let node = network
        .graph
        .node_weights()
        .find(|node| node.id == "ministry")
        .unwrap();
    assert_eq!(node.label, "The ministry");
    assert_eq!(node.kind, "institution");
    assert_eq!(node.sector.as_deref(), Some("military"));
    assert_eq!(node.country.as_deref(), Some("CHN"));
    assert_eq!(node.part_of.as_deref(), Some("china"));
    assert_eq!(node.iri, format!("{BASE}actor/ministry"));
    assert_eq!(network.titles, ["A study"]);

    let options = Options {
        nodes: NodeLevel::Sector,
        isolates: true,
        ..Options::default()
    };
    let network = build(&triples.graph(), NetworkKind::Agreement, &options).unwrap();
    let node = network.graph.node_weights().next().unwrap();
    assert_eq!(
        (node.id.as_str(), node.label.as_str(), node.kind.as_str()),
        ("sector-military", "MILITARY", "sector")
    );
}

/// Values of SciPy 1.17.1: `1 - scipy.spatial.distance.cosine`, and the weighted Jaccard index from
/// `scipy.spatial.distance.braycurtis` b as (1 - b) / (1 + b), of the vectors of counts over cells
/// (claim, stance), the stances of the second turned round for disagreement.
#[test]
fn cosine_and_jaccard_are_those_of_scipy() {
    let mut story = Story::default();
    for (sentence, times) in [
        ("ann supports c1", 3),
        ("ann opposes c2", 1),
        ("bob supports c1", 1),
        ("bob opposes c2", 2),
        ("bob supports c3", 1),
        ("eve opposes c1", 2),
        ("eve opposes c2", 1),
    ] {
        for _ in 0..times {
            story.says(sentence, 0);
        }
    }
    let weights = |normalize| {
        let options = Options {
            count: Counting::Statements,
            normalize,
            ..Options::default()
        };
        let network = story.network(NetworkKind::Signed, &options);
        let weights = network.graph.edge_weights().map(|tie| tie.weight);
        weights.collect::<Vec<f64>>()
    };
    // By ends, agreement before disagreement; ann and bob disagree on nothing.
    let near = |found: Vec<f64>, expected: [f64; 5]| {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
    };
    near(
        weights(Normalization::Cosine),
        [
            0.645_497_224_367_902_8,
            0.141_421_356_237_309_45,
            0.848_528_137_423_857,
            0.365_148_371_670_110_7,
            0.365_148_371_670_110_7,
        ],
    );
    near(
        weights(Normalization::Jaccard),
        [1.0 / 3.0, 1.0 / 6.0, 0.4, 1.0 / 6.0, 1.0 / 6.0],
    );
}
