//! The body of an answer: whole, or in pieces as a worker makes them.

use super::connections::Busy;
use super::log::Entry;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::Receiver;

/// An answer broke off. The connection is closed without the end that HTTP asks for, so that the
/// client knows.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub(super) struct Cut(pub(super) String);

/// The content of an answer.
pub(super) enum Content {
    Whole(Bytes),
    /// Pieces; the sender is gone when all was sent.
    Pieces(Receiver<Result<Bytes, Cut>>),
}

/// A body. Dropping it, as is done when the client is gone, ends what makes its pieces, and logs
/// the request.
pub(super) struct ResponseBody {
    content: Content,
    entry: Entry,
    _busy: Option<Busy>,
}

impl ResponseBody {
    /// A body whose log entry has this note. What is sent whole was done when it began; pieces are
    /// done when the last was asked for.
    pub(super) fn new(
        content: Content,
        mut entry: Entry,
        note: Option<String>,
        busy: Option<Busy>,
    ) -> Self {
        if matches!(content, Content::Whole(_)) {
            entry.request.note = note;
        }
        Self {
            content,
            entry,
            _busy: busy,
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let next = match &mut self.content {
            Content::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                (!bytes.is_empty()).then_some(Ok(bytes))
            }
            Content::Pieces(pieces) => match pieces.poll_recv(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(next) => next,
            },
        };
        match &next {
            Some(Ok(bytes)) => self.entry.request.bytes += bytes.len() as u64,
            Some(Err(cut)) => self.entry.request.note = Some(cut.to_string()),
            None if matches!(self.content, Content::Pieces(_)) => self.entry.request.note = None,
            None => {}
        }
        Poll::Ready(next.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        matches!(&self.content, Content::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Pieces(_) => SizeHint::default(),
        }
    }
}
