//! Speaking HTTP to other people's servers, which are slow, busy, or gone at times.
//!
//! A [`Client`] waits and tries again where a server says that it is busy or fails, follows
//! redirects only within the same origin, stops reading an answer that is longer than it should
//! be, verifies certificates, and never shows the credentials it was given.

mod address;
mod body;
mod credentials;
mod error;
mod retry;
mod tls;

pub use address::{Address, AddressError, is_loopback};
pub use body::Body;
pub use credentials::{Credentials, NetrcError};
pub use error::HttpError;
pub use retry::Wait;

use error::said;
use std::sync::Arc;
use std::time::Duration;
use ureq::http;

/// Redirects that are followed before one is an error.
const REDIRECTS: usize = 5;

/// How long to wait, how often to try, how much to read.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long a connection may take to be made.
    pub connect: Duration,
    /// How long a server may be silent: before it begins to answer, and within an answer.
    pub silence: Duration,
    /// How often a request is tried in all.
    pub tries: u32,
    /// The wait before the second try; it doubles before each further one.
    pub first_wait: Duration,
    /// The most bytes that an answer may have, decompressed.
    pub longest_answer: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(300),
            tries: 6,
            first_wait: Duration::from_millis(500),
            longest_answer: 4 << 30,
        }
    }
}

/// What is asked of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Send, and read what comes back.
    Post,
    /// Put something in the place of what is there.
    Put,
    /// Remove.
    Delete,
}

impl Method {
    fn as_http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Post => http::Method::POST,
            Self::Put => http::Method::PUT,
            Self::Delete => http::Method::DELETE,
        }
    }
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// Its media type.
    pub media_type: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Whether the bytes are compressed by gzip.
    pub gzip: bool,
}

/// A request. It must do the same when it is sent twice, since [`Client::send`] does so where no
/// answer came.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// What is asked for.
    pub method: Method,
    /// Of what.
    pub address: &'a Address,
    /// The media types an answer may have, as an `Accept` header has them.
    pub accept: &'a str,
    /// What is sent.
    pub content: Option<Content<'a>>,
}

/// An answer: the request succeeded.
#[derive(Debug)]
pub struct Response {
    /// The media type without its parameters, in lower case; empty where none is given.
    pub media_type: String,
    /// What came back.
    pub body: Body,
    headers: http::HeaderMap,
}

impl Response {
    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Whoever is told of waits.
type Watcher = Arc<dyn Fn(&Wait) + Send + Sync>;

/// Speaks to the servers of one origin. A clone shares its connections.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    authorization: Option<http::HeaderValue>,
    settings: Settings,
    on_wait: Option<Watcher>,
}

