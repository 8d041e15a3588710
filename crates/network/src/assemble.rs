//! Putting nodes and ties together into a petgraph graph.

use super::NetworkError;
use super::behind::{Behind, Lookup, Room};
use super::count::Counts;
use super::model::{NetworkKind, Node, Tie, TieKind};
use super::nodes::{Describer, Tally};
use super::normalize::Normalizer;
use super::options::{NodeLevel, Options, Ties};
use super::place::Placed;
use super::positions::prominence;
use super::project::{Keep, Link, Wanted, project};
use demarche_core::statements::{Corpus, EntityId, Statements, local_name};
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
    pub(super) ranks: Vec<u32>,
    /// The claims in the order of `sorted`.
    pub(super) by_rank: Vec<EntityId>,
}

impl ClaimIds {
    pub(super) fn of(corpus: &dyn Corpus, claims: &[EntityId]) -> Result<Self, NetworkError> {
        let id = |claim: &EntityId| corpus.iri(*claim).map(|iri| local_name(&iri).to_owned());
        let ids: Option<Vec<String>> = claims.iter().map(id).collect();
        let mut ids: Vec<(String, usize)> = ids
            .ok_or(NetworkError::Damaged)?
            .into_iter()
            .zip(0..)
            .collect();
        ids.sort_unstable();
        let mut ranks = vec![0; ids.len()];
        for (rank, (_, claim)) in (0..).zip(&ids) {
            ranks[*claim] = rank;
        }
        Ok(Self {
            by_rank: ids.iter().map(|(_, at)| claims[*at]).collect(),
            sorted: ids.into_iter().map(|(id, _)| id).collect(),
            ranks,
        })
    }

    /// The IRIs of the claims in the order of `sorted`.
    pub(super) fn iris(&self, corpus: &dyn Corpus) -> Result<Vec<String>, NetworkError> {
        let iris = self.by_rank.iter().map(|claim| corpus.iri(*claim));
        iris.map(|iri| iri.map(|iri| iri.into_owned()))
            .collect::<Option<_>>()
            .ok_or(NetworkError::Damaged)
    }
}

/// All ties of a one-mode network, normalised and strong enough, by ends, then kind. Ties of
/// agreement and disagreement that are there already are not worked out again.
pub(super) fn ties(
    counts: &Counts,
    claims: &ClaimIds,
    (wanted, options): (Wanted, &Options),
    signed: Option<Vec<Link>>,
) -> Vec<EndedTie> {
    let lookup = Lookup::new(counts, &claims.ranks, options.list_claims, wanted);
    let links = match signed.and_then(|links| of_kind(links, wanted, |link| link.kind)) {
        Some(links) => links,
        None => links(counts, wanted, options),
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

/// Those that are wanted of ties of agreement and disagreement, which are pruned apart: each is
/// what it would be alone. Nothing where these two together make one tie.
pub(super) fn of_kind<T>(
    mut ties: Vec<T>,
    wanted: Wanted,
    kind: impl Fn(&T) -> TieKind,
) -> Option<Vec<T>> {
    match wanted {
        Wanted::Agreement => ties.retain(|tie| kind(tie) == TieKind::Agreement),
        Wanted::Disagreement => ties.retain(|tie| kind(tie) == TieKind::Disagreement),
        Wanted::Both => {}
        Wanted::Net | Wanted::Shared => return None,
    }
    Some(ties)
}

/// Which one-mode ties a network has; `None` where it is two-mode.
pub(super) fn wanted(kind: NetworkKind, ties: Ties) -> Option<Wanted> {
    match (kind, ties) {
        (NetworkKind::Agreement, _) => Some(Wanted::Agreement),
        (NetworkKind::Disagreement, _) => Some(Wanted::Disagreement),
        (NetworkKind::Shared, _) => Some(Wanted::Shared),
        (NetworkKind::Signed | NetworkKind::Claims, Ties::Both) => Some(Wanted::Both),
        (NetworkKind::Signed | NetworkKind::Claims, Ties::Net) => Some(Wanted::Net),
        (NetworkKind::Positions | NetworkKind::Addressed, _) => None,
    }
}

/// The weights of one-mode ties.
pub(super) fn links(counts: &Counts, wanted: Wanted, options: &Options) -> Vec<Link> {
    let normalizer = Normalizer::new(counts, options.normalize, options.compat);
    project(counts, &normalizer, wanted, Keep::of(options))
}

fn one_mode(link: Link, behind: Behind) -> Tie {
    Tie {
        kind: link.kind,
        weight: link.weight,
        sign: link.kind.sign(),
        act: None,
        claims: behind.claims,
        claim_count: behind.claim_count,
        implied: 0,
        statements: behind.statements,
        first: behind.days.first(),
        last: behind.days.last(),
        supports: 0,
        opposes: 0,
    }
}

/// All nodes that have a selected statement, and in a two-mode network all claims that have one.
/// In a network of claims, claims are the nodes.
pub(super) fn nodes(
    corpus: &dyn Corpus,
    statements: &Statements<'_>,
    placed: &Placed,
    counts: &Counts,
    (kind, level): (NetworkKind, NodeLevel),
) -> Result<Vec<Node>, NetworkError> {
    let describer = Describer::new(corpus, level);
    let tallies = |of: &[u32], count| Tally::all(corpus, statements, placed, (of, count));
    let claims = |ids: &[EntityId], activity: Vec<u32>| -> Result<Vec<Node>, NetworkError> {
        let tallies = tallies(&placed.claim, ids.len());
        let claims = ids.iter().zip(tallies).zip(activity);
        claims
            .map(|((id, tally), activity)| describer.claim(*id, &tally, activity))
            .collect()
    };
    let activity = (0..counts.node_count()).map(|node| counts.activity(node));
    if kind == NetworkKind::Claims {
        return claims(&counts.nodes, activity.collect());
    }
    let actors = counts.nodes.iter().zip(activity);
    let mut nodes = actors
        .zip(tallies(&placed.node, counts.nodes.len()))
        .map(|((id, activity), tally)| describer.actor(*id, &tally, activity))
        .collect::<Result<Vec<_>, _>>()?;
    if kind.is_two_mode() {
        nodes.extend(claims(&counts.claims, prominence(counts))?);
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
