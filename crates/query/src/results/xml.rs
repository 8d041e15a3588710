//! What the XML format of SPARQL results can hold.

use crate::error::QueryError;
use oxigraph::model::Term;
use oxigraph::sparql::QuerySolution;
use std::io;

/// Checks that a row can be written in XML 1.0, which has no way to write most control characters,
/// not even escaped (section 2.2, `Char`). The recommendation for results in XML allows no
/// replacement, so it would be another answer.
///
/// # Errors
/// [`QueryError::Write`] of kind [`io::ErrorKind::InvalidData`] that names row and column.
pub(super) fn check(row: &QuerySolution, number: usize) -> Result<(), QueryError> {
    for (variable, term) in row.iter() {
        let Term::Literal(literal) = term else {
            continue;
        };
        if let Some(character) = literal.value().chars().find(|c| !is_xml(*c)) {
            let code = u32::from(character);
            let message = format!(
                "row {number}, column {}: XML cannot hold the character U+{code:04X}; csv, tsv and json can",
                variable.as_str()
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, message).into());
        }
    }
    Ok(())
}

/// Whether XML 1.0 allows a character.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use crate::tests::graph;
    use crate::{Prepared, QueryError, ResultFormat};

    fn xml(text: &str) -> Result<String, QueryError> {
        let graph = graph();
        let prepared = Prepared::from_text(text, "q.rq", &[], &graph)?;
        let mut out = Vec::new();
        prepared.execute(&graph, ResultFormat::Xml, None, &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn an_answer_that_xml_cannot_hold_is_refused_at_its_row() {
        for (escape, code) in [
            ("\\u0001", "U+0001"),
            ("\\u001B", "U+001B"),
            ("\\uFFFF", "U+FFFF"),
        ] {
            let text = format!("SELECT ?x {{ VALUES ?x {{ 'good' 'a{escape}b' }} }}");
            let error = xml(&text).unwrap_err();
            let told = format!(
                "row 2, column x: XML cannot hold the character {code}; csv, tsv and json can"
            );
            assert_eq!(error.to_string(), told);
        }
        let kept = "SELECT ?x { VALUES ?x { 'a\\tb\\n\\uE000\\U0001F600 <&>' } }";
        let answer = xml(kept).unwrap();
        let document = roxmltree::Document::parse(&answer).unwrap();
        let literal = document
            .descendants()
            .find(|node| node.has_tag_name("literal"));
        assert_eq!(literal.unwrap().text(), Some("a\tb\n\u{e000}\u{1f600} <&>"));
    }
}
