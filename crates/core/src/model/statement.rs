//! A statement, as it passes from its table into the graph.

use super::{Attribute, Authority, EdtfDate, RowId, SpeechAct, Stance, composed};
use sha2::{Digest, Sha256};

/// One actor's stance on one claim in one source.
///
/// Borrows the text of its row, since a study may hold more statements than memory. Rows of other
/// tables are named by their number in the [`Study`](super::Study), from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'a> {
    /// What tells it from every other statement.
    pub name: StatementName<'a>,
    /// The source it stands in.
    pub source: usize,
    /// When it was made. Empty where it is the source's date.
    pub date: Option<&'a EdtfDate>,
    /// Who spoke.
    pub actor: usize,
    /// The body spoken for.
    pub on_behalf_of: Option<usize>,
    /// The claim it is about.
    pub claim: usize,
    /// The stance toward that claim as worded.
    pub stance: Stance,
    /// What the speaker did in words.
    pub act: Option<SpeechAct>,
    /// Who was criticised, asked or answered.
    pub addressees: Vec<usize>,
    /// The statement in the coder's words.
    pub paraphrase: Option<&'a str>,
    /// Where in the source it stands.
    pub locator: Option<&'a str>,
    /// Who coded it.
    pub coders: Values<'a>,
    /// Its own level of authority, where it differs from its source's.
    pub authority: Option<Authority>,
    /// Columns beyond the format's.
    pub attributes: Vec<Attribute<&'a str>>,
}

/// What tells a statement from every other one of its study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatementName<'a> {
    /// The identifier its row gives.
    Id(RowId<'a>),
    /// The digest of its key fields, where it gives none.
    Digest([u8; 16]),
}

/// The key fields of a statement that has no identifier.
///
/// The stance is not among them: a statement that is recoded stays the same statement.
#[derive(Debug, Clone, Copy)]
pub struct StatementKey<'a> {
    /// Identifier of its source.
    pub source: &'a str,
    /// Where in the source it stands; empty where that is not said.
    pub locator: &'a str,
    /// Identifier of who spoke.
    pub actor: &'a str,
    /// Identifier of the claim.
    pub claim: &'a str,
    /// The statement's own date as written; empty where it has none.
    pub date: &'a str,
    /// Who coded it.
    pub coders: Values<'a>,
}

impl StatementKey<'_> {
    /// The first 128 bits of SHA-256 over the fields in composed characters, so that composed and
    /// decomposed spellings are one.
    ///
    /// Each field is preceded by its length, so that no two lists of fields run together the same.
    pub fn digest(&self) -> [u8; 16] {
        let coders = self.coders.joined();
        let fields = [
            self.source,
            self.locator,
            self.actor,
            self.claim,
            self.date,
            &coders,
        ];
        let mut hasher = Sha256::new();
        for field in fields.map(composed) {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        let mut digest = [0; 16];
        digest.copy_from_slice(&hasher.finalize()[..16]);
        digest
    }
}

/// The values of a cell that takes many, separated by `;`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Values<'a>(&'a str);

impl<'a> Values<'a> {
    /// The values of a cell.
    pub fn new(cell: &'a str) -> Self {
        Self(cell)
    }

    /// Each value without white space around it; empty ones left out.
    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        self.0
            .split(';')
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    /// The values with nothing but `;` between them.
    pub fn joined(self) -> std::borrow::Cow<'a, str> {
        match self.0.contains(';') {
            true => self.iter().collect::<Vec<_>>().join(";").into(),
            false => self.0.trim().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(locator: &str) -> StatementKey<'_> {
        StatementKey {
            source: "s",
            locator,
            actor: "a",
            claim: "c",
            date: "",
            coders: Values::default(),
        }
    }

    #[test]
    fn a_key_tells_statements_apart_however_they_are_typed() {
        assert_ne!(key("p. 1").digest(), key("p. 2").digest());
        // Composed and decomposed é are one text.
        assert_eq!(key("caf\u{e9}").digest(), key("cafe\u{301}").digest());
    }

    #[test]
    fn the_digest_is_of_length_prefixed_fields() {
        // Independently: sha256 over 8-byte big-endian length and bytes of
        // "s", "p. 1", "a", "c", "", "".
        let expected = 0xbdf4_ad92_3d67_7a00_6728_19dd_369f_a031_u128;
        assert_eq!(key("p. 1").digest(), expected.to_be_bytes());
    }

    #[test]
    fn values_stand_between_semicolons() {
        let values = Values::new(" ann ;; bo");
        assert_eq!(values.iter().collect::<Vec<_>>(), ["ann", "bo"]);
        assert_eq!(values.joined(), "ann;bo");
        assert_eq!(Values::new("").iter().count(), 0);
    }
}
