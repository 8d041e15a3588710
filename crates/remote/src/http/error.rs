//! What can go wrong between here and a server.

use super::Address;
use demarche_core::diagnostic::{Advice, ErrorKind, Hint, Part};
use std::io::Read;
use std::time::Duration;
use thiserror::Error;
use ureq::http;

/// A server that did not answer as asked.
#[derive(Debug, Error)]
pub enum HttpError {
    /// No connection.
    #[error("{address} cannot be reached: {why}")]
    Unreachable {
        /// The address.
        address: Address,
        /// What the system says.
        why: String,
    },
    /// No answer in time.
    #[error("{address} did not answer in time ({what})")]
    TimedOut {
        /// The address.
        address: Address,
        /// What took too long.
        what: String,
    },
    /// An answer that is not a success.
    #[error("{address} answers {}{}", status_text(*status), after_colon(said))]
    Status {
        /// The status.
        status: u16,
        /// The address.
        address: Address,
        /// Whether the request carried credentials.
        has_credentials: bool,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
        /// The beginning of what it says, in one line.
        said: String,
    },
    /// A redirect to another origin, or one that would turn sending into reading.
    #[error("{from} sends on to {to}, which is not followed")]
    Elsewhere {
        /// The address asked.
        from: Address,
        /// The address it names.
        to: Address,
    },
    /// A redirect that names no address.
    #[error("{0} sends on to nowhere")]
    BadRedirect(Address),
    /// Redirects that do not end.
    #[error("{0} sends on again and again")]
    Redirects(Address),
    /// A longer answer than agreed, in bytes.
    #[error("the answer is longer than {} bytes", .0)]
    TooLong(u64),
    /// No secure connection.
    #[error("no secure connection: {0}")]
    Tls(String),
}

fn status_text(status: u16) -> String {
    let reason = http::StatusCode::from_u16(status).ok();
    match reason.and_then(|status| status.canonical_reason()) {
        Some(reason) => format!("{status} {reason}"),
        None => status.to_string(),
    }
}

fn after_colon(said: &str) -> String {
    match said {
        "" => String::new(),
        said => format!(": {said}"),
    }
}

impl HttpError {
    pub(super) fn of(error: ureq::Error, address: &Address) -> Self {
        let address = address.clone();
        match error {
            ureq::Error::Timeout(what) => Self::TimedOut {
                address,
                what: what.to_string(),
            },
            ureq::Error::Tls(why) => Self::Tls(why.to_owned()),
            ureq::Error::Rustls(why) => Self::Tls(why.to_string()),
            // An error of TLS comes as one of reading where it is the handshake's.
            ureq::Error::Io(why) if why.get_ref().is_some_and(|why| why.is::<rustls::Error>()) => {
                Self::Tls(why.to_string())
            }
            ureq::Error::Io(why) => Self::Unreachable {
                address,
                why: why.to_string(),
            },
            ureq::Error::HostNotFound => Self::Unreachable {
                address,
                why: "there is no such host".to_owned(),
            },
            error => Self::Unreachable {
                address,
                why: error.to_string().replace('\n', " "),
            },
        }
    }

    /// Whether the same request may succeed later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::TimedOut { .. } => true,
            Self::Status { status, .. } => {
                *status == 429 || ((500..600).contains(status) && ![501, 505].contains(status))
            }
            _ => false,
        }
    }

    /// How often to try in all, where a request that may succeed later is tried so often. A server
    /// that fails at the request itself (500) seldom succeeds at it later.
    pub fn tries(&self, most: u32) -> u32 {
        match self {
            Self::Status { status: 500, .. } => most.min(3),
            error if error.may_pass() => most,
            _ => 1,
        }
    }

    /// How long the server asks to wait before another try.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl Advice for HttpError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Remote
    }

    fn hint(&self) -> Option<Hint> {
        Some(match self {
            Self::Unreachable { .. } => "is it running, and is that its address?".into(),
            Self::TimedOut { .. } => Hint::phrase([
                "give it longer with ".into(),
                Part::option("wait"),
                ", or ask for less".into(),
            ]),
            Self::Status {
                status: 401 | 403,
                has_credentials: true,
                ..
            } => "the name and password that were sent are not enough for it".into(),
            Self::Status {
                status: 401 | 403, ..
            } => Hint::Credentials,
            Self::Status { status: 404, .. } => {
                "is that its address? look for the last part of it".into()
            }
            Self::Status { status: 405, .. } => "is that the address for what is asked?".into(),
            Self::Elsewhere { to, .. } => {
                format!("if that is right, give the address {to} itself").into()
            }
            Self::TooLong(_) => Hint::phrase([
                "allow more with ".into(),
                Part::option("longest-answer"),
                ", or ask for less".into(),
            ]),
            Self::Tls(_) => "SSL_CERT_FILE may name a file of certificates to trust".into(),
            _ => return None,
        })
    }
}

/// The beginning of what an answer that is an error says, in one line.
pub(super) fn said(response: http::Response<ureq::Body>) -> String {
    const READ: u64 = 4096;
    const SHOWN: usize = 300;
    let mut bytes = Vec::new();
    let mut reader = response.into_body().into_reader().take(READ);
    // What came before it broke off says enough.
    let _ = reader.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let text = without_tags(&text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The text of a page of HTML, as servers send for people.
fn without_tags(text: &str) -> String {
    if !text.trim_start().starts_with('<') {
        return text.to_owned();
    }
    let mut plain = String::new();
    for part in text.split('<') {
        if let Some((_, after)) = part.split_once('>') {
            plain.push(' ');
            plain.push_str(after);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_fail_again_is_not_tried_again() {
        let error = |status| HttpError::Status {
            status,
            address: Address::parse("http://a/").unwrap(),
            has_credentials: false,
            retry_after: None,
            said: String::new(),
        };
        for status in [400, 401, 403, 404, 413, 415, 501, 505] {
            assert!(!error(status).may_pass(), "{status}");
        }
        for status in [429, 500, 502, 503, 504] {
            assert!(error(status).may_pass(), "{status}");
        }
    }

    #[test]
    fn pages_for_people_become_a_line() {
        let page = "<html><title>Error 404</title>\n<body>Not&nbsp;here</body></html>";
        let words: Vec<String> = without_tags(page)
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        assert_eq!(words.join(" "), "Error 404 Not&nbsp;here");
        assert_eq!(without_tags("a < b"), "a < b");
    }
}
