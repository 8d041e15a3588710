//! How large a query may be, counted on its words before anything recursive sees it.
//!
//! The parser and all that walks what it makes are recursive: the optimiser, the evaluator, the
//! printer, and the dropping of it. Each goes at most one level down for each bracket, operator,
//! keyword or triple, so that their number bounds the stack that a query needs.

use super::syntax_error::{QuerySyntaxError, QueryText};
use super::tokens::{Place, Token, TokenKind};
use std::ops::Range;

/// How deep brackets may nest, and `!`, which the parser reads as if it opened one.
const MOST_NESTED: usize = 64;

/// How many parts a query may have. That is room for 5,000 branches of `UNION` or 3,000 filters; rows of
/// `VALUES` and members of `IN` are not counted, since nothing nests by them.
const MOST_PARTS: usize = 10_000;

/// How many words the parser may read, those counted anew that it reads again. It takes a
/// microsecond or two for each.
const MOST_READ: u64 = 4_000_000;

/// The number of parts of a query, if it is within all limits.
///
/// # Errors
/// [`QuerySyntaxError`] at the first word that is too many.
pub(super) fn count_parts(source: QueryText<'_>, tokens: &[Token]) -> Result<usize, QuerySyntaxError> {
    let text = source.text;
    let refuse = |range: &Range<usize>, message: String, hint: &str| {
        QuerySyntaxError::new(source, range.clone(), message, Some(hint.to_owned()))
    };
    let mut parts = 0;
    let mut negations = 0;
    let mut reading = Reading::default();
    for (at, token) in tokens.iter().enumerate() {
        negations = match token.text(text) {
            "!" => negations + 1,
            _ => 0,
        };
        if token.depth + negations > MOST_NESTED {
            let message = match negations {
                0 => format!("brackets are nested more than {MOST_NESTED} deep"),
                _ => format!("brackets and ! are nested more than {MOST_NESTED} deep"),
            };
            return Err(refuse(&token.range, message, "split the query, or name parts of it by BIND"));
        }
        parts += usize::from(is_part(token, text));
        if parts > MOST_PARTS {
            let message = format!("the query has more than {MOST_PARTS} operators, clauses and triples");
            let hint = "put values into VALUES or IN, whose length is not limited, or ask in several queries";
            return Err(refuse(&token.range, message, hint));
        }
        if reading.read(&tokens[..=at], text) > MOST_READ {
            let message = "!, REGEX, REPLACE, SUBSTR or GROUP_CONCAT are nested too deep".to_owned();
            return Err(refuse(&token.range, message, "name the inner ones by BIND"));
        }
    }
    Ok(parts)
}

/// Whether a word can put the algebra of a query one level deeper.
fn is_part(token: &Token, text: &str) -> bool {
    match (token.place, token.kind) {
        (_, TokenKind::Close) | (Place::Data, _) => false,
        (_, TokenKind::Open) => true,
        // Members of a list and steps of a path become triples.
        (Place::Terms, _) => true,
        (Place::Expression, kind) => kind == TokenKind::Sign && token.text(text) != ",",
        // DESCRIBE makes an expression of each name.
        (Place::Patterns, _) if token.depth == 0 => true,
        (Place::Patterns, kind) => matches!(kind, TokenKind::Sign | TokenKind::Keyword),
    }
}

/// Counts the words that the parser reads.
///
/// It reads the operand of `!` twice, and the arguments of some functions once for each number of
/// arguments that they can have: in each other, these double the work at each level.
#[derive(Default)]
struct Reading {
    words: u64,
    /// For each open bracket, how often its inside is read, as a power of two.
    doublings: Vec<u32>,
}

impl Reading {
    /// Counts the last of these words; gives the sum.
    fn read(&mut self, tokens: &[Token], text: &str) -> u64 {
        let Some((token, before)) = tokens.split_last() else {
            return self.words;
        };
        let doublings = self.doublings.last().copied().unwrap_or(0);
        match token.kind {
            TokenKind::Open => self.doublings.push(doublings + doublings_at(before, text)),
            TokenKind::Close => drop(self.doublings.pop()),
            _ => {}
        }
        self.words = self.words.saturating_add(1 << doublings.min(40));
        self.words
    }
}

/// How often the parser doubles the reading of a bracket that comes after these words.
fn doublings_at(before: &[Token], text: &str) -> u32 {
    let word = |back: usize| {
        let at = before.len().checked_sub(back)?;
        Some(before[at].text(text).to_ascii_uppercase())
    };
    let (last, last_but_one) = (word(1).unwrap_or_default(), word(2).unwrap_or_default());
    let negated = [&last, &last_but_one].into_iter().any(|word| word == "!");
    let overloaded = ["REGEX", "REPLACE", "SUBSTR", "GROUP_CONCAT"];
    u32::from(negated) + u32::from(overloaded.iter().any(|name| last.ends_with(name)))
}
