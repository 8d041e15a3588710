//! SPARQL text cut into words, each with the place it stands in.
//!
//! Mistakes are put at their word, and limits are counted on words before anything recursive sees
//! the text. For the limits the words have to be those that the parser reads: a bracket that is
//! taken for a part of an IRI, a string or a comment would not be counted. The one hard case is
//! `<`, which begins an IRI or compares; it compares after an operand of an expression, and only
//! there.

use std::ops::Range;

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    pub(super) kind: TokenKind,
    /// What the innermost bracket around it holds. For a bracket, the one outside it.
    pub(super) place: Place,
    /// The number of brackets around it; an opening one counts itself.
    pub(super) depth: usize,
}

/// The kinds of words, as far as they matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// An IRI in angle brackets.
    Iri,
    /// A name with a prefix, or the label of a blank node.
    Name,
    /// A keyword.
    Keyword,
    /// A variable.
    Variable,
    /// A number, without its sign.
    Number,
    /// A string that has its end.
    String,
    /// A string without its end, or with a `\` that means nothing.
    BrokenString,
    /// The language of a string.
    Language,
    /// `{`, `(`, `[`, or `<<` of a triple.
    Open,
    /// `}`, `)`, `]`, or `>>` of a triple.
    Close,
    /// Everything else.
    Sign,
}

/// What stands between brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// What stands outside all brackets, and the patterns of a group.
    Patterns,
    /// An expression.
    Expression,
    /// Terms: a list, a path, a triple that is a term.
    Terms,
    /// Rows of `VALUES`.
    Data,
}

impl Token {
    pub(super) fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.clone()]
    }

    pub(super) fn unclosed_hint(&self, text: &str) -> Option<&'static str> {
        let is_broken = self.kind == TokenKind::BrokenString;
        is_broken.then(|| match self.text(text).starts_with('\'') {
            true => "the string has no closing '",
            false => "the string has no closing \"",
        })
    }

    /// Whether it can be the last word of an operand, so that `<` after it compares.
    fn ends_operand(&self, text: &str) -> bool {
        match self.kind {
            TokenKind::Open | TokenKind::Sign => false,
            // Keywords need no blank before the next: `DISTINCTtrue` is two words to the parser.
            TokenKind::Keyword => {
                let word = self.text(text);
                word.ends_with("true") || word.ends_with("false")
            }
            _ => true,
        }
    }

    /// Whether it is a keyword other than those that stand for terms.
    fn is_clause(&self, text: &str) -> bool {
        self.kind == TokenKind::Keyword && !matches!(self.text(text), "a" | "true" | "false")
    }
}

/// The words of a query, without blanks and comments.
pub(super) fn split(text: &str) -> Vec<Token> {
    let mut splitter = Splitter {
        text,
        at: 0,
        tokens: Vec::new(),
        frames: vec![Frame::new(Place::Patterns, "")],
    };
    while splitter.skip_blanks() {
        splitter.take();
    }
    splitter.tokens
}

/// An open bracket.
struct Frame {
    place: Place,
    bracket: &'static str,
    /// In `SELECT`, `GROUP BY`, `HAVING` or `ORDER BY`, where brackets hold expressions.
    in_clause: bool,
    /// After `VALUES`, whose braces hold rows.
    in_values: bool,
}

impl Frame {
    fn new(place: Place, bracket: &'static str) -> Self {
        Self {
            place,
            bracket,
            in_clause: false,
            in_values: false,
        }
    }
}

struct Splitter<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
    /// The open brackets; the first frame is the whole text and stays.
    frames: Vec<Frame>,
}

