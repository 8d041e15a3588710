//! Putting nodes and ties together into a petgraph graph.

use super::behind::{Behind, Lookup, Room};
use super::count::Counts;
use super::model::{NetworkKind, Node, Tie, TieKind};
use super::nodes::{Describer, Tally};
use super::normalize::Normalizer;
use super::options::{NodeLevel, Options, Ties};
use super::place::Placed;
use super::positions::{Position, positions};
use super::project::{Keep, Link, Wanted, project, select};
use crate::graph::{Graph, GraphError, Statements, TermId, local_name};
use petgraph::graph::{NodeIndex, UnGraph};
use rayon::prelude::*;

/// A tie and its ends: positions among the nodes of [`nodes`].
pub(super) type EndedTie = ([u32; 2], Tie);

/// The identifiers of claims.
pub(super) struct ClaimIds {
    /// Sorted; claims with the same one by IRI.
    pub(super) sorted: Vec<String>,
    /// Where each claim's stands in `sorted`. Claims come by IRI, which is not by identifier where a
    /// graph holds several studies.
    ranks: Vec<u32>,
}

impl ClaimIds {
    pub(super) fn of(graph: &Graph, counts: &Counts) -> Result<Self, GraphError> {
        let id = |claim: &TermId| graph.iri(*claim).map(|iri| local_name(&iri).to_owned());
        let ids: Option<Vec<String>> = counts.claims.iter().map(id).collect();
        let mut ids: Vec<(String, usize)> = ids
            .ok_or(GraphError::Damaged("a term"))?
            .into_iter()
            .zip(0..)
            .collect();
        ids.sort_unstable();
        let mut ranks = vec![0; ids.len()];
        for (rank, (_, claim)) in (0..).zip(&ids) {
            ranks[*claim] = rank;
        }
        Ok(Self {
            sorted: ids.into_iter().map(|(id, _)| id).collect(),
            ranks,
        })
    }
}

/// All ties of the kind of network, normalised and strong enough, by ends, then kind. Ties of
/// agreement and disagreement that are there already are not worked out again.
pub(super) fn ties(
    counts: &Counts,
    claims: &ClaimIds,
    (kind, options): (NetworkKind, &Options),
    signed: Option<Vec<Link>>,
) -> Vec<EndedTie> {
    let Some(wanted) = wanted(kind, options.ties) else {
        return two_mode(counts, claims, options);
    };
    let net = wanted == Wanted::Net;
    let lookup = Lookup::new(counts, &claims.ranks, options.list_claims, net);
    let links = match signed {
        // Agreement and disagreement are pruned apart: each is what it would be alone.
        Some(links) if !net => of_kind(links, wanted),
        _ => links(counts, wanted, options),
    };
    let of_nodes: Vec<&[Link]> = links
        .chunk_by(|one, other| one.ends[0] == other.ends[0])
        .collect();
    let ties: Vec<Vec<EndedTie>> = of_nodes
        .into_par_iter()
        .map_init(Room::default, |room, links| {
            let behind = lookup.behind(links, room);
            let ties = links.iter().zip(behind);
            ties.map(|(link, behind)| (link.ends, one_mode(*link, behind)))
                .collect()
        })
        .collect();
    ties.into_iter().flatten().collect()
}

/// Those that are wanted of ties of agreement and disagreement.
fn of_kind(mut links: Vec<Link>, wanted: Wanted) -> Vec<Link> {
    match wanted {
        Wanted::Agreement => links.retain(|link| link.kind == TieKind::Agreement),
        Wanted::Disagreement => links.retain(|link| link.kind == TieKind::Disagreement),
        Wanted::Both | Wanted::Net => {}
    }
    links
}

/// Which one-mode ties a network has; `None` where it is two-mode.
fn wanted(kind: NetworkKind, ties: Ties) -> Option<Wanted> {
    match (kind, ties) {
        (NetworkKind::Agreement, _) => Some(Wanted::Agreement),
        (NetworkKind::Disagreement, _) => Some(Wanted::Disagreement),
        (NetworkKind::Signed, Ties::Both) => Some(Wanted::Both),
        (NetworkKind::Signed, Ties::Net) => Some(Wanted::Net),
        (NetworkKind::Positions, _) => None,
    }
}

