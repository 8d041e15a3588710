//! The network: a petgraph graph whose nodes and ties carry everything known of them.

use super::options::Logic;
use super::windows::Window;
use demarche_core::model::{Attribute, Day};
use petgraph::graph::UnGraph;
use std::fmt;

/// Which network this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NetworkKind {
    /// Ties of agreement (congruence).
    Agreement,
    /// Ties of disagreement (conflict).
    Disagreement,
    /// Both, as two ties a pair or as one net tie.
    Signed,
    /// Ties by what both speak of, whatever their stance.
    Shared,
    /// Two-mode: actors and the claims they take a stance on.
    Positions,
    /// Claims, tied by who takes the same side, or opposite sides, on both.
    Claims,
    /// Directed: speakers and whom they address, a tie for each act.
    Addressed,
}

impl NetworkKind {
    /// Whether its nodes are actors and claims.
    pub fn is_two_mode(self) -> bool {
        self == Self::Positions
    }

    /// Whether its ties have signs.
    pub fn is_signed(self) -> bool {
        !matches!(self, Self::Shared | Self::Addressed)
    }
}

/// What a tie means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TieKind {
    /// Same stance on the same claims.
    Agreement,
    /// Opposite stances on the same claims.
    Disagreement,
    /// Anything said on the same claims, whatever the stance.
    Shared,
    /// Directed: what a speaker said to an addressee.
    Addressed,
    /// Two-mode: the node only supports the claim.
    Supports,
    /// Two-mode: the node only opposes the claim.
    Opposes,
    /// Two-mode: the node has taken both sides of the claim.
    Both,
}

impl TieKind {
    /// The word for it in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Disagreement => "disagreement",
            Self::Shared => "shared",
            Self::Addressed => "addressed",
            Self::Supports => "supports",
            Self::Opposes => "opposes",
            Self::Both => "both",
        }
    }

    /// The sign of such a tie; `0` where it has none, or one of its own.
    pub(super) fn sign(self) -> i8 {
        match self {
            Self::Agreement | Self::Supports => 1,
            Self::Disagreement | Self::Opposes => -1,
            Self::Shared | Self::Addressed | Self::Both => 0,
        }
    }
}

impl fmt::Display for TieKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a node is an actor (or what actors were rolled up to) or, in two-mode networks, a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// First mode: an actor, or the institution, state, sector or level it was rolled up to.
    Actor,
    /// Second mode: a claim.
    Claim,
}

impl Mode {
    /// The word for it in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Claim => "claim",
        }
    }
}

/// A node and all that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its IRI in the graph; unique in the network, and what nodes are sorted by within a mode.
    pub iri: String,
    /// The last part of the IRI: the identifier it has in the study's table.
    pub id: String,
    /// Its name, for people.
    pub label: String,
    /// First or second mode.
    pub mode: Mode,
    /// Type of actor ("person", "state", ...), "sector", "authority" or "claim".
    pub kind: String,
    /// Sector code of an actor.
    pub sector: Option<String>,
    /// Country code of an actor.
    pub country: Option<String>,
    /// Identifier of the actor it belongs to.
    pub part_of: Option<String>,
    /// Identifiers of the themes of a claim.
    pub themes: Vec<String>,
    /// Values of the columns that the study has of its own, by header.
    pub attributes: Vec<Attribute>,
    /// Statements behind the node after filters, by stance, before counting rules.
    pub supports: u32,
    /// See `supports`.
    pub opposes: u32,
    /// See `supports`.
    pub neutral: u32,
    /// Its statements at each level of authority: authoritative, quasi-authoritative,
    /// non-authoritative.
    pub authority: [u32; 3],
    /// First day that any of its statements can date from.
    pub first: Option<Day>,
    /// Last day that any of its statements can date from.
    pub last: Option<Day>,
    /// What remains of the node's supporting and opposing statements after the counting rule: the
    /// divisor of normalisations.
    pub activity: u32,
    /// The coalition it is in, from 1, the largest first; none where coalitions were not looked for,
    /// or it has no tie that could place it.
    pub coalition: Option<u32>,
    /// How many shortest paths of agreement between pairs of others lead through it
    /// ([`betweenness`](super::measures::betweenness)); none where this was not worked out, since the
    /// network is too large.
    pub betweenness: Option<f64>,
}

/// A node with fewer supporting and opposing statements than these is placed in a coalition by next
/// to nothing.
pub const FEW_STATEMENTS: u32 = 3;

impl Node {
    /// Returns the value of a column that the study has of its own, by its header.
    pub fn own(&self, column: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let attribute = attributes.find(|attribute| attribute.column == column);
        attribute.map(|attribute| attribute.value.as_str())
    }

    /// Tells whether fewer than [`FEW_STATEMENTS`] statements take a side, so that what is said of
    /// its place among others rests on little.
    pub fn is_sparse(&self) -> bool {
        self.supports + self.opposes < FEW_STATEMENTS
    }

