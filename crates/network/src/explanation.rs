//! What stands behind one pair, as it is told.

use serde::Serialize;

/// The ties of a pair and the statements behind them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// How the network was made.
    pub network: String,
    /// Both ends, in the order they were asked for.
    pub ends: [Named; 2],
    /// What groups of statements are about: "claim", or "node" where claims are tied.
    pub by: &'static str,
    /// Their ties, none where they are not tied.
    pub ties: Vec<ExplainedTie>,
}

/// An identifier and a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The identifier in the study's table.
    pub id: String,
    /// The name for people.
    pub label: String,
}

/// A tie and what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedTie {
    /// What it means: "agreement", ..., or the act.
    pub kind: String,
    /// Its weight in the network.
    pub weight: f64,
    /// Its claims by identifier; of a tie of claims, the nodes that tie them.
    pub groups: Vec<Group>,
}

/// The statements on one claim (or by one node, where claims are tied).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The claim.
    pub about: Named,
    /// The statements, by end, then by date, those without one first.
    pub statements: Vec<Said>,
}

/// A statement behind a tie.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Said {
    /// Which end it belongs to: 0 or 1.
    pub end: usize,
    /// Its identifier.
    pub statement: String,
    /// Who spoke.
    pub speaker: Named,
    /// The stance on the claim that it counts for: "supports" or "opposes".
    pub stance: &'static str,
    /// Where that stance is implied: the stance that was taken, and each step to the claim.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Reason>,
    /// Its date as written.
    pub date: Option<String>,
    /// What the speaker did.
    pub act: Option<String>,
    /// Its text in the coder's words.
    pub paraphrase: Option<String>,
    /// Its source.
    pub source: Option<Named>,
    /// Where the source can be read.
    pub url: Option<String>,
    /// The place in the source.
    pub locator: Option<String>,
}

/// A stance on the way from what was said to what it implies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Why it follows from the one before: "entails", "contradicts", "is entailed by"; of the
    /// first, "says".
    pub why: &'static str,
    /// The claim.
    pub claim: Named,
    /// The stance on it: "supports" or "opposes".
    pub stance: &'static str,
}
