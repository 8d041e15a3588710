//! The directory: what is known of the actors, claims, sources and concepts that statements name.

use super::Statements;
use crate::model::{Attribute, Authority};
use crate::vocab::dm;
use std::borrow::Cow;

/// The number of an entity of a corpus: of an actor, claim, source, statement, theme or concept.
///
/// Numbers compare as the IRIs of entities do. Whatever orders nodes by number orders them by IRI.
pub type EntityId = u32;

/// A class that names are looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityClass {
    /// Actors.
    Actor,
    /// Claims.
    Claim,
    /// Sources.
    Source,
    /// Themes of claims.
    Theme,
    /// Sectors of actors.
    Sector,
    /// What speakers do in words.
    SpeechAct,
    /// Levels of authority.
    AuthorityLevel,
}

impl EntityClass {
    /// Returns the IRI of the class in the ontology.
    pub fn iri(self) -> &'static str {
        match self {
            Self::Actor => dm::ACTOR,
            Self::Claim => dm::CLAIM,
            Self::Source => dm::SOURCE,
            Self::Theme => dm::THEME,
            Self::Sector => dm::SECTOR_CLASS,
            Self::SpeechAct => dm::SPEECH_ACT,
            Self::AuthorityLevel => dm::AUTHORITY_LEVEL,
        }
    }
}

/// A text that a statement carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatementText {
    /// Its date as written.
    Date,
    /// What was said, in the coder's words.
    Paraphrase,
    /// The place in the source.
    Locator,
}

/// Statements as columns, and a directory of what they name.
///
/// Methods that take an id give nothing, or an empty list, for an entity that the corpus does not
/// have, and for one of another class than the method is about.
pub trait Corpus: Sync {
    /// Returns the statements.
    fn statements(&self) -> Statements<'_>;

    /// Tells whether all that was read of the corpus so far is as it was written. Whatever was worked
    /// out of a corpus is to be given to nobody before this has been asked.
    fn is_intact(&self) -> bool {
        true
    }

    /// Returns the titles of the studies that statements come from, by the IRIs of the studies.
    fn titles(&self) -> Vec<String>;

    /// Returns the IRI of an entity; `None` where there is none, or the corpus is damaged there.
    fn iri(&self, id: EntityId) -> Option<Cow<'_, str>>;

    /// Returns the entity with this IRI.
    fn find(&self, iri: &str) -> Option<EntityId>;

    /// Returns the entities of a class that an IRI or a short name stands for: an identifier
    /// (`prc-mfa`) or a code (`military`). Where several studies use the same name, all of them.
    /// Sorted.
    fn resolve(&self, name: &str, class: EntityClass) -> Vec<EntityId>;

    /// Returns the short names of a class, sorted, each once.
    fn names(&self, class: EntityClass) -> Vec<String>;

    /// Returns the name of an entity for people: in English where there are several languages.
    fn label(&self, id: EntityId) -> Option<String>;

    /// Returns the code of a concept, or the last part of its IRI.
    fn code(&self, concept: EntityId) -> Option<String>;

    /// Returns other names of an actor, sorted.
    fn aliases(&self, actor: EntityId) -> Vec<String>;

    /// Returns the values of the columns of an entity's row that the format of studies does not
    /// know, by header.
    fn attributes(&self, id: EntityId) -> Vec<Attribute>;

    /// Returns the code of an actor's type: "person", "state", or one that the study declares.
    fn actor_type(&self, actor: EntityId) -> Option<String>;

    /// Tells whether an actor is a state.
    fn is_state(&self, actor: EntityId) -> bool;

    /// Tells whether an actor is a collective below a state: an institution, organization, company,
    /// group, or of a type that the study declares.
    fn is_collective(&self, actor: EntityId) -> bool;

    /// Tells whether an actor is an organization of the international sector.
    fn is_international(&self, actor: EntityId) -> bool;

    /// Returns an actor's own sector.
    fn sector(&self, actor: EntityId) -> Option<EntityId>;

    /// Returns the actors of a sector.
    fn actors_in(&self, sector: EntityId) -> Vec<EntityId>;

    /// Returns an actor's own country, as coded.
    fn country(&self, actor: EntityId) -> Option<String>;

    /// Returns all actors that have a country, each with its code.
    fn countries(&self) -> Vec<(EntityId, Cow<'_, str>)>;

    /// Returns what an actor is directly part of, by IRI. A checked study has one at most; background
    /// data can have several, and circles.
    fn part_of(&self, actor: EntityId) -> Vec<EntityId>;

    /// Returns the level that a concept of authority is, `None` where a study has one of its own.
    fn authority(&self, concept: EntityId) -> Option<Authority>;

    /// Returns the themes of a claim.
    fn themes(&self, claim: EntityId) -> Vec<EntityId>;

    /// Returns the claims of a theme.
    fn claims_of(&self, theme: EntityId) -> Vec<EntityId>;

    /// Returns all pairs of claims of which the first entails the second.
    fn entailments(&self) -> Vec<[EntityId; 2]>;

    /// Returns all pairs of claims that contradict each other, as they are declared.
    fn contradictions(&self) -> Vec<[EntityId; 2]>;

    /// Returns a text of a statement.
    fn statement_text(&self, statement: EntityId, text: StatementText) -> Option<String>;

    /// Returns where a source can be read.
    fn source_url(&self, source: EntityId) -> Option<String>;
}

/// Returns the last part of an IRI, after the last `/` or `#`: the identifier a row has in its table.
///
/// ```
/// use demarche_core::statements::local_name;
/// assert_eq!(local_name("https://example.org/study/actor/china"), "china");
/// ```
pub fn local_name(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}
