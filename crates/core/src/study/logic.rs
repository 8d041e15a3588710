//! Checks of claims and actors against each other: circles and contradictions.
//!
//! Nothing here recurses over the data, and what takes more than linear time stops at a limit and
//! says so: a study of a stranger may chain a hundred thousand claims.

use super::limits::{MOST_OF_A_KIND, ProblemLog};
use super::references::Tables;
use super::rows::Rows;
use crate::diagnostic::{Code, Place, Problem, Problems};
use crate::model::{Claim, Id};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;

/// The steps along entailments that may be taken to find contrary ones: under a second's worth.
const MOST_STEPS: usize = 100_000_000;

/// The contrary entailments that are found before the search is given up. All are counted, and
/// [`MOST_OF_A_KIND`] listed.
const MOST_CONTRARY: usize = 100 * MOST_OF_A_KIND;

/// The members of a circle that its message names.
const MOST_NAMED: usize = 20;

/// Checks claims and actors against each other, and makes `contradicts` symmetric.
pub(super) fn check(tables: &mut Tables, problems: &mut Problems) {
    report_part_of_cycles(tables, problems);
    let entailments = Entailments::new(&tables.claims);
    report_entailment_cycles(&entailments, &tables.claims, problems);
    report_contrary_entailments(&entailments, &tables.claims, problems);
    complete_contradictions(&mut tables.claims, problems);
}

/// A relation between rows of a table, with identifiers as numbers.
struct Relation<'t> {
    /// By number; rows' and others that only references name.
    ids: Vec<&'t Id>,
    graph: DiGraph<(), ()>,
}

/// Numbers identifiers in the order in which they are first met.
#[derive(Default)]
struct Numbering<'t> {
    ids: Vec<&'t Id>,
    numbers: FxHashMap<&'t Id, u32>,
}

impl<'t> Numbering<'t> {
    fn number(&mut self, id: &'t Id) -> u32 {
        *self.numbers.entry(id).or_insert_with(|| {
            self.ids.push(id);
            // A row takes more bytes than one, and tables of 4 GB of identifiers do not fit.
            (self.ids.len() - 1) as u32
        })
    }
}

impl<'t> Relation<'t> {
    fn new(numbering: Numbering<'t>, edges: &[(u32, u32)]) -> Self {
        let mut graph = DiGraph::with_capacity(numbering.ids.len(), edges.len());
        for _ in &numbering.ids {
            graph.add_node(());
        }
        for (from, to) in edges {
            graph.add_edge(
                NodeIndex::new(*from as usize),
                NodeIndex::new(*to as usize),
                (),
            );
        }
        Self {
            ids: numbering.ids,
            graph,
        }
    }

    /// The strongly connected components, each after those that can be reached from it.
    fn components(&self) -> Vec<Vec<NodeIndex>> {
        // Tarjan's algorithm is faster, but petgraph's recurses, and overflows the stack on a chain.
        kosaraju_scc(&self.graph)
    }

    /// The circles: components of several members, and those that are related to themselves.
    fn cycles(&self, components: &[Vec<NodeIndex>]) -> Vec<Vec<&'t Id>> {
        let is_cycle = |members: &&Vec<NodeIndex>| {
            members.len() > 1 || self.graph.contains_edge(members[0], members[0])
        };
        let ids = |members: &Vec<NodeIndex>| {
            let mut ids: Vec<&Id> = members.iter().map(|node| self.ids[node.index()]).collect();
            ids.sort_unstable();
            ids
        };
        components.iter().filter(is_cycle).map(ids).collect()
    }
}

/// Names the members of a circle, or the first of many.
fn named(members: &[&Id]) -> String {
    let shown = members.iter().take(MOST_NAMED).map(|id| id.as_str());
    let shown = shown.collect::<Vec<_>>().join(", ");
    if members.len() <= MOST_NAMED {
        shown
    } else {
        format!("{shown}, and {} more", members.len() - MOST_NAMED)
    }
}

