//! The model of a study: who said what, about which claim, taking which stance, in which source.
//!
//! Values here are valid by construction: identifiers are well formed, dates have bounds, kinds are
//! known. No input or output, and no RDF.

mod date;
mod id;
mod kinds;
mod statement;
mod study;

pub use date::{Day, EdtfDate, InvalidDate};
pub use id::{Id, InvalidId, RowId, composed};
pub use kinds::{
    Authority, BUILTIN_ACTOR_TYPES, BUILTIN_SECTORS, BUILTIN_SOURCE_TYPES, Kind, SpeechAct, Stance,
};
pub use statement::{Statement, StatementKey, StatementName, Values};
pub use study::{
    Actor, Attribute, Claim, KindDeclaration, KindOf, Metadata, Publisher, Source, Study, Theme,
};
