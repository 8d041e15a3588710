//! Refusals: the status and text of a request that gets no answer.

use demarche_core::display::visible;
use hyper::StatusCode;
use hyper::header::{HeaderName, HeaderValue};

/// A request that gets no answer: its status, and the text that the client reads.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub status: StatusCode,
    /// The problem, as `error: …` and `hint: …` stand on the command line.
    pub text: String,
    /// A header that this status asks for.
    pub header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, message: impl AsRef<str>) -> Self {
        Self {
            status,
            text: format!("error: {}\n", message.as_ref()),
            header: None,
        }
    }

    /// A request that is malformed.
    pub(super) fn bad(message: impl AsRef<str>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// A text that has been laid out already.
    pub(super) fn with_text(status: StatusCode, text: String) -> Self {
        Self {
            status,
            text,
            header: None,
        }
    }

    /// The text, without anything that steers a terminal: many read it there, and it repeats what
    /// was asked, or what another server said.
    pub(super) fn printable(text: &str) -> String {
        text.lines().map(|line| visible(line) + "\n").collect()
    }

    pub(super) fn with_hint(mut self, hint: impl AsRef<str>) -> Self {
        self.text.push_str(&format!("  hint: {}\n", hint.as_ref()));
        self
    }

    pub(super) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some((name, value));
        self
    }
}
