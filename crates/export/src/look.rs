//! How nodes and ties look: sizes, colours, and what colours stand for.

mod color_by;
mod key;

pub use color_by::ColorBy;
pub use key::{Key, Swatch};

use super::Options;
use super::layout::{self, Point};
use demarche_network::{Mode, Network, Node, Tie, TieKind};

/// A colour, 0 to 255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
}

const fn color(rgb: u32) -> Color {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color { r, g, b }
}

/// Colours that readers with any colour vision tell apart: those of Okabe and Ito (2008) without
/// black, and a dark wine. The most frequent value gets the first.
const PALETTE: [Color; 8] = [
    color(0x00_72_b2),
    color(0xe6_9f_00),
    color(0x00_9e_73),
    color(0xcc_79_a7),
    color(0x56_b4_e9),
    color(0xd5_5e_00),
    color(0xf0_e4_42),
    color(0x88_22_55),
];
/// Values beyond the palette, and nodes without a value.
const OTHER: Color = color(0xb4_b4_b4);
/// Claims of a two-mode network.
const CLAIM: Color = color(0x45_45_45);

/// The smallest and the largest radius of a node. Gephi scales what it opens until sizes reach from
/// 4 to 100; these do already, so that it changes nothing and the layout still fits the sizes.
const RADII: (f64, f64) = (4.0, 100.0);
/// The radius of all nodes where all have said equally much.
const EQUAL_RADIUS: f64 = 20.0;

/// How strongly a tie shows, 0 to 1: crossing ties stay visible.
pub const TIE_ALPHA: f64 = 0.5;

/// The looks of the nodes of a network, in its order.
#[derive(Debug, Clone)]
pub struct Looks {
    /// Radius of each node: its area grows with the number of statements.
    pub radii: Vec<f64>,
    /// Colour of each node.
    pub colors: Vec<Color>,
    /// Position of each node.
    pub positions: Vec<Point>,
}

impl Looks {
    /// Works out sizes, colours and layout.
    pub fn new(network: &Network, options: &Options) -> Self {
        let nodes: Vec<&Node> = network.graph.node_weights().collect();
        let radii = radii(&nodes);
        let positions = layout::positions(network, &radii, options.layout_seed);
        Self {
            colors: colors(&nodes, &options.color_by.resolve(network)),
            radii,
            positions,
        }
    }
}

/// Radii by the square root of the number of statements, so that areas compare.
fn radii(nodes: &[&Node]) -> Vec<f64> {
    let roots: Vec<f64> = nodes
        .iter()
        .map(|node| f64::from(node.statements()).sqrt())
        .collect();
    let least = roots.iter().copied().fold(f64::INFINITY, f64::min);
    let most = roots.iter().copied().fold(0.0, f64::max);
    let radius = |root: &f64| {
        if most <= least {
            return EQUAL_RADIUS;
        }
        let share = (root - least) / (most - least);
        ((RADII.0 + (RADII.1 - RADII.0) * share) * 100.0).round() / 100.0
    };
    roots.iter().map(radius).collect()
}

fn colors(nodes: &[&Node], by: &ColorBy) -> Vec<Color> {
    let actors: Vec<&Node> = nodes
        .iter()
        .copied()
        .filter(|node| node.mode == Mode::Actor)
        .collect();
    let ranking = by.ranking(&actors);
    let color_of = |node: &&Node| match node.mode {
        Mode::Claim => CLAIM,
        Mode::Actor => {
            let value = by.value(node);
            let rank = value.and_then(|value| ranking.iter().position(|other| *other == value));
            rank.and_then(|rank| PALETTE.get(rank))
                .copied()
                .unwrap_or(OTHER)
        }
    };
    nodes.iter().map(color_of).collect()
}

/// The colour of a tie: blue for the same side, red for opposite sides, violet for both.
pub fn tie_color(tie: &Tie) -> Color {
    match tie.kind {
        TieKind::Agreement | TieKind::Supports => color(0x4a_90_a4),
        TieKind::Disagreement | TieKind::Opposes => color(0xc8_45_3b),
        TieKind::Both => color(0x9a_7f_b5),
        TieKind::Shared | TieKind::Addressed => color(0x7f_7f_7f),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn node(country: Option<&str>, kind: &str, supports: u32) -> Node {
        Node {
            iri: String::new(),
            id: String::new(),
            label: String::new(),
            mode: Mode::Actor,
            kind: kind.to_owned(),
            sector: None,
            country: country.map(str::to_owned),
            part_of: None,
            themes: Vec::new(),
            attributes: Vec::new(),
            supports,
            opposes: 0,
            neutral: 0,
            authority: [0, 2, 2],
            first: None,
            last: None,
            activity: 0,
            coalition: None,
            betweenness: None,
        }
    }

    #[test]
    fn sizes_reach_from_end_to_end() {
        let nodes = [node(None, "x", 1), node(None, "x", 49), node(None, "x", 16)];
        assert_eq!(radii(&nodes.iter().collect::<Vec<_>>()), [4.0, 100.0, 52.0]);
        assert_eq!(radii(&[&nodes[0], &nodes[0]]), [20.0, 20.0]);
    }

    #[test]
    fn frequent_values_come_first_and_missing_ones_are_grey() {
        let nodes = [
            node(Some("A"), "x", 1),
            node(Some("B"), "x", 9),
            node(Some("C"), "x", 0),
            node(Some("C"), "x", 0),
            node(None, "x", 50),
        ];
        let refs: Vec<&Node> = nodes.iter().collect();
        let expected = [PALETTE[2], PALETTE[1], PALETTE[0], PALETTE[0], OTHER];
        assert_eq!(colors(&refs, &ColorBy::Country), expected);
    }
}
