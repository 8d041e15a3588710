//! A query text with or without a header: an error at a place that exists, or a query that prints
//! back to a text of the same meaning.

#![no_main]

use demarche::diagnostic::Advice;
use demarche::graph::Graph;
use demarche::query::{Prepared, QueryError, SavedQuery};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

fn graph() -> &'static Graph {
    static GRAPH: OnceLock<Graph> = OnceLock::new();
    GRAPH.get_or_init(|| Graph::from_triples(&demarche_fuzz::triples(20)).unwrap())
}

fn check(error: &QueryError) {
    assert!(!error.to_string().is_empty());
    let _ = (error.hint(), error.kind());
    if let QueryError::Syntax(error) = error {
        // Slicing panics unless the span is in the text and between characters.
        let _ = &error.text[error.span.clone()];
        assert!(error.line >= 1 && error.line <= error.text.matches('\n').count() + 1);
        let line = error.text.split('\n').nth(error.line - 1).unwrap();
        assert!(error.column >= 1 && error.column <= line.chars().count() + 1);
    }
}

fuzz_target!(|text: &str| {
    if text.starts_with("#+")
        && let Err(error) = SavedQuery::read("fuzzed", "fuzzed.rq", text)
    {
        return check(&error);
    }
    match Prepared::from_text(text, "fuzzed.rq", &[], graph()) {
        Ok(prepared) => {
            let printed = prepared.sparql();
            if let Err(error) = Prepared::from_text(&printed, "printed.rq", &[], graph()) {
                panic!("{printed:?} is no query: {error}");
            }
        }
        Err(error) => check(&error),
    }
});
