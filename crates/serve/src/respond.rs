//! From a request to its answer.

use super::accept::{choose, takes_gzip};
use super::body::{Answered, Content, Cut, Line as LogLine};
use super::job::{Head, Job, Task};
use super::line::{Line, NoTurn};
use super::origin::called;
use super::refusal::Refusal;
use super::request::{Asked, Room, What, read};
use super::worker::{Died, Frame, Worker};
use super::{Settings, pages};
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, ALLOW, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName,
    HeaderValue, ORIGIN, RETRY_AFTER, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{HeaderMap, Method, Request, Response, StatusCode, Version};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{self, Sender};
use tokio::time::timeout;

/// Seconds after which one who was sent away may come again.
const RETRY: HeaderValue = HeaderValue::from_static("5");

/// Pieces that are made ahead of the client.
const AHEAD: usize = 4;

/// All triples may take this many times as long as the answer of a query; so may a client to fetch
/// any answer.
const LONGER: u32 = 10;

/// What all requests share.
pub(super) struct Office {
    pub settings: Settings,
    pub line: Line,
}

/// What is known of a request before it is read.
struct Client {
    method: Method,
    version: Version,
    accept: Option<String>,
    gzip: bool,
    room: Option<Room>,
    origin: Option<HeaderValue>,
    host: Result<String, Refusal>,
}

impl Client {
    fn of(request: &Request<Incoming>, settings: &Settings) -> Self {
        let headers = request.headers();
        Self {
            method: request.method().clone(),
            version: request.version(),
            accept: joined(headers, ACCEPT),
            gzip: takes_gzip(joined(headers, ACCEPT_ENCODING).as_deref()),
            room: Room::at(request.uri().path()),
            origin: headers.get(ORIGIN).cloned(),
            host: called(request, settings),
        }
    }
}

/// A header that may stand in several lines.
fn joined(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let lines: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// What is to be sent: a head, its content, and what the log says of it.
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    content: Content,
    note: Option<String>,
}

impl Reply {
    fn whole(status: StatusCode, content_type: &str, bytes: Bytes) -> Self {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(content_type) {
            headers.insert(CONTENT_TYPE, value);
        }
        Self {
            status,
            headers,
            content: Content::Whole(bytes),
            note: None,
        }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let first = refusal.text.lines().next().unwrap_or_default().to_owned();
        let text = "text/plain; charset=utf-8";
        let mut reply = Self::whole(refusal.status, text, refusal.text.into());
        reply.headers.extend(refusal.header);
        reply.note = Some(first);
        reply
    }
}

/// Answers a request.
pub(super) async fn respond(office: &Office, request: Request<Incoming>) -> Response<Answered> {
    let settings = &office.settings;
    let path = request.uri().path().to_owned();
    let mut line = LogLine::new(request.method().as_str(), &path, &settings.log);
    let client = Client::of(&request, settings);
    let reply = match answered(office, &client, request).await {
        Ok(reply) => reply,
        Err(refusal) => refusal.into(),
    };
    line.status(reply.status.as_u16());
    let mut headers = reply.headers;
    let content = match reply.content {
        Content::Whole(bytes) if client.method == Method::HEAD => {
            if !bytes.is_empty() {
                headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
            }
            Content::Whole(Bytes::new())
        }
        content => content,
    };
    let mut response = Response::new(Answered::new(content, line, reply.note));
    *response.status_mut() = reply.status;
    *response.headers_mut() = headers;
    let headers = response.headers_mut();
    // What an answer says was written by others: no browser shall take it for a page.
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    settings.origins.allow(client.origin.as_ref(), headers);
    response
}

async fn answered(
    office: &Office,
    client: &Client,
    request: Request<Incoming>,
) -> Result<Reply, Refusal> {
    let host = client.host.clone()?;
    let Asked { what, format } = read(request).await?;
    let task = match what {
        What::Options => return Ok(options(office, client)),
        What::Style => {
            let style = Bytes::from_static(pages::STYLE.as_bytes());
            return Ok(Reply::whole(
                StatusCode::OK,
                "text/css; charset=utf-8",
                style,
            ));
        }
        What::Home => return Ok(home(&office.settings, &host)),
        What::Description if format.is_none() && wants_page(client) => {
            return Ok(home(&office.settings, &host));
        }
        What::Description => Task::Description(format!("http://{host}")),
        What::Query(text) => Task::Query(text),
        What::Data => Task::Data,
    };
    let longer = match task {
        Task::Data => LONGER,
        _ => 1,
    };
    let job = Job {
        task,
        accept: client.accept.clone(),
        format,
        gzip: client.gzip,
        max_answer: Some(office.settings.max_answer),
        max_rows: office.settings.max_rows,
    };
    let time = office.settings.time.saturating_mul(longer);
    worked(office, client, &job, time).await
}

/// A browser that comes to the endpoint without a query is shown the page.
fn wants_page(client: &Client) -> bool {
    let offers = [("text/turtle", false), ("text/html", true)];
    choose(client.accept.as_deref(), &offers) == Some(&true)
}

fn home(settings: &Settings, host: &str) -> Reply {
    let page = pages::home(settings, host);
    let mut reply = Reply::whole(StatusCode::OK, "text/html; charset=utf-8", page.into());
    let policy = HeaderName::from_static("content-security-policy");
    reply
        .headers
        .insert(policy, HeaderValue::from_static(pages::POLICY));
    reply.headers.insert(VARY, HeaderValue::from(ACCEPT));
    reply
}

fn options(office: &Office, client: &Client) -> Reply {
    let mut reply = Reply::whole(StatusCode::NO_CONTENT, "", Bytes::new());
    reply.headers.clear();
    if let Some(room) = client.room {
        let origins = &office.settings.origins;
        origins.allow_preflight(room.methods(), &mut reply.headers);
        reply.headers.insert(ALLOW, room.methods());
    }
    reply
}