/// Reports each circle at the first row of its members.
fn report_cycles<T>(
    rows: &Rows<T>,
    id: impl Fn(&T) -> &Id,
    cycles: &[Vec<&Id>],
    column: &'static str,
    problem: impl Fn(Place, &[&Id]) -> Problem,
    problems: &mut Problems,
) {
    let Some(table) = &rows.table else { return };
    // Each circle until the first row of a member has been met.
    let mut cycle_of: FxHashMap<&Id, usize> = FxHashMap::default();
    for (number, members) in cycles.iter().enumerate() {
        cycle_of.extend(members.iter().map(|member| (*member, number)));
    }
    let mut is_reported = vec![false; cycles.len()];
    let mut log = ProblemLog::default();
    for (at, row) in &rows.rows {
        let Some(number) = cycle_of.get(id(row)) else {
            continue;
        };
        if std::mem::replace(&mut is_reported[*number], true) {
            continue;
        }
        // The circles of one column are of one kind.
        let made = problem(Place::default(), &cycles[*number]);
        log.push(made.code, at.line, || Problem {
            place: table.place(*at, column),
            ..made
        });
    }
    log.report(&table.path, problems);
}

fn report_part_of_cycles(tables: &Tables, problems: &mut Problems) {
    let actors = &tables.actors;
    let mut numbering = Numbering::default();
    let mut edges = Vec::new();
    for actor in actors.values() {
        if let Some(whole) = &actor.part_of {
            edges.push((numbering.number(&actor.id), numbering.number(whole)));
        }
    }
    let relation = Relation::new(numbering, &edges);
    let cycles = relation.cycles(&relation.components());
    let problem = |place, members: &[&Id]| {
        let message = if members.len() > 1 {
            format!("part of each other in a circle: {}", named(members))
        } else {
            "part of itself".to_owned()
        };
        Problem::new(Code::PartOfCycle, place, message)
            .with_hint("an actor is part of something larger; clear one of these cells")
    };
    report_cycles(
        actors,
        |actor| &actor.id,
        &cycles,
        "part_of",
        problem,
        problems,
    );
}

/// The claims that entail each other, and those that contradict each other.
struct Entailments<'t> {
    relation: Relation<'t>,
    components: Vec<Vec<NodeIndex>>,
    /// The number of each row's claim.
    rows: Vec<u32>,
    /// Pairs that contradict each other, each once, the lower number first.
    contraries: Vec<Contraries>,
}

/// Two claims that contradict each other, by number; a claim that contradicts itself is both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Contraries {
    one: u32,
    other: u32,
}

/// A claim from which two claims follow that contradict each other.
#[derive(Debug, Clone, Copy)]
struct ContraryEntailment {
    row: u32,
    contraries: Contraries,
}

impl<'t> Entailments<'t> {
    fn new(claims: &'t Rows<Claim>) -> Self {
        let mut numbering = Numbering::default();
        let mut edges = Vec::new();
        let mut contraries = Vec::new();
        let mut rows = Vec::with_capacity(claims.rows.len());
        for claim in claims.values() {
            let number = numbering.number(&claim.id);
            rows.push(number);
            let entailed = claim.entails.iter();
            edges.extend(entailed.map(|id| (number, numbering.number(id))));
            for id in &claim.contradicts {
                let other = numbering.number(id);
                contraries.push(Contraries {
                    one: number.min(other),
                    other: number.max(other),
                });
            }
        }
        contraries.sort_unstable();
        contraries.dedup();
        let relation = Relation::new(numbering, &edges);
        Self {
            components: relation.components(),
            relation,
            rows,
            contraries,
        }
    }

