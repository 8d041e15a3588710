//! Who is who in a made-up debate, where each coalition stands, and what is said.

use super::Settings;
use super::ranks::Ranks;
use crate::random::Random;
use std::collections::HashSet;

/// Codes that ISO 3166-1 leaves to users, XAA to XZZ.
pub(super) const MOST_STATES: usize = 26 * 26;
const STATES: usize = 24;
pub(super) const THEMES: usize = 6;

const SECTORS: [&str; 8] = [
    "civilian-government",
    "civilian-government",
    "civilian-government",
    "military",
    "media",
    "academia",
    "business",
    "civil-society",
];
const SOURCE_TYPES: [&str; 6] = [
    "press-conference",
    "statement",
    "speech",
    "editorial",
    "report",
    "article",
];
/// Most of what is said does not bind the state behind it.
const LEVELS: [&str; 8] = [
    "authoritative",
    "authoritative",
    "quasi-authoritative",
    "quasi-authoritative",
    "non-authoritative",
    "non-authoritative",
    "non-authoritative",
    "",
];
const FOR: [&str; 6] = [
    "asserts",
    "calls-for",
    "proposes",
    "endorses",
    "agrees",
    "accuses",
];
const AGAINST: [&str; 4] = ["rejects", "denies", "criticizes", "rejects"];

/// Kinds of things that have random numbers of their own.
mod kind {
    pub(super) const SIDE: u64 = 1;
    pub(super) const ACTOR: u64 = 2;
    pub(super) const SOURCE: u64 = 3;
    pub(super) const STATEMENT: u64 = 4;
    pub(super) const ORDER: u64 = 5;
}

/// What kind of actor one is, and what it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    State,
    Institution { state: usize },
    Person { institution: usize },
}

/// A source, without its number.
pub(super) struct Source {
    pub(super) kind: &'static str,
    pub(super) date: String,
    pub(super) publisher: usize,
    pub(super) level: &'static str,
}

/// The stance of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stance {
    Supports,
    Opposes,
    Neutral,
}

/// A statement, without its number.
pub(super) struct Statement {
    pub(super) source: usize,
    pub(super) actor: usize,
    pub(super) claim: usize,
    pub(super) stance: Stance,
    pub(super) act: &'static str,
    pub(super) addressee: Option<usize>,
}

/// A debate: everything in it follows from its settings and a number.
pub(super) struct Debate<'a> {
    pub(super) settings: &'a Settings,
    states: usize,
    claim_ranks: Ranks,
    actor_ranks: Ranks,
    /// Actors by how much they say, so that it is not always states that say most.
    by_rank: Vec<u32>,
}

