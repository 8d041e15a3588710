//! What a node and a tie say when they are pointed at.

use super::{Line, Picture};
use crate::clean::clean;
use crate::svg::heat::label;
use crate::svg::page::short;
use demarche_network::Node;
use petgraph::graph::NodeIndex;

/// Claims that the text of a tie names.
const CLAIMS_TOLD: usize = 20;

impl Picture<'_> {
    pub(super) fn told_of_tie(&self, line: &Line<'_>) -> String {
        let tie = line.tie;
        let name = |end: usize| {
            let node = self.network.graph.node_weight(NodeIndex::new(end));
            node.map(|node| label(node).into_owned())
                .unwrap_or_default()
        };
        let arrow = if self.network.directed { "→" } else { "–" };
        let mut told = format!(
            "{} {arrow} {}\n{}, weight {}",
            name(line.ends[0]),
            name(line.ends[1]),
            tie.kind,
            short(tie.weight)
        );
        let listed: Vec<_> = self
            .network
            .claims_of(tie)
            .take(CLAIMS_TOLD)
            .map(clean)
            .collect();
        told.push_str(&format!("\nclaims: {}", tie.claim_count));
        if !listed.is_empty() {
            let more = (tie.claim_count as usize).saturating_sub(listed.len());
            told.push_str(&format!(
                " ({}{})",
                listed.join(", "),
                if more > 0 { ", …" } else { "" }
            ));
        }
        told.push_str(&format!("\nstatements: {}", tie.statements));
        if let (Some(first), Some(last)) = (tie.first, tie.last) {
            told.push_str(&format!(", {first} to {last}"));
        }
        told
    }
}

/// All that is known of a node.
pub(super) fn told_of_node(node: &Node) -> String {
    let known = [
        Some(node.kind.as_str()),
        node.sector.as_deref(),
        node.country.as_deref(),
    ];
    let known: Vec<_> = known.into_iter().flatten().map(clean).collect();
    let mut told = format!(
        "{}\n{}\nstatements: {} ({} support, {} oppose, {} neutral)",
        label(node),
        known.join(", "),
        node.statements(),
        node.supports,
        node.opposes,
        node.neutral
    );
    if let Some(coalition) = node.coalition {
        told.push_str(&format!("\ncoalition {coalition}"));
    }
    if let (Some(first), Some(last)) = (node.first, node.last) {
        told.push_str(&format!("\n{first} to {last}"));
    }
    told
}
