//! What files say of nodes and ties: the one list that all formats write. Columns that a study has of
//! its own come after it, as text.
//!
//! Names are in lower case and never `id`, `label`, `weight` or `timeset`, which Gephi and others
//! keep for themselves. Labels and weights are not listed: every format has its own place for them.

use super::clean::clean;
use demarche_core::model::Day;
use demarche_network::{Logic, Mode, Network, NetworkKind, Node, Tie, TieKind};
use petgraph::visit::EdgeRef;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::{self, Display};

/// The type of an attribute's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text; dates are text in the form 2013-02-20.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Real,
    /// Several texts.
    List,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// See [`Type::Text`].
    Text(Cow<'a, str>),
    /// A day: [`Type::Text`] in files.
    Day(Day),
    /// See [`Type::Integer`].
    Integer(i64),
    /// See [`Type::Real`].
    Real(f64),
    /// See [`Type::List`]; never empty.
    List(List<'a>),
}

/// Several texts, where they stand: nothing is copied to write them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum List<'a> {
    /// All of these.
    All(&'a [String]),
    /// Those at these positions.
    Picked(&'a [u32], &'a [String]),
}

impl<'a> List<'a> {
    /// The texts, as files can carry them.
    pub(super) fn texts(self) -> impl Iterator<Item = Cow<'a, str>> {
        let (all, picked, from): (&[String], &[u32], &[String]) = match self {
            Self::All(texts) => (texts, &[], &[]),
            Self::Picked(positions, texts) => (&[], positions, texts),
        };
        let picked = picked.iter().filter_map(|at| from.get(*at as usize));
        all.iter().chain(picked).map(|text| clean(text))
    }
}

impl Value<'_> {
    /// The value as text for formats without lists: `;` between the texts of a list.
    pub fn joined(&self) -> impl Display {
        Written {
            value: self,
            brackets: false,
        }
    }

    /// The value as text in GEXF, where a list is written `["a", "b"]`.
    pub fn bracketed(&self) -> impl Display {
        Written {
            value: self,
            brackets: true,
        }
    }
}

/// A value as it stands in a file.
struct Written<'a> {
    value: &'a Value<'a>,
    brackets: bool,
}

impl Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Value::Text(text) => f.write_str(text),
            Value::Day(day) => day.fmt(f),
            Value::Integer(number) => number.fmt(f),
            Value::Real(number) => real(*number).fmt(f),
            Value::List(list) if self.brackets => bracketed(*list, f),
            Value::List(list) => joined(*list, f),
        }
    }
}

fn joined(list: List<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, text) in list.texts().enumerate() {
        f.write_str(if at == 0 { "" } else { ";" })?;
        f.write_str(&text)?;
    }
    Ok(())
}

fn bracketed(list: List<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, text) in list.texts().enumerate() {
        f.write_str(if at == 0 { "[\"" } else { "\", \"" })?;
        if text.contains(['\\', '"']) {
            f.write_str(&text.replace('\\', "\\\\").replace('"', "\\\""))?;
        } else {
            f.write_str(&text)?;
        }
    }
    f.write_str("\"]")
}

/// A number with the fewest digits that read back as the same number, and no decimals where it has
/// none. Never `-0`.
pub fn real(number: f64) -> impl Display {
    number + 0.0
}

/// Which networks have an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Any,
    /// Ties with signs.
    Signed,
    /// Agreement and disagreement of nodes.
    OneMode,
    TwoMode,
    /// Claims that are tied.
    Claims,
    /// All others.
    NotClaims,
    /// Those that take in what is implied.
    Implied,
}

impl Scope {
    fn covers(self, network: &Network) -> bool {
        let kind = network.kind;
        match self {
            Self::Any => true,
            Self::Signed => kind.is_signed(),
            Self::OneMode => kind.is_signed() && !kind.is_two_mode(),
            Self::TwoMode => kind.is_two_mode(),
            Self::Claims => kind == NetworkKind::Claims,
            Self::NotClaims => kind != NetworkKind::Claims,
            Self::Implied => network.logic == Logic::Implied,
        }
    }
}

/// An attribute of what `S` views.
#[derive(Debug, Clone)]
pub struct Attribute<S> {
    /// Its name in every file.
    pub name: Cow<'static, str>,
    /// The type of its values.
    pub kind: Type,
    scope: Scope,
    get: Getter<S>,
}

