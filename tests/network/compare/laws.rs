//! What holds for all data: the definitions written down slowly give the same numbers, and order
//! never matters.

use crate::support::random::studies;
use crate::support::{SECTORS, Study};
use demarche::compare::{By, Options, Pairs, Sides, Undefined, alpha, compare, exact, permutation};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Units of two values, with voices missing here and there.
fn units() -> impl Strategy<Value = Vec<Sides>> {
    prop::collection::vec(prop::array::uniform2(0..5_u32), 0..8)
}

/// The values of a unit, one by one.
fn values(unit: &Sides) -> Vec<usize> {
    let repeated = |side: usize| std::iter::repeat_n(side, unit[side] as usize);
    repeated(0).chain(repeated(1)).collect()
}

/// Disagreement observed over disagreement expected, from every ordered pair of values.
fn slow_alpha(units: &[Sides]) -> Result<f64, Undefined> {
    let units: Vec<Vec<usize>> = units
        .iter()
        .map(values)
        .filter(|values| values.len() > 1)
        .collect();
    let all: Vec<usize> = units.iter().flatten().copied().collect();
    if all.is_empty() {
        return Err(Undefined::NothingShared);
    }
    let unlike = |values: &[usize]| {
        let mut found = 0.0;
        for (at, one) in values.iter().enumerate() {
            for (other_at, other) in values.iter().enumerate() {
                found += f64::from(u8::from(at != other_at && one != other));
            }
        }
        found
    };
    let n = all.len() as f64;
    let observed = units
        .iter()
        .map(|unit| unlike(unit) / (unit.len() as f64 - 1.0))
        .sum::<f64>()
        / n;
    let expected = unlike(&all) / (n * (n - 1.0));
    if expected == 0.0 {
        return Err(Undefined::NoVariation);
    }
    Ok(1.0 - observed / expected)
}

proptest! {
    #[test]
    fn alpha_is_what_all_pairs_of_values_give(units in units()) {
        match (alpha(&units), slow_alpha(&units)) {
            (Ok(fast), Ok(slow)) => prop_assert!((fast - slow).abs() < 1e-9, "{} {}", fast, slow),
            (fast, slow) => prop_assert_eq!(fast, slow),
        }
    }

    #[test]
    fn alpha_does_not_ask_for_the_order_of_units_or_the_names_of_sides(units in units()) {
        let mut other: Vec<Sides> = units.iter().map(|[one, other]| [*other, *one]).collect();
        other.reverse();
        match (alpha(&units), alpha(&other)) {
            (Ok(one), Ok(other)) => prop_assert!((one - other).abs() < 1e-9),
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    #[test]
    fn pairs_are_those_that_loops_find(units in units()) {
        let (mut all, mut agreeing) = (0, 0);
        for unit in &units {
            let values = values(unit);
            for (at, one) in values.iter().enumerate() {
                for other in &values[at + 1..] {
                    all += 1;
                    agreeing += u64::from(one == other);
                }
            }
        }
        let pairs = Pairs::of(&units);
        prop_assert_eq!((pairs.agreeing, pairs.all), (agreeing, all));
        prop_assert_eq!(pairs.agreeing == pairs.all, pairs.unanimous == pairs.claims);
    }

    #[test]
    fn a_permutation_test_comes_close_to_the_exact_one(
        one in 4..12_u32, other in 4..12_u32, seed in 0..100_u64,
    ) {
        // Groups of one size, where chi-square orders tables as their probability does.
        let groups = [[one.min(other), 12 - one.min(other)], [one.max(other), 12 - one.max(other)]];
        let exact = exact(&groups, 1_000).unwrap().p;
        let close = permutation(&groups, 4_999, seed);
        let error = 5.0 * (exact * (1.0 - exact) / 5_000.0).sqrt() + 1e-3;
        prop_assert!((close - exact).abs() < error, "{:?}: {} {}", groups, close, exact);
    }
}

/// By sector and claim: how many actors support and oppose it, each by its majority of sources.
fn slow_sides(study: &Study) -> BTreeMap<(String, String), Sides> {
    let mut sources: BTreeMap<(usize, usize, i8), BTreeSet<Option<usize>>> = BTreeMap::new();
    for statement in &study.statements {
        let key = (statement.actor, statement.claim, statement.stance);
        sources.entry(key).or_default().insert(statement.source);
    }
    let mut sides: BTreeMap<(String, String), Sides> = BTreeMap::new();
    for (number, actor) in study.actors.iter().enumerate() {
        let Some(sector) = actor.sector else { continue };
        for (claim, about) in study.claims.iter().enumerate() {
            let count = |stance| {
                sources
                    .get(&(number, claim, stance))
                    .map_or(0, BTreeSet::len)
            };
            let key = (SECTORS[sector].to_owned(), about.id.clone());
            match count(1).cmp(&count(-1)) {
                std::cmp::Ordering::Greater => sides.entry(key).or_default()[0] += 1,
                std::cmp::Ordering::Less => sides.entry(key).or_default()[1] += 1,
                std::cmp::Ordering::Equal => {}
            }
        }
    }
    sides
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sides_are_those_of_the_definition(study in studies()) {
        let mut options = Options::by(By::Sector);
        let graph = study.graph();
        let spoken: BTreeSet<&str> = study.statements.iter()
            .filter_map(|statement| study.actors[statement.actor].sector)
            .map(|sector| SECTORS[sector])
            .collect();
        options.groups = spoken.iter().map(|name| (*name).to_owned()).collect();
        let found = compare(&graph, &options).unwrap();
        let mut sides = BTreeMap::new();
        for claim in &found.claims {
            for (group, of_group) in found.groups.iter().zip(&claim.sides) {
                if *of_group != [0, 0] {
                    sides.insert((group.name.clone(), claim.id.clone()), *of_group);
                }
            }
        }
        if !options.groups.is_empty() {
            prop_assert_eq!(sides, slow_sides(&study));
        }
    }

    #[test]
    fn the_order_of_statements_does_not_matter(study in studies()) {
        let mut turned = study.clone();
        turned.statements.reverse();
        for by in By::ALL {
            let options = Options::by(*by);
            let one = compare(&study.graph(), &options).unwrap();
            let other = compare(&turned.graph(), &options).unwrap();
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn what_is_told_of_groups_fits_together(study in studies()) {
        for by in By::ALL {
            let found = compare(&study.graph(), &Options::by(*by)).unwrap();
            for group in &found.groups {
                let sum: u32 = found.claims.iter()
                    .map(|claim| {
                        let at = found.groups.iter().position(|other| other.name == group.name);
                        claim.sides[at.unwrap()].iter().sum::<u32>()
                    })
                    .sum();
                prop_assert_eq!(sum, group.overall.positions);
            }
            for pair in &found.between {
                prop_assert_eq!(pair.same + pair.opposite + pair.even, pair.claims);
                prop_assert!(pair.distance.is_none_or(|distance| (0.0..=1.0).contains(&distance)));
            }
            for claim in &found.claims {
                if let Some(test) = claim.compared.and_then(|compared| compared.test) {
                    prop_assert!(test.p <= test.holm && test.holm <= 1.0);
                    prop_assert!(test.least.is_none_or(|least| least <= test.p));
                }
            }
        }
    }
}