impl Splitter<'_> {
    /// Goes to the next word; `false` at the end.
    fn skip_blanks(&mut self) -> bool {
        while let Some(first) = self.text[self.at..].chars().next() {
            if first == '#' {
                let rest = &self.text[self.at..];
                self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
            } else if first.is_whitespace() {
                self.at += first.len_utf8();
            } else {
                return true;
            }
        }
        false
    }

    fn place(&self) -> Place {
        self.frames
            .last()
            .map_or(Place::Patterns, |frame| frame.place)
    }

    fn take(&mut self) {
        let (length, kind) = self.measure();
        let place = self.place();
        let range = self.at..self.at + length;
        let word = &self.text[range.clone()];
        let mut depth = self.frames.len() - 1;
        match kind {
            TokenKind::Open => {
                self.open(word);
                depth += 1;
            }
            TokenKind::Close => self.close(),
            TokenKind::Keyword => self.keyword(word),
            _ => {}
        }
        self.at = range.end;
        self.tokens.push(Token {
            range,
            kind,
            place,
            depth,
        });
    }

    /// The length of the next word, and its kind.
    fn measure(&self) -> (usize, TokenKind) {
        let rest = &self.text[self.at..];
        let first = rest.chars().next().unwrap_or_default();
        match first {
            '<' => self.measure_angle(rest),
            '>' if rest.starts_with(">>") && self.innermost("<<") => (2, TokenKind::Close),
            '{' | '(' | '[' => (1, TokenKind::Open),
            '}' | ')' | ']' => (1, TokenKind::Close),
            '"' | '\'' => measure_string(rest, first),
            '?' | '$' => {
                let name = span(&rest[1..], |c| c.is_alphanumeric() || c == '_');
                match name {
                    0 => (1, TokenKind::Sign),
                    name => (1 + name, TokenKind::Variable),
                }
            }
            '@' => (language_length(rest), TokenKind::Language),
            '^' | '|' | '&' if rest[1..].starts_with(first) => (2, TokenKind::Sign),
            c if c.is_ascii_digit() => (number_length(rest), TokenKind::Number),
            c if c.is_alphabetic() || c == '_' || c == ':' => measure_word(rest),
            _ => (first.len_utf8(), TokenKind::Sign),
        }
    }

    fn innermost(&self, bracket: &str) -> bool {
        self.frames
            .last()
            .is_some_and(|frame| frame.bracket == bracket)
    }

    fn measure_angle(&self, rest: &str) -> (usize, TokenKind) {
        let after_operand = self
            .tokens
            .last()
            .is_some_and(|token| token.ends_operand(self.text));
        if self.place() == Place::Expression && after_operand {
            return (1, TokenKind::Sign);
        }
        if rest.starts_with("<<") {
            return (2, TokenKind::Open);
        }
        match iri_length(rest) {
            Some(length) => (length, TokenKind::Iri),
            None => (1, TokenKind::Sign),
        }
    }

    fn open(&mut self, bracket: &str) {
        let in_values = self.frames.last().is_some_and(|frame| frame.in_values);
        let frame = match bracket {
            "{" if in_values => Frame::new(Place::Data, "{"),
            "{" => Frame::new(Place::Patterns, "{"),
            "[" => Frame::new(Place::Patterns, "["),
            "<<" => Frame::new(Place::Terms, "<<"),
            _ => Frame::new(self.place_of_round_bracket(), "("),
        };
        self.frames.push(frame);
    }

    fn place_of_round_bracket(&self) -> Place {
        let in_clause = self.frames.last().is_some_and(|frame| frame.in_clause);
        match self.place() {
            Place::Patterns if in_clause || self.after_keyword() => Place::Expression,
            Place::Patterns => Place::Terms,
            inner => inner,
        }
    }

    /// Whether the next bracket belongs to a keyword (`FILTER (`, `FILTER REGEX(`) or to the
    /// function after one (`FILTER my:function(`).
    fn after_keyword(&self) -> bool {
        let mut before = self.tokens.iter().rev();
        match before.next() {
            Some(token) if matches!(token.kind, TokenKind::Iri | TokenKind::Name) => before
                .next()
                .is_some_and(|token| token.is_clause(self.text)),
            token => token.is_some_and(|token| token.is_clause(self.text)),
        }
    }

    fn close(&mut self) {
        if self.frames.len() > 1 {
            self.frames.pop();
        }
        if let Some(frame) = self.frames.last_mut() {
            // The rows are over, or the variables before them: `VALUES (?a ?b) {`.
            frame.in_values &= self.text[self.at..].starts_with(')');
        }
    }

    fn keyword(&mut self, word: &str) {
        let word = word.to_ascii_uppercase();
        // The parser asks for no blank between keywords (`SELECTDISTINCT`, `trueFILTER`).
        let contains = |words: &[&str]| words.iter().any(|part| word.contains(part));
        if let Some(frame) = self.frames.last_mut() {
            frame.in_clause |= contains(&["SELECT", "GROUP", "HAVING", "ORDER"]);
            frame.in_values = word.contains("VALUES");
        }
    }
}

