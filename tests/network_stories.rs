//! Networks small enough to be worked out on paper.

mod network_support;

use demarche::model::EdtfDate;
use demarche::network::{
    Counting, Criteria, Filter, Network, NetworkKind, NodeLevel, Normalization, Options, TieKind,
    Ties, build,
};
use network_support::{Actor, BASE, Claim, Statement, Study, Triples, Ymd};
use petgraph::visit::EdgeRef;

const STATE: usize = 2;
const PERSON: usize = 0;
const INSTITUTION: usize = 1;
const COMPANY: usize = 4;
const ALLIANCE: usize = 6;
const DM: &str = "https://w3id.org/demarche/ns#";

/// Writes a study down as one would tell it.
#[derive(Default)]
struct Story(Study);

impl Story {
    fn actor(&mut self, id: &str, kind: usize, part_of: Option<&str>) -> &mut Self {
        let part_of = part_of.map(|whole| self.find(whole));
        let at = self.find(id);
        self.0.actors[at].kind = kind;
        self.0.actors[at].part_of = part_of;
        self
    }

    /// "china supports sovereignty", in a source. Actors not told of otherwise are states.
    fn says(&mut self, sentence: &str, source: usize) -> &mut Self {
        let words: Vec<&str> = sentence.split(' ').collect();
        let [who, stance, claim] = words[..] else {
            panic!("{sentence}")
        };
        let (actor, body) = match who.split_once('@') {
            Some((actor, body)) => (self.find(actor), Some(self.find(body))),
            None => (self.find(who), None),
        };
        let known = self.0.claims.iter().position(|other| other.id == claim);
        let claim = known.unwrap_or_else(|| {
            let claim = Claim {
                id: claim.into(),
                themes: Vec::new(),
            };
            self.0.claims.push(claim);
            self.0.claims.len() - 1
        });
        self.0.statements.push(Statement {
            actor,
            on_behalf_of: body,
            claim,
            source: Some(source),
            stance: match stance {
                "supports" => 1,
                "opposes" => -1,
                "weighs" => 0,
                other => panic!("{other}"),
            },
            ..Statement::default()
        });
        self
    }

    /// The date of what was said last.
    fn on(&mut self, first: Ymd, last: Ymd) -> &mut Self {
        self.0.statements.last_mut().unwrap().days = Some((first, last));
        self
    }

    fn find(&mut self, id: &str) -> usize {
        let known = self.0.actors.iter().position(|actor| actor.id == id);
        known.unwrap_or_else(|| {
            let actor = Actor {
                id: id.into(),
                kind: STATE,
                ..Actor::default()
            };
            self.0.actors.push(actor);
            self.0.actors.len() - 1
        })
    }

    fn network(&self, kind: NetworkKind, options: &Options) -> Network {
        build(&self.0.graph(), kind, options).unwrap()
    }
}

/// Ties as lines: one end, kind, other end, weight, claims, statements.
fn lines(network: &Network) -> Vec<String> {
    let id = |node: petgraph::graph::NodeIndex| network.graph[node].id.clone();
    let edges = network.graph.edge_references();
    edges
        .map(|edge| {
            let tie = edge.weight();
            let (one, other) = (id(edge.source()), id(edge.target()));
            let claims = tie.claims.join("+");
            format!(
                "{one} {} {other} {} {claims} {}",
                tie.kind, tie.weight, tie.statements
            )
        })
        .collect()
}

fn ids(network: &Network) -> Vec<&str> {
    network
        .graph
        .node_weights()
        .map(|node| node.id.as_str())
        .collect()
}

/// China and Russia are for sovereignty, the United States against it; on a treaty only Russia takes
/// a side, since the United States weigh it.
fn sovereignty() -> Story {
    let mut story = Story::default();
    story
        .says("china supports sovereignty", 0)
        .says("china supports sovereignty", 0)
        .says("china supports sovereignty", 1)
        .says("russia supports sovereignty", 2)
        .says("usa opposes sovereignty", 3)
        .says("russia supports treaty", 2)
        .says("usa weighs treaty", 3);
    story
}

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

