//! The strongest ties of a network, as a table for people.

use demarche_core::display::{Content, Table, visible};
use demarche_export::real;
use demarche_network::{Network, Tie};

/// Ties that a table shows at most.
const SHOWN: usize = 20;

/// The strongest ties of a network.
#[derive(Debug, Clone)]
pub struct StrongestTies {
    /// A row for each tie, the strongest first: its kind, its weight, both ends, and on how many
    /// claims it rests. Ends are in the order of the network.
    pub table: Table,
}

/// Returns the 20 strongest ties, by weight, then by the names of their ends.
pub fn strongest_ties(network: &Network) -> StrongestTies {
    let graph = &network.graph;
    let label = |node| {
        graph
            .node_weight(node)
            .map_or("", |node| node.label.as_str())
    };
    let mut ties: Vec<(&Tie, &str, &str)> = graph
        .edge_indices()
        .filter_map(|edge| {
            let (source, target) = graph.edge_endpoints(edge)?;
            Some((graph.edge_weight(edge)?, label(source), label(target)))
        })
        .collect();
    ties.sort_by(|(a, a_source, a_target), (b, b_source, b_target)| {
        let by_weight = b.weight.total_cmp(&a.weight);
        by_weight.then_with(|| (a_source, a_target).cmp(&(b_source, b_target)))
    });
    let rows = ties.iter().take(SHOWN).map(|(tie, source, target)| {
        vec![
            tie.kind.to_string(),
            real(tie.weight).to_string(),
            visible(source),
            visible(target),
            tie.claim_count.to_string(),
        ]
    });
    let header = ["tie", "weight", "one end", "other end", "claims"];
    StrongestTies {
        table: Table {
            header: header.map(str::to_owned).into(),
            rows: rows.collect(),
            columns: vec![
                Content::Words,
                Content::Numbers,
                Content::Texts,
                Content::Texts,
                Content::Numbers,
            ],
        },
    }
}
