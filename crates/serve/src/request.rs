//! What a request asks for, by the SPARQL 1.1 Protocol, section 2.1, or why it asks for nothing.

use super::accept::Media;
use super::form::Parameters;
use super::refusal::Refusal;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::{ALLOW, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Request, StatusCode};
use std::time::Duration;

/// Bytes of a query at most.
pub(super) const LONGEST_QUERY: usize = 1 << 20;

/// How long a client may take to send its query.
const BODY_TIME: Duration = Duration::from_secs(30);

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub what: What,
    /// The value of `format=`.
    pub format: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The answer of a query.
    Query(String),
    /// The service description.
    Description,
    /// All triples.
    Data,
    /// The page for people.
    Home,
    /// The style of the page.
    Style,
    /// What may be done here.
    Options,
}

/// A place on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    Home,
    Endpoint,
    Data,
    Style,
}

impl Room {
    pub(super) fn at(path: &str) -> Option<Self> {
        Some(match path {
            "/" => Self::Home,
            "/sparql" | "/query" => Self::Endpoint,
            "/data" => Self::Data,
            "/style.css" => Self::Style,
            _ => return None,
        })
    }

    /// The methods that are understood there.
    pub(super) fn methods(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Endpoint => "GET, HEAD, POST, OPTIONS",
            Self::Home | Self::Data | Self::Style => "GET, HEAD, OPTIONS",
        })
    }
}

/// Reads a request.
pub(super) async fn read(request: Request<Incoming>) -> Result<Asked, Refusal> {
    let path = request.uri().path();
    let Some(room) = Room::at(path) else {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "there is nothing here")
            .with_hint("the endpoint is /sparql, all triples are at /data"));
    };
    let url = parameters(request.uri().query().unwrap_or_default().as_bytes())?;
    match (room, request.method()) {
        (_, &Method::OPTIONS) => Ok(of(What::Options, &url)),
        (Room::Home, &Method::GET | &Method::HEAD) => Ok(of(What::Home, &url)),
        (Room::Style, &Method::GET | &Method::HEAD) => Ok(of(What::Style, &url)),
        (Room::Data, &Method::GET | &Method::HEAD) => data(&url),
        (Room::Endpoint, &Method::GET | &Method::HEAD) => by_get(&url),
        (Room::Endpoint, &Method::POST) => by_post(request, &url).await,
        (_, method) => Err(Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("{method} is not understood here"),
        )
        .with_hint("the graph is read-only; data comes from the study")
        .with_header(ALLOW, room.methods())),
    }
}

fn of(what: What, parameters: &Parameters) -> Asked {
    let format = parameters.all("format").last().map(str::to_owned);
    Asked { what, format }
}

fn parameters(text: &[u8]) -> Result<Parameters, Refusal> {
    Parameters::parse(text).map_err(|error| Refusal::bad(error.to_string()))
}

/// All triples, as of the Graph Store Protocol: the default graph is the only one.
fn data(url: &Parameters) -> Result<Asked, Refusal> {
    if url.has("graph") {
        let message = "there is no such graph: the only one has no name";
        return Err(Refusal::new(StatusCode::NOT_FOUND, message).with_hint("ask for /data"));
    }
    Ok(of(What::Data, url))
}

fn by_get(url: &Parameters) -> Result<Asked, Refusal> {
    if url.has("update") {
        return Err(Refusal::bad(
            "an update cannot come by GET, and this endpoint only reads",
        ));
    }
    // The only other parameter there is: whoever names more meant to ask something.
    if url.names().all(|name| name == "format") {
        return Ok(of(What::Description, url));
    }
    query(url, url)
}