/// How the value of an attribute is read.
#[derive(Debug, Clone)]
enum Getter<S> {
    BuiltIn(for<'a> fn(&'a S) -> Option<Value<'a>>),
    /// A column that the study has of its own, by its header.
    Own(String, for<'a> fn(&'a S, &str) -> Option<Value<'a>>),
}

impl<S> Attribute<S> {
    const fn new(
        name: &'static str,
        kind: Type,
        scope: Scope,
        get: for<'a> fn(&'a S) -> Option<Value<'a>>,
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            kind,
            scope,
            get: Getter::BuiltIn(get),
        }
    }

    /// Returns the value, if there is one.
    pub fn value<'a>(&self, view: &'a S) -> Option<Value<'a>> {
        match &self.get {
            Getter::BuiltIn(get) => get(view),
            Getter::Own(header, get) => get(view, header),
        }
    }
}

/// A tie, and the claims that its list picks from.
#[derive(Debug, Clone, Copy)]
pub struct TieView<'a> {
    /// The tie.
    pub tie: &'a Tie,
    /// [`Network::claims`].
    pub claims: &'a [String],
    /// [`Network::kind_of`] it.
    pub kind: &'a str,
}

/// A node with the sums over its ties.
#[derive(Debug, Clone, Copy)]
pub struct NodeView<'a> {
    /// The node.
    pub node: &'a Node,
    /// Number of ties.
    pub degree: u32,
    /// Sum of the weights of its ties, whatever their sign.
    pub weighted_degree: f64,
    /// Number of agreement ties.
    pub agreement_degree: u32,
    /// Number of disagreement ties.
    pub disagreement_degree: u32,
    /// Sum of the weights of its agreement ties.
    pub agreement_weight: f64,
    /// Sum of the weights of its disagreement ties.
    pub disagreement_weight: f64,
}

impl<'a> NodeView<'a> {
    /// The nodes of a network, in its order.
    pub fn all(network: &'a Network) -> Vec<Self> {
        let view = |node: &'a Node| Self {
            node,
            degree: 0,
            weighted_degree: 0.0,
            agreement_degree: 0,
            disagreement_degree: 0,
            agreement_weight: 0.0,
            disagreement_weight: 0.0,
        };
        let mut views: Vec<Self> = network.graph.node_weights().map(view).collect();
        for edge in network.graph.edge_references() {
            views[edge.source().index()].add(edge.weight());
            views[edge.target().index()].add(edge.weight());
        }
        views
    }

    fn add(&mut self, tie: &Tie) {
        self.degree += 1;
        self.weighted_degree += tie.weight;
        match tie.kind {
            TieKind::Agreement => {
                self.agreement_degree += 1;
                self.agreement_weight += tie.weight;
            }
            TieKind::Disagreement => {
                self.disagreement_degree += 1;
                self.disagreement_weight += tie.weight;
            }
            TieKind::Shared
            | TieKind::Addressed
            | TieKind::Supports
            | TieKind::Opposes
            | TieKind::Both => {}
        }
    }
}

/// Returns the attributes of the nodes of this network: those that every study has, then the columns
/// that this one has of its own.
pub fn of_nodes<'n>(network: &Network) -> Vec<Attribute<NodeView<'n>>> {
    let mut attributes = covering(NodeView::ATTRIBUTES, network);
    for header in own_columns(network, None) {
        let is_taken = |name: &str| {
            let same = |other: &str| other.eq_ignore_ascii_case(name);
            RESERVED.into_iter().any(same) || attributes.iter().any(|other| same(&other.name))
        };
        let mut name = clean(header).into_owned();
        while name.is_empty() || is_taken(&name) {
            name.insert_str(0, OWN);
        }
        attributes.push(Attribute {
            name: Cow::Owned(name),
            kind: Type::Text,
            scope: Scope::Any,
            get: Getter::Own(header.to_owned(), |view, header| {
                view.node.own(header).and_then(text)
            }),
        });
    }
    attributes
}

/// Returns the attributes of the ties of this network.
pub fn of_ties<'n>(network: &Network) -> Vec<Attribute<TieView<'n>>> {
    covering(TieView::ATTRIBUTES, network)
}

fn covering<S: Clone>(attributes: &[Attribute<S>], network: &Network) -> Vec<Attribute<S>> {
    let attributes = attributes.iter();
    attributes
        .filter(|attribute| attribute.scope.covers(network))
        .cloned()
        .collect()
}

