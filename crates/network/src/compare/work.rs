//! From voices to numbers.

use super::alpha::{Undefined, alpha};
use super::difference::Test;
use super::exact::Sides;
use super::holm::holm;
use super::model::{Between, Claim, Compared, Comparison, Group, Unanimity, share};
use super::options::{CompareError, Options, Unit};
use super::pairs::Pairs;
use super::voices::{self, Position, Voices};
use crate::NetworkError;
use demarche_core::statements::Corpus;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Compares groups of voices.
///
/// The same graph and settings give the same comparison; the order of statements does not matter.
///
/// # Errors
/// [`CompareError`] where settings make no sense, or name what the graph does not have.
///
/// ```
/// use demarche_network::compare::{By, Options, compare};
/// use demarche_graph::compile::compile;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let builder = compile(&["../../data/cyber-debate".into()])?.graph.ok_or("the study has errors")?;
/// let graph = builder.build()?;
/// let mut options = Options::by(By::Country);
/// options.groups = vec!["CHN".into(), "USA".into()];
/// let found = compare(&graph, &options)?;
/// let between = found.between[0];
/// assert_eq!((between.claims, between.same, between.opposite), (21, 5, 15));
/// # Ok(())
/// # }
/// ```
pub fn compare(corpus: &dyn Corpus, options: &Options) -> Result<Comparison, CompareError> {
    options.check()?;
    let voices = Voices::of(corpus, options)?;
    let (chosen, passed_over) = voices.chosen(corpus, options)?;
    let groups: Vec<&[Position]> = chosen
        .iter()
        .map(|name| voices.groups.get(name).map_or(&[][..], Vec::as_slice))
        .collect();
    let mut claims = claims(&groups, &voices.claims, options);
    adjust(&mut claims);
    let between = between(&claims, groups.len(), options.least);
    claims.sort_by(in_order);
    NetworkError::check(corpus)?;
    Ok(Comparison {
        by: options.by,
        unit: options.unit,
        least: options.least,
        groups: chosen
            .into_iter()
            .zip(&groups)
            .map(|(name, positions)| group(name, positions, &groups, &voices.claims))
            .collect(),
        in_several: in_several(&groups),
        description: voices.description,
        titles: voices.titles,
        passed_over,
        claims,
        between,
        permutations: options.permutations,
        seed: options.seed,
        summary: voices.summary,
        without_group: voices.without_group,
    })
}

/// The side that most of a voice's statements on a claim are on, as one voice there.
fn side(position: &Position) -> Sides {
    match position.supports.cmp(&position.opposes) {
        Ordering::Greater => [1, 0],
        Ordering::Less => [0, 1],
        Ordering::Equal => [0, 0],
    }
}

fn add(sum: &mut Sides, [supports, opposes]: Sides) {
    sum[0] += supports;
    sum[1] += opposes;
}

/// How far a group agrees on the claims that `of` picks out.
fn unanimity<'a>(positions: &'a [Position], of: impl Fn(&str) -> bool) -> Unanimity {
    let mut voices: BTreeSet<&'a str> = BTreeSet::new();
    let mut units: Vec<Sides> = Vec::new();
    let mut torn = 0;
    // Positions are sorted by claim.
    for of_claim in positions.chunk_by(|one, other| one.claim == other.claim) {
        if !of(&of_claim[0].claim) {
            continue;
        }
        let mut unit = [0, 0];
        for position in of_claim {
            let side = side(position);
            match side {
                [0, 0] => torn += 1,
                _ => {
                    voices.insert(&position.voice);
                }
            }
            add(&mut unit, side);
        }
        if unit != [0, 0] {
            units.push(unit);
        }
    }
    Unanimity {
        voices: voices.len() as u32,
        claims: units.len() as u32,
        positions: units.iter().map(|[one, other]| one + other).sum(),
        torn,
        pairs: Pairs::of(&units),
        alpha: match voices.len() {
            0 => Err(Undefined::NoVoice),
            1 => Err(Undefined::OneVoice),
            _ => alpha(&units),
        },
    }
}

fn group(
    name: String,
    positions: &[Position],
    all: &[&[Position]],
    claims: &BTreeMap<String, voices::Claim>,
) -> Group {
    let themes_of = |claim: &str| claims.get(claim).map_or(&[][..], |claim| &claim.themes);
    let positions_of_all = all.iter().copied().flatten();
    let themes: BTreeSet<&String> = positions_of_all
        .flat_map(|position| themes_of(&position.claim))
        .collect();
    Group {
        name,
        overall: unanimity(positions, |_| true),
        themes: themes
            .into_iter()
            .map(|theme| {
                let of_theme = |claim: &str| themes_of(claim).contains(theme);
                (theme.clone(), unanimity(positions, of_theme))
            })
            .collect(),
    }
}

