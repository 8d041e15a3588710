//! Mistakes in a query text, at their place.

use demarche_core::diagnostic::{Code, Excerpt, Place, Problem};
use std::ops::Range;

/// A query text and what it goes by.
#[derive(Debug, Clone, Copy)]
pub(super) struct QueryText<'t> {
    /// The file, or another name.
    pub(super) label: &'t str,
    pub(super) text: &'t str,
}

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
        source: QueryText<'_>,
        span: Range<usize>,
        message: String,
        hint: Option<String>,
    ) -> Self {
        let QueryText { label, text } = source;
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
