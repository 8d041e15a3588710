//! What single rows cannot show: circles, contradictions, twins, and what nobody uses.

use super::read::Rows;
use super::references::Tables;
use super::table::RowAt;
use crate::diagnostic::{Code, Place, Problem, Problems};
use crate::model::{Claim, EdtfDate, Id, Source, SpeechAct, Statement};
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Checks the tables against each other, and makes `contradicts` symmetric.
pub(super) fn check(tables: &mut Tables, problems: &mut Problems) {
    report_part_of_cycles(tables, problems);
    report_entailment_cycles(&tables.claims, problems);
    report_contrary_entailments(&tables.claims, problems);
    complete_contradictions(&mut tables.claims, problems);
    check_statements(tables, problems);
    // What is said of rows that could not be read would only follow from the errors.
    if !problems.has_errors() {
        report_unused(tables, problems);
    }
}

fn place<T>(rows: &Rows<T>, at: RowAt, column: &str) -> Place {
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
            .content
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
    for (at, claim) in &claims.content.rows {
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
    for (at, claim) in &claims.content.rows {
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
    for (_, claim) in &mut claims.content.rows {
        claim
            .contradicts
            .extend(called_by.get(&claim.id).into_iter().flatten().cloned());
        claim.contradicts.sort_unstable();
        claim.contradicts.dedup();
    }
}

fn check_statements(tables: &Tables, problems: &mut Problems) {
    let sources: HashMap<&Id, &Source> = tables
        .sources
        .values()
        .map(|source| (&source.id, source))
        .collect();
    let statements = &tables.statements;
    let disputed: HashSet<&Id> = tables
        .claims
        .values()
        .filter(|claim| !claim.contradicts.is_empty())
        .map(|claim| &claim.id)
        .collect();
    for (at, statement) in &statements.content.rows {
        let source = sources.get(&statement.source);
        let source_date = source.and_then(|source| source.date.as_ref());
        // To deny an accusation is to support the claim contrary to it, so where there are
        // contraries a denial can go with support.
        let denies_a_contrary =
            statement.act == Some(SpeechAct::Denies) && disputed.contains(&statement.claim);
        let act = statement
            .act
            .filter(|act| act.clashes_with(statement.stance));
        if let Some(act) = act.filter(|_| !denies_a_contrary) {
            let message = format!("`{act}` rarely goes with `{}`", statement.stance);
            problems.push(
                Problem::new(
                    Code::ActAgainstStance,
                    place(statements, *at, "act"),
                    message,
                )
                .with_hint("the stance is toward the claim as worded: is it the right way round?"),
            );
        }
        if let Some((date, source_date)) = statement.date.as_ref().zip(source_date)
            && date.earliest() > source_date.latest()
        {
            let message = format!("dated after its source ({source_date})");
            let place = place(statements, *at, "date");
            problems.push(
                Problem::new(Code::StatedAfterSource, place, message).with_cell(date.as_str()),
            );
        }
        if statement.date.is_none() && source.is_some() && source_date.is_none() {
            let place = place(statements, *at, "date");
            problems.push(Problem::new(
                Code::Undated,
                place,
                "neither the statement nor its source has a date",
            ));
        }
    }
    report_same_key(statements, problems);
    report_twins(statements, problems);
}

/// Statements without identifiers are named by their key fields, so these must differ.
fn report_same_key(statements: &Rows<Statement>, problems: &mut Problems) {
    let mut first = HashMap::new();
    for (at, statement) in statements
        .content
        .rows
        .iter()
        .filter(|(_, statement)| statement.id.is_none())
    {
        let line = statements.table.as_ref().map_or(0, |table| table.line(*at));
        let other = *first.entry(statement.key()).or_insert(line);
        if other != line {
            problems.push(
                Problem::new(
                    Code::RepeatedStatement,
                    place(statements, *at, "claim"),
                    format!("the statement of line {other} has the same source, locator, actor, claim, date and coder"),
                )
                .with_hint("delete one row, tell them apart by `locator`, or give both an `id`"),
            );
        }
    }
}

fn report_twins(statements: &Rows<Statement>, problems: &mut Problems) {
    type Key<'a> = (
        &'a Id,
        &'a Id,
        &'a Id,
        crate::model::Stance,
        Option<&'a EdtfDate>,
        &'a [String],
    );
    let mut first: HashMap<Key<'_>, u64> = HashMap::new();
    for (at, statement) in statements
        .content
        .rows
        .iter()
        .filter(|(_, statement)| statement.id.is_some())
    {
        let key = (
            &statement.source,
            &statement.actor,
            &statement.claim,
            statement.stance,
            statement.date.as_ref(),
            // Two coders who agree are not twins.
            statement.coders.as_slice(),
        );
        let line = statements.table.as_ref().map_or(0, |table| table.line(*at));
        let other = *first.entry(key).or_insert(line);
        if other != line {
            let message = format!("codes the same stance as line {other}");
            problems.push(
                Problem::new(
                    Code::TwinStatement,
                    place(statements, *at, "claim"),
                    message,
                )
                .with_hint("if it is the same utterance, delete one of the two rows"),
            );
        }
    }
}

fn report_unused(tables: &Tables, problems: &mut Problems) {
    let statements = || tables.statements.values();
    let claims: HashSet<&Id> = statements().map(|statement| &statement.claim).collect();
    // A body that others speak for is heard.
    let actors: HashSet<&Id> = statements()
        .flat_map(|statement| std::iter::once(&statement.actor).chain(&statement.on_behalf_of))
        .collect();
    let sources: HashSet<&Id> = statements().map(|statement| &statement.source).collect();
    let themes: HashSet<&Id> = tables
        .claims
        .values()
        .flat_map(|claim| &claim.themes)
        .collect();
    let unstated = "no statement is about this claim";
    report_missing(
        &tables.claims,
        |claim| &claim.id,
        &claims,
        Code::UnstatedClaim,
        unstated,
        problems,
    );
    let silent = "this actor never speaks, nor does anyone for it";
    report_missing(
        &tables.actors,
        |actor| &actor.id,
        &actors,
        Code::SilentActor,
        silent,
        problems,
    );
    let unused = "no statement stands in this source";
    report_missing(
        &tables.sources,
        |source| &source.id,
        &sources,
        Code::UnusedSource,
        unused,
        problems,
    );
    let empty = "no claim belongs to this theme";
    report_missing(
        &tables.themes,
        |theme| &theme.id,
        &themes,
        Code::UnusedTheme,
        empty,
        problems,
    );
}

fn report_missing<T>(
    rows: &Rows<T>,
    id: impl Fn(&T) -> &Id,
    used: &HashSet<&Id>,
    code: Code,
    message: &str,
    problems: &mut Problems,
) {
    for (at, row) in rows
        .content
        .rows
        .iter()
        .filter(|(_, row)| !used.contains(id(row)))
    {
        problems
            .push(Problem::new(code, place(rows, *at, "id"), message).with_cell(id(row).as_str()));
    }
}
