//! Query text parsed, and syntax errors put at their place in the user's own text.
//!
//! The parser's own error is of little use to a reader: it names the furthest character that any
//! of its rules peeked at, up to fourteen past the mistake, and everything that could have stood
//! there. So the place is searched for: the text up to the mistake can be continued, the text up
//! to and with it cannot.

use super::error::QueryError;
use super::tokens::{self, Token};
use demarche_core::diagnostic::{Code, Excerpt, Place, Problem, nearest};
use demarche_graph::rdf::Prefix;
use spargebra::{Query, SparqlParser};
use std::ops::Range;

/// A text that is not well-formed, with the place where it goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{label}:{line}:{column}: {message}")]
pub struct QuerySyntaxError {
    /// The file, or what the text goes by.
    pub label: String,
    /// The whole text.
    pub text: String,
    /// What is wrong, in bytes of the text; empty at its end.
    pub span: Range<usize>,
    /// Line of the place, from 1.
    pub line: usize,
    /// Column of the place in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it, in one line.
    pub hint: Option<String>,
}

impl QuerySyntaxError {
    pub(super) fn new(
        (label, text): (&str, &str),
        span: Range<usize>,
        message: String,
        hint: Option<String>,
    ) -> Self {
        let before = &text[..span.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            label: label.to_owned(),
            text: text.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            span,
            message,
            hint,
        }
    }

    /// As a problem, drawn at its place in the user's own text.
    pub fn problem(&self) -> Problem {
        let place = Place::at(&self.label, self.line as u64, self.column as u64);
        Problem::new(Code::QuerySyntax, place, self.message.replace('\n', " "))
            .with_excerpt(Excerpt::of(&self.text, self.span.clone()))
            .with_hint_if(self.hint.clone())
    }
}

/// How deep brackets may nest. The parser and all that walks its result are recursive: far deeper
/// ones would exhaust the stack, which ends the process.
const DEEPEST: usize = 64;

/// A text without the byte order mark that some editors put before it.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Parses a query with these prefixes declared beforehand, so that lines stay as they are.
pub(super) fn parse(label: &str, text: &str, prefixes: &[Prefix]) -> Result<Query, QueryError> {
    let tokens = tokens::split(text);
    if let Some(bracket) = tokens::nested(&tokens, text, DEEPEST) {
        let message = format!("brackets are nested more than {DEEPEST} deep");
        return Err(error((label, text), bracket, message));
    }
    let error = match parser(prefixes).parse_query(text) {
        Ok(query) => return Ok(query),
        Err(error) => error.to_string(),
    };
    if is_update(&tokens, text) {
        return Err(QueryError::ReadOnly {
            label: label.to_owned(),
        });
    }
    Err(locate(label, text, &tokens, prefixes, &error).boxed())
}

/// A syntax error without a hint.
pub(super) fn error(place: (&str, &str), span: Range<usize>, message: String) -> QueryError {
    QuerySyntaxError::new(place, span, message, None).boxed()
}

impl QuerySyntaxError {
    fn boxed(self) -> QueryError {
        Box::new(self).into()
    }
}

fn parser(prefixes: &[Prefix]) -> SparqlParser {
    prefixes
        .iter()
        .fold(SparqlParser::new(), |parser, (name, iri)| {
            // A namespace that is no IRI is left undeclared, and reported as unknown if used.
            parser
                .clone()
                .with_prefix(name.as_str(), iri.as_str())
                .unwrap_or(parser)
        })
}

/// Whether the first word after the prologue begins a SPARQL Update.
fn is_update(tokens: &[Token], text: &str) -> bool {
    const UPDATES: [&str; 11] = [
        "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH",
        "USING",
    ];
    let mut tokens = tokens.iter().map(|token| &text[token.range.clone()]);
    while let Some(word) = tokens.next() {
        match word.to_ascii_uppercase().as_str() {
            "PREFIX" => drop((tokens.next(), tokens.next())),
            "BASE" => drop(tokens.next()),
            word => return UPDATES.contains(&word),
        }
    }
    false
}

fn locate(
    label: &str,
    text: &str,
    tokens: &[Token],
    prefixes: &[Prefix],
    original: &str,
) -> QuerySyntaxError {
    let parser = parser(prefixes);
    // All prefixes of a text that can be continued can be continued.
    let good = tokens.partition_point(|token| can_continue(&parser, &text[..token.range.end]));
    let place = (label, text);
    let Some(bad) = tokens.get(good) else {
        return incomplete(place, tokens, original);
    };
    let word = &text[bad.range.clone()];
    let error = |message, hint| QuerySyntaxError::new(place, bad.range.clone(), message, hint);
    if let Some(hint) = bad.unclosed_hint(text) {
        return error(hint.to_owned(), None);
    }
    if let Some(prefix) = unknown_prefix(word, tokens, text, prefixes) {
        let known: Vec<String> = prefixes
            .iter()
            .map(|(name, _)| format!("{name}:"))
            .collect();
        let hint = format!("known without declaration: {}", known.join(" "));
        return error(format!("unknown prefix \"{prefix}:\""), Some(hint));
    }
    if word.len() > 1 && word.starts_with('<') {
        let hint = "write it in full, or declare a BASE";
        return error(
            format!("{word} is not an absolute IRI"),
            Some(hint.to_owned()),
        );
    }
    if let Some(message) = meaning(&parser, &text[..bad.range.end], original) {
        return error(message, None);
    }
    let hint = nearest(word, KEYWORDS.iter().copied())
        .filter(|keyword| !keyword.eq_ignore_ascii_case(word))
        .filter(|_| word.len() > 2)
        .map(|keyword| format!("did you mean {keyword}?"));
    error(format!("unexpected \"{}\"", shortened(word)), hint)
}

