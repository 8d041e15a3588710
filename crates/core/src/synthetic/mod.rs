//! Made-up debates of any size, for benchmarks and for scoring what finds coalitions.
//!
//! A few actors say most and a few claims get most of what is said. States with their institutions
//! and persons form coalitions; each coalition takes one side on each claim, and all statements but
//! a given share follow it. Who is in which coalition stands in the column `coalition` of
//! `actors.csv`. Everything is integer arithmetic from one seed, so that the bytes are the same on
//! every machine, and rows are written as they are made, so that memory does not grow with them.

mod debate;
mod ranks;
mod tables;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Advice, ErrorKind, Hint, Part};
use crate::sink::write_atomically;
use debate::Debate;
use std::io::{self, Write};
use std::path::Path;

/// What a made-up debate is like.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Statements.
    pub statements: usize,
    /// Actors: states first, then their institutions and persons.
    pub actors: usize,
    /// Claims.
    pub claims: usize,
    /// Sources, each with as many statements as another.
    pub sources: usize,
    /// Coalitions that are planted.
    pub coalitions: usize,
    /// The share of statements, 0 to 1, that depart from their coalition's line: two of three take
    /// the other side, the third none.
    pub noise: f64,
    /// Where the random numbers start from.
    pub seed: u64,
}

impl Settings {
    /// A debate of this many statements. Actors and claims grow with the square root, as
    /// vocabularies do; a source holds five statements.
    pub fn of_size(statements: usize) -> Self {
        let root = statements.isqrt();
        Self {
            statements,
            actors: (3 * root).max(40),
            claims: (3 * root / 2).max(20),
            sources: (statements / 5).max(1),
            coalitions: 2,
            noise: 0.1,
            seed: 0,
        }
    }

    /// Checks that there can be such a debate.
    ///
    /// # Errors
    /// [`InvalidSettings`] says which setting is out of range.
    pub fn check(&self) -> Result<(), InvalidSettings> {
        let wrong = |what| Err(InvalidSettings(what));
        match self {
            Self { actors: 0, .. } | Self { claims: 0, .. } | Self { sources: 0, .. } => {
                wrong("a debate has at least one actor, one claim and one source")
            }
            Self { coalitions: 0, .. } => wrong("a debate has at least one coalition"),
            _ if self.coalitions > self.actors => wrong("there are more coalitions than actors"),
            _ if self.coalitions > debate::MOST_STATES => {
                wrong("every coalition needs a state, and there are codes for 676 of them")
            }
            _ if self.actors.max(self.claims) > ranks::MOST_RANKS => {
                wrong("there are more than ten million actors or claims")
            }
            _ if !(0.0..=1.0).contains(&self.noise) => wrong("noise is a share, from 0 to 1"),
            _ => Ok(()),
        }
    }
}

/// There can be no such debate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidSettings(&'static str);

/// Why a made-up study was not written.
#[derive(Debug, thiserror::Error)]
pub enum SyntheticError {
    /// There can be no such debate.
    #[error(transparent)]
    Settings(#[from] InvalidSettings),
    /// A file could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Advice for InvalidSettings {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }

    fn hint(&self) -> Option<Hint> {
        Some(Hint::phrase([
            "see ".into(),
            Part::command("synthesize --help"),
        ]))
    }
}

impl Advice for SyntheticError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Settings(error) => error.kind(),
            Self::Io(error) => Advice::kind(error),
        }
    }

    fn hint(&self) -> Option<Hint> {
        match self {
            Self::Settings(error) => error.hint(),
            Self::Io(_) => None,
        }
    }
}

/// Writes a study, manifest and five tables, into a folder that exists.
///
/// # Errors
/// [`SyntheticError`] for settings that [`Settings::check`] refuses and for files that cannot be
/// written.
pub fn write_study(folder: &Path, settings: &Settings) -> Result<(), SyntheticError> {
    settings.check()?;
    let debate = Debate::new(settings);
    type Table = fn(&Debate, &mut dyn Write) -> io::Result<()>;
    let files: [(&str, Table); 6] = [
        ("demarche.toml", tables::manifest),
        ("themes.csv", tables::themes),
        ("claims.csv", tables::claims),
        ("actors.csv", tables::actors),
        ("sources.csv", tables::sources),
        ("statements.csv", tables::statements),
    ];
    for (name, write) in files {
        write_atomically(&folder.join(name), |out| write(&debate, out))?;
    }
    Ok(())
}
