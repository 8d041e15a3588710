//! Pajek: the network, and beside it the coalitions and the numbers of statements.
//!
//! Ties are in one list, their signs in their values: Pajek draws negative ones dotted, and its
//! methods for signed networks ask for them so. The kind of a tie is its label. Vertices have no
//! attributes in a `.net`; Pajek takes whole numbers from a `.clu` and others from a `.vec`, a line a
//! vertex, in the same order.

use super::attributes::real;
use super::clean::clean;
use super::look::Looks;
use super::matrix::value;
use super::names::node_names;
use super::{ExportError, Exporter, Options};
use demarche_network::{self as network, Mode, NetworkKind};
use petgraph::visit::EdgeRef;
use std::collections::HashMap;
use std::io::{self, Write};

/// The network: `.net`.
pub(super) struct Network;

/// The coalition of each node, 0 where it is in none: `.clu`.
pub(super) struct Coalitions;

/// The number of statements of each node: `.vec`.
pub(super) struct Statements;

impl Exporter for Network {
    fn write(
        &self,
        network: &network::Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        super::begin_text(out, options)?;
        let title = super::description(network);
        writeln!(out, "*Network {}", quotable(&title))?;
        heading(network, out)?;
        let positions = Looks::new(network, options).positions;
        let frame = Frame::of(&positions);
        for ((at, label), position) in (1..).zip(labels(network)).zip(&positions) {
            let [x, y] = frame.place(*position);
            writeln!(out, "{at} \"{label}\" {x:.4} {y:.4} 0.5000")?;
        }
        let ties = if network.directed { "*Arcs" } else { "*Edges" };
        writeln!(out, "{ties}")?;
        for edge in network.graph.edge_references() {
            let [source, target] = [edge.source(), edge.target()].map(|end| end.index() + 1);
            let number = real(value(network.kind, edge.weight()));
            let kind = quotable(network.kind_of(edge.weight()));
            writeln!(out, "{source} {target} {number} l \"{kind}\"")?;
        }
        Ok(())
    }
}

impl Exporter for Coalitions {
    fn write(
        &self,
        network: &network::Network,
        _options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        column(network, out, |node| node.coalition.unwrap_or(0))
    }
}

impl Exporter for Statements {
    fn write(
        &self,
        network: &network::Network,
        _options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        column(network, out, network::Node::statements)
    }
}

fn column(
    network: &network::Network,
    out: &mut dyn Write,
    number: impl Fn(&network::Node) -> u32,
) -> Result<(), ExportError> {
    writeln!(out, "*Vertices {}", network.graph.node_count())?;
    for node in network.graph.node_weights() {
        writeln!(out, "{}", number(node))?;
    }
    Ok(())
}

/// How many vertices there are; of a two-mode network also how many are of the first mode.
fn heading(network: &network::Network, out: &mut dyn Write) -> io::Result<()> {
    let all = network.graph.node_count();
    if network.kind != NetworkKind::Positions {
        return writeln!(out, "*Vertices {all}");
    }
    let nodes = network.graph.node_weights();
    let actors = nodes.filter(|node| node.mode == Mode::Actor).count();
    writeln!(out, "*Vertices {all} {actors}")
}

/// The label of each node, with its identifier behind it where others have the same label: several
/// programs take nodes of one label for one.
fn labels(network: &network::Network) -> Vec<String> {
    let names = node_names(network);
    let nodes = network.graph.node_weights();
    let plain: Vec<String> = nodes.map(|node| quotable(&node.label)).collect();
    let mut uses: HashMap<&str, u32> = HashMap::new();
    for label in &plain {
        *uses.entry(label).or_default() += 1;
    }
    let label = |(plain, name): (&String, &String)| {
        if uses.get(plain.as_str()) == Some(&1) && !plain.is_empty() {
            return plain.clone();
        }
        let mut label = format!("{plain} ({})", quotable(name));
        // Somebody else may be called just that.
        while uses.contains_key(label.as_str()) {
            label.push('*');
        }
        label.trim_start().to_owned()
    };
    plain.iter().zip(&names).map(label).collect()
}

/// Text that can stand in quotes: Pajek knows no escapes, and others take `\` for one.
fn quotable(text: &str) -> String {
    clean(text).replace('"', "'").replace('\\', "/")
}

/// Where Pajek's window, from 0 to 1 both ways and downwards, shows a layout.
struct Frame {
    middle: [f64; 2],
    scale: f64,
}

impl Frame {
    /// How much of the window is taken.
    const SHARE: f64 = 0.9;

    fn of(positions: &[[f64; 2]]) -> Self {
        let range = |axis: usize| {
            let numbers = || positions.iter().map(|position| position[axis]);
            let (least, most) = (
                numbers().fold(f64::INFINITY, f64::min),
                numbers().fold(f64::NEG_INFINITY, f64::max),
            );
            if least > most {
                (0.0, 0.0)
            } else {
                (least, most)
            }
        };
        let (x, y) = (range(0), range(1));
        let extent = (x.1 - x.0).max(y.1 - y.0);
        Self {
            middle: [(x.0 + x.1) / 2.0, (y.0 + y.1) / 2.0],
            scale: if extent > 0.0 {
                Self::SHARE / extent
            } else {
                0.0
            },
        }
    }

    fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [x, y] = [x - self.middle[0], y - self.middle[1]].map(|way| way * self.scale);
        [0.5 + x, 0.5 - y]
    }
}

#[cfg(test)]
mod tests {
    use super::Frame;

    #[test]
    fn layouts_fit_the_window() {
        let frame = Frame::of(&[[-100.0, 0.0], [300.0, 200.0]]);
        assert_eq!(
            frame.place([-100.0, 100.0]).map(|n| (n * 100.0).round()),
            [5.0, 50.0]
        );
        assert_eq!(
            frame.place([300.0, 200.0]).map(|n| (n * 1000.0).round()),
            [950.0, 275.0]
        );
        assert_eq!(Frame::of(&[[7.0, 7.0]]).place([7.0, 7.0]), [0.5, 0.5]);
        assert_eq!(Frame::of(&[]).place([0.0, 0.0]), [0.5, 0.5]);
    }
}
