//! Query text parsed, and syntax errors put at their place in the user's own text.
//!
//! The parser's own error is of little use to a reader: it names the furthest character that any
//! of its rules peeked at, up to fourteen past the mistake, and everything that could have stood
//! there. So the place is searched for: the text up to the mistake can be continued, the text up
//! to and with it cannot.

use super::error::QueryError;
use super::limits::count_parts;
use super::parsed::ParsedQuery;
use super::stack::try_with_room;
use super::syntax_error::{QuerySyntaxError, QueryText};
use super::tokens::{self, Token, TokenKind};
use demarche_core::diagnostic::nearest;
use demarche_graph::rdf::Prefix;
use spargebra::SparqlParser;
use std::ops::Range;

/// A text without the byte order mark that some editors put before it.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Parses a query with these prefixes declared beforehand, so that lines stay as they are.
///
/// # Errors
/// [`QueryError::Syntax`] for a text that is no query or a query that is too large,
/// [`QueryError::ReadOnly`] for an update.
pub(super) fn parse(source: QueryText<'_>, prefixes: &[Prefix]) -> Result<ParsedQuery, QueryError> {
    let tokens = tokens::split(source.text);
    let parts = count_parts(source, &tokens)?;
    if let Some(broken) = tokens
        .iter()
        .find(|token| is_broken_long_string(token, source.text))
    {
        let message = broken.unclosed_hint(source.text).unwrap_or_default();
        return Err(error(source, broken.range.clone(), message.to_owned()));
    }
    let parsed = try_with_room(parts, || {
        let error = match parser(prefixes).parse_query(source.text) {
            Ok(query) => return Ok(ParsedQuery::new(query, parts)),
            Err(error) => error.to_string(),
        };
        if is_update(&tokens, source.text) {
            return Err(QueryError::ReadOnly {
                label: source.label.to_owned(),
            });
        }
        Err(locate(source, &tokens, prefixes, &error).into())
    });
    parsed.unwrap_or_else(|error| Err(error.into()))
}

/// The parser would read such a string as an empty one and go on behind its first two quotes, with
/// words that nobody has counted.
fn is_broken_long_string(token: &Token, text: &str) -> bool {
    let word = token.text(text);
    token.kind == TokenKind::BrokenString && (word.starts_with("'''") || word.starts_with("\"\"\""))
}

/// A syntax error without a hint.
pub(super) fn error(source: QueryText<'_>, span: Range<usize>, message: String) -> QueryError {
    QuerySyntaxError::new(source, span, message, None).into()
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
    source: QueryText<'_>,
    tokens: &[Token],
    prefixes: &[Prefix],
    original: &str,
) -> QuerySyntaxError {
    let parser = parser(prefixes);
    let text = source.text;
    // All prefixes of a text that can be continued can be continued.
    let good = tokens.partition_point(|token| can_continue(&parser, &text[..token.range.end]));
    let Some(bad) = tokens.get(good) else {
        return incomplete(source, tokens, original);
    };
    let word = bad.text(text);
    let error = |message, hint| QuerySyntaxError::new(source, bad.range.clone(), message, hint);
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
fn incomplete(source: QueryText<'_>, tokens: &[Token], original: &str) -> QuerySyntaxError {
    let text = source.text;
    if let Some(open) = tokens::unclosed(tokens) {
        let bracket = &text[open.clone()];
        return QuerySyntaxError::new(source, open, format!("\"{bracket}\" is never closed"), None);
    }
    if let Some(message) = known_message(original) {
        let start = select_of(tokens, text).unwrap_or(0..0);
        return QuerySyntaxError::new(source, start, message, None);
    }
    let end = text.trim_end().len();
    let message = if tokens.is_empty() {
        "there is no query here"
    } else {
        "the query ends too early"
    };
    QuerySyntaxError::new(source, end..end, message.to_owned(), None)
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