/// Has a worker answer.
async fn worked(
    office: &Office,
    client: &Client,
    job: &Job,
    time: Duration,
) -> Result<Reply, Refusal> {
    let settings = &office.settings;
    let turn = office.line.turn().await.map_err(no_turn)?;
    let failed = |message: String| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message);
    let worker = Worker::start(settings, job, turn).await;
    let mut worker =
        worker.map_err(|error| failed(format!("no worker can be started: {error}")))?;
    let mut clock = Clock::new(time);
    let head = match clock
        .next(&mut worker)
        .await
        .map_err(|end| end.refusal(settings))?
    {
        Frame::Head(head) => head,
        _ => return Err(failed("a worker's answer has no head".to_owned())),
    };
    let mut reply = Reply::whole(StatusCode::OK, &head.content_type, Bytes::new());
    reply.status = StatusCode::from_u16(head.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = &mut reply.headers;
    headers.insert(VARY, HeaderValue::from_static("accept, accept-encoding"));
    if head.gzip {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Some(length) = head.length {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    if client.method == Method::HEAD {
        return Ok(reply);
    }
    reply.content = match head.length {
        Some(_) => Content::Whole(
            rest(&mut worker, &mut clock, &head)
                .await
                .map_err(|end| end.refusal(settings))?,
        ),
        // Its answers have no end of their own: one that broke off would look whole.
        None if client.version < Version::HTTP_11 => {
            let message = "this answer is too long for HTTP/1.0; ask by HTTP/1.1";
            return Err(Refusal::new(
                StatusCode::HTTP_VERSION_NOT_SUPPORTED,
                message,
            ));
        }
        None => {
            let (pieces, content) = mpsc::channel(AHEAD);
            let patience = settings.time.saturating_mul(LONGER);
            tokio::spawn(pump(worker, clock, patience, pieces));
            Content::Pieces(content)
        }
    };
    if !reply.status.is_success() {
        reply.note = first_line(&reply.content);
    }
    Ok(reply)
}

fn first_line(content: &Content) -> Option<String> {
    let Content::Whole(bytes) = content else {
        return None;
    };
    let text = String::from_utf8_lossy(bytes);
    text.lines().next().map(str::to_owned)
}

/// All of a short answer.
async fn rest(worker: &mut Worker, clock: &mut Clock, head: &Head) -> Result<Bytes, End> {
    let mut bytes = Vec::with_capacity(head.length.unwrap_or_default().min(1 << 20) as usize);
    loop {
        match clock.next(worker).await? {
            Frame::Body(piece) => bytes.extend_from_slice(&piece),
            Frame::End => return Ok(bytes.into()),
            Frame::Head(_) => {}
            Frame::Failed(text) => return Err(End::Failed(text)),
        }
    }
}

/// Hands pieces from a worker to a client, while both go on.
async fn pump(
    mut worker: Worker,
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
            Ok(Frame::Failed(text)) => break End::Failed(text),
            Err(end) => break end,
        };
        let since = Instant::now();
        match timeout(patience, pieces.send(Ok(piece))).await {
            Ok(Ok(())) => patience = patience.saturating_sub(since.elapsed()),
            Ok(Err(_)) => return,
            Err(_) => break End::Slow,
        }
    };
    // The worker first: the client may take its time.
    drop(worker);
    let _ = timeout(patience, pieces.send(Err(Cut(end.to_string())))).await;
}

/// How long a worker may still keep the server waiting. While the client is waited for it stands.
struct Clock {
    left: Duration,
}

impl Clock {
    fn new(time: Duration) -> Self {
        Self { left: time }
    }

    async fn next(&mut self, worker: &mut Worker) -> Result<Frame, End> {
        let since = Instant::now();
        let frame = timeout(self.left, worker.next()).await;
        self.left = self.left.saturating_sub(since.elapsed());
        match frame {
            Ok(Ok(frame)) => Ok(frame),
            Ok(Err(died)) => Err(End::Died(died)),
            Err(_) => Err(End::Time),
        }
    }
}

/// How an answer ended that is not whole.
#[derive(Debug, thiserror::Error)]
enum End {
    #[error("cut: the time limit")]
    Time,
    #[error("cut: the client did not take it")]
    Slow,
    #[error("cut: {}", .0.trim_end().replace('\n', "; "))]
    Failed(String),
    #[error("cut: {}", match .0 { Died::Memory => "the memory limit", Died::Otherwise(said) => said })]
    Died(Died),
}

impl End {
    /// What the client is told, where nothing was sent yet.
    fn refusal(self, settings: &Settings) -> Refusal {
        match self {
            Self::Time => Refusal::new(
                StatusCode::GATEWAY_TIMEOUT,
                format!(
                    "the query took longer than the {} s that it may",
                    settings.time.as_secs_f64()
                ),
            )
            .with_hint("ask for less, or start the server with a longer --timeout"),
            Self::Died(Died::Memory) => Refusal::new(
                StatusCode::INSUFFICIENT_STORAGE,
                format!(
                    "the query took more than the {} MiB of memory that it may",
                    settings.memory >> 20
                ),
            )
            .with_hint("ask for less, or start the server with more --memory"),
            end => Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, end.to_string()),
        }
    }
}

fn no_turn(why: NoTurn) -> Refusal {
    let message = match why {
        NoTurn::Full => "too many queries are waiting",
        NoTurn::Late => "the query waited too long for its turn",
    };
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, message)
        .with_hint("try again in a while")
        .with_header(RETRY_AFTER, RETRY)
}
