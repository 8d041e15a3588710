//! What networks make of their input and settings: data that cannot be read, names that are not
//! there, settings that do not fit, and how a network says what it is.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use crate::support::story::{PERSON, ids, lines, sovereignty};
use crate::support::{BASE, DM, Study, Triples};
use demarche::diagnostic::Advice;
use demarche::model::EdtfDate;
use demarche::network::{
    Compat, Counting, Criteria, Filter, Logic, NetworkKind, NodeLevel, Normalization, Options,
    TieKind, Ties, build,
};

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
        (
            error.to_string(),
            error
                .hint()
                .map(|hint| hint.to_string())
                .unwrap_or_default(),
        )
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
        "average does not apply to positions ties"
    );
    let normalized = |normalize| Options {
        normalize,
        ..Options::default()
    };
    for (kind, normalize) in [
        (NetworkKind::Agreement, Normalization::Activity),
        (NetworkKind::Claims, Normalization::Prominence),
        (NetworkKind::Addressed, Normalization::Jaccard),
        (NetworkKind::Positions, Normalization::Cosine),
    ] {
        assert_eq!(
            error(kind, normalized(normalize)),
            format!("{normalize} does not apply to {kind} ties")
        );
    }
    let implied = |options: Options| Options {
        logic: Logic::Implied,
        ..options
    };
    assert_eq!(
        error(
            NetworkKind::Signed,
            implied(normalized(Normalization::Cosine))
        ),
        "cosine does not apply to signed ties"
    );
    assert_eq!(
        error(NetworkKind::Shared, implied(Options::default())),
        "implied stances make no ties of kind shared"
    );
    let dna = Options {
        compat: Some(Compat::Dna3),
        ..Options::default()
    };
    assert_eq!(
        error(NetworkKind::Signed, implied(dna)),
        "dna3 knows no implied stances"
    );
    let levels = Options {
        nodes: NodeLevel::Authority,
        ..Options::default()
    };
    assert_eq!(
        error(NetworkKind::Addressed, levels),
        "whoever is addressed has no level of authority"
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