/// Background data is not checked as a study is.
fn background() -> Triples {
    let mut story = sovereignty();
    story
        .actor("ouro", PERSON, None)
        .actor("boros", PERSON, Some("ouro"));
    story.actor("ouro", PERSON, Some("boros"));
    story.says("ouro supports sovereignty", 0);
    let mut triples = story.0.triples();
    let claim = format!("{BASE}claim/sovereignty");
    let china = format!("{BASE}actor/china");
    let mut statement = |name: &str, speaker: bool, claim: Option<&str>, stance: &str| {
        let iri = format!("https://example.com/{name}");
        triples.link(&iri, "a", &format!("{DM}Statement"));
        triples.link(&iri, "dm:stance", &format!("{DM}stance-{stance}"));
        if speaker {
            triples.link(&iri, "dm:speaker", &china);
        }
        match claim {
            Some(claim) => triples.link(&iri, "dm:claim", claim),
            None => triples.text(&iri, "dm:claim", "a claim in words"),
        }
        iri
    };
    statement("nobody", false, Some(&claim), "supports");
    statement("of-words", true, None, "supports");
    statement("undecided", true, Some(&claim), "undecided");
    let bare = statement("bare", true, Some(&claim), "supports");
    // Bounds the wrong way round.
    triples.day(&bare, "dm:earliest", "2014-01-02");
    triples.day(&bare, "dm:latest", "2014-01-01");
    // An actor of two kinds is a state before it is an institution.
    triples.link(&china, "a", &format!("{DM}Institution"));
    triples
}

#[test]
fn what_cannot_be_read_is_left_out_and_counted() {
    let graph = background().graph();
    let options = Options {
        nodes: NodeLevel::State,
        ..Options::default()
    };
    let network = build(&graph, NetworkKind::Agreement, &options).unwrap();
    let summary = &network.summary;
    assert_eq!((summary.statements, summary.incomplete), (12, 3));
    assert_eq!(
        (summary.selected, summary.without_node, summary.neutral),
        (9, 1, 1)
    );
    // The statement without a source counts beside those with one.
    assert_eq!(lines(&network), ["china agreement russia 3 sovereignty 5"]);
    let day = |day: Option<demarche::model::Day>| day.unwrap().to_string();
    let tie = network.graph.edge_weights().next().unwrap();
    assert_eq!(
        (day(tie.first), day(tie.last)),
        ("2014-01-01".into(), "2014-01-02".into())
    );
    assert_eq!(network.last, tie.last);

    let options = Options {
        nodes: NodeLevel::Institution,
        isolates: true,
        ..Options::default()
    };
    let network = build(&graph, NetworkKind::Agreement, &options).unwrap();
    assert_eq!(ids(&network), Vec::<&str>::new());
}

#[test]
fn a_name_that_two_studies_have_means_both() {
    let story = sovereignty();
    let mut triples = story.0.triples();
    let other = "https://example.org/another/";
    triples.link(other, "a", "http://rdfs.org/ns/void#Dataset");
    triples.text(other, "void:uriSpace", other);
    let (china, claim) = (
        format!("{other}actor/china"),
        format!("{other}claim/sovereignty"),
    );
    triples.link(&china, "a", &format!("{DM}Actor"));
    triples.link(&claim, "a", &format!("{DM}Claim"));
    let said = format!("{other}statement/1");
    triples.link(&said, "a", &format!("{DM}Statement"));
    triples.link(&said, "dm:speaker", &china);
    triples.link(&said, "dm:claim", &claim);
    triples.link(&said, "dm:stance", &format!("{DM}stance-supports"));
    let graph = triples.graph();
    let selected = |actor: &str| {
        let only = Criteria {
            actor: vec![actor.to_owned()],
            ..Criteria::default()
        };
        let filter = Filter {
            only,
            ..Filter::default()
        };
        let options = Options {
            filter,
            isolates: true,
            ..Options::default()
        };
        let network = build(&graph, NetworkKind::Agreement, &options).unwrap();
        (network.summary.selected, network.graph.node_count())
    };
    assert_eq!(selected("china"), (4, 2));
    assert_eq!(selected(&china), (1, 1));
    assert_eq!(selected(&format!("{BASE}actor/china")), (3, 1));
}