impl<'a> Debate<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        let mut by_rank: Vec<u32> = (0..settings.actors as u32).collect();
        let mut random = Random::of(settings.seed, kind::ORDER, 0);
        for at in (1..by_rank.len()).rev() {
            by_rank.swap(at, random.below(at + 1));
        }
        // A whole number of states a coalition, where there are actors for it, so that none is
        // larger than another.
        let each = (STATES.min(settings.actors / 5) / settings.coalitions).max(1);
        Self {
            settings,
            states: each * settings.coalitions,
            claim_ranks: Ranks::new(settings.claims),
            actor_ranks: Ranks::new(settings.actors),
            by_rank,
        }
    }

    fn random(&self, kind: u64, n: usize) -> Random {
        Random::of(self.settings.seed, kind, n)
    }

    /// The state that an actor belongs to; states belong to themselves.
    pub(super) fn state_of(&self, actor: usize) -> usize {
        actor % self.states
    }

    /// The coalition of an actor: that of its state.
    pub(super) fn coalition_of(&self, actor: usize) -> usize {
        self.state_of(actor) % self.settings.coalitions
    }

    /// Rounds of states, institutions, persons, persons, institutions, persons, persons, ...
    pub(super) fn place_of(&self, actor: usize) -> Place {
        let (state, round) = (self.state_of(actor), actor / self.states);
        match (round, round % 3) {
            (0, _) => Place::State,
            (_, 1) => Place::Institution { state },
            (_, rest) => {
                let rounds_back = if rest == 2 { 1 } else { 2 };
                Place::Person {
                    institution: actor - rounds_back * self.states,
                }
            }
        }
    }

    /// States are their governments; persons are of their institution's sector.
    pub(super) fn sector_of(&self, actor: usize) -> &'static str {
        match self.place_of(actor) {
            Place::State => SECTORS[0],
            Place::Institution { .. } => self.random(kind::ACTOR, actor).pick(&SECTORS),
            Place::Person { institution } => self.sector_of(institution),
        }
    }

    /// Whether a coalition supports a claim. No claim has all coalitions on one side, or there
    /// would be nothing to debate.
    pub(super) fn supports(&self, coalition: usize, claim: usize) -> bool {
        let coalitions = self.settings.coalitions;
        let side = |of: usize| self.random(kind::SIDE, claim * coalitions + of).below(2) == 0;
        let dissenter = claim % coalitions;
        if coalition != dissenter || coalitions == 1 {
            return side(coalition);
        }
        let mut others = (0..coalitions).filter(|&other| other != dissenter);
        let first = others.next().is_some_and(side);
        if others.all(|other| side(other) == first) {
            !first
        } else {
            side(dissenter)
        }
    }

    /// The themes of a claim: one, or two.
    pub(super) fn themes_of(&self, claim: usize) -> (usize, Option<usize>) {
        let first = claim % THEMES;
        let second = claim.is_multiple_of(4).then_some((first + 1) % THEMES);
        (first, second)
    }

    /// Debates grow: the later of two days in twenty years. One date in eight is known to the month.
    pub(super) fn source(&self, n: usize) -> Source {
        let mut random = self.random(kind::SOURCE, n);
        let month = random.below(240).max(random.below(240));
        let (year, month) = (2004 + month / 12, 1 + month % 12);
        let date = match random.below(8) {
            0 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{:02}", 1 + random.below(28)),
        };
        Source {
            kind: random.pick(&SOURCE_TYPES),
            date,
            publisher: random.below(self.settings.actors),
            level: random.pick(&LEVELS),
        }
    }

    /// The source of a statement: statements stand in the order of their sources.
    pub(super) fn source_of(&self, statement: usize) -> usize {
        let (sources, statements) = (
            self.settings.sources as u128,
            self.settings.statements as u128,
        );
        (statement as u128 * sources / statements.max(1)) as usize
    }

    /// A statement; `said` holds who has spoken on what in its source so far. Nobody is made to
    /// speak twice on one claim in one source while there is anything else to say.
    pub(super) fn statement(&self, n: usize, said: &HashSet<(usize, usize)>) -> Statement {
        let mut random = self.random(kind::STATEMENT, n);
        let mut draw = || {
            let actor = self.by_rank[self.actor_ranks.draw(&mut random)] as usize;
            (actor, self.claim_ranks.draw(&mut random))
        };
        let mut drawn = draw();
        for _ in 0..32 {
            if !said.contains(&drawn) {
                break;
            }
            drawn = draw();
        }
        let (actor, claim) = drawn;
        let stance = self.stance(actor, claim, &mut random);
        let act = match stance {
            Stance::Supports => random.pick(&FOR),
            Stance::Opposes => random.pick(&AGAINST),
            Stance::Neutral => "abstains",
        };
        let addressee =
            matches!(act, "accuses" | "criticizes").then(|| self.rival(actor, &mut random));
        Statement {
            source: self.source_of(n),
            actor,
            claim,
            stance,
            act,
            addressee,
        }
    }

    fn stance(&self, actor: usize, claim: usize, random: &mut Random) -> Stance {
        let supports = self.supports(self.coalition_of(actor), claim);
        let departs = random.chance(self.settings.noise);
        if departs && random.below(3) == 0 {
            Stance::Neutral
        } else if supports != departs {
            Stance::Supports
        } else {
            Stance::Opposes
        }
    }

    /// A state that an actor accuses: the next one is of the next coalition.
    fn rival(&self, actor: usize, random: &mut Random) -> usize {
        let steps = 1 + random.below(self.settings.coalitions.saturating_sub(1).max(1));
        (self.state_of(actor) + steps) % self.states
    }
}
