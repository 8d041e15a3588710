//! What is compared: plain settings, made by the command line or a manifest.

use crate::{Counting, Filter, NetworkError, NodeLevel, UnknownChoice, words};
use demarche_core::diagnostic::{Advice, ErrorKind, Hint, Part};
use serde::{Deserialize, Deserializer, de};
use std::fmt;
use std::str::FromStr;

/// What sorts voices into groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The sector of the actor, as coded on its own row.
    Sector,
    /// The level of authority of the statement. An actor who speaks at two levels is a voice in
    /// both, each with what was said there.
    Authority,
    /// The country of the actor, as coded on its own row.
    Country,
    /// The type of the actor: person, institution, state, ...
    ActorType,
}

/// What is counted once in a claim's shares and tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Unit {
    /// A voice: an actor, or what actors were rolled up to, with the side that most of its statements
    /// on the claim are on. One that is as often on both sides is on neither.
    #[default]
    Actors,
    /// A statement, as the counting rule leaves them. Those of one actor do not come about
    /// independently, so that tests find more than there is.
    Statements,
}

words! { By {
    Sector = "sector",
    Authority = "authority",
    Country = "country",
    ActorType = "actor-type",
} }
words! { Unit { Actors = "actors", Statements = "statements", } }

/// How many permutations a test takes unless told otherwise.
pub const PERMUTATIONS: u32 = 9_999;

/// What to compare, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// What sorts voices into groups.
    pub by: By,
    /// The groups to compare, in this order; where none is named, all with at least two voices.
    pub groups: Vec<String>,
    /// Which statements go in.
    pub filter: Filter,
    /// Who a voice is: an actor, or the institution or state that statements are rolled up to.
    pub nodes: NodeLevel,
    /// How often a stance that is repeated counts.
    pub count: Counting,
    /// What is counted once in shares and tests.
    pub unit: Unit,
    /// A group is compared on a claim where it has at least this many voices (or statements), 1 or
    /// more.
    pub least: u32,
    /// How often sides are permuted in a permutation test; 1 or more.
    pub permutations: u32,
    /// Where permutations start from.
    pub seed: u64,
}

impl Options {
    /// All statements, grouped by this, with the defaults of the command line.
    pub fn by(by: By) -> Self {
        Self {
            by,
            groups: Vec::new(),
            filter: Filter::default(),
            nodes: NodeLevel::default(),
            count: Counting::default(),
            unit: Unit::default(),
            least: 1,
            permutations: PERMUTATIONS,
            seed: 0,
        }
    }

    /// Checks that the settings make sense.
    ///
    /// # Errors
    /// [`CompareError`] for nodes that have nothing to group them by, a filter of levels of
    /// authority where these are the groups, and zeros.
    pub fn check(&self) -> Result<(), CompareError> {
        if !matches!(
            self.nodes,
            NodeLevel::Actor | NodeLevel::Institution | NodeLevel::State
        ) {
            return Err(CompareError::Nodes(self.nodes));
        }
        if self.by == By::Authority && !self.filter.only.authority.is_empty() {
            return Err(CompareError::GroupsByFilter);
        }
        if self.least == 0 {
            return Err(CompareError::Zero("the least number of voices"));
        }
        if self.permutations == 0 {
            return Err(CompareError::Zero("the number of permutations"));
        }
        Ok(())
    }
}

/// A comparison that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// The nodes are no voices.
    #[error("voices are actors, institutions or states, not nodes of the level {0}")]
    Nodes(NodeLevel),
    /// The levels are both groups and filter.
    #[error("the groups are levels of authority, and so is a filter")]
    GroupsByFilter,
    /// A number that has to be 1 or more.
    #[error("{0} cannot be 0")]
    Zero(&'static str),
    /// Voices are of no such group.
    #[error("the graph has no {by} {group:?}")]
    UnknownGroup {
        /// What the groups are.
        by: By,
        /// The group as named.
        group: String,
        /// What may have been meant, nearest first.
        near: Vec<String>,
        /// All that there are, where nothing is near.
        known: Vec<String>,
    },
    /// The positions could not be worked out.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

impl Advice for CompareError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Network(error) => error.kind(),
            _ => ErrorKind::Usage,
        }
    }

    fn hint(&self) -> Option<Hint> {
        match self {
            Self::Nodes(_) => Some(Hint::phrase([
                "use ".into(),
                Part::setting("nodes", "actor"),
                ", institution or state".into(),
            ])),
            Self::GroupsByFilter => Some(Hint::phrase([
                "choose levels by ".into(),
                Part::option("groups"),
                " alone".into(),
            ])),
            Self::Zero(_) => Some("give 1 or more".into()),
            Self::UnknownGroup { near, known, .. } => Hint::nearest_or_known(near, known),
            Self::Network(error) => error.hint(),
        }
    }
}
