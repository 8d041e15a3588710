//! The log: an entry for each request, once its answer is over.

use demarche_core::display::visible;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Takes each request that is over.
pub type Log = Arc<dyn Fn(&RequestLog) + Send + Sync>;

/// A request that is over. As text it is a line without control characters, whatever the client
/// sent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RequestLog {
    /// The method.
    pub method: String,
    /// The path, without the query string.
    pub path: String,
    /// The status that was answered.
    pub status: u16,
    /// Bytes of the answer that were handed over, compressed if it was.
    pub bytes: u64,
    /// From the end of the request's header to the end of the answer.
    pub took: Duration,
    /// What went wrong, if anything did.
    pub note: Option<String>,
}

impl fmt::Display for RequestLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            method,
            path,
            status,
            bytes,
            took,
            note,
        } = self;
        // Path and note hold what the client sent, which a terminal would obey.
        write!(
            f,
            "{method} {} {status} {bytes} bytes {} ms",
            visible(path),
            took.as_millis()
        )?;
        match note {
            Some(note) => write!(f, " ({})", visible(note)),
            None => Ok(()),
        }
    }
}

/// The log entry of a request that is being answered. It is logged when it is dropped, which is
/// when the answer is over, however that came.
pub(super) struct Entry {
    pub(super) request: RequestLog,
    since: Instant,
    log: Log,
}

impl Entry {
    pub(super) fn new(method: &str, path: &str, log: &Log) -> Self {
        Self {
            request: RequestLog {
                method: method.to_owned(),
                path: path.to_owned(),
                status: 0,
                bytes: 0,
                took: Duration::ZERO,
                // Until an answer says otherwise: a client that leaves drops the entry.
                note: Some("the client went away".to_owned()),
            },
            since: Instant::now(),
            log: Arc::clone(log),
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.request.took = self.since.elapsed();
        (self.log)(&self.request);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_nothing_that_steers_a_terminal() {
        let request = RequestLog {
            method: "GET".to_owned(),
            path: "/a\u{1b}[2J\r\n\u{9b}31m中".to_owned(),
            status: 400,
            bytes: 12,
            took: Duration::from_millis(3),
            note: Some("no format \"\u{1b}]0;x\u{7}\u{202e}\"".to_owned()),
        };
        let line = request.to_string();
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(!line.contains('\u{202e}'), "{line:?}");
        assert!(line.starts_with("GET /a\u{fffd}[2J"), "{line:?}");
        assert!(
            line.contains("中 400 12 bytes 3 ms (no format "),
            "{line:?}"
        );
    }
}