/// The one query among parameters; `url` are those of the address.
fn query(parameters: &Parameters, url: &Parameters) -> Result<Asked, Refusal> {
    refuse_dataset(parameters)?;
    let mut queries = parameters.all("query");
    let Some(text) = queries.next() else {
        return Err(Refusal::bad("no parameter `query`"));
    };
    if queries.next().is_some() {
        return Err(Refusal::bad("more than one parameter `query`"));
    }
    let format = of(What::Home, parameters).format;
    Ok(Asked {
        what: What::Query(text.to_owned()),
        format: format.or_else(|| of(What::Home, url).format),
    })
}

/// There is one graph, and it has no name to be chosen by. To leave the choice aside would answer
/// another question than was asked.
fn refuse_dataset(parameters: &Parameters) -> Result<(), Refusal> {
    let chosen = ["default-graph-uri", "named-graph-uri"]
        .into_iter()
        .find(|name| parameters.has(name));
    match chosen {
        Some(name) => Err(Refusal::bad(format!(
            "`{name}` cannot be used here: there is a single graph, without a name"
        ))
        .with_hint("leave it out: every query reads that graph")),
        None => Ok(()),
    }
}

async fn by_post(request: Request<Incoming>, url: &Parameters) -> Result<Asked, Refusal> {
    let media = content_type(request.headers())?;
    for name in ["query", "update"] {
        if url.has(name) {
            let message = format!("`{name}` in the address of a POST request");
            return Err(Refusal::bad(message).with_hint("it belongs into the body"));
        }
    }
    refuse_dataset(url)?;
    match media.as_str() {
        "application/x-www-form-urlencoded" => {
            let form = parameters(&body(request.into_body()).await?)?;
            if form.has("update") {
                return Err(read_only());
            }
            query(&form, url)
        }
        "application/sparql-query" => {
            let text = String::from_utf8(body(request.into_body()).await?)
                .map_err(|_| Refusal::bad("the query is not UTF-8"))?;
            Ok(of(What::Query(text), url))
        }
        "application/sparql-update" => Err(read_only()),
        other => Err(unsupported(&format!("a query does not come as {other}"))),
    }
}

fn read_only() -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, "this endpoint only reads")
        .with_hint("use SELECT, ASK, CONSTRUCT or DESCRIBE; data comes from the study")
}

fn unsupported(message: &str) -> Refusal {
    let forms =
        HeaderValue::from_static("application/sparql-query, application/x-www-form-urlencoded");
    Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message)
        .with_hint(
            "send application/sparql-query, or application/x-www-form-urlencoded with `query`, \
             in UTF-8",
        )
        .with_header(HeaderName::from_static("accept-post"), forms)
}

/// The media type of a request's body.
fn content_type(headers: &HeaderMap) -> Result<String, Refusal> {
    let encoding = headers.get(CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| encoding != "identity") {
        return Err(unsupported("a compressed query cannot be read"));
    }
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let Some(value) = types.next() else {
        return Err(unsupported("no Content-Type"));
    };
    let media = value.to_str().ok().and_then(Media::parse);
    let Some(media) = media.filter(|_| types.next().is_none()) else {
        return Err(unsupported("the Content-Type is malformed"));
    };
    if let Some(charset) = media.foreign_charset() {
        return Err(unsupported(&format!("a query in {charset} cannot be read")));
    }
    Ok(media.name)
}

/// A request's body, if it is not too long and comes in time.
async fn body(incoming: Incoming) -> Result<Vec<u8>, Refusal> {
    let too_large = || {
        let message = format!("a query may have up to {LONGEST_QUERY} bytes");
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message)
    };
    if incoming.size_hint().lower() > LONGEST_QUERY as u64 {
        return Err(too_large());
    }
    let collected = Limited::new(incoming, LONGEST_QUERY).collect();
    match tokio::time::timeout(BODY_TIME, collected).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes().to_vec()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Refusal::bad("the request's body broke off")),
        Err(_) => Err(Refusal::new(
            StatusCode::REQUEST_TIMEOUT,
            format!("the query did not come within {} s", BODY_TIME.as_secs()),
        )),
    }
}
