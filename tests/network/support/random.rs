//! Random studies, and random choices among their statements.

use super::oracle::{Choice, Wish};
use super::{ACTS, Actor, COUNTRIES, Claim, KINDS, LEVELS, SECTORS, Statement, Study, Ymd, date};
use demarche::model::EdtfDate;
use demarche::network::{Criteria, Filter};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Dates around turns of years, months and ISO weeks.
const DAYS: [(Ymd, Ymd); 10] = [
    ((2012, 12, 30), (2012, 12, 30)),
    ((2012, 12, 31), (2012, 12, 31)),
    ((2013, 1, 1), (2013, 1, 1)),
    ((2013, 1, 1), (2013, 12, 31)),
    ((2013, 2, 1), (2013, 2, 28)),
    ((2013, 2, 4), (2013, 2, 4)),
    ((2013, 2, 10), (2013, 2, 10)),
    ((2014, 2, 5), (2014, 2, 5)),
    ((2015, 12, 28), (2016, 1, 3)),
    ((2016, 1, 2), (2016, 1, 2)),
];

pub fn studies() -> impl Strategy<Value = Study> {
    (1..7_usize, 1..5_usize).prop_flat_map(|(actors, claims)| {
        let actor = (
            0..KINDS.len(),
            option::of(0..actors),
            option::of(0..SECTORS.len()),
            option::of(0..COUNTRIES.len()),
        );
        let statement = (
            0..actors,
            option::weighted(0.4, 0..actors),
            0..claims,
            option::weighted(0.9, 0..5_usize),
            select(&[1_i8, 1, 1, -1, -1, 0][..]),
            option::weighted(0.8, select(&DAYS[..])),
            option::of(0..LEVELS.len()),
            option::of(0..ACTS.len()),
            prop::collection::vec(0..actors, 0..3),
        );
        let claim = (
            prop::collection::vec(0..3_usize, 0..3),
            prop::collection::vec(0..claims, 0..2),
            prop::collection::vec(0..claims, 0..2),
        );
        (
            prop::collection::vec(actor, actors),
            prop::collection::vec(claim, claims),
            prop::collection::vec(statement, 0..40),
        )
            .prop_map(|(actors, claims, statements)| Study {
                actors: (0..)
                    .zip(actors)
                    .map(|(number, (kind, part_of, sector, country))| Actor {
                        id: format!("a{number}"),
                        kind,
                        part_of,
                        sector,
                        country,
                    })
                    .collect(),
                claims: (0..)
                    .zip(claims)
                    .map(|(number, (themes, entails, contradicts))| Claim {
                        id: format!("c{number}"),
                        themes,
                        entails,
                        contradicts,
                    })
                    .collect(),
                statements: statements.into_iter().map(statement_of).collect(),
            })
    })
}

type Drawn = (
    usize,
    Option<usize>,
    usize,
    Option<usize>,
    i8,
    Option<(Ymd, Ymd)>,
    Option<usize>,
    Option<usize>,
    Vec<usize>,
);

fn statement_of(
    (actor, on_behalf_of, claim, source, stance, days, authority, act, addressees): Drawn,
) -> Statement {
    Statement {
        actor,
        on_behalf_of,
        claim,
        source,
        stance,
        days,
        authority,
        act,
        addressees,
    }
}

pub fn wishes() -> impl Strategy<Value = Wish> {
    // Most properties are free, so that something is left.
    let some = |from: usize| {
        let values = prop::collection::vec(0..from, 1..3);
        option::weighted(0.12, values).prop_map(Option::unwrap_or_default)
    };
    (
        some(3),
        some(1),
        some(1),
        some(3),
        some(3),
        some(3),
        some(5),
    )
        .prop_map(
            |(theme, claim, actor, act, authority, sector, source)| Wish {
                theme,
                claim,
                actor,
                act,
                authority,
                sector,
                country: Vec::new(),
                source,
            },
        )
}

pub fn choices() -> impl Strategy<Value = Choice> {
    let day = || option::weighted(0.2, select(&DAYS[..]).prop_map(|(first, _)| first));
    (day(), day(), wishes(), wishes()).prop_map(|(since, until, only, not)| Choice {
        since: since.min(until.or(since)),
        until,
        only,
        not,
    })
}

pub fn criteria(wish: &Wish) -> Criteria {
    let named = |letter: char, values: &[usize]| -> Vec<String> {
        values
            .iter()
            .map(|value| format!("{letter}{value}"))
            .collect()
    };
    let listed = |list: &[&str], values: &[usize]| -> Vec<String> {
        values.iter().map(|value| list[*value].to_owned()).collect()
    };
    Criteria {
        theme: named('t', &wish.theme),
        claim: named('c', &wish.claim),
        actor: named('a', &wish.actor),
        act: listed(&ACTS, &wish.act),
        authority: listed(&LEVELS, &wish.authority),
        sector: listed(&SECTORS, &wish.sector),
        country: listed(&COUNTRIES, &wish.country),
        source: named('s', &wish.source),
    }
}

pub fn filter(choice: &Choice) -> Filter {
    let day = |day: Option<Ymd>| day.map(|day| EdtfDate::parse(&date(day)).unwrap());
    Filter {
        since: day(choice.since),
        until: day(choice.until),
        only: criteria(&choice.only),
        not: criteria(&choice.not),
    }
}
