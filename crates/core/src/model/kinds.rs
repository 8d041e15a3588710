//! The controlled vocabularies of the coding scheme: stances, speech acts, levels of authority,
//! and the kinds of actors, sectors and sources.

use super::Id;
use std::fmt;

/// Declares a closed vocabulary: an enum, its codes as they stand in tables, and all its members.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $member:ident = $code:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $member,)+ }

        impl $name {
            /// Every member, in the order of the scheme.
            pub const ALL: &'static [Self] = &[$(Self::$member,)+];

            /// The code as it stands in a table.
            pub fn code(self) -> &'static str {
                match self { $(Self::$member => $code,)+ }
            }

            /// The member with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$member),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

vocabulary! {
    /// A statement's stance toward the claim as worded. A denial is `opposes` on the accusing claim.
    Stance {
        /// The actor holds the claim.
        Supports = "supports",
        /// The actor rejects the claim.
        Opposes = "opposes",
        /// A stated position on neither side: abstaining, conditions.
        Neutral = "neutral",
    }
}

vocabulary! {
    /// What the speaker did in words. The act never decides the stance.
    SpeechAct {
        /// States as fact.
        Asserts = "asserts",
        /// Says that something alleged is not so.
        Denies = "denies",
        /// Holds someone responsible for a wrong.
        Accuses = "accuses",
        /// Urges that something be done.
        CallsFor = "calls-for",
        /// Puts a measure forward.
        Proposes = "proposes",
        /// Turns a proposal or view down.
        Rejects = "rejects",
        /// Concurs with someone.
        Agrees = "agrees",
        /// Finds fault.
        Criticizes = "criticizes",
        /// Backs a proposal or document of someone else.
        Endorses = "endorses",
        /// Points to a danger.
        Warns = "warns",
        /// Casts a vote in favour.
        VotesFor = "votes-for",
        /// Casts a vote against.
        VotesAgainst = "votes-against",
        /// Is present and casts no vote either way.
        Abstains = "abstains",
        /// Signs a text.
        Signs = "signs",
        /// Refuses to take part or to sign.
        Declines = "declines",
    }
}

vocabulary! {
    /// How far a source speaks for the state behind it: the three levels of Swaine (2013).
    Authority {
        /// Speaks for the state: leaders, spokespersons, official documents.
        Authoritative = "authoritative",
        /// Close to the state and often signalling for it: commentaries under known pen names.
        QuasiAuthoritative = "quasi-authoritative",
        /// Speaks for itself: scholars, other media, companies.
        NonAuthoritative = "non-authoritative",
    }
}

impl Stance {
    /// `+1` supports, `-1` opposes, `0` neutral.
    pub fn sign(self) -> i8 {
        match self {
            Self::Supports => 1,
            Self::Opposes => -1,
            Self::Neutral => 0,
        }
    }
}

impl SpeechAct {
    /// Whether this act and this stance are an unusual pair that a coder should look at again:
    /// denying or voting against what one is coded as supporting, endorsing what one opposes.
    pub fn clashes_with(self, stance: Stance) -> bool {
        match stance {
            Stance::Supports => matches!(self, Self::Denies | Self::VotesAgainst | Self::Abstains),
            Stance::Opposes => matches!(
                self,
                Self::Agrees
                    | Self::Endorses
                    | Self::CallsFor
                    | Self::Proposes
                    | Self::VotesFor
                    | Self::Signs
                    | Self::Abstains
            ),
            Stance::Neutral => matches!(self, Self::VotesFor | Self::VotesAgainst),
        }
    }
}

/// A kind from an open vocabulary: built into the ontology, or declared by a study's manifest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// The code as it stands in a table.
    pub code: Id,
    /// Whether the study's manifest declares it; otherwise it is the ontology's.
    pub declared: bool,
}

/// Types of actors that the ontology has classes for.
pub const BUILTIN_ACTOR_TYPES: &[&str] = &[
    "person",
    "institution",
    "state",
    "organization",
    "company",
    "group",
];

/// Sectors that the ontology has concepts for.
pub const BUILTIN_SECTORS: &[&str] = &[
    "civilian-government",
    "military",
    "party",
    "media",
    "academia",
    "business",
    "international",
    "civil-society",
];

/// Types of sources that the ontology has concepts for.
pub const BUILTIN_SOURCE_TYPES: &[&str] = &[
    "press-conference",
    "statement",
    "speech",
    "editorial",
    "commentary",
    "report",
    "letter",
    "treaty",
    "vote",
    "interview",
    "article",
    "law",
];
