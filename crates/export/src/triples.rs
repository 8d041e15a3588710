//! Turtle and N-Triples: a writer for the few kinds of triples that ties take.
//!
//! A library for RDF does much more, and brings a hundred crates to programs that want a network.
//! Files are read back by two parsers that are not ours, in `tests/export/ties.rs` and in the
//! interoperability suite.

use demarche_core::model::Day;
use demarche_core::vocab::{rdf, xsd};
use oxiri::Iri;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The object of a triple.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Object<'a> {
    /// A resource.
    Iri(&'a str),
    /// A text in no language.
    Text(&'a str),
    /// A whole number.
    Integer(u32),
    /// A number with decimals.
    Decimal(f64),
    /// A day.
    Date(Day),
}

/// A prefix and the namespace it stands for.
pub(super) type Prefix = (String, String);

/// Takes triples; those of one subject have to come one after the other.
pub(super) trait Sink {
    /// Takes a triple.
    ///
    /// # Errors
    /// Those of writing, and [`io::ErrorKind::InvalidData`] for an IRI that is none.
    fn triple(&mut self, subject: &str, property: &str, object: Object<'_>) -> io::Result<()>;
}

/// Notes which prefixes shorten something, since only those are declared.
pub(super) struct UsedPrefixes<'p> {
    known: &'p [Prefix],
    used: BTreeSet<usize>,
}

impl<'p> UsedPrefixes<'p> {
    pub(super) fn new(known: &'p [Prefix]) -> Self {
        Self {
            known,
            used: BTreeSet::new(),
        }
    }

    /// Returns the prefixes that were used, that of the longest namespace first.
    pub(super) fn into_prefixes(self) -> Vec<Prefix> {
        let mut used: Vec<Prefix> = self.used.iter().map(|at| self.known[*at].clone()).collect();
        used.sort_by(|(_, one), (_, other)| {
            let by_length = other.len().cmp(&one.len());
            by_length.then_with(|| one.cmp(other))
        });
        used
    }

    fn note(&mut self, iri: &str) {
        self.used
            .extend(shortest(self.known, iri).map(|(at, _)| at));
    }
}

impl Sink for UsedPrefixes<'_> {
    fn triple(&mut self, subject: &str, property: &str, object: Object<'_>) -> io::Result<()> {
        self.note(subject);
        // Turtle writes `a` for it.
        if property != rdf::TYPE {
            self.note(property);
        }
        match object {
            Object::Iri(iri) => self.note(iri),
            Object::Date(_) => self.note(xsd::DATE),
            Object::Text(_) | Object::Integer(_) | Object::Decimal(_) => {}
        }
        Ok(())
    }
}

/// Writes N-Triples, a line each.
pub(super) struct NTriples<'o>(pub(super) &'o mut dyn Write);

impl Sink for NTriples<'_> {
    fn triple(&mut self, subject: &str, property: &str, object: Object<'_>) -> io::Result<()> {
        let (subject, property) = (in_brackets(subject)?, in_brackets(property)?);
        let typed = |value: String, datatype: &str| format!("\"{value}\"^^<{datatype}>");
        let object = match object {
            Object::Iri(iri) => in_brackets(iri)?,
            Object::Text(text) => quoted(text),
            Object::Integer(number) => typed(number.to_string(), xsd::INTEGER),
            Object::Decimal(number) => typed(decimal(number), xsd::DECIMAL),
            Object::Date(day) => typed(day.to_string(), xsd::DATE),
        };
        writeln!(self.0, "{subject} {property} {object} .")
    }
}

/// Writes Turtle: what is said of one subject in one sentence.
pub(super) struct Turtle<'o> {
    out: &'o mut dyn Write,
    prefixes: Vec<Prefix>,
    /// Subject and property of the triple before.
    last: Option<[String; 2]>,
}

impl<'o> Turtle<'o> {
    /// Begins a file with the declarations of these prefixes.
    pub(super) fn new(out: &'o mut dyn Write, prefixes: Vec<Prefix>) -> io::Result<Self> {
        for (prefix, namespace) in &prefixes {
            writeln!(out, "@prefix {prefix}: {} .", in_brackets(namespace)?)?;
        }
        Ok(Self {
            out,
            prefixes,
            last: None,
        })
    }

