//! Stories of much and little data.

use crate::support::story::Story;
use demarche::compare::{
    By, CompareError, Comparison, Group, Method, Options, Undefined, Unit, compare,
};
use demarche::diagnostic::Advice;
use demarche::network::{Counting, NetworkError, NodeLevel};

const MILITARY: usize = 0;
const MEDIA: usize = 1;

/// Actors of two sectors: names in `military` and `media`.
fn two_sectors(military: &str, media: &str, sayings: &[&str]) -> Story {
    let mut story = Story::default();
    for (names, sector) in [(military, MILITARY), (media, MEDIA)] {
        for name in names.split_whitespace() {
            let at = story.find(name);
            story.0.actors[at].sector = Some(sector);
        }
    }
    for (source, saying) in sayings.iter().enumerate() {
        story.says(saying, source % 5);
    }
    story
}

fn of(story: &Story, options: &Options) -> Comparison {
    compare(&story.0.graph(), options).unwrap()
}

fn named(by: By, groups: &[&str]) -> Options {
    Options {
        groups: groups.iter().map(|name| (*name).to_owned()).collect(),
        ..Options::by(by)
    }
}

fn sectors() -> Options {
    named(By::Sector, &["military", "media"])
}

fn group<'a>(comparison: &'a Comparison, name: &str) -> &'a Group {
    let mut groups = comparison.groups.iter();
    groups.find(|group| group.name == name).unwrap()
}

/// Whether a sentence with these words is among what is said.
fn says(comparison: &Comparison, words: &str) -> bool {
    let all = [comparison.findings(), comparison.caveats()].concat();
    assert!(!all.is_empty());
    all.iter().any(|sentence| sentence.contains(words))
}

#[test]
fn generals_for_editors_against() {
    let story = two_sectors(
        "g1 g2 g3",
        "e1 e2 e3",
        &[
            "g1 supports arms",
            "g2 supports arms",
            "g3 supports arms",
            "e1 opposes arms",
            "e2 opposes arms",
            "e3 opposes arms",
        ],
    );
    let found = of(&story, &sectors());
    let claim = &found.claims[0];
    assert_eq!(claim.sides, [[3, 0], [0, 3]]);
    let compared = claim.compared.unwrap();
    assert_eq!(compared.difference, 1.0);
    let test = compared.test.unwrap();
    assert_eq!(test.method, Method::Fisher);
    // Two of the twenty ways to pick three of six.
    assert!((test.p - 0.1).abs() < 1e-12 && test.holm == test.p);
    assert_eq!(test.least, Some(test.p));
    let between = found.between[0];
    assert_eq!((between.claims, between.opposite), (1, 1));
    assert!(says(
        &found,
        "On the 1 claim both address, military and media voices take the same majority side on 0, \
         opposite sides on 1."
    ));
    assert!(says(
        &found,
        "On 1 of 1 claim tested, no division of so few voices"
    ));
    assert!(says(
        &found,
        "1 was tested: p is 0.100 (Claim arms; Fisher's exact test)"
    ));
}

#[test]
fn a_group_of_one_has_no_unanimity_to_tell() {
    let story = two_sectors(
        "g1",
        "e1 e2",
        &["g1 supports arms", "e1 supports arms", "e2 supports arms"],
    );
    let found = of(&story, &sectors());
    let military = &group(&found, "military").overall;
    assert_eq!(military.alpha, Err(Undefined::OneVoice));
    assert_eq!(military.pairs.share(), None);
    assert!(says(
        &found,
        "military: 1 voice on 1 claim: too little data to tell unanimity; there is one voice"
    ));
    // Not asked for by name, it is passed over, and that is said.
    let found = of(&story, &Options::by(By::Sector));
    assert_eq!(found.passed_over, ["military"]);
    assert!(says(&found, "Only one group has voices to compare (media)"));
    assert!(says(&found, "the group military, which has no two voices"));
}

