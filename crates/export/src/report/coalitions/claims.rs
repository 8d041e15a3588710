//! The claims that tell a coalition from the rest.

use super::{Claim, Coalition, LEAST_STATEMENTS};
use demarche_network::{Mode, Network, Node};
use std::collections::BTreeMap;

/// Coalitions that claims are sought for: each needs a row of sums over all claims.
const COALITIONS: usize = 20;
/// Claims of each side.
const CLAIMS: usize = 5;

/// Supporting and opposing statements, as counted.
type Sides = [u32; 2];

/// Finds for each coalition the claims that it supports, and that it opposes, more than all others
/// do. The share of support among its counted statements on the claim is held against that among
/// everyone else's, where there are enough of both.
pub(super) fn define(coalitions: &mut [Coalition], nodes: &[&Node], positions: &Network) {
    let numbers: BTreeMap<&str, u32> = nodes
        .iter()
        .filter_map(|node| Some((node.iri.as_str(), node.coalition?)))
        .collect();
    let graph = &positions.graph;
    let count = coalitions.len().min(COALITIONS);
    let mut all = vec![[0; 2]; graph.node_count()];
    let mut own = vec![vec![[0; 2]; graph.node_count()]; count];
    for edge in graph.raw_edges() {
        let (mut node, mut claim) = (edge.source(), edge.target());
        if graph[node].mode == Mode::Claim {
            std::mem::swap(&mut node, &mut claim);
        }
        let sides = [edge.weight.supports, edge.weight.opposes];
        add(&mut all[claim.index()], sides);
        let number = numbers.get(graph[node].iri.as_str());
        // Coalitions are numbered from 1.
        if let Some(own) = number.and_then(|number| own.get_mut(*number as usize - 1)) {
            add(&mut own[claim.index()], sides);
        }
    }
    for (coalition, own) in coalitions.iter_mut().zip(own) {
        let claims = graph.node_weights().zip(own.into_iter().zip(&all));
        let telling = claims.filter_map(|(claim, (own, all))| telling(claim, own, *all));
        let (mut supports, mut opposes): (Vec<Claim>, Vec<Claim>) =
            telling.partition(|claim| claim.difference > 0.0);
        sort(&mut supports);
        sort(&mut opposes);
        (coalition.supports, coalition.opposes) = (supports, opposes);
    }
}

fn add(sum: &mut Sides, sides: Sides) {
    sum[0] += sides[0];
    sum[1] += sides[1];
}

/// The claim, if enough was said of it on both sides of the line, and not the same.
fn telling(claim: &Node, own: Sides, all: Sides) -> Option<Claim> {
    let rest = [all[0] - own[0], all[1] - own[1]];
    let count = |sides: Sides| sides[0] + sides[1];
    let share = |sides: Sides| f64::from(sides[0]) / f64::from(count(sides));
    let enough = count(own).min(count(rest)) >= LEAST_STATEMENTS;
    let difference = enough.then(|| share(own) - share(rest))?;
    (difference != 0.0).then(|| Claim {
        id: claim.id.clone(),
        label: claim.label.clone(),
        supporting: own[0],
        statements: count(own),
        rest_supporting: rest[0],
        rest_statements: count(rest),
        difference,
    })
}

/// The largest differences; of equal ones, those with more behind them, then by identifier.
fn sort(claims: &mut Vec<Claim>) {
    claims.sort_by(|one, other| {
        let behind = |claim: &Claim| claim.statements + claim.rest_statements;
        let by_difference = other.difference.abs().total_cmp(&one.difference.abs());
        let by_statements = behind(other).cmp(&behind(one));
        by_difference
            .then(by_statements)
            .then(one.id.cmp(&other.id))
    });
    claims.truncate(CLAIMS);
}