/// Stands before the name of a column of one's own that would be taken for something else.
const OWN: &str = "own_";

/// Names that formats and programs keep for themselves, beside those of built-in attributes.
const RESERVED: [&str; 24] = [
    "id",
    "label",
    "weight",
    "timeset",
    "interval",
    "name",
    "shared_name",
    "shared name",
    "selected",
    "suid",
    "value",
    "x",
    "y",
    "z",
    "size",
    "color",
    "r",
    "g",
    "b",
    "node_type",
    "source",
    "target",
    "parent",
    "hidden",
];

/// Returns the headers of the columns that the study has of its own and that a node of this mode, or
/// of any, has a value in; sorted.
pub fn own_columns(network: &Network, mode: Option<Mode>) -> Vec<&str> {
    let nodes = network.graph.node_weights();
    let columns: BTreeSet<&str> = nodes
        .filter(|node| mode.is_none_or(|mode| node.mode == mode))
        .flat_map(|node| &node.attributes)
        .map(|attribute| attribute.column.as_str())
        .collect();
    columns.into_iter().collect()
}

impl<'n> NodeView<'n> {
    const ATTRIBUTES: &'n [Attribute<Self>] = &[
        Attribute::new("key", Type::Text, Scope::Any, |v| text(&v.node.id)),
        Attribute::new("iri", Type::Text, Scope::Any, |v| text(&v.node.iri)),
        Attribute::new("mode", Type::Text, Scope::Any, |v| {
            text(v.node.mode.as_str())
        }),
        Attribute::new("type", Type::Text, Scope::Any, |v| text(&v.node.kind)),
        Attribute::new("sector", Type::Text, Scope::Any, |v| {
            optional(&v.node.sector)
        }),
        Attribute::new("country", Type::Text, Scope::Any, |v| {
            optional(&v.node.country)
        }),
        Attribute::new("part_of", Type::Text, Scope::Any, |v| {
            optional(&v.node.part_of)
        }),
        Attribute::new("themes", Type::List, Scope::Any, |v| list(&v.node.themes)),
        Attribute::new("statements", Type::Integer, Scope::Any, |v| {
            count(v.node.statements())
        }),
        Attribute::new("supports", Type::Integer, Scope::Any, |v| {
            count(v.node.supports)
        }),
        Attribute::new("opposes", Type::Integer, Scope::Any, |v| {
            count(v.node.opposes)
        }),
        Attribute::new("neutral", Type::Integer, Scope::Any, |v| {
            count(v.node.neutral)
        }),
        Attribute::new("authoritative", Type::Integer, Scope::Any, |v| {
            count(v.node.authority[0])
        }),
        Attribute::new("quasi_authoritative", Type::Integer, Scope::Any, |v| {
            count(v.node.authority[1])
        }),
        Attribute::new("non_authoritative", Type::Integer, Scope::Any, |v| {
            count(v.node.authority[2])
        }),
        Attribute::new("first", Type::Text, Scope::Any, |v| day(v.node.first)),
        Attribute::new("last", Type::Text, Scope::Any, |v| day(v.node.last)),
        Attribute::new("activity", Type::Integer, Scope::Any, |v| {
            count(v.node.activity)
        }),
        Attribute::new("coalition", Type::Integer, Scope::Any, |v| {
            v.node.coalition.and_then(count)
        }),
        Attribute::new("sparse", Type::Text, Scope::Any, |v| {
            let is_sparse = v.node.coalition.is_some() && v.node.is_sparse();
            is_sparse.then_some(Value::Text(Cow::Borrowed("yes")))
        }),
        Attribute::new("betweenness", Type::Real, Scope::Any, |v| {
            v.node.betweenness.and_then(sum)
        }),
        Attribute::new("degree", Type::Integer, Scope::Any, |v| count(v.degree)),
        Attribute::new("weighted_degree", Type::Real, Scope::Any, |v| {
            sum(v.weighted_degree)
        }),
        Attribute::new("agreement_degree", Type::Integer, Scope::OneMode, |v| {
            count(v.agreement_degree)
        }),
        Attribute::new("disagreement_degree", Type::Integer, Scope::OneMode, |v| {
            count(v.disagreement_degree)
        }),
        Attribute::new("agreement_weight", Type::Real, Scope::OneMode, |v| {
            sum(v.agreement_weight)
        }),
        Attribute::new("disagreement_weight", Type::Real, Scope::OneMode, |v| {
            sum(v.disagreement_weight)
        }),
    ];
}