    /// Finds the claims from which two claims follow that contradict each other. A claim follows
    /// from itself. The second value tells how many contradictions were looked at before the
    /// search was given up, if it was.
    ///
    /// Sixty-four pairs at a time go up from what is entailed to what entails it: one bit of a word
    /// for each pair tells that its first claim follows, one of another word that its second does.
    fn contrary(&self) -> (Vec<ContraryEntailment>, Option<usize>) {
        let mut found = Vec::new();
        let Relation { ids, graph } = &self.relation;
        let is_entailed = |number: u32| {
            let node = NodeIndex::new(number as usize);
            graph
                .neighbors_directed(node, petgraph::Incoming)
                .next()
                .is_some()
        };
        // No claim but themselves leads to two that nothing entails.
        let pairs = self.contraries.iter().copied().filter(|pair| {
            pair.one != pair.other && (is_entailed(pair.one) || is_entailed(pair.other))
        });
        let pairs: Vec<Contraries> = pairs.collect();
        let mut component_of = vec![0_u32; ids.len()];
        for (number, members) in self.components.iter().enumerate() {
            for node in members {
                component_of[node.index()] = number as u32;
            }
        }
        let mut reach = vec![Reach::default(); self.components.len()];
        let mut steps = 0;
        for (batch, pairs_of_batch) in pairs.chunks(64).enumerate() {
            steps += ids.len() + graph.edge_count();
            if steps > MOST_STEPS || found.len() > MOST_CONTRARY {
                return (found, Some(64 * batch));
            }
            reach.fill(Reach::default());
            for (bit, pair) in pairs_of_batch.iter().enumerate() {
                reach[component_of[pair.one as usize] as usize].one |= 1 << bit;
                reach[component_of[pair.other as usize] as usize].other |= 1 << bit;
            }
            // What can be reached from a component comes before it.
            for (number, members) in self.components.iter().enumerate() {
                for node in members {
                    for next in graph.neighbors(*node) {
                        let below = reach[component_of[next.index()] as usize];
                        reach[number].one |= below.one;
                        reach[number].other |= below.other;
                    }
                }
            }
            for (row, number) in self.rows.iter().enumerate() {
                let Reach { one, other } = reach[component_of[*number as usize] as usize];
                let mut both = one & other;
                while both != 0 {
                    found.push(ContraryEntailment {
                        row: row as u32,
                        contraries: pairs_of_batch[both.trailing_zeros() as usize],
                    });
                    both &= both - 1;
                }
            }
        }
        (found, None)
    }
}

/// The claims of a batch of pairs that follow from a component's, a bit for each pair.
#[derive(Debug, Clone, Copy, Default)]
struct Reach {
    one: u64,
    other: u64,
}

fn report_entailment_cycles(
    entailments: &Entailments<'_>,
    claims: &Rows<Claim>,
    problems: &mut Problems,
) {
    let problem = |place, members: &[&Id]| {
        let message = format!(
            "claims that entail each other mean the same: {}",
            named(members)
        );
        Problem::new(Code::EntailmentCycle, place, message)
            .with_hint("drop one of the entailments, or make them one claim")
    };
    report_cycles(
        claims,
        |claim| &claim.id,
        &entailments.relation.cycles(&entailments.components),
        "entails",
        problem,
        problems,
    );
}

/// Reports claims that nobody could support: a claim may contradict neither itself nor anything
/// that follows from it, and what follows from it may not contradict each other.
fn report_contrary_entailments(
    entailments: &Entailments<'_>,
    claims: &Rows<Claim>,
    problems: &mut Problems,
) {
    let Some(table) = &claims.table else { return };
    let (mut found, given_up_at) = entailments.contrary();
    let contraries = &entailments.contraries;
    for (row, number) in entailments.rows.iter().enumerate() {
        let itself = Contraries {
            one: *number,
            other: *number,
        };
        if contraries.binary_search(&itself).is_ok() {
            found.push(ContraryEntailment {
                row: row as u32,
                contraries: itself,
            });
        }
    }
    found.sort_by_key(|found| found.row);
    let mut log = ProblemLog::default();
    for ContraryEntailment { row, contraries } in found {
        let (at, claim) = &claims.rows[row as usize];
        log.push(Code::EntailsContrary, at.line, || {
            let (message, column) = contrary_entailment(entailments, claim, contraries);
            Problem::new(Code::EntailsContrary, table.place(*at, column), message)
                .with_hint("what follows from a claim cannot be contrary to it")
        });
    }
    log.report(&table.path, problems);
    if let Some(looked_at) = given_up_at {
        let message = format!(
            "what follows from claims was not looked through to the end: {looked_at} of {} contradictions were",
            contraries.len()
        );
        problems.push(
            Problem::new(Code::CheckGivenUp, Place::file(&table.path), message)
                .with_hint("with fewer entailments, or fewer contradictions, all are"),
        );
    }
}

