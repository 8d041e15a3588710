//! Names that the IRIs of a study's parts are made of, the same on every machine and every run.

use demarche_core::model::{Id, KindOf, composed};
use demarche_core::vocab::dm;
use std::fmt::Write;

/// The class of an actor's type that the ontology has.
pub(super) fn actor_class(code: &Id) -> &'static str {
    match code.as_str() {
        "person" => dm::PERSON,
        "institution" => dm::INSTITUTION,
        "state" => dm::STATE,
        "organization" => dm::ORGANIZATION,
        "company" => dm::COMPANY,
        _ => dm::GROUP,
    }
}

/// What the IRIs of a vocabulary's kinds have before their code.
pub(super) fn kind_table(of: KindOf) -> &'static str {
    match of {
        KindOf::Actor => "actor-type",
        KindOf::Sector => "sector",
        KindOf::Source => "source-type",
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
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
pub(super) fn percent_encode(text: &str) -> String {
    let mut encoded = String::new();
    for c in composed(text).chars() {
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
    use oxigraph::model::NamedNode;

    #[test]
    fn headers_of_any_script_become_parts_of_iris() {
        assert_eq!(percent_encode("Page no."), "Page%20no.");
        assert_eq!(percent_encode("页<码>"), "页%3C码%3E");
        let iri = format!("https://example.org/column/{}", percent_encode("页<码>"));
        assert!(NamedNode::new(iri).is_ok());
    }
}
