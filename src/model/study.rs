//! The five tables of a study as records, and the study that holds them.

use super::{Authority, EdtfDate, Id, Kind, SpeechAct, Stance};
use unicode_normalization::UnicodeNormalization;

/// A study: what its manifest says and the rows of its five tables, every reference checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What the manifest says of the study as a whole.
    pub metadata: Metadata,
    /// Kinds that the manifest adds to the ontology's.
    pub kinds: Vec<KindDeclaration>,
    /// `themes.csv`
    pub themes: Vec<Theme>,
    /// `claims.csv`
    pub claims: Vec<Claim>,
    /// `actors.csv`
    pub actors: Vec<Actor>,
    /// `sources.csv`
    pub sources: Vec<Source>,
    /// `statements.csv`
    pub statements: Vec<Statement>,
}

/// What a manifest says of a study as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// The study's name, for people.
    pub title: String,
    /// What the study is about.
    pub description: Option<String>,
    /// What every IRI of the study begins with; ends in `/` or `#`.
    pub base: String,
    /// IRI of the licence.
    pub licence: Option<String>,
    /// BCP 47 tag of the language that labels and texts are in.
    pub language: Option<String>,
    /// Who made it.
    pub creators: Vec<String>,
    /// Its version, as its makers count.
    pub version: Option<String>,
}

/// Which vocabulary a declared kind extends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KindOf {
    /// A type of actor.
    Actor,
    /// A sector.
    Sector,
    /// A type of source.
    Source,
}

/// A kind that a manifest adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindDeclaration {
    /// The vocabulary it extends.
    pub of: KindOf,
    /// The code that stands in tables.
    pub code: Id,
    /// Its name, for people.
    pub label: String,
    /// What it covers.
    pub definition: Option<String>,
}

/// The value of a column that the format does not know, kept with its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The column's header, as written.
    pub column: String,
    /// The cell, never empty.
    pub value: String,
}

/// A subject that claims are grouped under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Identifier.
    pub id: Id,
    /// Name, for people.
    pub label: String,
    /// What it covers.
    pub definition: Option<String>,
    /// Columns beyond the format's.
    pub attributes: Vec<Attribute>,
}

/// A proposition that an actor can support or oppose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Identifier.
    pub id: Id,
    /// Name, for people.
    pub label: String,
    /// Themes it belongs to.
    pub themes: Vec<Id>,
    /// The proposition in full.
    pub definition: Option<String>,
    /// Claims contrary to it: both cannot be held at once, both can be rejected. Symmetric.
    pub contradicts: Vec<Id>,
    /// Claims that whoever supports this one must support too.
    pub entails: Vec<Id>,
    /// Columns beyond the format's.
    pub attributes: Vec<Attribute>,
}

/// Someone or something that takes positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Identifier.
    pub id: Id,
    /// Name, for people.
    pub label: String,
    /// Person, institution, state, ...
    pub kind: Kind,
    /// What it belongs to. Never a cycle.
    pub part_of: Option<Id>,
    /// ISO 3166-1 alpha-3 code.
    pub country: Option<String>,
    /// Its own sector.
    pub sector: Option<Kind>,
    /// Other names.
    pub aliases: Vec<String>,
    /// IRIs of the same actor elsewhere, Wikidata for one.
    pub same_as: Vec<String>,
    /// A remark.
    pub note: Option<String>,
    /// Columns beyond the format's.
    pub attributes: Vec<Attribute>,
}

/// Who published a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Publisher {
    /// An actor of the study.
    Actor(Id),
    /// A name.
    Name(String),
}

/// A document or event in which positions were taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Identifier.
    pub id: Id,
    /// Title.
    pub title: String,
    /// Speech, treaty, editorial, ...
    pub kind: Option<Kind>,
    /// When it appeared.
    pub date: Option<EdtfDate>,
    /// The body that issued it or the medium that carried it.
    pub publisher: Option<Publisher>,
    /// How far it speaks for the state behind it.
    pub authority: Option<Authority>,
    /// BCP 47 tag of its language.
    pub language: Option<String>,
    /// IRI of the page that was read.
    pub url: Option<String>,
    /// Columns beyond the format's.
    pub attributes: Vec<Attribute>,
}

/// One actor's stance on one claim in one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Identifier. Empty where the statement is named by a hash of its key fields.
    pub id: Option<Id>,
    /// The source it stands in.
    pub source: Id,
    /// When it was made. Empty where it is the source's date.
    pub date: Option<EdtfDate>,
    /// Who spoke.
    pub actor: Id,
    /// The body spoken for.
    pub on_behalf_of: Option<Id>,
    /// The claim it is about.
    pub claim: Id,
    /// The stance toward that claim as worded.
    pub stance: Stance,
    /// What the speaker did in words.
    pub act: Option<SpeechAct>,
    /// Who was criticised, asked or answered.
    pub addressees: Vec<Id>,
    /// The statement in the coder's words.
    pub paraphrase: Option<String>,
    /// Where in the source it stands.
    pub locator: Option<String>,
    /// Who coded it.
    pub coders: Vec<String>,
    /// Its own level of authority, where it differs from its source's.
    pub authority: Option<Authority>,
    /// Columns beyond the format's.
    pub attributes: Vec<Attribute>,
}

impl Statement {
    /// What names a statement that has no identifier: source, locator, actor, claim, date and
    /// coders, in composed characters, so that composed and decomposed spellings are one.
    ///
    /// The stance is not among them: a statement that is recoded stays the same statement.
    pub fn key(&self) -> [String; 6] {
        let coders = self.coders.join(";");
        [
            self.source.as_str(),
            self.locator.as_deref().unwrap_or_default(),
            self.actor.as_str(),
            self.claim.as_str(),
            self.date.as_ref().map_or("", |date| date.as_str()),
            &coders,
        ]
        .map(|field| field.nfc().collect())
    }
}