#[test]
fn voices_that_share_no_claim_cannot_agree() {
    let story = two_sectors(
        "g1 g2",
        "e1 e2",
        &[
            "g1 supports arms",
            "g2 supports talks",
            "e1 supports trade",
            "e2 opposes aid",
        ],
    );
    let found = of(&story, &sectors());
    let military = &group(&found, "military").overall;
    assert_eq!(military.alpha, Err(Undefined::NothingShared));
    assert_eq!(found.between[0].distance, None);
    assert!(found.claims.iter().all(|claim| claim.compared.is_none()));
    assert!(says(
        &found,
        "There is no claim that voices of both military and media"
    ));
    assert!(says(&found, "nothing could be tested"));
}

#[test]
fn all_of_one_mind_always_is_told_as_such_and_alpha_is_not_made_up() {
    let story = two_sectors(
        "g1 g2",
        "e1 e2",
        &[
            "g1 supports arms",
            "g2 supports arms",
            "e1 supports arms",
            "e2 supports arms",
        ],
    );
    let found = of(&story, &sectors());
    let military = &group(&found, "military").overall;
    assert_eq!(military.alpha, Err(Undefined::NoVariation));
    assert_eq!(military.pairs.share(), Some(1.0));
    assert!(says(
        &found,
        "1 of 1 pairs agree (1.000); Krippendorff's alpha is undefined, since all sides taken are \
         the same"
    ));
    assert!(says(
        &found,
        "1 claim compared: on each all voices are on one side, so that there is nothing to test."
    ));
    assert!(found.claims[0].compared.unwrap().test.is_none());
}

#[test]
fn who_repeats_himself_is_one_voice_and_who_is_torn_is_none() {
    let story = two_sectors(
        "g1 g2",
        "e1",
        &[
            "g1 supports arms",
            "g1 supports arms",
            "g1 opposes arms",
            "g2 supports arms",
            "g2 opposes arms",
            "e1 opposes arms",
        ],
    );
    let found = of(&story, &sectors());
    assert_eq!(found.claims[0].sides, [[1, 0], [0, 1]]);
    let military = &group(&found, "military").overall;
    assert_eq!((military.voices, military.torn), (1, 1));
    assert!(says(
        &found,
        "Once a voice was as often on both sides of a claim: it counts on neither"
    ));
    let statements = Options {
        unit: Unit::Statements,
        ..sectors()
    };
    let found = of(&story, &statements);
    assert_eq!(found.claims[0].sides, [[3, 2], [0, 1]]);
    assert!(says(
        &found,
        "Statements of one speaker are not independent"
    ));
    let once = Options {
        count: Counting::Once,
        ..sectors()
    };
    assert_eq!(of(&story, &once).claims[0].sides, [[0, 0], [0, 1]]);
}

#[test]
fn a_claim_needs_two_groups_with_enough_voices() {
    let sayings = [
        "g1 supports arms",
        "g2 supports arms",
        "e1 supports arms",
        "e2 opposes arms",
        "g1 supports talks",
        "e1 opposes talks",
    ];
    let story = two_sectors("g1 g2", "e1 e2", &sayings);
    let compared = |least| {
        let options = Options { least, ..sectors() };
        let found = of(&story, &options);
        let claims = found.claims.iter();
        let ids = claims.filter(|claim| claim.compared.is_some());
        (ids.map(|claim| claim.id.clone()).collect::<Vec<_>>(), found)
    };
    assert_eq!(compared(1).0, ["talks", "arms"]);
    let (claims, found) = compared(2);
    assert_eq!(claims, ["arms"]);
    assert_eq!(found.between[0].claims, 1);
    assert_eq!(found.between[0].even, 1);
    assert!(says(
        &found,
        "On 1 claim on which both have 2 or more voices, military and media voices take the same \
         majority side on 0; on 1 a group is evenly split."
    ));
    assert!(compared(3).0.is_empty());
}

#[test]
fn levels_are_those_of_statements_so_a_voice_can_be_in_two() {
    let mut story = Story::default();
    for (saying, level) in [
        ("spokesman supports arms", Some(0)),
        ("spokesman opposes arms", Some(2)),
        ("scholar opposes arms", Some(2)),
        ("minister supports arms", Some(0)),
        ("minister supports talks", None),
    ] {
        story.says(saying, 0);
        story.0.statements.last_mut().unwrap().authority = level;
    }
    let found = of(&story, &Options::by(By::Authority));
    let names: Vec<&str> = found
        .groups
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(names, ["authoritative", "non-authoritative"]);
    assert_eq!(found.claims[0].sides, [[2, 0], [0, 2]]);
    assert_eq!((found.in_several, found.without_group), (1, 1));
    assert!(says(&found, "1 voice is in more than one group"));
    assert!(says(&found, "1 statement without a level of authority"));
}

