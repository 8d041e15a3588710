//! What follows from claims and actors together: circles and contradictions.

use super::references::Tables;
use super::rows::Rows;
use super::table::RowAt;
use crate::diagnostic::{Code, Place, Problem, Problems};
use crate::model::{Claim, Id};
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use std::collections::{BTreeSet, HashMap};

/// Checks claims and actors against each other, and makes `contradicts` symmetric.
pub(super) fn check(tables: &mut Tables, problems: &mut Problems) {
    report_part_of_cycles(tables, problems);
    report_entailment_cycles(&tables.claims, problems);
    report_contrary_entailments(&tables.claims, problems);
    complete_contradictions(&mut tables.claims, problems);
}

/// The place of a cell of a row.
pub(super) fn place<T>(rows: &Rows<T>, at: RowAt, column: &str) -> Place {
    rows.table
        .as_ref()
        .map_or_else(Place::default, |table| table.place(at, column))
}

/// The circles of a relation, each as its members in table order.
fn cycles<'a>(edges: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Vec<&'a str>> {
    let graph: DiGraphMap<&str, ()> = edges.map(|(from, to)| (from, to, ())).collect();
    let mut found: Vec<Vec<&str>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|members| members.len() > 1 || graph.contains_edge(members[0], members[0]))
        .collect();
    for members in &mut found {
        members.sort_unstable();
    }
    found.sort_unstable();
    found
}

/// Reports each circle at the row of its first member.
fn report_cycles<T>(
    rows: &Rows<T>,
    id: impl Fn(&T) -> &Id,
    found: Vec<Vec<&str>>,
    column: &str,
    problem: impl Fn(Place, &str) -> Problem,
    problems: &mut Problems,
) {
    for members in found {
        let row = rows
            .rows
            .iter()
            .find(|(_, row)| members.contains(&id(row).as_str()));
        let Some((at, _)) = row else { continue };
        problems.push(problem(place(rows, *at, column), &members.join(", ")));
    }
}

fn report_part_of_cycles(tables: &Tables, problems: &mut Problems) {
    let actors = &tables.actors;
    let edges = actors
        .values()
        .filter_map(|actor| Some((actor.id.as_str(), actor.part_of.as_ref()?.as_str())));
    let report = |place, members: &str| {
        let message = match members.contains(", ") {
            true => format!("part of each other in a circle: {members}"),
            false => "part of itself".to_owned(),
        };
        Problem::new(Code::PartOfCycle, place, message)
            .with_hint("an actor is part of something larger; clear one of these cells")
    };
    report_cycles(
        actors,
        |actor| &actor.id,
        cycles(edges),
        "part_of",
        report,
        problems,
    );
}

fn report_entailment_cycles(claims: &Rows<Claim>, problems: &mut Problems) {
    let edges = claims.values().flat_map(|claim| {
        claim
            .entails
            .iter()
            .map(|to| (claim.id.as_str(), to.as_str()))
    });
    let report = |place, members: &str| {
        Problem::new(
            Code::EntailmentCycle,
            place,
            format!("claims that entail each other mean the same: {members}"),
        )
        .with_hint("drop one of the entailments, or make them one claim")
    };
    report_cycles(
        claims,
        |claim| &claim.id,
        cycles(edges),
        "entails",
        report,
        problems,
    );
}

/// A claim may contradict neither itself nor anything that follows from it, and what follows from
/// it may not contradict each other: nobody could support such a claim.
fn report_contrary_entailments(claims: &Rows<Claim>, problems: &mut Problems) {
    let by_id: HashMap<&Id, &Claim> = claims.values().map(|claim| (&claim.id, claim)).collect();
    let says = |a: &Id, b: &Id| {
        by_id
            .get(a)
            .is_some_and(|claim| claim.contradicts.contains(b))
    };
    for (at, claim) in &claims.rows {
        let all = closure(claim, &by_id);
        for (position, one) in all.iter().enumerate() {
            for other in all[position..]
                .iter()
                .filter(|other| says(one, other) || says(other, one))
            {
                let message = if one == other {
                    // What is wrong with another claim is said at its own row.
                    if **one != claim.id {
                        continue;
                    }
                    "a claim that contradicts itself".to_owned()
                } else if **one == claim.id {
                    format!("`{}` both entails and contradicts `{other}`", claim.id)
                } else {
                    format!(
                        "`{}` entails both `{one}` and `{other}`, which contradict each other",
                        claim.id
                    )
                };
                // Another row may be the one that names the contradiction.
                let column = match **one == claim.id && claim.contradicts.contains(other) {
                    true => "contradicts",
                    false => "entails",
                };
                problems.push(
                    Problem::new(Code::EntailsContrary, place(claims, *at, column), message)
                        .with_hint("what follows from a claim cannot be contrary to it"),
                );
            }
        }
    }
}

/// A claim, first, and all that follows from it, sorted.
fn closure<'a>(claim: &'a Claim, by_id: &HashMap<&Id, &'a Claim>) -> Vec<&'a Id> {
    let mut reached: BTreeSet<&Id> = BTreeSet::from([&claim.id]);
    let mut ahead = vec![&claim.id];
    while let Some(next) = ahead.pop() {
        let entailed = by_id
            .get(next)
            .map(|claim| claim.entails.as_slice())
            .unwrap_or_default();
        ahead.extend(entailed.iter().filter(|id| reached.insert(id)));
    }
    reached.remove(&claim.id);
    std::iter::once(&claim.id).chain(reached).collect()
}

/// `contradicts` holds both ways; where only one row says so, the other is completed.
fn complete_contradictions(claims: &mut Rows<Claim>, problems: &mut Problems) {
    // For each claim that was read, the claims whose rows call it contrary.
    let mut called_by: HashMap<Id, BTreeSet<Id>> = claims
        .values()
        .map(|claim| (claim.id.clone(), BTreeSet::new()))
        .collect();
    for claim in claims.values() {
        for other in &claim.contradicts {
            if let Some(callers) = called_by.get_mut(other) {
                callers.insert(claim.id.clone());
            }
        }
    }
    for (at, claim) in &claims.rows {
        for other in claim.contradicts.iter().filter(|other| {
            // Of a row that could not be read nothing is known.
            called_by.contains_key(*other) && !called_by[&claim.id].contains(*other)
        }) {
            problems.push(
                Problem::new(
                    Code::OneSidedContradiction,
                    place(claims, *at, "contradicts"),
                    format!(
                        "`{}` contradicts `{other}`, but not the other way round",
                        claim.id
                    ),
                )
                .with_hint(format!(
                    "add `{}` to the cell `contradicts` of `{other}`; it is read so already",
                    claim.id
                )),
            );
        }
    }
    for (_, claim) in &mut claims.rows {
        claim
            .contradicts
            .extend(called_by.get(&claim.id).into_iter().flatten().cloned());
        claim.contradicts.sort_unstable();
        claim.contradicts.dedup();
    }
}
