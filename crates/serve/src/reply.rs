//! The reply of a handler, from which the response is made.

use super::body::Content;
use super::connections::Busy;
use super::refusal::Refusal;
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

/// A head, its content, and a note for the log.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) content: Content,
    pub(super) note: Option<String>,
    /// Kept until the content has been sent.
    pub(super) busy: Option<Busy>,
}

impl Reply {
    /// A reply whose content is there whole.
    pub(super) fn whole(status: StatusCode, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(content_type) {
            headers.insert(CONTENT_TYPE, value);
        }
        Self {
            status,
            headers,
            content: Content::Whole(bytes.into()),
            note: None,
            busy: None,
        }
    }

    /// A reply of which there is nothing but headers.
    pub(super) fn empty() -> Self {
        Self {
            headers: HeaderMap::new(),
            ..Self::whole(StatusCode::NO_CONTENT, "", Bytes::new())
        }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let text = Refusal::printable(&refusal.text);
        let first_line = text.lines().next().map(str::to_owned);
        let mut reply = Self::whole(refusal.status, "text/plain; charset=utf-8", text);
        reply.headers.extend(refusal.header);
        reply.note = first_line;
        reply
    }
}
