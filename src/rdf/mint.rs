//! IRIs of a study's parts, the same on every machine and every run.

use crate::model::{Authority, Id, Kind, KindOf, SpeechAct, Stance, Statement};
use crate::vocab::{DM, dm};
use oxigraph::model::NamedNode;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use unicode_normalization::UnicodeNormalization;

/// Makes the IRIs of one study.
///
/// Identifiers hold nothing that an IRI would escape and the base was checked when the manifest was
/// read, so base, table and identifier together are an IRI without further checks.
pub(super) struct Mint<'a> {
    pub(super) base: &'a str,
}

impl Mint<'_> {
    fn node(&self, table: &str, id: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{table}/{id}", self.base))
    }

    /// The study itself.
    pub(super) fn dataset(&self) -> NamedNode {
        NamedNode::new_unchecked(self.base)
    }

    pub(super) fn partition(&self, class: &str) -> NamedNode {
        self.node("partition", class)
    }

    pub(super) fn theme(&self, id: &Id) -> NamedNode {
        self.node("theme", id.as_str())
    }

    pub(super) fn claim(&self, id: &Id) -> NamedNode {
        self.node("claim", id.as_str())
    }

    pub(super) fn actor(&self, id: &Id) -> NamedNode {
        self.node("actor", id.as_str())
    }

    pub(super) fn source(&self, id: &Id) -> NamedNode {
        self.node("source", id.as_str())
    }

    pub(super) fn statement(&self, statement: &Statement) -> NamedNode {
        match &statement.id {
            Some(id) => self.node("statement", id.as_str()),
            None => self.node("statement", &statement_hash(statement)),
        }
    }

    /// The property for a column that the format does not know.
    pub(super) fn column(&self, header: &str) -> NamedNode {
        self.node("column", &percent_encode(header))
    }

    /// The class of an actor's type.
    pub(super) fn actor_type(&self, kind: &Kind) -> NamedNode {
        if kind.declared {
            return self.declared(KindOf::Actor, &kind.code);
        }
        NamedNode::new_unchecked(match kind.code.as_str() {
            "person" => dm::PERSON,
            "institution" => dm::INSTITUTION,
            "state" => dm::STATE,
            "organization" => dm::ORGANIZATION,
            "company" => dm::COMPANY,
            _ => dm::GROUP,
        })
    }

    pub(super) fn sector(&self, kind: &Kind) -> NamedNode {
        match kind.declared {
            true => self.declared(KindOf::Sector, &kind.code),
            false => concept("sector", kind.code.as_str()),
        }
    }

    pub(super) fn source_type(&self, kind: &Kind) -> NamedNode {
        match kind.declared {
            true => self.declared(KindOf::Source, &kind.code),
            false => concept("source-type", kind.code.as_str()),
        }
    }

    /// The node of a kind that the manifest declares.
    pub(super) fn declared(&self, of: KindOf, code: &Id) -> NamedNode {
        let table = match of {
            KindOf::Actor => "actor-type",
            KindOf::Sector => "sector",
            KindOf::Source => "source-type",
        };
        self.node(table, code.as_str())
    }
}

pub(super) fn stance(stance: Stance) -> NamedNode {
    concept("stance", stance.code())
}

pub(super) fn act(act: SpeechAct) -> NamedNode {
    concept("act", act.code())
}

pub(super) fn authority(authority: Authority) -> NamedNode {
    concept("authority", authority.code())
}

/// A concept of the ontology's coding scheme.
fn concept(scheme: &str, code: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{DM}{scheme}-{code}"))
}

/// 128 bits of SHA-256 over the key fields, as 32 hexadecimal digits.
///
/// Each field is preceded by its length, so that no two lists of fields run together the same.
fn statement_hash(statement: &Statement) -> String {
    let mut hasher = Sha256::new();
    for field in statement.key() {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hex(&hasher.finalize()[..16])
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// What stands in no [`Id`] becomes `%XX`. Letters of any script stay, as they do in identifiers:
/// so they can be read, and end in a name, as RDF/XML wants it of properties.
fn percent_encode(text: &str) -> String {
    let normal: String = text.nfc().collect();
    let mut encoded = String::new();
    for c in normal.chars() {
        if Id::allows(c) {
            encoded.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(locator: &str, stance: Stance) -> Statement {
        Statement {
            id: None,
            source: Id::new("s").unwrap(),
            date: None,
            actor: Id::new("a").unwrap(),
            on_behalf_of: None,
            claim: Id::new("c").unwrap(),
            stance,
            act: None,
            addressees: Vec::new(),
            paraphrase: None,
            locator: Some(locator.to_owned()),
            coders: Vec::new(),
            authority: None,
            attributes: Vec::new(),
        }
    }

    #[test]
    fn a_recoded_stance_edits_in_place() {
        let mint = Mint {
            base: "https://example.org/",
        };
        let iri = |locator, stance| mint.statement(&statement(locator, stance));
        assert_eq!(iri("p. 1", Stance::Supports), iri("p. 1", Stance::Opposes));
        assert_ne!(iri("p. 1", Stance::Supports), iri("p. 2", Stance::Supports));
        // Composed and decomposed é are one text.
        assert_eq!(
            iri("caf\u{e9}", Stance::Neutral),
            iri("cafe\u{301}", Stance::Neutral)
        );
    }

    #[test]
    fn the_hash_is_of_length_prefixed_fields() {
        // Independently: sha256 over 8-byte big-endian length and bytes of
        // "s", "p. 1", "a", "c", "", "".
        let iri = Mint {
            base: "https://example.org/",
        }
        .statement(&statement("p. 1", Stance::Neutral));
        let expected = "bdf4ad923d677a00672819dd369fa031";
        assert_eq!(
            iri.as_str(),
            format!("https://example.org/statement/{expected}")
        );
    }

    #[test]
    fn headers_of_any_script_become_properties() {
        let mint = Mint {
            base: "https://example.org/",
        };
        assert_eq!(
            mint.column("Page no.").as_str(),
            "https://example.org/column/Page%20no."
        );
        assert_eq!(
            mint.column("页<码>").as_str(),
            "https://example.org/column/页%3C码%3E"
        );
        assert!(NamedNode::new(mint.column("页<码>").as_str()).is_ok());
    }
}
