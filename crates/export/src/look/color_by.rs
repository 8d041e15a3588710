//! The choices of what the colour of a node stands for.

use crate::UnknownName;
use demarche_network::{Mode, Network, Node};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// What the colour of a node stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
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
    /// A column that the study has of its own, by its header: `party`.
    Column(String),
}

/// The choices that every study has, in the order they are listed to people.
const KNOWN: [ColorBy; 8] = [
    ColorBy::Auto,
    ColorBy::Coalition,
    ColorBy::Country,
    ColorBy::Sector,
    ColorBy::Type,
    ColorBy::Authority,
    ColorBy::PartOf,
    ColorBy::Nothing,
];

impl ColorBy {
    /// Returns the name people call it by: a word, or the header of a column.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Auto => "auto",
            Self::Coalition => "coalition",
            Self::Country => "country",
            Self::Sector => "sector",
            Self::Type => "type",
            Self::Authority => "authority",
            Self::PartOf => "part-of",
            Self::Nothing => "none",
            Self::Column(header) => header,
        }
    }

    /// Checks that the nodes of a network can be coloured by it.
    ///
    /// # Errors
    /// [`UnknownName`] for a column that none of them has a value in.
    pub fn check(&self, network: &Network) -> Result<(), UnknownName> {
        let Self::Column(header) = self else {
            return Ok(());
        };
        let columns = crate::attributes::own_columns(network, None);
        // A network without nodes cannot tell a column from a mistake.
        if columns.contains(&header.as_str()) || network.graph.node_count() == 0 {
            return Ok(());
        }
        let known = KNOWN.iter().map(Self::as_str).chain(columns);
        Err(UnknownName {
            what: "colouring",
            name: header.clone(),
            known: known.collect::<Vec<_>>().join(", "),
        })
    }

    /// Returns what it means for a network: [`Self::Auto`] the first choice that sorts its nodes into
    /// groups, all others themselves.
    pub(crate) fn resolve(&self, network: &Network) -> Self {
        let nodes = network.graph.node_weights();
        self.resolve_for(
            &nodes
                .filter(|node| node.mode == Mode::Actor)
                .collect::<Vec<_>>(),
        )
    }

    pub(super) fn resolve_for(&self, nodes: &[&Node]) -> Self {
        if *self != Self::Auto {
            return self.clone();
        }
        let candidates = [
            Self::Coalition,
            Self::Country,
            Self::Sector,
            Self::Type,
            Self::Authority,
        ];
        let found = candidates.into_iter().find(|by| by.sorts(nodes));
        found.unwrap_or(Self::Nothing)
    }

    /// Tells whether it sorts nodes into groups: one colour for all, or a colour of its own for each,
    /// would say nothing.
    fn sorts(&self, nodes: &[&Node]) -> bool {
        let mut sizes: BTreeMap<Value<'_>, u32> = BTreeMap::new();
        for value in nodes.iter().filter_map(|node| self.value(node)) {
            *sizes.entry(value).or_default() += 1;
        }
        let shared = sizes.values().filter(|&&size| size > 1).count();
        match self {
            // Who stands alone is told by that, where others stand together.
            Self::Coalition => sizes.len() > 1 && shared > 0,
            _ => shared > 1,
        }
    }

    /// Returns the value of a node, if it has one.
    pub(super) fn value<'n>(&self, node: &'n Node) -> Option<Value<'n>> {
        match self {
            Self::Coalition => return node.coalition.map(Value::Number),
            Self::Authority => return authority(node.authority).map(Value::Level),
            Self::Country => node.country.as_deref(),
            Self::Sector => node.sector.as_deref(),
            Self::Type => Some(node.kind.as_str()),
            Self::PartOf => node.part_of.as_deref(),
            Self::Auto | Self::Nothing => Some(""),
            Self::Column(header) => node.own(header),
        }
        .map(Value::Word)
    }

    /// Returns the values of nodes in the order in which they get colours. What has an order of its
    /// own (coalitions, levels) keeps it from picture to picture; of others the most frequent comes
    /// first, then what more statements stand behind.
    pub(super) fn ranking<'n>(&self, nodes: &[&'n Node]) -> Vec<Value<'n>> {
        let mut weights: BTreeMap<Value<'n>, Weight> = BTreeMap::new();
        for node in nodes {
            if let Some(value) = self.value(node) {
                let weight = weights.entry(value).or_default();
                weight.nodes += 1;
                weight.statements += u64::from(node.statements());
            }
        }
        let mut ranking: Vec<(Value<'n>, Weight)> = weights.into_iter().collect();
        if !matches!(self, Self::Coalition | Self::Authority) {
            ranking.sort_by_key(|&(value, weight)| (std::cmp::Reverse(weight), value));
        }
        ranking.into_iter().map(|(value, _)| value).collect()
    }
}

