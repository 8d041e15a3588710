//! Limits of RDF files, looked at before anything parses them.
//!
//! Parsers keep something for each open bracket or element, expand what a document defines, and some
//! call themselves for each level. A text of a few bytes that asks for gigabytes is refused here.

use oxigraph::io::RdfFormat;
use std::collections::HashMap;

/// The most brackets, objects or elements that may be open at once. Each level of JSON-LD keeps a
/// copy of the context, and so has a limit of its own.
const DEEPEST: usize = 500;
const DEEPEST_JSON: usize = 64;

/// The most that entities may add to a document: so many times its own length, and a mebibyte.
/// Namespaces written as entities (`&owl;`) add some five times the length.
const EXPANSION: usize = 20;

/// Something beyond a limit, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excess {
    /// The byte at which the limit was passed.
    pub at: usize,
    /// What is too much.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

/// Returns the first place at which a text passes a limit.
pub fn excess(text: &[u8], format: RdfFormat) -> Option<Excess> {
    match format {
        RdfFormat::RdfXml => entities(text).or_else(|| deeper(DEEPEST, elements(text))),
        RdfFormat::JsonLd { .. } => deeper(DEEPEST_JSON, json_brackets(text)),
        RdfFormat::Turtle | RdfFormat::TriG | RdfFormat::N3 => deeper(DEEPEST, brackets(text)),
        // Lines of triples nest nothing.
        _ => None,
    }
}

/// A step into a level, or out of it.
enum Step {
    In,
    Out,
}

fn deeper(limit: usize, steps: impl Iterator<Item = (usize, Step)>) -> Option<Excess> {
    let mut depth = 0_usize;
    for (at, step) in steps {
        match step {
            Step::In => depth += 1,
            Step::Out => depth = depth.saturating_sub(1),
        }
        if depth > limit {
            return Some(Excess {
                at,
                message: format!("nested more than {limit} levels deep"),
                hint: "give the inner nodes names, and say what they are beside each other; \
                       or convert the file to N-Triples",
            });
        }
    }
    None
}

/// Returns the brackets of a JSON text.
fn json_brackets(text: &[u8]) -> impl Iterator<Item = (usize, Step)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(byte) = text.get(at) {
            let here = at;
            at += 1;
            match byte {
                b'"' => at = string_end(text, here, b'"'),
                b'{' | b'[' => return Some((here, Step::In)),
                b'}' | b']' => return Some((here, Step::Out)),
                _ => {}
            }
        }
        None
    })
}

/// Returns the brackets of a Turtle or TriG text, those in strings, IRIs and comments left out.
fn brackets(text: &[u8]) -> impl Iterator<Item = (usize, Step)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(byte) = text.get(at) {
            let here = at;
            at += 1;
            match byte {
                b'"' | b'\'' => at = string_end(text, here, *byte),
                b'#' => at += memchr::memchr(b'\n', &text[at..]).unwrap_or(text.len() - at),
                b'\\' => at += 1,
                // Whatever no IRI can hold ends one, as it does for a parser that goes on.
                b'<' => at = iri_end(text, at),
                b'(' | b'[' | b'{' => return Some((here, Step::In)),
                b')' | b']' | b'}' => return Some((here, Step::Out)),
                _ => {}
            }
        }
        None
    })
}

fn iri_end(text: &[u8], from: usize) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"<>\"{}|^`([".contains(byte);
    let length = text[from..].iter().position(ends);
    match length {
        Some(length) if text[from + length] == b'>' => from + length + 1,
        Some(length) => from + length,
        None => text.len(),
    }
}

/// Returns the place after a string that begins with a quote; three of them begin a long one.
fn string_end(text: &[u8], start: usize, quote: u8) -> usize {
    let is_long = text[start..].starts_with(&[quote; 3]);
    let mut at = start + if is_long { 3 } else { 1 };
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => at += 2,
            // A short string ends with its line, if only as an error.
            b'\n' if !is_long => return at,
            _ if is_long && text[at..].starts_with(&[quote; 3]) => return at + 3,
            byte if !is_long && *byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// Returns the beginnings and ends of elements of an XML text.
fn elements(text: &[u8]) -> impl Iterator<Item = (usize, Step)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr(b'<', text.get(at..)?)?;
            let rest = &text[start..];
            // Comments and marked sections hold no elements, whatever stands in them.
            let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
                .into_iter()
                .find(|(begin, _)| rest.starts_with(begin.as_bytes()));
            if let Some((_, end)) = skipped {
                let length = memchr::memmem::find(rest, end.as_bytes())?;
                at = start + length + end.len();
                continue;
            }
            let length = tag_length(rest);
            at = start + length;
            match rest.get(1) {
                Some(b'/') => return Some((start, Step::Out)),
                Some(b'!') => {}
                _ if rest[..length].ends_with(b"/>") => {}
                _ => return Some((start, Step::In)),
            }
        }
    })
}

