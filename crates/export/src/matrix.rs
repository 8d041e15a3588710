//! One CSV with the nodes in the first row and column, for UCINET, R and NumPy.
//!
//! A cell is the sum of the weights of the pair's ties: with their signs in a signed network, so
//! that agreement and disagreement are netted; without in a network of one kind. In a two-mode
//! network rows are actors, columns are claims, and a cell is support less opposition. Pairs without
//! a tie have zero.

use super::attributes::real;
use super::names::node_names;
use super::{ExportError, Exporter, Options};
use demarche_core::display::CsvWriter;
use demarche_network::{Mode, Network, NetworkKind, Tie};
use petgraph::visit::EdgeRef;
use std::io::Write;

pub(super) struct Matrix;

impl Exporter for Matrix {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let names = node_names(network);
        let two_mode = network.kind.is_two_mode();
        let of_mode = |mode: Mode| -> Vec<usize> {
            let nodes = network.graph.node_weights().enumerate();
            nodes
                .filter(|(_, node)| !two_mode || node.mode == mode)
                .map(|(i, _)| i)
                .collect()
        };
        let (rows, columns) = (of_mode(Mode::Actor), of_mode(Mode::Claim));
        let cells = cells(network);
        let mut table = CsvWriter::new(out, options.csv)?;
        table.text("")?;
        columns
            .iter()
            .try_for_each(|&column| table.text(&names[column]))?;
        table.end_row()?;
        // One row in memory at a time: the whole matrix grows with the square of the nodes.
        let mut row = vec![0.0; names.len()];
        for node in rows {
            for &(other, value) in &cells[node] {
                row[other] += value;
            }
            table.text(&names[node])?;
            columns
                .iter()
                .try_for_each(|&column| table.number(&real(row[column])))?;
            table.end_row()?;
            for &(other, _) in &cells[node] {
                row[other] = 0.0;
            }
        }
        Ok(table.finish()?)
    }
}

/// For each node the others it is tied to, with the value of each tie.
pub(super) fn cells(network: &Network) -> Vec<Vec<(usize, f64)>> {
    let mut cells = vec![Vec::new(); network.graph.node_count()];
    for edge in network.graph.edge_references() {
        let (source, target) = (edge.source().index(), edge.target().index());
        let value = value(network.kind, edge.weight());
        cells[source].push((target, value));
        if !network.directed {
            cells[target].push((source, value));
        }
    }
    cells
}

/// The weight of a tie, with its sign where the network has both.
pub(super) fn value(kind: NetworkKind, tie: &Tie) -> f64 {
    match kind {
        NetworkKind::Agreement
        | NetworkKind::Disagreement
        | NetworkKind::Shared
        | NetworkKind::Addressed => tie.weight,
        NetworkKind::Signed | NetworkKind::Claims => tie.signed_weight(),
        NetworkKind::Positions => net(tie),
    }
}

/// Support less opposition, normalised as the weight is: the weight stands for both together.
fn net(tie: &Tie) -> f64 {
    let (supports, opposes) = (f64::from(tie.supports), f64::from(tie.opposes));
    let all = supports + opposes;
    if all > 0.0 {
        tie.weight * (supports - opposes) / all
    } else {
        tie.signed_weight()
    }
}
