//! SPARQL text cut into words: only as fine as is needed to say where a mistake is.

use std::ops::Range;

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    /// Whether it is a string whose end is missing.
    unclosed: bool,
}

impl Token {
    pub(super) fn unclosed_hint(&self, text: &str) -> Option<&'static str> {
        let quote = text.as_bytes().get(self.range.start)?;
        self.unclosed.then_some(match quote {
            b'\'' => "the string has no closing '",
            _ => "the string has no closing \"",
        })
    }
}

/// The words of a query, without blanks and comments.
pub(super) fn split(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if first == '#' {
            at += rest.find('\n').unwrap_or(rest.len());
        } else {
            let (length, unclosed) = length(rest, first);
            tokens.push(Token {
                range: at..at + length,
                unclosed,
            });
            at += length;
        }
    }
    tokens
}

fn length(rest: &str, first: char) -> (usize, bool) {
    match first {
        '<' => (iri_length(rest).unwrap_or(1), false),
        '"' | '\'' => string_length(rest, first),
        '?' | '$' => (
            1 + span(&rest[1..], |c| c.is_alphanumeric() || c == '_'),
            false,
        ),
        '^' if rest.starts_with("^^") => (2, false),
        _ if is_word(first) && first != '.' => {
            let word = span(rest, is_word);
            // A name cannot end with the full stop that ends the triple.
            (rest[..word].trim_end_matches('.').len().max(1), false)
        }
        _ => (first.len_utf8(), false),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.' | '%' | '\\' | '@' | '\u{b7}')
}

fn span(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// The length of an IRI in angle brackets; `None` where the bracket is a comparison.
fn iri_length(rest: &str) -> Option<usize> {
    let end = rest.find('>')?;
    let inside = &rest[1..end];
    let forbidden = |c: char| c <= ' ' || matches!(c, '<' | '"' | '{' | '}' | '|' | '^' | '`');
    (!inside.contains(forbidden)).then_some(end + 1)
}

/// The length of a string, and whether its end is missing: it then ends with its line.
fn string_length(rest: &str, quote: char) -> (usize, bool) {
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let (mark, lines) = if rest.starts_with(&long) {
        (long.as_str(), true)
    } else {
        (&long[..1], false)
    };
    let mut at = mark.len();
    while let Some(next) = rest[at..].chars().next() {
        if rest[at..].starts_with(mark) {
            return (at + mark.len(), false);
        }
        if next == '\n' && !lines {
            return (at, true);
        }
        let skipped = if next == '\\' {
            rest[at + 1..].chars().next()
        } else {
            None
        };
        at += next.len_utf8() + skipped.map_or(0, char::len_utf8);
    }
    (rest.len(), true)
}

/// The first bracket with this many open ones around it.
pub(super) fn nested(tokens: &[Token], text: &str, depth: usize) -> Option<Range<usize>> {
    let mut open = 0_usize;
    let mut deep = tokens.iter().filter(|token| {
        match &text[token.range.clone()] {
            "{" | "(" | "[" => open += 1,
            "}" | ")" | "]" => open = open.saturating_sub(1),
            _ => {}
        }
        open > depth
    });
    deep.next().map(|token| token.range.clone())
}

/// The innermost bracket that is opened and never closed.
pub(super) fn unclosed(tokens: &[Token], text: &str) -> Option<Range<usize>> {
    let mut open = Vec::new();
    for token in tokens {
        match &text[token.range.clone()] {
            "{" | "(" | "[" => open.push(token.range.clone()),
            "}" | ")" | "]" => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        split(text)
            .iter()
            .map(|token| &text[token.range.clone()])
            .collect()
    }

    #[test]
    fn strings_iris_comments_and_comparisons_are_told_apart() {
        assert_eq!(
            words("?s a <a:b#c>. # no\n FILTER(?x<3) 'it\\'s # }' ex:a.b."),
            [
                "?s",
                "a",
                "<a:b#c>",
                ".",
                "FILTER",
                "(",
                "?x",
                "<",
                "3",
                ")",
                "'it\\'s # }'",
                "ex:a.b",
                "."
            ]
        );
        assert_eq!(words("\"\"\"a\n\"b\"\"\" 'c"), ["\"\"\"a\n\"b\"\"\"", "'c"]);
        assert_eq!(words("中国 ?国"), ["中国", "?国"]);
    }

    #[test]
    fn the_innermost_open_bracket_is_the_one_to_close() {
        let text = "SELECT * { ?s ?p ?o FILTER(?o > 3 ";
        assert_eq!(unclosed(&split(text), text), Some(26..27));
        let text = "{ \"}\" }";
        assert_eq!(unclosed(&split(text), text), None);
    }
}