impl Client {
    /// A client for an address and others of the same origin, with what the credentials say for
    /// its host.
    ///
    /// # Errors
    /// [`HttpError::Tls`] for an https address where this machine has no certificates or a
    /// processor that the cryptography cannot use.
    pub fn new(
        address: &Address,
        credentials: &Credentials,
        settings: Settings,
    ) -> Result<Self, HttpError> {
        let mut config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("demarche/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(settings.connect))
            .timeout_recv_response(Some(settings.silence))
            .timeout_per_read(Some(settings.silence))
            .timeout_per_write(Some(settings.silence));
        if address.is_loopback() {
            // No proxy can reach what this machine alone can.
            config = config.proxy(None);
        }
        if address.is_https() {
            config = config.tls_config(tls::config()?);
        }
        Ok(Self {
            agent: config.build().new_agent(),
            authorization: credentials.header(address.host()),
            settings,
            on_wait: None,
        })
    }

    /// Whoever watches is told of every wait before another try.
    #[must_use]
    pub fn telling(mut self, on_wait: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.on_wait = Some(Arc::new(on_wait));
        self
    }

    /// Whether requests carry credentials.
    pub fn has_credentials(&self) -> bool {
        self.authorization.is_some()
    }

    /// How long to wait, how often to try, how much to read.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Tells whoever watches, and waits before another try; `false` at once where that was the last.
    /// `tried` counts from 1.
    pub fn pause(&self, why: String, asked: Option<Duration>, tried: u32) -> bool {
        let Some(wait) = Wait::after(why, asked, tried, &self.settings) else {
            return false;
        };
        if let Some(tell) = &self.on_wait {
            tell(&wait);
        }
        std::thread::sleep(wait.how_long);
        true
    }

    /// Sends a request until it is answered, as often as the settings say.
    ///
    /// # Errors
    /// [`HttpError`] of the last try. That an answer is cut off is an error of reading its body.
    pub fn send(&self, request: &Request<'_>) -> Result<Response, HttpError> {
        let mut tried = 1;
        loop {
            match self.try_once(request) {
                Err(error)
                    if tried < error.tries(self.settings.tries)
                        && self.pause(error.to_string(), error.retry_after(), tried) =>
                {
                    tried += 1;
                }
                done => return done,
            }
        }
    }

    /// Sends a request once: for what does not do the same when it is sent twice.
    ///
    /// # Errors
    /// [`HttpError`]. Where it [may pass](HttpError::may_pass), the server may still have done what
    /// it was asked.
    pub fn send_once(&self, request: &Request<'_>) -> Result<Response, HttpError> {
        self.try_once(request)
    }

    fn try_once(&self, request: &Request<'_>) -> Result<Response, HttpError> {
        let mut address = request.address.clone();
        for _ in 0..=REDIRECTS {
            let response = self.ask(request, &address)?;
            let status = response.status();
            if status.is_success() {
                return Ok(self.answer(response));
            }
            if !status.is_redirection() {
                return Err(self.failed(response, &address));
            }
            address = redirected(&address, &response, request.method)?;
        }
        Err(HttpError::Redirects(request.address.clone()))
    }

    fn ask(
        &self,
        request: &Request<'_>,
        address: &Address,
    ) -> Result<http::Response<ureq::Body>, HttpError> {
        let mut sent = http::Request::builder()
            .method(request.method.as_http())
            .uri(address.uri())
            .header(http::header::ACCEPT, request.accept);
        if let Some(authorization) = &self.authorization {
            sent = sent.header(http::header::AUTHORIZATION, authorization);
        }
        let failed = |error: ureq::Error| HttpError::of(error, address);
        let Some(content) = request.content else {
            let sent = sent.body(()).map_err(|error| failed(error.into()))?;
            return self.agent.run(sent).map_err(failed);
        };
        sent = sent.header(http::header::CONTENT_TYPE, content.media_type);
        if content.gzip {
            sent = sent.header(http::header::CONTENT_ENCODING, "gzip");
        }
        let sent = sent.body(content.bytes);
        let sent = sent.map_err(|error| failed(error.into()))?;
        self.agent.run(sent).map_err(failed)
    }

    fn answer(&self, response: http::Response<ureq::Body>) -> Response {
        let media_type = media_type(&response);
        let headers = response.headers().clone();
        let reader = response.into_body().into_with_config();
        let limit = self.settings.longest_answer;
        // Its own limit is left out of play: ours is a reader of its own, with its own error.
        let reader = reader.limit(u64::MAX).reader();
        Response {
            media_type,
            body: Body::new(reader, limit),
            headers,
        }
    }

    fn failed(&self, response: http::Response<ureq::Body>, address: &Address) -> HttpError {
        let retry_after = response.headers().get(http::header::RETRY_AFTER);
        let retry_after = retry_after.and_then(|value| value.to_str().ok()?.trim().parse().ok());
        HttpError::Status {
            status: response.status().as_u16(),
            address: address.clone(),
            has_credentials: self.has_credentials(),
            retry_after: retry_after.map(Duration::from_secs),
            said: said(response),
        }
    }
}

fn media_type(response: &http::Response<ureq::Body>) -> String {
    let value = response.headers().get(http::header::CONTENT_TYPE);
    let text = value.and_then(|value| value.to_str().ok()).unwrap_or("");
    let media_type = text.split(';').next().unwrap_or("");
    media_type.trim().to_ascii_lowercase()
}

/// Where a redirect leads, if it may be followed: to the same origin, so that neither credentials
/// nor data go to a server that nobody named, and with the same method.
fn redirected(
    from: &Address,
    response: &http::Response<ureq::Body>,
    method: Method,
) -> Result<Address, HttpError> {
    let location = response.headers().get(http::header::LOCATION);
    let target = location
        .and_then(|value| value.to_str().ok())
        .and_then(|location| from.join(location));
    let Some(to) = target else {
        return Err(HttpError::BadRedirect(from.clone()));
    };
    let keeps_method = matches!(response.status().as_u16(), 307 | 308) || method == Method::Get;
    match to.has_origin_of(from) && keeps_method {
        true => Ok(to),
        false => Err(HttpError::Elsewhere {
            from: from.clone(),
            to,
        }),
    }
}
