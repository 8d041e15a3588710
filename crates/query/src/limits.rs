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

/// How many parts a query may have. That is room for 5,000 branches of `UNION` or 3,000 filters; rows
/// of `VALUES` and members of `IN` are not counted, since nothing nests by them.
const MOST_PARTS: usize = 10_000;

/// How many words the parser may read again, each counted as often as it is. It takes a microsecond
/// or two for each.
const MOST_READ: u64 = 100_000;

/// The number of parts of a query, if it is within all limits.
///
/// # Errors
/// [`QuerySyntaxError`] at the first word that is too many.
pub(super) fn count_parts(
    source: QueryText<'_>,
    tokens: &[Token],
) -> Result<usize, Box<QuerySyntaxError>> {
    let text = source.text;
    let refuse = |range: &Range<usize>, message: String, hint: &str| {
        let hint = Some(hint.to_owned());
        Box::new(QuerySyntaxError::new(source, range.clone(), message, hint))
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
            return Err(refuse(
                &token.range,
                message,
                "split the query, or name parts of it by BIND",
            ));
        }
        parts += usize::from(is_part(token, text));
        if parts > MOST_PARTS {
            let message =
                format!("the query has more than {MOST_PARTS} operators, clauses and triples");
            let hint = "put values into VALUES or IN, whose length is not limited, or ask in several queries";
            return Err(refuse(&token.range, message, hint));
        }
        if reading.read(&tokens[..=at], text) > MOST_READ {
            let message = format!(
                "!, REGEX, REPLACE, SUBSTR and GROUP_CONCAT are nested so that more than {MOST_READ} words are read again"
            );
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
        // Of `a` there is one in each triple, which is counted by its full stop.
        (Place::Patterns, TokenKind::Keyword) => token.text(text) != "a",
        (Place::Patterns, kind) => kind == TokenKind::Sign,
    }
}

/// Counts the words that the parser reads again.
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
        self.words = self.words.saturating_add((1 << doublings.min(40)) - 1);
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

#[cfg(test)]
mod tests {
    use crate::tests::graph;
    use crate::{Prepared, QueryError, QuerySyntaxError};
    use demarche_core::diagnostic::Advice;
    use std::time::{Duration, Instant};

    /// Queries that are as long as they are deep, of so many repetitions.
    fn long_queries(n: usize) -> Vec<String> {
        let joined = |word: &str, by: &str| vec![word; n + 1].join(by);
        let numbered = |before: &str, after: &str| -> String {
            (0..n).map(|at| format!("{before}{at}{after}")).collect()
        };
        vec![
            format!("ASK {{ FILTER({}?x) }}", "!".repeat(n)),
            format!("ASK {{ FILTER({}) }}", joined("?x", " || ")),
            format!("ASK {{ FILTER({}) }}", joined("?x", "&&")),
            format!("SELECT ({} AS ?x) {{}}", joined("1", "+")),
            format!("SELECT (1{} AS ?x) {{}}", "-1".repeat(n)),
            format!("SELECT ({} AS ?x) {{}}", joined("1", "*")),
            format!("SELECT * {{ {} }}", joined("{ ?s a ?o }", " UNION ")),
            format!("ASK {{ ?s a ?o {} }}", "OPTIONAL { ?s a ?o } ".repeat(n)),
            format!("ASK {{ ?s a ?o {} }}", "MINUS { ?s a 1 } ".repeat(n)),
            format!("ASK {{ {} }}", numbered("BIND(1 AS ?x", ")")),
            format!("ASK {{ ?s a ?o {} }}", "FILTER(?s) ".repeat(n)),
            format!(
                "ASK {{ ?s a ?o }} GROUP BY ?s HAVING{}",
                " (?s = 1)".repeat(n)
            ),
            format!("ASK {{ ?s a ?o {} }}", "LATERAL { ?s a ?o } ".repeat(n)),
            format!("ASK {{ ?s {} ?o }}", joined("a", "|")),
            format!("ASK {{ ?s {} ?o }}", joined("a", "/")),
            format!("SELECT {} {{}}", numbered("(1 AS ?x", ")")),
            format!("SELECT ({} AS ?x) {{ ?s a ?o }}", joined("COUNT(?s)", "+")),
            format!(
                "SELECT ({}?o{} AS ?x) {{}}",
                "SUM(".repeat(n),
                ")".repeat(n)
            ),
            format!("ASK {{ {} }}", "?s a ?o . ".repeat(n)),
            format!("ASK {{ ?s a ({}) }}", "?o ".repeat(n)),
            format!(
                "ASK {{ FILTER(?a<{}1{}&&1>0) }}",
                "(".repeat(n),
                ")".repeat(n)
            ),
            format!("ASK {{ {}?s a ?o{} }}", "<<".repeat(n), ">>".repeat(n)),
            format!("ASK {{ {}?s a ?o{} }}", "<<( ".repeat(n), ")>>".repeat(n)),
            format!("ASK {{ ?s a ?o # \r FILTER({}1) }}", "(".repeat(n)),
            format!("ASK {{ ?s a dm:\\' FILTER({}1) }}", "(".repeat(n)),
            format!("ASK {{ FILTER({}?x{}) }}", "!(".repeat(n), ")".repeat(n)),
            format!("DESCRIBE {}", "<a:b> ".repeat(n)),
        ]
    }

