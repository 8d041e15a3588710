//! What the example study shows. The numbers were worked out by a script of its own, in Python from
//! the tables, before they were written down here.

use demarche::compare::{By, Comparison, Options, compare};
use demarche::compile::compile;
use demarche::graph::Graph;

/// Chinese voices, or those of two countries.
fn found(by: By, groups: &[&str], country: &[&str]) -> Comparison {
    let study = concat!(env!("CARGO_MANIFEST_DIR"), "/data/cyber-debate");
    let builder = compile(&[study.into()]).unwrap().graph.unwrap();
    let graph = Graph::from_bytes(&builder.finish().unwrap()).unwrap();
    let mut options = Options::by(by);
    options.groups = groups.iter().map(|name| (*name).to_owned()).collect();
    options.filter.only.country = country.iter().map(|code| (*code).to_owned()).collect();
    compare(&graph, &options).unwrap()
}

/// Voices, claims with two of them or more, those of one mind, pairs, those that agree, alpha.
fn unanimity(found: &Comparison) -> Vec<(u32, u32, u32, u64, u64, String)> {
    let groups = found.groups.iter().map(|group| {
        let of = &group.overall;
        let alpha = of.alpha.map_or_else(
            |reason| reason.as_str().to_owned(),
            |alpha| format!("{alpha:.6}"),
        );
        let pairs = &of.pairs;
        (
            of.voices,
            pairs.claims,
            pairs.unanimous,
            pairs.all,
            pairs.agreeing,
            alpha,
        )
    });
    groups.collect()
}

/// Claims, same side, opposite sides, neither, distance.
fn between(found: &Comparison) -> Vec<(u32, u32, u32, u32, String)> {
    let pairs = found.between.iter().map(|pair| {
        let distance = format!("{:.6}", pair.distance.unwrap());
        (pair.claims, pair.same, pair.opposite, pair.even, distance)
    });
    pairs.collect()
}

#[test]
fn chinese_soldiers_and_civilians_are_nearly_of_one_mind() {
    let found = found(By::Sector, &["military", "civilian-government"], &["CHN"]);
    assert_eq!(
        unanimity(&found),
        [
            (12, 11, 10, 26, 25, "0.641026".to_owned()),
            (26, 18, 17, 216, 212, "0.741176".to_owned()),
        ]
    );
    assert_eq!(between(&found), [(16, 15, 0, 1, "0.018750".to_owned())]);
    assert_eq!(
        found.findings()[0],
        "On 16 claims both address, military and civilian-government voices take the same majority \
         side on 15; on 1 a group is evenly split. On average their shares of support are 0.019 \
         apart."
    );
    let parted: Vec<&str> = found
        .claims
        .iter()
        .filter(|claim| claim.compared.is_some_and(|found| found.test.is_some()))
        .map(|claim| claim.id.as_str())
        .collect();
    assert_eq!(parted, ["bilateral-cyber-working-group"]);
    assert_eq!(found.claims[0].sides, [[1, 1], [4, 1]]);
    assert_eq!(found.claims.len(), 31);
}

#[test]
fn chinese_levels_of_authority_are_nearly_of_one_mind() {
    let found = found(By::Authority, &[], &["CHN"]);
    assert_eq!(
        unanimity(&found),
        [
            (26, 19, 18, 243, 240, "0.823970".to_owned()),
            (3, 2, 2, 4, 4, "no-variation".to_owned()),
            (26, 19, 19, 148, 148, "1.000000".to_owned()),
        ]
    );
    assert_eq!(
        between(&found),
        [
            (10, 9, 1, 0, "0.075000".to_owned()),
            (19, 19, 0, 0, "0.013158".to_owned()),
            (10, 9, 1, 0, "0.100000".to_owned()),
        ]
    );
    assert_eq!(
        found.findings()[0],
        "On 19 claims both address, authoritative and non-authoritative voices take the same \
         majority side on 19. On average their shares of support are 0.013 apart."
    );
    let test = found.claims[0].compared.unwrap().test.unwrap();
    assert_eq!(found.claims[0].sides, [[3, 1], [0, 1], [4, 0]]);
    assert!((test.p - 2.0 / 9.0).abs() < 1e-12, "{}", test.p);
    assert_eq!((found.in_several, found.without_group), (1, 8));
}

#[test]
fn china_and_the_united_states_are_not() {
    let found = found(By::Country, &["CHN", "USA"], &[]);
    assert_eq!(
        unanimity(&found),
        [
            (55, 29, 28, 794, 780, "0.874209".to_owned()),
            (38, 17, 12, 127, 111, "0.640172".to_owned()),
        ]
    );
    assert_eq!(between(&found), [(21, 5, 15, 1, "0.715797".to_owned())]);
    let tests = found.claims.iter().filter_map(|claim| {
        let test = claim.compared?.test?;
        Some((claim.id.as_str(), test))
    });
    let tests: Vec<_> = tests.collect();
    assert_eq!(tests.len(), 18);
    // scipy 1.17.1, fisher_exact([[0, 6], [7, 0]]).
    let (first, test) = tests[0];
    assert_eq!(first, "china-state-conducts-cyberattacks");
    assert!((test.p - 0.000_582_750_582_750_582_6).abs() < 1e-12);
    assert!((test.holm - 18.0 * test.p).abs() < 1e-12);
}
