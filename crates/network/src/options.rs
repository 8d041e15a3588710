//! What a network is asked to be: plain settings, made by the command line or a manifest.

use super::{NetworkError, NetworkKind};
use demarche_core::model::EdtfDate;
use serde::{Deserialize, Deserializer, de};
use std::fmt;
use std::str::FromStr;

/// How a network is made. The default is every statement of the graph, by actor, counted once per
/// source, not normalised.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Which statements go in.
    pub filter: Filter,
    /// What the nodes are.
    pub nodes: NodeLevel,
    /// How often a stance that is repeated counts.
    pub count: Counting,
    /// Whether a signed network has two ties for a pair or one.
    pub ties: Ties,
    /// What weights are divided by.
    pub normalize: Normalization,
    /// Whether stances that follow from others count.
    pub logic: Logic,
    /// Whose arithmetic is followed where it differs from the definitions.
    pub compat: Option<Compat>,
    /// Whether nodes with selected statements but without ties stay in.
    pub isolates: bool,
    /// Ties below this weight, as it is after normalising, are left out.
    pub min_weight: f64,
    /// A tie stays only if it is among this many strongest ties of one of its ends, by weight after
    /// normalising, then by the other end's IRI. Agreement and disagreement are ranked apart. In a
    /// two-mode network: the strongest ties of the actor. At least 1; all ties unless given.
    pub top: Option<u32>,
    /// Ties list up to this many claims: those that weigh most in the tie, then by id. Their full
    /// number is always told.
    pub list_claims: u32,
    /// How fine coalitions are: 1 is modularity as it is defined, more gives more and smaller ones.
    /// Above zero.
    pub resolution: f64,
    /// What the search for coalitions begins from. The same seed gives the same coalitions.
    pub seed: u64,
}

/// What [`Options::list_claims`] is unless given.
pub const LIST_CLAIMS: u32 = 100;

impl Default for Options {
    fn default() -> Self {
        Self {
            filter: Filter::default(),
            nodes: NodeLevel::default(),
            count: Counting::default(),
            ties: Ties::default(),
            normalize: Normalization::default(),
            logic: Logic::default(),
            compat: None,
            isolates: false,
            min_weight: 0.0,
            top: None,
            list_claims: LIST_CLAIMS,
            resolution: 1.0,
            seed: 0,
        }
    }
}

impl Options {
    /// Checks that the settings make sense for this kind of network.
    ///
    /// # Errors
    /// [`NetworkError`] for a setting that does not apply to the kind, a period that ends before it
    /// begins, a least weight that is negative or no number, a resolution that is not above zero, and
    /// no strongest ties at all.
    pub fn check(&self, kind: NetworkKind) -> Result<(), NetworkError> {
        if !self.normalize.applies_to(kind, self.logic) {
            return Err(NetworkError::Normalization(self.normalize, kind));
        }
        if !matches!(kind, NetworkKind::Signed | NetworkKind::Claims) && self.ties == Ties::Net {
            return Err(NetworkError::NetOfUnsigned(kind));
        }
        if self.logic == Logic::Implied {
            let follows = matches!(
                kind,
                NetworkKind::Agreement
                    | NetworkKind::Disagreement
                    | NetworkKind::Signed
                    | NetworkKind::Positions
            );
            if !follows {
                return Err(NetworkError::ImpliedOf(kind));
            }
            if let Some(compat) = self.compat {
                return Err(NetworkError::ImpliedLike(compat));
            }
        }
        if kind == NetworkKind::Addressed && self.nodes == NodeLevel::Authority {
            return Err(NetworkError::AddressedLevels);
        }
        if !self.min_weight.is_finite() || self.min_weight < 0.0 {
            return Err(NetworkError::MinWeight(self.min_weight));
        }
        if !self.resolution.is_finite() || self.resolution <= 0.0 {
            return Err(NetworkError::Resolution(self.resolution));
        }
        if self.top == Some(0) {
            return Err(NetworkError::TopNone);
        }
        match (&self.filter.since, &self.filter.until) {
            (Some(since), Some(until)) if since.earliest() > until.latest() => {
                Err(NetworkError::Period {
                    since: since.as_str().to_owned(),
                    until: until.as_str().to_owned(),
                })
            }
            _ => Ok(()),
        }
    }
}

/// Which statements go into a network. Everything that is given has to hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Statements that can date from the first day of this date or later. Without a date of its
    /// own, a statement passes only where neither `since` nor `until` is given.
    pub since: Option<EdtfDate>,
    /// Statements that can date from the last day of this date or earlier.
    pub until: Option<EdtfDate>,
    /// What a statement has to be.
    pub only: Criteria,
    /// What a statement must not be.
    pub not: Criteria,
}

