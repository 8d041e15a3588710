//! What the statements of a study refer to: its tables as records, and the study that holds them.

use super::{Authority, EdtfDate, Id, Kind};

/// A study without its statements: what its manifest says and the rows of the other four tables,
/// every reference checked. Statements pass by one at a time, as
/// [`Statement`](super::Statement)s that name these rows by number.
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
pub struct Attribute<T = String> {
    /// The column's header, as written.
    pub column: T,
    /// The cell, never empty.
    pub value: T,
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