fn span(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '\u{b7}' | '\u{203f}' | '\u{2040}') || is_mark(c)
}

/// Marks that combine with the letter before them.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// A name with a prefix, or else a keyword, which ends before a hyphen: `true-1` is three words.
fn measure_word(rest: &str) -> (usize, TokenKind) {
    let prefix = span(rest, |c| is_name(c) || c == '.');
    if !rest[prefix..].starts_with(':') {
        let keyword = span(rest, |c| c.is_alphanumeric() || c == '_');
        return (keyword.max(1), TokenKind::Keyword);
    }
    let local = local_length(&rest[prefix + 1..]);
    (prefix + 1 + local, TokenKind::Name)
}

/// The length of what follows the colon of a name.
fn local_length(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            // What is escaped is a part of the name, be it a quote or a bracket.
            '\\' => match chars.next() {
                Some((at, escaped)) => end = at + escaped.len_utf8(),
                None => break,
            },
            // A name cannot end with the full stop that ends the triple.
            '.' => {}
            c if is_name(c) || matches!(c, ':' | '%') => end = at + c.len_utf8(),
            _ => break,
        }
    }
    end
}

fn number_length(rest: &str) -> usize {
    let digits = |text: &str| span(text, |c| c.is_ascii_digit());
    let mut end = digits(rest);
    if rest[end..].starts_with('.') {
        let decimals = digits(&rest[end + 1..]);
        let is_exponent = rest[end + 1 + decimals..].starts_with(['e', 'E']);
        if decimals > 0 || is_exponent {
            end += 1 + decimals;
        }
    }
    if let Some(exponent) = rest[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let power = digits(&exponent[sign..]);
        if power > 0 {
            end += 1 + sign + power;
        }
    }
    end
}

fn language_length(rest: &str) -> usize {
    1 + span(&rest[1..], |c| c.is_ascii_alphanumeric() || c == '-')
}

/// The length of an IRI in angle brackets; `None` where the bracket is a comparison.
fn iri_length(rest: &str) -> Option<usize> {
    let forbidden = |c: char| c <= ' ' || matches!(c, '<' | '"' | '{' | '}' | '|' | '^' | '`');
    let end = 1 + rest[1..].find(|c| c == '>' || forbidden(c))?;
    rest[end..].starts_with('>').then_some(end + 1)
}

/// The length of a string. One without its end goes to the end of its line or, if it is long, of
/// the text.
fn measure_string(rest: &str, quote: char) -> (usize, TokenKind) {
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let is_long = rest.starts_with(&long);
    let mark = if is_long { long.as_str() } else { &long[..1] };
    let mut at = mark.len();
    // The parser reads a long string that is broken as an empty one and goes on behind it.
    let mut kind = TokenKind::String;
    while let Some(next) = rest[at..].chars().next() {
        if rest[at..].starts_with(mark) {
            return (at + mark.len(), kind);
        }
        if matches!(next, '\n' | '\r') && !is_long {
            return (at, TokenKind::BrokenString);
        }
        at += match next {
            '\\' => escape_length(&rest[at..]).unwrap_or_else(|| {
                kind = TokenKind::BrokenString;
                1
            }),
            next => next.len_utf8(),
        };
    }
    (rest.len(), TokenKind::BrokenString)
}