/// The message for a claim from which contraries follow, and the column that it is about.
fn contrary_entailment(
    entailments: &Entailments<'_>,
    claim: &Claim,
    contraries: Contraries,
) -> (String, &'static str) {
    let ids = &entailments.relation.ids;
    let (one, other) = (ids[contraries.one as usize], ids[contraries.other as usize]);
    let id = &claim.id;
    if one == other {
        // Another row may be the one that names the contradiction.
        return ("a claim that contradicts itself".to_owned(), "contradicts");
    }
    if one == id || other == id {
        let other = if one == id { other } else { one };
        let message = format!("`{id}` both entails and contradicts `{other}`");
        let column = if claim.contradicts.contains(other) {
            "contradicts"
        } else {
            "entails"
        };
        return (message, column);
    }
    let (one, other) = (one.min(other), one.max(other));
    let message = format!("`{id}` entails both `{one}` and `{other}`, which contradict each other");
    (message, "entails")
}

/// Completes `contradicts`, which holds both ways, where only one of two rows says so.
fn complete_contradictions(claims: &mut Rows<Claim>, problems: &mut Problems) {
    let mut numbering = Numbering::default();
    for claim in claims.values() {
        numbering.number(&claim.id);
    }
    // Of a row that could not be read nothing is known.
    let known = |id: &Id| numbering.numbers.get(id).copied();
    // Claims that are called contrary, each with the claim whose row calls it so.
    let mut calls: Vec<(u32, u32)> = Vec::new();
    for claim in claims.values() {
        let number = known(&claim.id).unwrap_or_default();
        let called = claim.contradicts.iter().filter_map(known);
        calls.extend(called.map(|other| (other, number)));
    }
    calls.sort_unstable();
    calls.dedup();
    let mut log = ProblemLog::default();
    let mut additions: Vec<Vec<Id>> = Vec::with_capacity(claims.rows.len());
    for (at, claim) in &claims.rows {
        let number = known(&claim.id).unwrap_or_default();
        let cell = claims.cell_place(*at, "contradicts");
        for other in &claim.contradicts {
            let is_one_sided =
                known(other).is_some_and(|other| calls.binary_search(&(number, other)).is_err());
            if is_one_sided {
                log.push(Code::OneSidedContradiction, at.line, || {
                    one_sided(cell.get(), &claim.id, other)
                });
            }
        }
        let from = calls.partition_point(|(called, _)| *called < number);
        let callers = calls[from..]
            .iter()
            .take_while(|(called, _)| *called == number);
        let callers = callers.map(|(_, caller)| numbering.ids[*caller as usize].clone());
        additions.push(callers.collect());
    }
    if let Some(table) = &claims.table {
        log.report(&table.path, problems);
    }
    for ((_, claim), callers) in claims.rows.iter_mut().zip(additions) {
        claim.contradicts.extend(callers);
        claim.contradicts.sort_unstable();
        claim.contradicts.dedup();
    }
}

fn one_sided(place: Place, id: &Id, other: &Id) -> Problem {
    let message = format!("`{id}` contradicts `{other}`, but not the other way round");
    Problem::new(Code::OneSidedContradiction, place, message).with_hint(format!(
        "add `{id}` to the cell `contradicts` of `{other}`; it is read so already"
    ))
}