/// Returns the length of a tag: up to the first `>` that stands in no quotes.
fn tag_length(text: &[u8]) -> usize {
    let mut quote = None;
    for (at, byte) in text.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// Looks at the entities that an XML document declares and uses. Those that hold others are refused,
/// since they multiply.
fn entities(text: &[u8]) -> Option<Excess> {
    const HINT: &str = "an entity may stand for a namespace, as in OWL files, and for nothing that \
                        multiplies; write out what it stands for";
    let mut values: HashMap<&[u8], usize> = HashMap::new();
    for start in memchr::memmem::find_iter(text, b"<!ENTITY") {
        let declaration = &text[start..start + tag_length(&text[start..])];
        let words: Vec<&[u8]> = declaration[8..]
            .split(|byte| matches!(byte, b'"' | b'\''))
            .collect();
        let (Some(name), Some(value)) = (words.first(), words.get(1)) else {
            continue;
        };
        // A character reference may stand for the `&` of another entity.
        if value.contains(&b'&') {
            return Some(Excess {
                at: start,
                message: "declares an entity that holds another".to_owned(),
                hint: HINT,
            });
        }
        // Of two declarations the longer one counts, whichever a parser takes.
        let length = values.entry(name.trim_ascii()).or_default();
        *length = value.len().max(*length);
    }
    if values.is_empty() {
        return None;
    }
    let most = EXPANSION * text.len() + (1 << 20);
    let mut added = 0_usize;
    for (at, name) in references(text) {
        added = added.saturating_add(values.get(name).copied().unwrap_or(0));
        if added > most {
            return Some(Excess {
                at,
                message: "its entities stand for more than 20 times its own length".to_owned(),
                hint: HINT,
            });
        }
    }
    None
}

/// Returns the entities that a text refers to, but for characters and those that XML itself has.
fn references(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    memchr::memchr_iter(b'&', text).filter_map(|at| {
        let rest = &text[at + 1..];
        let name = &rest[..memchr::memchr(b';', &rest[..rest.len().min(1000)])?];
        let is_known =
            name.starts_with(b"#") || [&b"lt"[..], b"gt", b"amp", b"quot", b"apos"].contains(&name);
        (!is_known).then_some((at, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::JsonLdProfileSet;

    const JSON: RdfFormat = RdfFormat::JsonLd {
        profile: JsonLdProfileSet::empty(),
    };

    fn nested(open: &str, close: &str, levels: usize) -> String {
        open.repeat(levels) + &close.repeat(levels)
    }

    fn is_refused(text: &str, format: RdfFormat) -> bool {
        excess(text.as_bytes(), format).is_some()
    }

    #[test]
    fn each_format_nests_up_to_its_limit() {
        for (format, open, close, limit) in [
            (RdfFormat::Turtle, "(", ")", DEEPEST),
            (RdfFormat::TriG, "[ <p> ", "]", DEEPEST),
            (RdfFormat::RdfXml, "<a b='>'>", "</a>", DEEPEST),
            (JSON, "{\"a\":[", "]}", DEEPEST_JSON / 2),
        ] {
            assert!(!is_refused(&nested(open, close, limit), format), "{format}");
            assert!(
                is_refused(&nested(open, close, limit + 1), format),
                "{format}"
            );
            // Beside each other is not within each other.
            assert!(!is_refused(&nested(open, close, 2).repeat(limit), format));
        }
    }

    #[test]
    fn brackets_that_are_text_nest_nothing() {
        let many = "(".repeat(2 * DEEPEST);
        for text in [
            format!("<a> <b> \"{many}\" ."),
            format!("<a> <b> '''it's \"{many}''' ."),
            format!("# {many}\n<a> <b> <c> ."),
            format!("<a> <b> \"\\\"{many}\" ."),
        ] {
            assert!(!is_refused(&text, RdfFormat::Turtle), "{}", &text[..20]);
        }
        assert!(!is_refused(&format!("{{\"a\": \"\\\"{many}[[\"}}"), JSON));
        let comment = format!("<!-- {} -->", "<a>".repeat(2 * DEEPEST));
        assert!(!is_refused(&comment, RdfFormat::RdfXml));
    }

    #[test]
    fn brackets_behind_what_is_no_iri_count() {
        let text = format!("?a<{}", "(".repeat(2 * DEEPEST));
        assert!(is_refused(&text, RdfFormat::Turtle));
    }

    #[test]
    fn entities_stand_for_namespaces() {
        let owl = "<!DOCTYPE rdf:RDF [ <!ENTITY owl \"http://www.w3.org/2002/07/owl#\"> ]>\
                   <rdf:RDF xmlns:owl=\"&owl;\"><a b=\"&owl;Class &amp; &#38;\"/></rdf:RDF>";
        assert!(!is_refused(owl, RdfFormat::RdfXml));
        let nested = "<!DOCTYPE a [ <!ENTITY a \"aaaa\"> <!ENTITY b '&a;&a;&a;'> ]><a>&b;</a>";
        assert!(is_refused(nested, RdfFormat::RdfXml));
        let hidden = "<!DOCTYPE a [ <!ENTITY a 'aaaa'> <!ENTITY b '&#38;a;'> ]><a>&b;</a>";
        assert!(is_refused(hidden, RdfFormat::RdfXml));
        let value = "x".repeat(60_000);
        let many = format!(
            "<!DOCTYPE a [ <!ENTITY a \"{value}\"> ]><a>{}</a>",
            "&a;".repeat(60_000)
        );
        assert!(is_refused(&many, RdfFormat::RdfXml));
    }
}
