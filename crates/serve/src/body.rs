//! The body of an answer: whole, or in pieces as a worker makes them; and its line in the log.

use super::{Log, Told};
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Receiver;

/// An answer broke off. The connection is closed without the end that HTTP asks for, so that the
/// client knows.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub(super) struct Cut(pub String);

/// What is sent.
pub(super) enum Content {
    Whole(Bytes),
    /// Pieces; the sender is gone when all was sent.
    Pieces(Receiver<Result<Bytes, Cut>>),
}

/// A body. Dropping it, as is done when the client is gone, ends what makes its pieces.
pub(super) struct Answered {
    content: Content,
    line: Line,
}

impl Answered {
    /// What is sent whole was done when it began; pieces are done when the last was asked for.
    pub(super) fn new(content: Content, mut line: Line, note: Option<String>) -> Self {
        if matches!(content, Content::Whole(_)) {
            line.told.note = note;
        }
        Self { content, line }
    }
}

/// A line of the log, told once the answer is over.
pub(super) struct Line {
    told: Told,
    since: Instant,
    log: Log,
}

impl Line {
    pub(super) fn new(method: &str, path: &str, log: &Log) -> Self {
        Self {
            told: Told {
                method: method.to_owned(),
                path: path.to_owned(),
                status: 0,
                bytes: 0,
                took: Duration::ZERO,
                note: Some("the client went away".to_owned()),
            },
            since: Instant::now(),
            log: Arc::clone(log),
        }
    }

    pub(super) fn status(&mut self, status: u16) {
        self.told.status = status;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.told.took = self.since.elapsed();
        (self.log)(&self.told);
    }
}

impl Body for Answered {
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
            Some(Ok(bytes)) => self.line.told.bytes += bytes.len() as u64,
            Some(Err(cut)) => self.line.told.note = Some(cut.to_string()),
            None if matches!(self.content, Content::Pieces(_)) => self.line.told.note = None,
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
