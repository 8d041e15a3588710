//! Putting nodes and ties together into a petgraph graph.

use super::NetworkError;
use super::count::{Counts, Placed};
use super::model::{NetworkKind, Node, Tie, TieKind};
use super::nodes::{Describer, Tally};
use super::normalize::Normalizer;
use super::options::{NodeLevel, Options, Ties};
use super::positions::{Position, positions};
use super::project::{RawTie, Wanted, project};
use crate::graph::{Graph, GraphError, TermId, local_name};
use petgraph::graph::{NodeIndex, UnGraph};

/// A tie and its ends: positions among the nodes of [`nodes`].
pub(super) type EndedTie = ([u32; 2], Tie);

/// All ties of the kind of network, normalised and strong enough, by ends, then kind.
pub(super) fn ties(
    graph: &Graph,
    counts: &Counts,
    kind: NetworkKind,
    options: &Options,
) -> Result<Vec<EndedTie>, NetworkError> {
    let wanted = match (kind, options.ties) {
        (NetworkKind::Agreement, _) => Wanted::Agreement,
        (NetworkKind::Disagreement, _) => Wanted::Disagreement,
        (NetworkKind::Signed, Ties::Both) => Wanted::Both,
        (NetworkKind::Signed, Ties::Net) => Wanted::Net,
        (NetworkKind::Positions, _) => return Ok(two_mode(graph, counts, options)?),
    };
    let normalizer = Normalizer::new(counts, options.normalize);
    let claims = claim_ids(graph, counts)?;
    let mut ties = Vec::new();
    project(counts, wanted, |raw| {
        let weight = normalizer.weight(raw.weight, raw.ends);
        if weight >= options.min_weight {
            ties.push((raw.ends, one_mode(raw, weight, &claims)));
        }
    });
    Ok(ties)
}

fn one_mode(raw: RawTie, weight: f64, ids: &[String]) -> Tie {
    let claims = raw.behind.claims.iter();
    let mut claims: Vec<String> = claims
        .map(|claim| ids[*claim as usize].to_owned())
        .collect();
    // Claims come by IRI, which is not by identifier where a graph holds several studies.
    claims.sort_unstable();
    Tie {
        kind: raw.kind,
        weight,
        sign: if raw.kind == TieKind::Agreement {
            1
        } else {
            -1
        },
        claims,
        statements: raw.behind.statements,
        first: raw.behind.days.map(|days| days.first),
        last: raw.behind.days.map(|days| days.last),
        supports: 0,
        opposes: 0,
    }
}

/// Ties of nodes to claims; claims come after the nodes.
fn two_mode(
    graph: &Graph,
    counts: &Counts,
    options: &Options,
) -> Result<Vec<EndedTie>, GraphError> {
    let claims = claim_ids(graph, counts)?;
    let tie = |position: Position| {
        let cell = &position.cell;
        let (supports, opposes) = (cell.supports.count, cell.opposes.count);
        let days = position.days();
        let tie = Tie {
            kind: position.kind(),
            weight: f64::from(supports) + f64::from(opposes),
            sign: position.sign(),
            claims: vec![claims[cell.claim as usize].to_owned()],
            statements: position.statements(),
            first: days.map(|days| days.first),
            last: days.map(|days| days.last),
            supports,
            opposes,
        };
        ([position.node, counts.node_count() + cell.claim], tie)
    };
    let strong = |(_, tie): &EndedTie| tie.weight >= options.min_weight;
    Ok(positions(counts).map(tie).filter(strong).collect())
}

fn claim_ids(graph: &Graph, counts: &Counts) -> Result<Vec<String>, GraphError> {
    let id = |claim: &TermId| graph.iri(*claim).map(|iri| local_name(&iri).to_owned());
    let ids = counts.claims.iter().map(id);
    ids.collect::<Option<_>>()
        .ok_or(GraphError::Damaged("a term"))
}

/// All nodes that have a selected statement, and in a two-mode network all claims that have one.
pub(super) fn nodes(
    graph: &Graph,
    counts: &Counts,
    placed: &[Placed<'_>],
    kind: NetworkKind,
    level: NodeLevel,
) -> Result<Vec<Node>, GraphError> {
    let describer = Describer::new(graph, level);
    let tallies = Tally::all(graph, placed, &counts.nodes, |placed| placed.node);
    let mut nodes = (0..)
        .zip(counts.nodes.iter().zip(&tallies))
        .map(|(node, (id, tally))| describer.actor(*id, tally, counts.activity(node)))
        .collect::<Result<Vec<_>, _>>()?;
    if kind == NetworkKind::Positions {
        let tallies = Tally::all(graph, placed, &counts.claims, |placed| placed.row.claim);
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
