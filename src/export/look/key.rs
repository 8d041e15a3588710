//! What the colours of nodes stand for, for a legend.

use super::{CLAIM, Color, ColorBy, OTHER, authority};
use crate::network::{Mode, Network, Node};

/// A colour, and the nodes that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swatch {
    /// The colour.
    pub color: Color,
    /// What its nodes have in common.
    pub name: String,
    /// How many they are.
    pub nodes: usize,
}

/// The colours of the nodes of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What they stand for; never [`ColorBy::Auto`].
    pub by: ColorBy,
    /// Each colour once, that of most nodes first, and last what has no colour of its own.
    pub swatches: Vec<Swatch>,
}

impl Key {
    /// The key to these colours, which are those of [`Looks`](super::Looks) for the same `by`.
    pub fn of(network: &Network, colors: &[Color], by: ColorBy) -> Self {
        let nodes: Vec<&Node> = network.graph.node_weights().collect();
        let actors: Vec<&Node> = nodes
            .iter()
            .copied()
            .filter(|node| node.mode == Mode::Actor)
            .collect();
        let by = by.resolve(&actors);
        let mut swatches: Vec<Swatch> = Vec::new();
        for (node, &color) in nodes.iter().zip(colors) {
            match swatches.iter_mut().find(|swatch| swatch.color == color) {
                Some(swatch) => swatch.nodes += 1,
                None => swatches.push(Swatch {
                    color,
                    name: if node.mode == Mode::Claim {
                        "claim".to_owned()
                    } else {
                        name(by, node, color)
                    },
                    nodes: 1,
                }),
            }
        }
        let rank = |color: Color| (color == CLAIM, color == OTHER);
        swatches.sort_by_key(|swatch| (rank(swatch.color), std::cmp::Reverse(swatch.nodes)));
        Self { by, swatches }
    }
}

/// What the nodes of this colour, of which this is one, have in common.
fn name(by: ColorBy, node: &Node, color: Color) -> String {
    if color == OTHER {
        return "other or not known".to_owned();
    }
    let name = match by {
        ColorBy::Country => node.country.clone(),
        ColorBy::Sector => node.sector.clone(),
        ColorBy::Type => Some(node.kind.clone()),
        ColorBy::Authority => authority(node.authority).map(str::to_owned),
        ColorBy::PartOf => node.part_of.clone(),
        ColorBy::Coalition => node.coalition.map(|number| format!("coalition {number}")),
        ColorBy::Auto | ColorBy::Nothing => None,
    };
    name.unwrap_or_else(|| node.mode.as_str().to_owned())
}