#[test]
fn a_filter_never_finds_nothing_without_saying_why() {
    let graph = sovereignty().0.graph();
    let error = |only: Criteria| {
        let filter = Filter {
            only,
            ..Filter::default()
        };
        let options = Options {
            filter,
            ..Options::default()
        };
        let error = build(&graph, NetworkKind::Signed, &options).unwrap_err();
        (error.to_string(), error.hint().unwrap_or_default())
    };
    let one = |value: &str| vec![value.to_owned()];
    assert_eq!(
        error(Criteria {
            actor: one("chinna"),
            ..Criteria::default()
        }),
        (
            "the graph has no actor \"chinna\"".into(),
            "did you mean china?".into()
        )
    );
    // A claim is no actor.
    assert_eq!(
        error(Criteria {
            actor: one("treaty"),
            ..Criteria::default()
        })
        .1,
        "it has china, russia, usa"
    );
    assert_eq!(
        error(Criteria {
            act: one("asserst"),
            ..Criteria::default()
        })
        .1,
        "did you mean asserts?"
    );
    assert_eq!(
        error(Criteria {
            country: one("CHN"),
            ..Criteria::default()
        }),
        ("the graph has no country \"CHN\"".into(), String::new())
    );
    assert_eq!(
        error(Criteria {
            source: one("https://example.org/study/claim/treaty"),
            ..Default::default()
        })
        .0,
        "the graph has no source \"https://example.org/study/claim/treaty\""
    );
}

#[test]
fn settings_that_make_no_sense_together_are_refused() {
    let graph = sovereignty().0.graph();
    let error = |kind, options: Options| build(&graph, kind, &options).unwrap_err().to_string();
    let average = Options {
        normalize: Normalization::Average,
        ..Options::default()
    };
    assert_eq!(
        error(NetworkKind::Positions, average),
        "average does not apply to a two-mode network"
    );
    let net = Options {
        ties: Ties::Net,
        ..Options::default()
    };
    assert_eq!(
        error(NetworkKind::Agreement, net),
        "net ties join agreement and disagreement; this network is of agreement alone"
    );
    for weight in [-1.0, f64::NAN, f64::INFINITY] {
        let options = Options {
            min_weight: weight,
            ..Options::default()
        };
        let message = error(NetworkKind::Signed, options);
        assert_eq!(
            message,
            format!("a least weight of {weight} makes no sense")
        );
    }
    let filter = Filter {
        since: EdtfDate::parse("2014").ok(),
        until: EdtfDate::parse("2013").ok(),
        ..Filter::default()
    };
    let options = Options {
        filter,
        ..Options::default()
    };
    assert_eq!(
        error(NetworkKind::Signed, options),
        "the period from 2014 until 2013 ends before it begins"
    );
}

#[test]
fn a_network_says_how_it_was_made() {
    let story = sovereignty();
    let made = |kind, options| story.network(kind, &options).description;
    assert_eq!(
        made(NetworkKind::Positions, Options::default()),
        "positions network of actors and claims, counted once per source"
    );
    let one = |value: &str| vec![value.to_owned()];
    let options = Options {
        nodes: NodeLevel::State,
        ties: Ties::Net,
        normalize: Normalization::Average,
        min_weight: 0.5,
        filter: Filter {
            since: EdtfDate::parse("2013-01").ok(),
            only: Criteria {
                theme: one("t1"),
                actor: vec!["china".into(), "usa".into()],
                ..Criteria::default()
            },
            not: Criteria {
                sector: one("media"),
                ..Criteria::default()
            },
            ..Filter::default()
        },
        ..Options::default()
    };
    assert_eq!(
        made(NetworkKind::Signed, options),
        "signed network of states, counted once per source, net ties, normalised by average \
         activity, ties from weight 0.5; statements from 2013-01; theme t1; actor china or usa; \
         not sector media"
    );
}

#[test]
fn choices_go_by_the_same_words_everywhere() {
    assert_eq!("week".parse(), Ok(Counting::Week));
    let error = "weekly".parse::<Counting>().unwrap_err().to_string();
    assert_eq!(
        error,
        "\"weekly\" is none of statements, sources, year, month, week, once"
    );
    let levels: Vec<NodeLevel> = serde_json::from_str(r#"["actor", "authority"]"#).unwrap();
    assert_eq!(levels, [NodeLevel::Actor, NodeLevel::Authority]);
    assert!(serde_json::from_str::<NetworkKind>("\"both\"").is_err());
    for kind in NetworkKind::ALL {
        assert_eq!(kind.to_string().parse(), Ok(*kind));
    }
    assert_eq!(TieKind::Both.to_string(), "both");
}

#[test]
fn a_graph_without_statements_makes_an_empty_network() {
    let graph = Study::default().graph();
    for kind in NetworkKind::ALL {
        let network = build(&graph, *kind, &Options::default()).unwrap();
        assert_eq!((network.graph.node_count(), network.last), (0, None));
    }
    let graph = Triples::default().graph();
    assert!(build(&graph, NetworkKind::Signed, &Options::default()).is_ok());
}