#[test]
fn three_groups_are_tested_together() {
    let mut story = Story::default();
    for (name, country) in [("a", 0), ("b", 0), ("c", 1), ("d", 1), ("e", 2), ("f", 2)] {
        let at = story.find(name);
        story.0.actors[at].country = Some(country);
        let stance = if country == 1 { "opposes" } else { "supports" };
        story.says(&format!("{name} {stance} arms"), 0);
    }
    let found = of(&story, &Options::by(By::Country));
    assert_eq!(found.between.len(), 3);
    let test = found.claims[0].compared.unwrap().test.unwrap();
    assert_eq!(test.method, Method::FreemanHalton);
    // Of the fifteen ways to place two opponents among six voices, three put both into one group.
    assert!((test.p - 0.2).abs() < 1e-12, "{}", test.p);
}

#[test]
fn large_groups_are_permuted_alike_each_time() {
    let mut story = Story::default();
    for number in 0..900 {
        let name = format!("a{number}");
        let at = story.find(&name);
        story.0.actors[at].country = Some(number % 3);
        let stance = if number % 3 == 0 || number % 2 == 0 {
            "supports"
        } else {
            "opposes"
        };
        story.says(&format!("{name} {stance} arms"), 0);
    }
    let test = |seed, permutations| {
        let options = Options {
            seed,
            permutations,
            ..Options::by(By::Country)
        };
        let found = of(&story, &options);
        found.claims[0].compared.unwrap().test.unwrap()
    };
    let one = test(1, 199);
    assert_eq!(
        (one.method, one.p, one.least),
        (Method::Permutation, 0.005, None)
    );
    assert_eq!(one, test(1, 199));
    assert_eq!(test(2, 99).p, 0.01);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let story = two_sectors("g1", "e1", &["g1 supports arms", "e1 supports arms"]);
    let graph = story.0.graph();
    let error = |options: &Options| compare(&graph, options).unwrap_err();
    let unknown = error(&named(By::Sector, &["militray", "media"]));
    assert_eq!(unknown.to_string(), "the graph has no sector \"militray\"");
    assert_eq!(
        unknown.hint().unwrap().to_string(),
        "did you mean military?"
    );
    let unknown = error(&named(By::Sector, &["x"]));
    assert_eq!(
        unknown.hint().unwrap().to_string(),
        "it has media, military"
    );
    let nodes = Options {
        nodes: NodeLevel::Sector,
        ..sectors()
    };
    assert!(matches!(
        error(&nodes),
        CompareError::Nodes(NodeLevel::Sector)
    ));
    let mut levels = Options::by(By::Authority);
    levels.filter.only.authority = vec!["authoritative".into()];
    assert!(matches!(error(&levels), CompareError::GroupsByFilter));
    for (least, permutations) in [(0, 1), (1, 0)] {
        let zero = Options {
            least,
            permutations,
            ..sectors()
        };
        assert!(matches!(error(&zero), CompareError::Zero(_)));
    }
    let mut filter = sectors();
    filter.filter.only.claim = vec!["no-such".into()];
    assert!(matches!(
        error(&filter),
        CompareError::Network(NetworkError::UnknownValue { .. })
    ));
}

#[test]
fn a_group_that_filters_leave_nothing_of_is_known_all_the_same() {
    let story = two_sectors(
        "g1",
        "e1 e2",
        &["g1 supports arms", "e1 supports talks", "e2 supports talks"],
    );
    let mut options = sectors();
    options.filter.only.claim = vec!["talks".into()];
    let found = of(&story, &options);
    assert_eq!(
        group(&found, "military").overall.alpha,
        Err(Undefined::NoVoice)
    );
    assert!(says(
        &found,
        "military: 0 voices on 0 claims: too little data to tell unanimity; nobody"
    ));
}
