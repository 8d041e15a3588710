//! Identifiers of rows: short names that become the last part of an IRI.

use std::borrow::Cow;
use std::fmt;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A row's identifier: letters and digits of any script, and `-`, `_`, `.`, `~`.
///
/// Nothing in it ever needs escaping in an IRI, so the IRI of a row is its table's prefix and
/// its identifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Box<str>);

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// The text is empty.
    #[error("an identifier cannot be empty")]
    Empty,
    /// The text holds a character that would have to be escaped in an IRI.
    #[error("{0:?} cannot stand in an identifier")]
    Character(char),
    /// `.` and `..` mean something else in an IRI.
    #[error("an identifier cannot be made of dots alone")]
    Dots,
}

impl Id {
    /// Reads an identifier.
    ///
    /// # Errors
    /// [`InvalidId`] if the text is empty, only dots, or holds a character other than a letter,
    /// a digit, `-`, `_`, `.` or `~`.
    ///
    /// ```
    /// use demarche_core::model::Id;
    /// assert!(Id::new("prc-mfa").is_ok());
    /// assert!(Id::new("外交部").is_ok());
    /// assert!(Id::new("foreign ministry").is_err());
    /// ```
    pub fn new(text: &str) -> Result<Self, InvalidId> {
        Self::check(text).map(|()| Self(text.into()))
    }

    fn check(text: &str) -> Result<(), InvalidId> {
        if text.is_empty() {
            return Err(InvalidId::Empty);
        }
        if text.bytes().all(is_plain) {
            return match text.bytes().all(|byte| byte == b'.') {
                true => Err(InvalidId::Dots),
                false => Ok(()),
            };
        }
        match text.chars().find(|c| !Self::allows(*c)) {
            Some(bad) => Err(InvalidId::Character(bad)),
            None => Ok(()),
        }
    }

    /// The nearest identifier to a text that is none: other characters become `-`.
    /// `None` where nothing would be left.
    pub fn suggest(text: &str) -> Option<Self> {
        let replaced: String = text
            .trim()
            .chars()
            .map(|c| if Self::allows(c) { c } else { '-' })
            .collect();
        let parts: Vec<&str> = replaced
            .split('-')
            .filter(|part| !part.is_empty())
            .collect();
        Self::new(&parts.join("-").to_lowercase()).ok()
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a character can stand in an identifier.
    pub fn allows(c: char) -> bool {
        u8::try_from(c).is_ok_and(is_plain)
            // Non-ASCII letters that IRIs allow as they are (RFC 3987 `ucschar` starts at U+00A0
            // and leaves out private use and non-characters, which are never alphanumeric).
            || (c >= '\u{A0}' && c.is_alphanumeric())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Whether an ASCII character can stand in an identifier.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

/// An identifier that still lies in the text of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowId<'a>(Cow<'a, str>);

impl<'a> RowId<'a> {
    /// Reads an identifier in composed characters, so that one typed on any system is the same.
    ///
    /// # Errors
    /// As [`Id::new`].
    pub fn new(text: &'a str) -> Result<Self, InvalidId> {
        let text = composed(text);
        Id::check(&text).map(|()| Self(text))
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<RowId<'_>> for Id {
    fn from(id: RowId<'_>) -> Self {
        Self(id.0.into())
    }
}

/// A text in composed characters (Unicode NFC), copied only where that changes something.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text.into();
    }
    text.nfc().collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_iri_would_escape_is_refused() {
        for bad in [
            "a b",
            "a/b",
            "a#b",
            "a%20",
            "a:b",
            "<a>",
            "a\u{0}",
            "a\u{E000}",
        ] {
            assert!(
                matches!(Id::new(bad), Err(InvalidId::Character(_))),
                "{bad}"
            );
        }
        assert_eq!(Id::new(".."), Err(InvalidId::Dots));
    }

    #[test]
    fn suggestions_are_identifiers() {
        assert_eq!(
            Id::suggest("Foreign Ministry (PRC)").unwrap().as_str(),
            "foreign-ministry-prc"
        );
        assert_eq!(Id::suggest(" / "), None);
    }
}