/// Where groups stand on each claim, by IRI, and the tests, not adjusted yet.
fn claims(
    groups: &[&[Position]],
    known: &BTreeMap<String, voices::Claim>,
    options: &Options,
) -> Vec<Claim> {
    let mut sides: BTreeMap<&str, Vec<Sides>> = BTreeMap::new();
    for (group, positions) in groups.iter().enumerate() {
        for position in *positions {
            let of_claim = sides
                .entry(&position.claim)
                .or_insert_with(|| vec![[0, 0]; groups.len()]);
            let counted = match options.unit {
                Unit::Actors => side(position),
                Unit::Statements => [position.supports, position.opposes],
            };
            add(&mut of_claim[group], counted);
        }
    }
    let with_claims = sides
        .into_iter()
        .filter_map(|(iri, sides)| Some((known.get(iri)?, sides)));
    with_claims
        .map(|(claim, sides)| Claim {
            id: claim.id.clone(),
            label: claim.label.clone(),
            themes: claim.themes.clone(),
            compared: compared(&sides, options),
            sides,
        })
        .collect()
}

/// Compares the groups that have enough voices, if there are two.
fn compared(sides: &[Sides], options: &Options) -> Option<Compared> {
    let enough: Vec<Sides> = sides
        .iter()
        .copied()
        .filter(|[one, other]| one + other >= options.least)
        .collect();
    if enough.len() < 2 {
        return None;
    }
    let shares = enough.iter().filter_map(|sides| share(*sides));
    let (least, most) = shares.fold((1.0_f64, 0.0_f64), |(least, most), share| {
        (least.min(share), most.max(share))
    });
    Some(Compared {
        difference: most - least,
        test: Test::of(&enough, options.permutations, options.seed),
    })
}

/// Adjusts the p-values of all tests for each other.
fn adjust(claims: &mut [Claim]) {
    let mut tests: Vec<&mut Test> = claims
        .iter_mut()
        .filter_map(|claim| claim.compared.as_mut()?.test.as_mut())
        .collect();
    let p: Vec<f64> = tests.iter().map(|test| test.p).collect();
    for (test, adjusted) in tests.iter_mut().zip(holm(&p)) {
        test.holm = adjusted;
    }
}

/// Every pair of groups, over the claims on which both have enough voices.
fn between(claims: &[Claim], groups: usize, least: u32) -> Vec<Between> {
    let mut pairs = Vec::new();
    for one in 0..groups {
        for other in one + 1..groups {
            let mut between = Between {
                groups: [one, other],
                claims: 0,
                same: 0,
                opposite: 0,
                even: 0,
                distance: None,
            };
            let mut distance = 0.0;
            for claim in claims {
                let sides = [claim.sides[one], claim.sides[other]];
                if sides
                    .iter()
                    .any(|[for_it, against]| for_it + against < least)
                {
                    continue;
                }
                let [Some(one), Some(other)] = sides.map(share) else {
                    continue;
                };
                between.claims += 1;
                distance += (one - other).abs();
                match majority(sides[0]) * majority(sides[1]) {
                    1 => between.same += 1,
                    -1 => between.opposite += 1,
                    _ => between.even += 1,
                }
            }
            between.distance = (between.claims > 0).then(|| distance / f64::from(between.claims));
            pairs.push(between);
        }
    }
    pairs
}

/// The side of most: 1 for support, -1 for opposition, 0 where they are even.
fn majority([supports, opposes]: Sides) -> i8 {
    match supports.cmp(&opposes) {
        Ordering::Greater => 1,
        Ordering::Less => -1,
        Ordering::Equal => 0,
    }
}

/// Compared ones first, by difference, then p, then identifier. Claims come by IRI, and the sort
/// keeps that among equals.
fn in_order(one: &Claim, other: &Claim) -> Ordering {
    let difference = |claim: &Claim| claim.compared.map_or(-1.0, |found| found.difference);
    let p = |claim: &Claim| {
        let test = claim.compared.and_then(|found| found.test);
        // Rounded as it is written, so that no order hangs on a last bit.
        test.map_or(2_000_000, |test| (test.p * 1e6).round() as i64)
    };
    let parts = difference(other).total_cmp(&difference(one));
    parts
        .then_with(|| p(one).cmp(&p(other)))
        .then_with(|| one.id.cmp(&other.id))
}

/// Voices that are in more than one of the groups.
fn in_several(groups: &[&[Position]]) -> u32 {
    let mut found: BTreeMap<&str, u32> = BTreeMap::new();
    for positions in groups {
        let voices: BTreeSet<&str> = positions.iter().map(|at| at.voice.as_str()).collect();
        for voice in voices {
            *found.entry(voice).or_default() += 1;
        }
    }
    found.values().filter(|groups| **groups > 1).count() as u32
}