/// How much stands behind a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    nodes: usize,
    statements: u64,
}

/// A value that a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value<'a> {
    Number(u32),
    /// A level of authority, 0 the highest.
    Level(usize),
    Word(&'a str),
}

/// The levels of authority, highest first.
const LEVELS: [&str; 3] = ["authoritative", "quasi-authoritative", "non-authoritative"];

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "coalition {number}"),
            Self::Level(level) => f.write_str(LEVELS.get(*level).copied().unwrap_or_default()),
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl fmt::Display for ColorBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ColorBy {
    type Err = UnknownName;

    /// Any word that is no choice may be a column of the study's own: [`ColorBy::check`] knows.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = KNOWN
            .into_iter()
            .find(|by| by.as_str().eq_ignore_ascii_case(name));
        Ok(known.unwrap_or_else(|| Self::Column(name.to_owned())))
    }
}

/// Returns the level that most statements have, the highest of those that share the first place.
fn authority(counts: [u32; 3]) -> Option<usize> {
    let most = counts.into_iter().max().filter(|&most| most > 0)?;
    counts.into_iter().position(|count| count == most)
}

#[cfg(test)]
mod tests {
    use super::super::tests::node;
    use super::*;

    #[test]
    fn auto_takes_what_sorts_nodes_into_groups() {
        let of = |rows: &[(Option<&str>, &str)]| {
            let nodes: Vec<Node> = rows.iter().map(|&(c, kind)| node(c, kind, 1)).collect();
            ColorBy::Auto.resolve_for(&nodes.iter().collect::<Vec<_>>())
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
        assert_eq!(ColorBy::Auto.resolve_for(&[]), ColorBy::Nothing);
    }

    #[test]
    fn auto_takes_coalitions_first_where_some_stand_together() {
        let of = |coalitions: &[u32]| {
            let in_coalition = |number: &u32| Node {
                coalition: Some(*number),
                ..node(Some(if *number > 1 { "A" } else { "B" }), "x", 1)
            };
            let nodes: Vec<Node> = coalitions.iter().map(in_coalition).collect();
            ColorBy::Auto.resolve_for(&nodes.iter().collect::<Vec<_>>())
        };
        assert_eq!(of(&[1, 1, 2, 2]), ColorBy::Coalition);
        assert_eq!(of(&[1, 1, 2]), ColorBy::Coalition, "three nodes");
        assert_eq!(of(&[1, 1]), ColorBy::Nothing);
        assert_eq!(of(&[1, 2, 3]), ColorBy::Nothing);
    }

    #[test]
    fn coalitions_and_levels_keep_their_order() {
        let nodes: Vec<Node> = [2, 2, 2, 1]
            .map(|number| Node {
                coalition: Some(number),
                ..node(None, "x", 1)
            })
            .to_vec();
        let ranking = ColorBy::Coalition.ranking(&nodes.iter().collect::<Vec<_>>());
        assert_eq!(ranking, [Value::Number(1), Value::Number(2)]);
    }

    #[test]
    fn the_higher_authority_wins_a_draw() {
        let value = ColorBy::Authority
            .value(&node(None, "x", 0))
            .map(|value| value.to_string());
        assert_eq!(value.as_deref(), Some("quasi-authoritative"));
        assert_eq!(authority([0, 0, 0]), None);
    }

    #[test]
    fn names_read_back_and_others_are_columns() {
        for by in KNOWN {
            assert_eq!(by.as_str().parse(), Ok(by));
        }
        assert_eq!("party".parse(), Ok(ColorBy::Column("party".to_owned())));
    }
}