    fn refusal(text: &str) -> Box<QuerySyntaxError> {
        match Prepared::from_text(text, "q.rq", &[], &graph()) {
            Err(QueryError::Syntax(error)) => error,
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("{} is allowed", &text[..60]),
        }
    }

    #[test]
    fn too_large_a_query_is_refused_at_its_place_with_a_hint_and_at_once() {
        for text in long_queries(30_000) {
            let begun = Instant::now();
            let error = refusal(&text);
            assert!(begun.elapsed() < Duration::from_secs(10), "{}", &text[..60]);
            assert!(
                error.message.contains("more than"),
                "{error}: {}",
                &text[..60]
            );
            assert!(error.column > 1 || error.line > 1, "{error}");
            assert!(QueryError::from(*error).hint().is_some());
        }
        for text in long_queries(1_000_000).iter().take(2) {
            refusal(text);
        }
    }

    #[test]
    fn what_is_allowed_is_parsed_printed_and_dropped() {
        // Two words of most repetitions are counted, four of some.
        for text in long_queries(700) {
            if let Ok(prepared) = Prepared::from_text(&text, "q.rq", &[], &graph()) {
                assert!(!prepared.clone().sparql().is_empty());
            }
        }
        let union = vec!["{ ?s a dm:Claim }"; 4_000].join(" UNION ");
        let members: String = (0..20_000).map(|at| format!("{at}, ")).collect();
        let rows: String = (0..40_000)
            .map(|at| format!("({at} <a:b({at}>) "))
            .collect();
        for sensible in [
            format!("SELECT * {{ {union} }}"),
            format!("ASK {{ ?s ?p ?o FILTER(?o IN ({members} 1)) }}"),
            format!("ASK {{ VALUES (?o ?x) {{ {rows} }} }}"),
        ] {
            let prepared = Prepared::from_text(&sensible, "q.rq", &[], &graph());
            assert!(
                prepared.is_ok(),
                "{}",
                prepared.err().map_or(String::new(), |e| e.to_string())
            );
        }
    }

    #[test]
    fn a_long_query_is_evaluated_on_a_stack_that_holds_it() {
        let graph = graph();
        let union = vec!["{ ?s a dm:Claim }"; 1_000].join(" UNION ");
        let sum = vec!["1"; 1_500].join(" + ");
        for (text, rows) in [
            (format!("SELECT * {{ {union} }}"), 2_000),
            (format!("SELECT ({sum} AS ?x) {{}}"), 1),
            (
                format!("SELECT * {{ {} }}", "FILTER(1 = 1) ".repeat(1_000)),
                1,
            ),
        ] {
            let prepared = Prepared::from_text(&text, "q.rq", &[], &graph).unwrap();
            assert_eq!(prepared.solutions(&graph).unwrap().count(), rows);
        }
    }

    #[test]
    fn nestings_of_all_kinds_up_to_the_limits_are_no_danger() {
        const BRACKETS: [(&str, &str); 12] = [
            ("(", ")"),
            ("!(", ")"),
            ("-(", ")"),
            ("STR(", ")"),
            ("COALESCE(1, ", ")"),
            ("IF(true, 1, ", ")"),
            ("<a:f>(", ")"),
            ("1 + (", ")"),
            ("?x < (", ") && 1 > 0"),
            ("REGEX(\"a\", ", ")"),
            ("?x IN (1, ", ")"),
            ("SUM(", ")"),
        ];
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize % below
        };
        let mut allowed = 0;
        for _ in 0..12 {
            let nested: Vec<_> = (0..random(62)).map(|_| BRACKETS[random(12)]).collect();
            let open: String = nested.iter().map(|(open, _)| *open).collect();
            let close: String = nested.iter().rev().map(|(_, close)| *close).collect();
            let text = format!("SELECT ({open}1{close} AS ?y) {{}}");
            if let Ok(prepared) = Prepared::from_text(&text, "q.rq", &[], &graph()) {
                prepared.sparql();
                let _ = prepared.evaluate(&graph()).map(drop);
                allowed += 1;
            }
        }
        assert!(allowed > 0, "{allowed}");
    }
}