/// Properties of a statement. Of several values for one property any will do; each is a short name
/// (`"prc-mfa"`, `"military"`) or an IRI.
///
/// Where more than one study in the graph has the name, all that bear it are meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Criteria {
    /// Themes of its claim.
    pub theme: Vec<String>,
    /// Its claim.
    pub claim: Vec<String>,
    /// Its speaker, or the body that the speaker speaks for.
    pub actor: Vec<String>,
    /// What the speaker did in words.
    pub act: Vec<String>,
    /// Its level of authority.
    pub authority: Vec<String>,
    /// Its speaker's own sector.
    pub sector: Vec<String>,
    /// Its speaker's own country: a code as it stands in the study.
    pub country: Vec<String>,
    /// Its source.
    pub source: Vec<String>,
}

/// What the nodes of a network are. Statements are rolled up along a path: the speaker, then the
/// body spoken for and all that this is part of; without such a body, all that the speaker is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum NodeLevel {
    /// Whoever spoke.
    #[default]
    Actor,
    /// The first collective actor below a state: institution, organization, company or group.
    Institution,
    /// The first state.
    State,
    /// The first state, or where there is none the first international organization, such as a
    /// union of states.
    Polity,
    /// The first sector.
    Sector,
    /// The statement's level of authority.
    Authority,
}

/// How often a node counts on one claim with one stance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Counting {
    /// As often as it was said.
    Statements,
    /// Once per source; statements without one are together a source of their own.
    #[default]
    Sources,
    /// Once per calendar year. For this and the next two the statement's first possible day
    /// decides; undated statements are together a period of their own.
    Year,
    /// Once per calendar month, the year included.
    Month,
    /// Once per ISO week, its year included.
    Week,
    /// Once in all.
    Once,
}

/// How many ties a pair has in a signed network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Ties {
    /// One of agreement and one of disagreement.
    #[default]
    Both,
    /// One: agreement less disagreement.
    Net,
}

/// What the weight of a tie is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Normalization {
    /// Nothing.
    #[default]
    None,
    /// The mean of both nodes' activity.
    Average,
    /// Not a divisor: what both nodes have in common, of all that either has. The weighted Jaccard
    /// index.
    Jaccard,
    /// The lengths of both nodes' vectors: the cosine of their angle.
    Cosine,
    /// Two-mode: the node's activity.
    Activity,
    /// Two-mode: all that is said of the claim.
    Prominence,
}

impl Normalization {
    /// Whether weights of this kind can be divided by it. What is implied is counted once a family
    /// of claims, which is no vector that has a length.
    fn applies_to(self, kind: NetworkKind, logic: Logic) -> bool {
        match self {
            Self::None => true,
            Self::Average => !kind.is_two_mode() && kind != NetworkKind::Addressed,
            Self::Jaccard | Self::Cosine => {
                Self::Average.applies_to(kind, logic) && logic == Logic::Direct
            }
            Self::Activity | Self::Prominence => kind.is_two_mode(),
        }
    }
}

/// Which stances count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Logic {
    /// Those that were taken.
    #[default]
    Direct,
    /// Also those that follow from them, by what claims entail and contradict.
    Implied,
}

/// A program whose arithmetic can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Compat {
    /// Discourse Network Analyzer 3: its divisors for `jaccard` and `cosine`, weeks and months
    /// without their year, and in shared networks repetitions found whatever their stance.
    Dna3,
}

/// A word that is none of a setting's choices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is none of {}", choices.join(", "))]
pub struct UnknownChoice {
    /// The word.
    pub found: String,
    /// What there is to choose from.
    pub choices: &'static [&'static str],
}

/// Gives an enum the words it goes by, on the command line and in a manifest alike.
#[macro_export]
macro_rules! words {
    ($name:ident { $($member:ident = $word:literal,)+ }) => {
        impl $name {
            /// Every choice.
            pub const ALL: &'static [Self] = &[$(Self::$member,)+];
            /// The word for every choice, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($word,)+];

            /// The word for it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$member => $word,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownChoice;

            fn from_str(word: &str) -> Result<Self, UnknownChoice> {
                match word {
                    $($word => Ok(Self::$member),)+
                    _ => Err(UnknownChoice { found: word.to_owned(), choices: Self::NAMES }),
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    };
}

words! { NetworkKind {
    Agreement = "agreement",
    Disagreement = "disagreement",
    Signed = "signed",
    Shared = "shared",
    Positions = "positions",
    Claims = "claims",
    Addressed = "addressed",
} }
words! { NodeLevel {
    Actor = "actor",
    Institution = "institution",
    State = "state",
    Polity = "polity",
    Sector = "sector",
    Authority = "authority",
} }
words! { Counting {
    Statements = "statements",
    Sources = "sources",
    Year = "year",
    Month = "month",
    Week = "week",
    Once = "once",
} }
words! { Ties { Both = "both", Net = "net", } }
words! { Normalization {
    None = "none",
    Average = "average",
    Jaccard = "jaccard",
    Cosine = "cosine",
    Activity = "activity",
    Prominence = "prominence",
} }
words! { Logic { Direct = "direct", Implied = "implied", } }
words! { Compat { Dna3 = "dna3", } }
