//! What the colours of nodes stand for, for a legend.

use super::{CLAIM, Color, ColorBy, OTHER, authority};
use demarche_network::{Mode, Network, Node};

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
    /// The colours, that of most nodes first, and last what has no colour of its own: values beyond
    /// the palette, and nodes without a value.
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
            let name = match node.mode {
                Mode::Claim => node.mode.as_str().to_owned(),
                Mode::Actor => name(by, node, color),
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
        let rank = |color: Color| (color == CLAIM, color == OTHER);
        swatches.sort_by_key(|swatch| (rank(swatch.color), std::cmp::Reverse(swatch.nodes)));
        Self { by, swatches }
    }
}

/// What the nodes of this colour, of which this is one, have in common.
fn name(by: ColorBy, node: &Node, color: Color) -> String {
    let name = match by {
        ColorBy::Country => node.country.clone(),
        ColorBy::Sector => node.sector.clone(),
        ColorBy::Type => Some(node.kind.clone()),
        ColorBy::Authority => authority(node.authority).map(str::to_owned),
        ColorBy::PartOf => node.part_of.clone(),
        ColorBy::Coalition => node.coalition.map(|number| format!("coalition {number}")),
        ColorBy::Auto | ColorBy::Nothing => Some(node.mode.as_str().to_owned()),
    };
    match name {
        None => NOT_KNOWN.to_owned(),
        Some(_) if color == OTHER => OTHERS.to_owned(),
        Some(name) => name,
    }
}

const NOT_KNOWN: &str = "not known";
const OTHERS: &str = "other";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_named_by_what_their_nodes_share() {
        let graph = demarche_graph::Graph::from_triples(&[]).unwrap();
        let options = demarche_network::Options::default();
        let kind = demarche_network::NetworkKind::Agreement;
        let network = demarche_network::build(&graph, kind, &options).unwrap();
        let key = Key::of(&network, &[], ColorBy::Sector);
        assert_eq!((key.by, key.swatches.len()), (ColorBy::Sector, 0));
        assert_eq!(Key::of(&network, &[], ColorBy::Auto).by, ColorBy::Nothing);
    }
}