    /// All statements behind the node.
    pub fn statements(&self) -> u32 {
        self.supports + self.opposes + self.neutral
    }
}

/// A tie and all that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// What it means.
    pub kind: TieKind,
    /// Strength, always above zero. The sign is in `sign`. Two-mode ties: `supports + opposes`,
    /// so that taking both sides equally is a tie as strong as the statements behind it.
    pub weight: f64,
    /// `1` for agreement and support, `-1` for disagreement and opposition; `both` has the sign of
    /// its net count, which can be `0`; `0` for kinds without a sign.
    pub sign: i8,
    /// The act, of a tie to an addressee: a position in [`Network::acts`].
    pub act: Option<u32>,
    /// The claims listed of those behind it: positions in [`Network::claims`], ascending. All,
    /// unless there are more than [`Options::list_claims`](super::Options::list_claims). Of ties of
    /// claims: the nodes that take sides on both.
    pub claims: Vec<u32>,
    /// Number of distinct claims behind it, or of nodes behind a tie of claims.
    pub claim_count: u32,
    /// Those of the claims on which the tie rests on a stance that is implied, not said.
    pub implied: u32,
    /// Distinct statements behind it, of both ends. Where what is implied is netted, one can count
    /// twice: for agreement on one claim, and for disagreement on another.
    pub statements: u32,
    /// First day that any of these statements can date from.
    pub first: Option<Day>,
    /// Last day that any of these statements can date from.
    pub last: Option<Day>,
    /// Two-mode ties: supporting count after the counting rule; one-mode ties: zero.
    pub supports: u32,
    /// Two-mode ties: opposing count after the counting rule; one-mode ties: zero.
    pub opposes: u32,
}

impl Tie {
    /// Weight with the sign on it. A `both` tie of net zero has zero.
    pub fn signed_weight(&self) -> f64 {
        f64::from(self.sign) * self.weight
    }
}

/// What went into a network and what was left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Statements in the graph.
    pub statements: u32,
    /// Statements left out before all filters: no speaker, claim or stance that can be read.
    pub incomplete: u32,
    /// Statements that passed the filters.
    pub selected: u32,
    /// Selected statements left out for lack of a node of the kind asked for.
    pub without_node: u32,
    /// The other selected statements that take neither side and so tie nobody.
    pub neutral: u32,
    /// What the counting rule left of the supporting and opposing statements.
    pub counted: u32,
}

/// A network of actors, or of actors and claims.
///
/// Nodes are sorted by mode, then IRI; ties by their ends, then kind. At most one tie exists for
/// a pair of nodes and a kind.
#[derive(Debug, Clone)]
pub struct Network {
    /// Which network this is.
    pub kind: NetworkKind,
    /// One line that says how it was made, for the file's description.
    pub description: String,
    /// Titles of the studies it comes from.
    pub titles: Vec<String>,
    /// Last day of any statement behind it: the date that files carry in place of the clock.
    pub last: Option<Day>,
    /// Identifiers of the claims that ties list, sorted. Where several studies use the same one, it
    /// stands here once for each. In a network of claims: of the nodes behind its ties.
    pub claims: Vec<String>,
    /// IRIs of the same, in the same order.
    pub claim_iris: Vec<String>,
    /// Codes of the acts that ties to addressees are of, sorted.
    pub acts: Vec<String>,
    /// Nodes and ties. Undirected; where a network is directed, an edge's source is its speaker.
    pub graph: UnGraph<Node, Tie>,
    /// Signed modularity of the coalitions that its nodes carry, at resolution 1 whatever they were
    /// found at; `None` where they were not looked for, or there are no ties to find them by.
    pub modularity: Option<f64>,
    /// Whether it takes in what is implied.
    pub logic: Logic,
    /// Whether ties have a direction.
    pub directed: bool,
    /// What went in and what was left out.
    pub summary: Summary,
    /// When its parts are there, in a network over time.
    pub spells: Option<Box<Spells>>,
}

/// When the parts of a network are there: spells that neither overlap nor touch, by time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spells {
    /// Of each node, in the order of the graph.
    pub nodes: Vec<Vec<Window>>,
    /// Of each tie, in the order of the graph.
    pub ties: Vec<Vec<Window>>,
    /// What each tie weighs in the windows that it is there in, by time and without overlap: where
    /// windows overlap, a weight holds until the next window that has the tie begins.
    pub weights: Vec<Vec<(Window, f64)>>,
}

impl Network {
    /// The word for what a tie means, by which ties of a pair are told apart: the act, or the kind.
    pub fn kind_of(&self, tie: &Tie) -> &str {
        let act = tie.act.and_then(|act| self.acts.get(act as usize));
        act.map_or(tie.kind.as_str(), String::as_str)
    }

    /// Identifiers of the claims that a tie lists, sorted.
    pub fn claims_of<'a>(&'a self, tie: &'a Tie) -> impl Iterator<Item = &'a str> {
        let ids = tie.claims.iter();
        ids.filter_map(|claim| self.claims.get(*claim as usize).map(String::as_str))
    }
}
