//! The key to the colours of nodes, for a legend.

use super::color_by::ColorBy;
use super::{CLAIM, Color, OTHER, PALETTE};
use demarche_network::{Mode, Network, Node};
use std::cmp::Reverse;

/// A colour, and the nodes that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swatch {
    /// The colour.
    pub color: Color,
    /// The value that its nodes share.
    pub name: String,
    /// The number of nodes.
    pub nodes: usize,
}

/// The colours of the nodes of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What they stand for; never [`ColorBy::Auto`].
    pub by: ColorBy,
    /// The colours in the order of the palette, and last what has no colour of its own: values beyond
    /// the palette, and nodes without a value.
    pub swatches: Vec<Swatch>,
}

impl Key {
    /// Returns the key to these colours, which are those of [`Looks`](super::Looks) for the same `by`.
    pub fn new(network: &Network, colors: &[Color], by: &ColorBy) -> Self {
        let by = by.resolve(network);
        let mut swatches: Vec<Swatch> = Vec::new();
        for (node, &color) in network.graph.node_weights().zip(colors) {
            let name = match node.mode {
                Mode::Claim => node.mode.as_str().to_owned(),
                Mode::Actor => name(&by, node, color),
            };
            // Those without a value and those beyond the palette share a colour, not a name.
            let same = |swatch: &&mut Swatch| swatch.color == color && swatch.name == name;
            match swatches.iter_mut().find(same) {
                Some(swatch) => swatch.nodes += 1,
                None => swatches.push(Swatch {
                    color,
                    name,
                    nodes: 1,
                }),
            }
        }
        let place = |color: Color| PALETTE.iter().position(|other| *other == color);
        swatches.sort_by_key(|swatch| {
            let place = place(swatch.color).unwrap_or(PALETTE.len());
            (swatch.color == CLAIM, place, Reverse(swatch.nodes))
        });
        Self { by, swatches }
    }
}

/// Returns what the nodes of this colour, of which this is one, have in common.
fn name(by: &ColorBy, node: &Node, color: Color) -> String {
    if matches!(by, ColorBy::Auto | ColorBy::Nothing) {
        return node.mode.as_str().to_owned();
    }
    match by.value(node) {
        None => NOT_KNOWN.to_owned(),
        Some(_) if color == OTHER => OTHERS.to_owned(),
        Some(value) => value.to_string(),
    }
}

const NOT_KNOWN: &str = "not known";
const OTHERS: &str = "other";
