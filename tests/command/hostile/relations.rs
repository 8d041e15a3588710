//! Circles, chains and dense relations.

use super::support::{Study, list, table};

const ACTORS: &str = "id,label,type,part_of";
const CLAIMS: &str = "id,label,contradicts,entails";

/// A study of actors, each of which is part of another.
fn actors(rows: impl Iterator<Item = String>) -> Study {
    let rows = std::iter::once("a,A,state,".to_owned()).chain(rows);
    Study::with("actors.csv", table(ACTORS, rows))
}

/// A study of claims that entail and contradict each other.
fn claims(rows: impl Iterator<Item = String>) -> Study {
    let rows = std::iter::once("c,C,,".to_owned()).chain(rows);
    Study::with("claims.csv", table(CLAIMS, rows))
}

#[test]
fn actors_in_a_circle_of_100_000() {
    let count = 100_000;
    let study = actors((0..count).map(|n| format!("a{n},A,state,a{}", (n + 1) % count)));
    study.check().is(
        1,
        &["E402", "part of each other in a circle", "and 99980 more"],
    );
}

#[test]
fn actors_in_50_000_circles_of_two() {
    let study = actors((0..100_000).map(|n| format!("a{n},A,state,a{}", n ^ 1)));
    let told = "E112]: 49000 more of E402 are not listed";
    study.check().is(1, &["E402", told]);
}

#[test]
fn actors_in_a_chain_of_100_000_parts_first() {
    let study = actors((0..100_000).map(|n| match n {
        99_999 => format!("a{n},A,state,"),
        _ => format!("a{n},A,state,a{}", n + 1),
    }));
    study
        .run(&["ingest", "study", "-o", "g.demarche"])
        .is(0, &[]);
}

#[test]
fn actors_in_a_chain_of_100_000_wholes_first() {
    let study = actors((1..100_000).map(|n| match n {
        1 => format!("a{n},A,state,"),
        _ => format!("a{n},A,state,a{}", n - 1),
    }));
    study.check().is(0, &[]);
}

#[test]
fn actors_that_are_all_part_of_one() {
    let study = actors((0..100_000).map(|n| format!("a{n},A,person,a")));
    study
        .check()
        .is(0, &["N709]: 99000 more of N702 are not listed"]);
}

#[test]
fn actors_that_are_all_part_of_themselves() {
    let study = actors((0..20_000).map(|n| format!("a{n},A,person,a{n}")));
    let told = "19000 more of E402 are not listed";
    study.check().is(1, &["part of itself", told]);
}

#[test]
fn claims_in_a_chain_of_50_000() {
    let study = claims((0..50_000).map(|n| match n {
        49_999 => format!("c{n},C,,"),
        _ => format!("c{n},C,,c{}", n + 1),
    }));
    study.check().is(0, &[]);
}

#[test]
fn claims_in_a_chain_whose_ends_contradict_each_other() {
    let study = claims((0..50_000).map(|n| match n {
        0 => format!("c{n},C,c49999,c1"),
        49_999 => format!("c{n},C,c0,"),
        _ => format!("c{n},C,,c{}", n + 1),
    }));
    let told = "`c0` both entails and contradicts `c49999`";
    study.check().is(1, &[told]);
}

#[test]
fn claims_in_a_chain_to_two_that_contradict_each_other() {
    let study = claims((0..50_000).map(|n| match n {
        49_998 => format!("c{n},C,c49999,c49999"),
        49_999 => format!("c{n},C,c49998,"),
        _ => format!("c{n},C,,c{}", n + 1),
    }));
    let told = "48999 more of E403 are not listed";
    study.check().is(1, &["E403", told]);
}

#[test]
fn claims_in_a_chain_each_of_which_is_disputed() {
    // Each contradicts a claim of its own that nothing entails.
    let count = 20_000;
    let chain = (0..count).map(|n| match n {
        19_999 => format!("c{n},C,d{n},"),
        _ => format!("c{n},C,d{n},c{}", n + 1),
    });
    let disputed = (0..count).map(|n| format!("d{n},D,c{n},"));
    claims(chain.chain(disputed)).check().is(0, &[]);
}

#[test]
fn claims_in_a_circle_of_50_000() {
    let count = 50_000;
    let study = claims((0..count).map(|n| format!("c{n},C,,c{}", (n + 1) % count)));
    study.check().is(0, &["W603", "and 49980 more"]);
}

#[test]
fn claims_that_entail_themselves() {
    let study = claims((0..20_000).map(|n| format!("c{n},C,,c{n}")));
    study.check().is(0, &["19000 more of W603 are not listed"]);
}

#[test]
fn claims_that_contradict_themselves() {
    let study = claims((0..20_000).map(|n| format!("c{n},C,c{n},")));
    let told = "19000 more of E403 are not listed";
    study
        .check()
        .is(1, &["a claim that contradicts itself", told]);
}

/// Each of these claims entails all after it.
fn dense(count: usize, contradicts: impl Fn(usize) -> String) -> impl Iterator<Item = String> {
    (0..count).map(move |n| {
        let entailed = list((n + 1..count).map(|other| format!("c{other}")));
        format!("c{n},C,{},{entailed}", contradicts(n))
    })
}

#[test]
fn claims_that_entail_all_that_follow() {
    claims(dense(1_500, |_| String::new())).check().is(0, &[]);
}

#[test]
fn claims_that_entail_and_contradict_all_that_follow() {
    let others = |n| {
        list(
            (0..700)
                .filter(|other| *other != n)
                .map(|other| format!("c{other}")),
        )
    };
    let study = claims(dense(700, others));
    study
        .check()
        .is(1, &["E403", "more of E403 are not listed", "W612"]);
}

#[test]
fn claims_that_all_contradict_each_other() {
    let others = |n| {
        list(
            (0..1_000)
                .filter(|other| *other != n)
                .map(|other| format!("c{other}")),
        )
    };
    let study = claims((0..1_000).map(|n| format!("c{n},C,{},", others(n))));
    study.check().is(0, &[]);
}

#[test]
fn claims_that_contradict_others_that_do_not_say_so() {
    let later = |n| list((n + 1..1_000).map(|other| format!("c{other}")));
    let study = claims((0..1_000).map(|n| format!("c{n},C,{},", later(n))));
    let told = "498500 more of W601 are not listed";
    study.check().is(0, &["W601", told]);
}

#[test]
fn claims_whose_entailments_are_too_many_to_look_through() {
    // A hundred thousand contradictions, none of which follows from anything.
    let outside = |_| list((0..100).map(|n| format!("d{n}")));
    let inside = list((0..1_000).map(|n| format!("c{n}")));
    let others = (0..100).map(|n| format!("d{n},D,{inside},"));
    let study = claims(dense(1_000, outside).chain(others));
    let told = "W612]: what follows from claims was not looked through to the end";
    study.check().is(0, &[told, "of 100000 contradictions"]);
}