impl TieView<'_> {
    /// What the tie lists.
    fn list(&self) -> Option<Value<'_>> {
        let picked = List::Picked(&self.tie.claims, self.claims);
        (!self.tie.claims.is_empty()).then_some(Value::List(picked))
    }
}

impl<'n> TieView<'n> {
    const ATTRIBUTES: &'n [Attribute<Self>] = &[
        Attribute::new("kind", Type::Text, Scope::Any, |t| text(t.kind)),
        Attribute::new("sign", Type::Integer, Scope::Signed, |t| {
            Some(Value::Integer(t.tie.sign.into()))
        }),
        Attribute::new("signed_weight", Type::Real, Scope::Signed, |t| {
            sum(t.tie.signed_weight())
        }),
        Attribute::new("claims", Type::List, Scope::NotClaims, |t| t.list()),
        Attribute::new("claim_count", Type::Integer, Scope::NotClaims, |t| {
            count(t.tie.claim_count)
        }),
        Attribute::new("actors", Type::List, Scope::Claims, |t| t.list()),
        Attribute::new("actor_count", Type::Integer, Scope::Claims, |t| {
            count(t.tie.claim_count)
        }),
        Attribute::new("implied", Type::Integer, Scope::Implied, |t| {
            count(t.tie.implied)
        }),
        Attribute::new("statements", Type::Integer, Scope::Any, |t| {
            count(t.tie.statements)
        }),
        Attribute::new("first", Type::Text, Scope::Any, |t| day(t.tie.first)),
        Attribute::new("last", Type::Text, Scope::Any, |t| day(t.tie.last)),
        Attribute::new("supports", Type::Integer, Scope::TwoMode, |t| {
            count(t.tie.supports)
        }),
        Attribute::new("opposes", Type::Integer, Scope::TwoMode, |t| {
            count(t.tie.opposes)
        }),
    ];
}

// The getters above return an option because values may be missing; these fit into them.

fn text(text: &str) -> Option<Value<'_>> {
    Some(Value::Text(clean(text)))
}

fn optional(value: &Option<String>) -> Option<Value<'_>> {
    value.as_deref().and_then(text)
}

fn list(texts: &[String]) -> Option<Value<'_>> {
    (!texts.is_empty()).then_some(Value::List(List::All(texts)))
}

fn day(day: Option<Day>) -> Option<Value<'static>> {
    day.map(Value::Day)
}

#[expect(clippy::unnecessary_wraps, reason = "the getters return options")]
fn count(number: u32) -> Option<Value<'static>> {
    Some(Value::Integer(number.into()))
}

#[expect(clippy::unnecessary_wraps, reason = "the getters return options")]
fn sum(number: f64) -> Option<Value<'static>> {
    Some(Value::Real(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_not_reserved() {
        let node_names = NodeView::ATTRIBUTES
            .iter()
            .map(|a| a.name.as_ref())
            .collect::<Vec<_>>();
        let tie_names = TieView::ATTRIBUTES
            .iter()
            .map(|a| a.name.as_ref())
            .collect::<Vec<_>>();
        for names in [node_names, tie_names] {
            for (i, name) in names.iter().enumerate() {
                assert!(!names[..i].contains(name), "{name} is listed twice");
                assert!(!["id", "label", "weight", "timeset"].contains(name));
                assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
            }
        }
    }

    #[test]
    fn lists_escape_quotes_and_backslashes() {
        let texts = ["a".to_owned(), "say \"b\"\\".to_owned()];
        let list = Value::List(List::All(&texts));
        assert_eq!(list.bracketed().to_string(), r#"["a", "say \"b\"\\"]"#);
        assert_eq!(list.joined().to_string(), "a;say \"b\"\\");
        let picked = Value::List(List::Picked(&[1, 7], &texts));
        assert_eq!(picked.joined().to_string(), "say \"b\"\\");
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        assert_eq!(real(3.0).to_string(), "3");
        assert_eq!(real(-0.0).to_string(), "0");
        assert_eq!(real(0.1 + 0.2).to_string(), "0.30000000000000004");
        assert_eq!(real(1e-7).to_string(), "0.0000001");
    }
}
