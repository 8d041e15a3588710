//! How nodes and ties look: sizes, colours, and what colours stand for.

mod key;

pub use key::{Key, Swatch};

use super::layout::{self, Point};
use super::{Options, UnknownName};
use demarche_network::{Mode, Network, Node, Tie, TieKind};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// What the colour of a node stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ColorBy {
    /// The first of coalition, country, sector, type and authority that sorts the nodes into groups.
    #[default]
    Auto,
    /// The coalition it is in.
    Coalition,
    /// The country of an actor.
    Country,
    /// Its sector.
    Sector,
    /// Its type: person, institution, state, ...
    Type,
    /// The level of authority that most of its statements have.
    Authority,
    /// What it belongs to.
    PartOf,
    /// Nothing: all nodes of a mode have one colour.
    Nothing,
}

impl ColorBy {
    /// Every choice, in the order they are listed to people.
    pub const ALL: [Self; 8] = [
        Self::Auto,
        Self::Coalition,
        Self::Country,
        Self::Sector,
        Self::Type,
        Self::Authority,
        Self::PartOf,
        Self::Nothing,
    ];

    /// The name people call it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Coalition => "coalition",
            Self::Country => "country",
            Self::Sector => "sector",
            Self::Type => "type",
            Self::Authority => "authority",
            Self::PartOf => "part-of",
            Self::Nothing => "none",
        }
    }

    /// The names of all choices, for messages.
    pub fn names() -> String {
        Self::ALL.map(Self::as_str).join(", ")
    }

    /// What `Auto` means for these nodes; all others mean themselves. A choice sorts nodes into
    /// groups where two values at least are shared by nodes: one colour for all, or a colour of its
    /// own for each, would say nothing.
    fn resolve(self, nodes: &[&Node]) -> Self {
        if self != Self::Auto {
            return self;
        }
        let groups = |by: &Self| {
            let mut sizes: BTreeMap<Value<'_>, u32> = BTreeMap::new();
            for value in nodes.iter().filter_map(|node| by.value(node)) {
                *sizes.entry(value).or_default() += 1;
            }
            sizes.values().filter(|&&size| size > 1).count() > 1
        };
        let candidates = [
            Self::Coalition,
            Self::Country,
            Self::Sector,
            Self::Type,
            Self::Authority,
        ];
        candidates.into_iter().find(groups).unwrap_or(Self::Nothing)
    }

    /// The value of a node, if it has one.
    fn value(self, node: &Node) -> Option<Value<'_>> {
        match self {
            Self::Coalition => return node.coalition.map(Value::Number),
            Self::Country => node.country.as_deref(),
            Self::Sector => node.sector.as_deref(),
            Self::Type => Some(node.kind.as_str()),
            Self::Authority => authority(node.authority),
            Self::PartOf => node.part_of.as_deref(),
            Self::Auto | Self::Nothing => Some(""),
        }
        .map(Value::Word)
    }
}

/// What a colour can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Value<'a> {
    Number(u32),
    Word(&'a str),
}

impl fmt::Display for ColorBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ColorBy {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL
            .into_iter()
            .find(|by| by.as_str().eq_ignore_ascii_case(name));
        found.ok_or_else(|| UnknownName {
            what: "colouring",
            name: name.to_owned(),
            known: Self::names(),
        })
    }
}

/// The level that most statements have, the highest of those that share the first place.
fn authority(counts: [u32; 3]) -> Option<&'static str> {
    let most = counts.into_iter().max().filter(|&most| most > 0)?;
    let level = counts.into_iter().position(|count| count == most)?;
    ["authoritative", "quasi-authoritative", "non-authoritative"]
        .get(level)
        .copied()
}

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
    pub fn of(network: &Network, options: &Options) -> Self {
        let nodes: Vec<&Node> = network.graph.node_weights().collect();
        let radii = radii(&nodes);
        let positions = layout::positions(network, &radii, options.layout_seed);
        Self {
            colors: colors(&nodes, options.color_by),
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

fn colors(nodes: &[&Node], by: ColorBy) -> Vec<Color> {
    let actors: Vec<&Node> = nodes
        .iter()
        .copied()
        .filter(|n| n.mode == Mode::Actor)
        .collect();
    let by = by.resolve(&actors);
    // Value -> number of nodes and of statements; where the first is equal, more said comes first.
    let mut weights: BTreeMap<Value<'_>, (usize, u32)> = BTreeMap::new();
    for node in &actors {
        if let Some(value) = by.value(node) {
            let weight = weights.entry(value).or_default();
            *weight = (weight.0 + 1, weight.1.saturating_add(node.statements()));
        }
    }
    let mut ranking: Vec<(Value<'_>, (usize, u32))> = weights.into_iter().collect();
    ranking.sort_by_key(|&(value, weight)| (std::cmp::Reverse(weight), value));
    let color_of = |node: &&Node| match node.mode {
        Mode::Claim => CLAIM,
        Mode::Actor => {
            let rank = by
                .value(node)
                .and_then(|v| ranking.iter().position(|&(r, _)| r == v));
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

    fn node(country: Option<&str>, kind: &str, supports: u32) -> Node {
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
    fn auto_takes_what_sorts_nodes_into_groups() {
        let of = |rows: &[(Option<&str>, &str)]| {
            let nodes: Vec<Node> = rows.iter().map(|&(c, kind)| node(c, kind, 1)).collect();
            ColorBy::Auto.resolve(&nodes.iter().collect::<Vec<_>>())
        };
        let (china, usa) = (Some("CHN"), Some("USA"));
        assert_eq!(
            of(&[(china, "a"), (china, "b"), (usa, "a"), (usa, "b")]),
            ColorBy::Country
        );
        assert_eq!(
            of(&[(china, "a"), (None, "b"), (usa, "a"), (usa, "b")]),
            ColorBy::Type
        );
        assert_eq!(
            of(&[(china, "a"), (china, "a"), (usa, "a")]),
            ColorBy::Nothing
        );
        assert_eq!(ColorBy::Auto.resolve(&[]), ColorBy::Nothing);
    }

    #[test]
    fn auto_takes_coalitions_of_several_first() {
        let of = |coalitions: &[u32]| {
            let in_coalition = |number: &u32| Node {
                coalition: Some(*number),
                ..node(Some(if *number > 1 { "A" } else { "B" }), "x", 1)
            };
            let nodes: Vec<Node> = coalitions.iter().map(in_coalition).collect();
            ColorBy::Auto.resolve(&nodes.iter().collect::<Vec<_>>())
        };
        assert_eq!(of(&[1, 1, 2, 2]), ColorBy::Coalition);
        assert_eq!(of(&[1, 1, 2, 3]), ColorBy::Country);
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
        assert_eq!(colors(&refs, ColorBy::Country), expected);
    }

    #[test]
    fn the_higher_authority_wins_a_draw() {
        assert_eq!(
            ColorBy::Authority.value(&node(None, "x", 0)),
            Some(Value::Word("quasi-authoritative"))
        );
        assert_eq!(authority([0, 0, 0]), None);
    }

    #[test]
    fn names_read_back() {
        for by in ColorBy::ALL {
            assert_eq!(by.as_str().parse(), Ok(by));
        }
        let message = "colour".parse::<ColorBy>().unwrap_err().to_string();
        assert!(message.contains("coalition, country, sector"), "{message}");
    }
}