/// The length of an escape in a string, if it means something.
fn escape_length(rest: &str) -> Option<usize> {
    let hexadecimal = |length: usize| {
        let digits = rest.get(2..2 + length)?;
        let all_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok()?;
        (all_hexadecimal && char::from_u32(code).is_some()).then_some(2 + length)
    };
    match rest[1..].chars().next()? {
        't' | 'b' | 'n' | 'r' | 'f' | '"' | '\'' | '\\' => Some(2),
        'u' => hexadecimal(4),
        'U' => hexadecimal(8),
        _ => None,
    }
}

/// The innermost bracket that is opened and never closed.
pub(super) fn unclosed(tokens: &[Token]) -> Option<Range<usize>> {
    let mut open = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(token.range.clone()),
            TokenKind::Close => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        split(text).iter().map(|token| token.text(text)).collect()
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
        assert_eq!(words("# a\r?b"), ["?b"]);
    }

    #[test]
    fn an_angle_compares_after_an_operand_of_an_expression_and_opens_an_iri_elsewhere() {
        let compares = |text: &str| words(text).contains(&"<");
        for text in [
            "ASK { FILTER(?a<(((1)))&&1>0) }",
            "ASK { FILTERregex(?a<(((1)))&&1>0) }",
            "ASK { ?s ?p trueFILTER(1<(2)&&1>0) }",
            "ASK { FILTER(\"a\"@en<(2)&&1>0) }",
            "ASK { FILTER ex:f(ex:g<(2)&&1>0) }",
            "SELECT(COUNT(DISTINCTtrue<(2)&&1>0) AS ?x) {}",
            "ASK {} GROUP BY ?x HAVING(STR(?x)<(2)&&1>0)",
            "ASK { ?s ?p ?o } ORDER BY ((1)<(2)&&1>0)",
            "ASK { BIND(EXISTS{}<(2)&&1>0 AS ?x) }",
        ] {
            assert!(compares(text), "{text}: {:?}", words(text));
        }
        for text in [
            "ASK { ?s <a:(> ?o }",
            "ASK { ?s (<a:(>|!<b:)>)+ ?o }",
            "ASK { (?a <b:(> 3 <c:)>) ?p ?o }",
            "ASK { VALUES (?a ?b) { (<a:> <b:(>) (\"x\" <b:(>) } ?s ?p ?o }",
            "ASK { FILTER(?x = <a:(>) FILTER(?x IN (<a:(>, <b:(>)) }",
            "ASK { FILTER(\"1\"^^<a:(> = <b:(>(<c:(>)) }",
            "ASK { ?s ex:p (?a <b:(>) }",
            "SELECT * {} ORDER BY ?x <a:(>(?y)",
        ] {
            assert!(!compares(text), "{text}: {:?}", words(text));
        }
    }

    #[test]
    fn nothing_that_the_parser_reads_hides_in_a_word() {
        assert_eq!(words("1-1"), ["1", "-", "1"]);
        assert_eq!(words("1.5e-3-.5"), ["1.5e-3", "-", ".", "5"]);
        assert_eq!(words("true-1"), ["true", "-", "1"]);
        assert_eq!(words("?x-1"), ["?x", "-", "1"]);
        assert_eq!(words("ex:a\\'(ex:b\\#("), ["ex:a\\'", "(", "ex:b\\#", "("]);
        assert_eq!(words("'a' || ?b&&?c"), ["'a'", "||", "?b", "&&", "?c"]);
        let kinds = |text: &str| split(text)[0].kind;
        assert_eq!(kinds("'''a' (((("), TokenKind::BrokenString);
        assert_eq!(kinds("'''a' (((( \\q '''"), TokenKind::BrokenString);
        assert_eq!(kinds("'''a' (((( \\uD800 '''"), TokenKind::BrokenString);
        assert_eq!(kinds("'''a' (((( \\u0028 '''"), TokenKind::String);
    }

    #[test]
    fn the_innermost_open_bracket_is_the_one_to_close() {
        assert_eq!(
            unclosed(&split("SELECT * { ?s ?p ?o FILTER(?o > 3 ")),
            Some(26..27)
        );
        assert_eq!(unclosed(&split("{ \"}\" }")), None);
    }
}
