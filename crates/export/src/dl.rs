//! UCINET's DL, and the names in full beside it.
//!
//! UCINET holds a matrix: a number for each pair. So it is the number of the matrix format, ties of
//! both kinds netted; a pair of zero has no row. An undirected tie is written in both directions,
//! which is what UCINET takes for symmetric.
//!
//! Its labels are short: at most eighteen characters, parted by spaces, commas, equal signs or line
//! ends, the same in capitals and small letters. Here they are also ASCII, since nothing in the file
//! says how it is encoded. Which node a label is, the key beside it says.

use super::attributes::real;
use super::matrix::cells;
use super::{ExportError, Exporter, Options, csv};
use demarche_network::{Mode, Network};
use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};

/// The network.
pub(super) struct Dl;

/// The key: labels, and the nodes they stand for with all their attributes.
pub(super) struct Key;

/// The longest label that UCINET does not cut.
const LONGEST: usize = 18;

impl Exporter for Dl {
    fn write(
        &self,
        network: &Network,
        _options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let labels = labels(network);
        let actors = match network.kind.is_two_mode() {
            false => labels.len(),
            // Actors come before claims.
            true => network
                .graph
                .node_weights()
                .filter(|node| node.mode == Mode::Actor)
                .count(),
        };
        if network.kind.is_two_mode() {
            let (rows, columns) = labels.split_at(actors);
            writeln!(out, "DL nr={} nc={}", rows.len(), columns.len())?;
            writeln!(out, "format = edgelist2")?;
            list(out, "row labels:", rows)?;
            list(out, "column labels:", columns)?;
        } else {
            writeln!(out, "DL n={}", labels.len())?;
            writeln!(out, "format = edgelist1")?;
            list(out, "labels:", &labels)?;
        }
        writeln!(out, "data:")?;
        // Claims are counted by themselves.
        let before = if network.kind.is_two_mode() {
            actors
        } else {
            0
        };
        for (source, values) in cells(network).into_iter().enumerate().take(actors) {
            for (target, value) in added_up(values) {
                let (row, column) = (source + 1, target + 1 - before);
                writeln!(out, "{row} {column} {}", real(value))?;
            }
        }
        Ok(())
    }
}

impl Exporter for Key {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let labels = labels(network);
        Ok(csv::nodes(network, options, Some(("Name", &labels)), out)?)
    }
}

fn list(out: &mut dyn Write, heading: &str, labels: &[String]) -> io::Result<()> {
    writeln!(out, "{heading}")?;
    labels.iter().try_for_each(|label| writeln!(out, "{label}"))
}

/// The values of each pair as one, those that cancel out left out.
fn added_up(values: Vec<(usize, f64)>) -> impl Iterator<Item = (usize, f64)> {
    let mut sums = BTreeMap::new();
    for (target, value) in values {
        *sums.entry(target).or_insert(0.0) += value;
    }
    sums.into_iter().filter(|(_, value)| *value != 0.0)
}

/// A label for each node: its identifier, as far as UCINET can hold it, and a number behind it where
/// another has the same.
fn labels(network: &Network) -> Vec<String> {
    let mut taken = HashSet::new();
    let nodes = network.graph.node_weights().enumerate();
    let label = |(at, node): (usize, &demarche_network::Node)| {
        let plain = plain(&node.id);
        let plain = match plain.contains(|c: char| c.is_ascii_alphanumeric()) {
            true => plain,
            false => format!("n{}", at + 1),
        };
        for number in 1_u64.. {
            let ending = match number {
                1 => String::new(),
                number => format!("_{number}"),
            };
            let room = LONGEST.saturating_sub(ending.len()).min(plain.len());
            let label = format!("{}{ending}", &plain[..room]);
            if taken.insert(label.to_ascii_uppercase()) {
                return label;
            }
        }
        plain
    };
    nodes.map(label).collect()
}

/// The text with `_` for what is no letter or digit of ASCII, nor one of `-_.`.
fn plain(text: &str) -> String {
    let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.chars()
        .map(|c| if kept(c) { c } else { '_' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_ucinet_cannot_hold_becomes_a_line() {
        assert_eq!(plain("prc-mfa"), "prc-mfa");
        assert_eq!(plain("a b,c=d:e\"f"), "a_b_c_d_e_f");
        assert_eq!(plain("外交部"), "___");
    }
}