/// An error without a wrong word: something is missing at the end, or the whole makes no sense.
fn incomplete(place: (&str, &str), tokens: &[Token], original: &str) -> QuerySyntaxError {
    let text = place.1;
    if let Some(open) = tokens::unclosed(tokens, text) {
        let bracket = &text[open.clone()];
        return QuerySyntaxError::new(place, open, format!("\"{bracket}\" is never closed"), None);
    }
    if let Some(message) = known_message(original) {
        let start = select_of(tokens, text).unwrap_or(0..0);
        return QuerySyntaxError::new(place, start, message, None);
    }
    let end = text.trim_end().len();
    let message = if tokens.is_empty() {
        "there is no query here"
    } else {
        "the query ends too early"
    };
    QuerySyntaxError::new(place, end..end, message.to_owned(), None)
}

fn select_of(tokens: &[Token], text: &str) -> Option<Range<usize>> {
    let is_select = |token: &&Token| text[token.range.clone()].eq_ignore_ascii_case("SELECT");
    tokens
        .iter()
        .find(is_select)
        .map(|token| token.range.clone())
}

/// Far more blanks than the parser ever peeks at.
const AHEAD: usize = 64;

/// Whether a text is a query or the beginning of one: the parser then reads the blanks after it
/// to their end.
fn can_continue(parser: &SparqlParser, text: &str) -> bool {
    let padded = format!("{text}\n{}", " ".repeat(AHEAD));
    match parser.clone().parse_query(&padded) {
        Ok(_) => true,
        Err(error) => {
            let end = format!(
                "error at {}:{}:",
                padded.matches('\n').count() + 1,
                AHEAD + 1
            );
            error.to_string().starts_with(&end)
        }
    }
}

/// What the parser says where the grammar is kept but the sense is not.
fn meaning(parser: &SparqlParser, text: &str, original: &str) -> Option<String> {
    let padded = format!("{text}\n{}", " ".repeat(AHEAD));
    let error = parser.clone().parse_query(&padded).err()?.to_string();
    known_message(&error).or_else(|| known_message(original))
}

/// Messages of the parser that say something to a reader, and how they read here.
const MESSAGES: [(&str, &str); 9] = [
    (
        "The SELECT contains a variable that is unbound",
        "SELECT names a variable that is neither grouped by nor aggregated",
    ),
    (
        "The SELECT contains an expression with a variable that is unbound",
        "SELECT computes with a variable that is neither grouped by nor aggregated",
    ),
    (
        "The SELECT overrides an existing variable using an expression",
        "SELECT ... AS names a variable that the pattern already uses",
    ),
    (
        "Duplicated variable name in SELECT",
        "SELECT names a variable twice",
    ),
    (
        "SELECT * is not authorized with GROUP BY",
        "SELECT * does not go with GROUP BY",
    ),
    (
        "BIND is overriding an existing variable",
        "BIND gives a value to a variable that the pattern before it already uses",
    ),
    (
        "Repeated variables are not allowed in VALUES",
        "VALUES names a variable twice",
    ),
    (
        "The VALUES clause rows should have exactly",
        "a row of VALUES has more or fewer values than there are variables",
    ),
    (
        "Already used blank node id",
        "a blank node's name cannot be used in two groups",
    ),
];

fn known_message(error: &str) -> Option<String> {
    let found = MESSAGES.iter().find(|(theirs, _)| error.contains(theirs));
    found.map(|(_, ours)| (*ours).to_owned())
}

fn unknown_prefix<'a>(
    word: &'a str,
    tokens: &[Token],
    text: &str,
    prefixes: &[Prefix],
) -> Option<&'a str> {
    let word = word.strip_prefix("^^").unwrap_or(word);
    let (prefix, _) = word.split_once(':')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if prefix == "_" || !prefix.chars().all(is_name) {
        return None;
    }
    let declared = tokens.windows(2).any(|pair| {
        text[pair[0].range.clone()].eq_ignore_ascii_case("PREFIX")
            && text[pair[1].range.clone()].strip_suffix(':') == Some(prefix)
    });
    (!declared && !prefixes.iter().any(|(known, _)| known == prefix)).then_some(prefix)
}

fn shortened(word: &str) -> String {
    const LONG: usize = 40;
    match word.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}

const KEYWORDS: [&str; 44] = [
    "SELECT",
    "CONSTRUCT",
    "DESCRIBE",
    "ASK",
    "PREFIX",
    "BASE",
    "WHERE",
    "DISTINCT",
    "REDUCED",
    "FILTER",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "GRAPH",
    "SERVICE",
    "BIND",
    "VALUES",
    "UNDEF",
    "GROUP",
    "HAVING",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "EXISTS",
    "COUNT",
    "SUM",
    "AVG",
    "SAMPLE",
    "GROUP_CONCAT",
    "SEPARATOR",
    "BOUND",
    "COALESCE",
    "CONTAINS",
    "STRSTARTS",
    "STRENDS",
    "REGEX",
    "REPLACE",
    "LANG",
    "LANGMATCHES",
    "DATATYPE",
    "YEAR",
    "MONTH",
    "CONCAT",
    "sameTerm",
];