/// The weights of one-mode ties.
pub(super) fn links(counts: &Counts, wanted: Wanted, options: &Options) -> Vec<Link> {
    let normalizer = Normalizer::new(counts, options.normalize);
    let keep = Keep {
        min_weight: options.min_weight,
        top: options.top,
    };
    project(counts, &normalizer, wanted, keep)
}

fn one_mode(link: Link, behind: Behind) -> Tie {
    Tie {
        kind: link.kind,
        weight: link.weight,
        sign: if link.kind == TieKind::Agreement {
            1
        } else {
            -1
        },
        claims: behind.claims,
        claim_count: behind.claim_count,
        statements: behind.statements,
        first: behind.days.first(),
        last: behind.days.last(),
        supports: 0,
        opposes: 0,
    }
}

/// Ties of nodes to claims; claims come after the nodes.
fn two_mode(counts: &Counts, claims: &ClaimIds, options: &Options) -> Vec<EndedTie> {
    let strong: Vec<Position> = positions(counts)
        .filter(|position| position.weight() >= options.min_weight)
        .collect();
    let mut kept = Vec::with_capacity(strong.len());
    for of_node in strong.chunk_by(|one, other| one.node == other.node) {
        let mut places: Vec<usize> = (0..of_node.len()).collect();
        let top = options.top.map_or(usize::MAX, |top| top as usize);
        let mut places = select(&mut places, top, |one, other| {
            let weight = |place: &usize| of_node[*place].weight();
            weight(other).total_cmp(&weight(one)).then(one.cmp(other))
        })
        .to_vec();
        places.sort_unstable();
        for place in places {
            let position = &of_node[place];
            let ends = [position.node, counts.node_count() + position.cell.claim];
            kept.push((ends, position_tie(position, claims, options)));
        }
    }
    kept
}

fn position_tie(position: &Position, claims: &ClaimIds, options: &Options) -> Tie {
    let cell = &position.cell;
    let claim = claims.ranks.get(cell.claim as usize).copied();
    let claim = claim.filter(|_| options.list_claims > 0);
    Tie {
        kind: position.kind(),
        weight: position.weight(),
        sign: position.sign(),
        claims: claim.into_iter().collect(),
        claim_count: 1,
        statements: position.statements(),
        first: position.days().first(),
        last: position.days().last(),
        supports: cell.supports.count,
        opposes: cell.opposes.count,
    }
}

/// All nodes that have a selected statement, and in a two-mode network all claims that have one.
pub(super) fn nodes(
    graph: &Graph,
    statements: &Statements<'_>,
    placed: &Placed,
    counts: &Counts,
    (kind, level): (NetworkKind, NodeLevel),
) -> Result<Vec<Node>, GraphError> {
    let describer = Describer::new(graph, level);
    let tallies = |of: &[u32], count| Tally::all(graph, statements, placed, (of, count));
    let mut nodes = (0..)
        .zip(
            counts
                .nodes
                .iter()
                .zip(tallies(&placed.node, counts.nodes.len())),
        )
        .map(|(node, (id, tally))| describer.actor(*id, &tally, counts.activity(node)))
        .collect::<Result<Vec<_>, _>>()?;
    if kind == NetworkKind::Positions {
        let tallies = tallies(&placed.claim, counts.claims.len());
        let mut activity = vec![0; counts.claims.len()];
        for position in positions(counts) {
            let cell = position.cell;
            activity[cell.claim as usize] += cell.supports.count + cell.opposes.count;
        }
        for ((id, tally), activity) in counts.claims.iter().zip(&tallies).zip(activity) {
            nodes.push(describer.claim(*id, tally, activity)?);
        }
    }
    Ok(nodes)
}

/// The graph of these nodes and ties. Without `isolates`, nodes that no tie needs are left out.
pub(super) fn graph(nodes: Vec<Node>, ties: Vec<EndedTie>, isolates: bool) -> UnGraph<Node, Tie> {
    let mut needed = vec![isolates; nodes.len()];
    for end in ties.iter().flat_map(|(ends, _)| ends) {
        needed[*end as usize] = true;
    }
    let mut graph = UnGraph::with_capacity(nodes.len(), ties.len());
    let mut places = Vec::with_capacity(nodes.len());
    for (node, needed) in nodes.into_iter().zip(needed) {
        places.push(if needed {
            graph.add_node(node)
        } else {
            NodeIndex::end()
        });
    }
    for ([one, other], tie) in ties {
        graph.add_edge(places[one as usize], places[other as usize], tie);
    }
    graph
}