    /// Ends the last sentence.
    pub(super) fn finish(self) -> io::Result<()> {
        match self.last {
            Some(_) => writeln!(self.out, " ."),
            None => Ok(()),
        }
    }

    fn name(&self, iri: &str) -> io::Result<String> {
        match shortest(&self.prefixes, iri) {
            Some((at, local)) => Ok(format!("{}:{local}", self.prefixes[at].0)),
            None => in_brackets(iri),
        }
    }
}

impl Sink for Turtle<'_> {
    fn triple(&mut self, subject: &str, property: &str, object: Object<'_>) -> io::Result<()> {
        let object = match object {
            Object::Iri(iri) => self.name(iri)?,
            Object::Text(text) => quoted(text),
            Object::Integer(number) => number.to_string(),
            Object::Decimal(number) => decimal(number),
            Object::Date(day) => format!("\"{day}\"^^{}", self.name(xsd::DATE)?),
        };
        let verb = match property {
            rdf::TYPE => "a".to_owned(),
            _ => self.name(property)?,
        };
        match &self.last {
            Some([same, as_before]) if same == subject && as_before == property => {
                write!(self.out, " , {object}")?;
            }
            Some([same, _]) if same == subject => write!(self.out, " ;\n\t{verb} {object}")?,
            before => {
                let end = if before.is_some() { " .\n" } else { "" };
                write!(self.out, "{end}{} {verb} {object}", self.name(subject)?)?;
            }
        }
        self.last = Some([subject.to_owned(), property.to_owned()]);
        Ok(())
    }
}

/// Returns the place of the prefix that shortens an IRI most, and what comes after it.
fn shortest<'i>(prefixes: &[Prefix], iri: &'i str) -> Option<(usize, &'i str)> {
    let prefixes = prefixes.iter().enumerate();
    prefixes
        .filter_map(|(at, (_, namespace))| {
            let local = iri.strip_prefix(namespace.as_str())?;
            is_local(local).then_some((at, local))
        })
        .min_by_key(|(_, local)| local.len())
}

/// Tells whether a text can follow a prefix as it is. More could with escapes, which nobody reads
/// well.
fn is_local(text: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.chars().all(inner) && !text.starts_with(['-', '.']) && !text.ends_with('.')
}

fn in_brackets(iri: &str) -> io::Result<String> {
    match Iri::parse(iri) {
        Ok(iri) => Ok(format!("<{}>", iri.as_str())),
        Err(error) => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("{iri:?}: {error}"),
        )),
    }
}

/// Returns a text in quotes, escaped as canonical N-Triples has it; Turtle reads the same.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '\u{8}' => quoted.push_str("\\b"),
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\u{c}' => quoted.push_str("\\f"),
            '\r' => quoted.push_str("\\r"),
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\0'..='\u{1f}' | '\u{7f}' => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns a number with a point always: without one Turtle reads a whole number.
fn decimal(number: f64) -> String {
    let text = super::real(number).to_string();
    if text.contains('.') {
        text
    } else {
        text + ".0"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_iris_checked() {
        assert_eq!(quoted("a\"b\\\n\u{1}外"), "\"a\\\"b\\\\\\n\\u0001外\"");
        assert!(in_brackets("https://example.org/a").is_ok());
        for wrong in ["", "no iri", "https://example.org/a b", "a>b:c"] {
            assert!(in_brackets(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_longest_namespace_shortens() {
        let prefixes = [("", "https://e.org/"), ("a", "https://e.org/actor/")]
            .map(|(name, iri)| (name.to_owned(), iri.to_owned()));
        assert_eq!(
            shortest(&prefixes, "https://e.org/actor/china"),
            Some((1, "china"))
        );
        assert_eq!(shortest(&prefixes, "https://e.org/actor/.x"), None);
        assert_eq!(shortest(&prefixes, "https://f.org/"), None);
    }
}
