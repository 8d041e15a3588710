//! A job is done: it waits for its turn, a worker is started, and what the worker makes is handed
//! on while both go on.

use super::body::{Content, Cut};
use super::call::Call;
use super::job::{Head, Job, Task};
use super::queue::QueueError;
use super::refusal::Refusal;
use super::reply::Reply;
use super::settings::Settings;
use super::worker_process::{Frame, WorkerDeath, WorkerProcess};
use hyper::body::Bytes;
use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue, RETRY_AFTER, VARY};
use hyper::{Method, StatusCode, Version};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{self, Sender};
use tokio::time::timeout;

/// Seconds after which a client that was sent away may come again.
const RETRY: HeaderValue = HeaderValue::from_static("5");

/// Pieces that are made ahead of the client.
const AHEAD: usize = 4;

/// All triples may take this many times as long as the answer of a query; so may a client to fetch
/// any answer.
const LONGER: u32 = 10;

/// Has a worker answer.
///
/// # Errors
/// Pages of other sites; no turn in time; what the worker could not do, where nothing of its answer
/// has left.
pub(super) async fn run(
    call: &Call<'_>,
    task: Task,
    format: Option<String>,
) -> Result<Reply, Refusal> {
    call.refuse_other_sites()?;
    let busy = call.connection.busy();
    let settings = &call.shared.settings;
    let time = match task {
        Task::Data => settings.time.saturating_mul(LONGER),
        Task::Query(_) | Task::Description(_) => settings.time,
    };
    let job = Job {
        task,
        accept: call.client.accept.clone(),
        format,
        gzip: call.client.gzip,
        max_answer: Some(settings.max_answer),
        max_rows: settings.max_rows,
    };
    let turn = call.shared.queue.turn().await.map_err(sent_away)?;
    let worker = WorkerProcess::start(settings, &job, turn).await;
    let mut worker =
        worker.map_err(|error| failed(format!("no worker can be started: {error}")))?;
    let mut clock = Clock { left: time };
    let first = clock.next(&mut worker).await;
    let Frame::Head(head) = first.map_err(|end| end.refusal(settings))? else {
        return Err(failed("a worker's answer has no head".to_owned()));
    };
    let mut reply = from_head(&head);
    if call.client.method == Method::HEAD {
        return Ok(reply);
    }
    if head.length.is_some() {
        let bytes = whole(&mut worker, &mut clock, &head).await;
        let bytes = bytes.map_err(|end| end.refusal(settings))?;
        if !reply.status.is_success() {
            let text = String::from_utf8_lossy(&bytes);
            reply.note = text.lines().next().map(str::to_owned);
        }
        reply.content = Content::Whole(bytes);
    } else if call.client.version < Version::HTTP_11 {
        // Its answers have no end of their own: one that broke off would look whole.
        let message = "this answer is too long for HTTP/1.0; ask by HTTP/1.1";
        return Err(Refusal::new(
            StatusCode::HTTP_VERSION_NOT_SUPPORTED,
            message,
        ));
    } else {
        let (pieces, content) = mpsc::channel(AHEAD);
        let patience = settings.time.saturating_mul(LONGER);
        tokio::spawn(hand_on(worker, clock, patience, pieces));
        reply.content = Content::Pieces(content);
    }
    reply.busy = Some(busy);
    Ok(reply)
}

fn failed(message: String) -> Refusal {
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message)
}

fn from_head(head: &Head) -> Reply {
    let status = StatusCode::from_u16(head.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut reply = Reply::whole(status, &head.content_type, Bytes::new());
    let headers = &mut reply.headers;
    headers.insert(VARY, HeaderValue::from_static("accept, accept-encoding"));
    if head.gzip {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Some(length) = head.length {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    reply
}

/// Reads all of a short answer.
async fn whole(
    worker: &mut WorkerProcess,
    clock: &mut Clock,
    head: &Head,
) -> Result<Bytes, Interruption> {
    let mut bytes = Vec::with_capacity(head.length.unwrap_or_default().min(1 << 20) as usize);
    loop {
        match clock.next(worker).await? {
            Frame::Body(piece) => bytes.extend_from_slice(&piece),
            Frame::End => return Ok(bytes.into()),
            Frame::Head(_) => {}
            Frame::Failed(text) => return Err(Interruption::Failed(text)),
        }
    }
}

/// Hands pieces from a worker to a client, while both go on.
async fn hand_on(
    mut worker: WorkerProcess,
    mut clock: Clock,
    mut patience: Duration,
    pieces: Sender<Result<Bytes, Cut>>,
) {
    let end = loop {
        let frame = tokio::select! {
            () = pieces.closed() => return,
            frame = clock.next(&mut worker) => frame,
        };
        let piece = match frame {
            Ok(Frame::Body(piece)) => piece,
            Ok(Frame::End) => return,
            Ok(Frame::Head(_)) => continue,
            Ok(Frame::Failed(text)) => break Interruption::Failed(text),
            Err(end) => break end,
        };
        let since = Instant::now();
        match timeout(patience, pieces.send(Ok(piece))).await {
            Ok(Ok(())) => patience = patience.saturating_sub(since.elapsed()),
            Ok(Err(_)) => return,
            Err(_) => break Interruption::SlowClient,
        }
    };
    // The worker first: the client may take its time.
    drop(worker);
    let _ = timeout(patience, pieces.send(Err(Cut(end.to_string())))).await;
}

/// The time that a worker may still keep the server waiting. While the client is waited for it
/// stands.
struct Clock {
    left: Duration,
}

impl Clock {
    async fn next(&mut self, worker: &mut WorkerProcess) -> Result<Frame, Interruption> {
        let since = Instant::now();
        let frame = timeout(self.left, worker.next()).await;
        self.left = self.left.saturating_sub(since.elapsed());
        match frame {
            Ok(Ok(frame)) => Ok(frame),
            Ok(Err(death)) => Err(Interruption::Died(death)),
            Err(_) => Err(Interruption::Timeout),
        }
    }
}

/// The reasons for which an answer is not whole.
#[derive(Debug, thiserror::Error)]
enum Interruption {
    #[error("cut: the time limit")]
    Timeout,
    #[error("cut: the client did not take it")]
    SlowClient,
    #[error("cut: {}", .0.trim_end().replace('\n', "; "))]
    Failed(String),
    #[error("cut: {0}")]
    Died(WorkerDeath),
}

impl Interruption {
    /// Returns what the client reads, where nothing was sent yet.
    fn refusal(self, settings: &Settings) -> Refusal {
        match self {
            Self::Timeout => Refusal::new(
                StatusCode::GATEWAY_TIMEOUT,
                format!(
                    "the query took longer than the {} s that it may",
                    settings.time.as_secs_f64()
                ),
            )
            .with_hint("ask for less, or start the server with a longer --timeout"),
            Self::Died(WorkerDeath::Memory) => Refusal::new(
                StatusCode::INSUFFICIENT_STORAGE,
                format!(
                    "the query took more than the {} MiB of memory that it may",
                    settings.memory >> 20
                ),
            )
            .with_hint("ask for less, or start the server with more --memory"),
            end => failed(end.to_string()),
        }
    }
}

fn sent_away(why: QueueError) -> Refusal {
    let message = match why {
        QueueError::Full => "too many queries are waiting",
        QueueError::Late => "the query waited too long for its turn",
    };
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, message)
        .with_hint("try again in a while")
        .with_header(RETRY_AFTER, RETRY)
}
