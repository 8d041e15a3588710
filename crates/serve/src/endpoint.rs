//! The SPARQL endpoint and the whole graph: reads from a request the job that it asks for, by the
//! SPARQL 1.1 Protocol, section 2.1.

use super::accept::{Media, choose};
use super::call::Call;
use super::execution::run;
use super::job::Task;
use super::pages;
use super::parameters::Parameters;
use super::refusal::Refusal;
use super::reply::Reply;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::StatusCode;
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use std::time::Duration;

/// Bytes of a query at most.
const LONGEST_QUERY: usize = 1 << 20;

/// Answers a query in the address; without one describes the service.
pub(super) async fn get(call: Call<'_>) -> Result<Reply, Refusal> {
    if call.url.has("update") {
        return Err(Refusal::bad(
            "an update cannot come by GET, and this endpoint only reads",
        ));
    }
    let format = call.url.last("format").map(str::to_owned);
    // The only other parameter there is: whoever names more meant to ask something.
    if !call.url.names().all(|name| name == "format") {
        let query = the_query(&call.url)?;
        return run(&call, Task::Query(query), format).await;
    }
    if format.is_none() && wants_page(call.client.accept.as_deref()) {
        return Ok(pages::home(&call));
    }
    let place = format!("http://{}", call.client.host);
    run(&call, Task::Description(place), format).await
}

/// Returns all triples, as of the Graph Store Protocol: the default graph is the only one.
pub(super) async fn data(call: Call<'_>) -> Result<Reply, Refusal> {
    if call.url.has("graph") {
        let message = "there is no such graph: the only one has no name";
        return Err(Refusal::new(StatusCode::NOT_FOUND, message).with_hint("ask for /data"));
    }
    let format = call.url.last("format").map(str::to_owned);
    run(&call, Task::Data, format).await
}

/// Answers a query that is the body of a request, or a parameter of the form there.
pub(super) async fn post(mut call: Call<'_>) -> Result<Reply, Refusal> {
    let media = media_type(&call.client.headers)?;
    for name in ["query", "update"] {
        if call.url.has(name) {
            let message = format!("`{name}` in the address of a POST request");
            return Err(Refusal::bad(message).with_hint("it belongs into the body"));
        }
    }
    refuse_dataset(&call.url)?;
    // Before the body, which other sites need not send in vain.
    call.refuse_other_sites()?;
    let of_address = call.url.last("format").map(str::to_owned);
    match media.as_str() {
        "application/x-www-form-urlencoded" => {
            let form = Parameters::from_encoded(&body(&mut call).await?)?;
            if form.has("update") {
                return Err(read_only());
            }
            let query = the_query(&form)?;
            let format = form.last("format").map(str::to_owned).or(of_address);
            run(&call, Task::Query(query), format).await
        }
        "application/sparql-query" => {
            let text = String::from_utf8(body(&mut call).await?)
                .map_err(|_| Refusal::bad("the query is not UTF-8"))?;
            run(&call, Task::Query(text), of_address).await
        }
        "application/sparql-update" => Err(read_only()),
        other => Err(unsupported(&format!("a query does not come as {other}"))),
    }
}

/// Returns whether a client likes a page better than triples, as browsers do.
fn wants_page(accept: Option<&str>) -> bool {
    let offers = [("text/turtle", false), ("text/html", true)];
    choose(accept, &offers) == Some(&true)
}

/// Returns the one query among parameters.
fn the_query(parameters: &Parameters) -> Result<String, Refusal> {
    refuse_dataset(parameters)?;
    let mut queries = parameters.all("query");
    match (queries.next(), queries.next()) {
        (Some(query), None) => Ok(query.to_owned()),
        (None, _) => Err(Refusal::bad("no parameter `query`")),
        (Some(_), Some(_)) => Err(Refusal::bad("more than one parameter `query`")),
    }
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

/// Returns the media type of a request's body.
fn media_type(headers: &HeaderMap) -> Result<String, Refusal> {
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

/// Reads a request's body, if it is not too long and comes in time.
async fn body(call: &mut Call<'_>) -> Result<Vec<u8>, Refusal> {
    let time: Duration = call.shared.settings.clients.body;
    let incoming: &mut Incoming = &mut call.body;
    let too_large = || {
        let message = format!("a query may have up to {LONGEST_QUERY} bytes");
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message)
    };
    // What is announced as too long need not be read at all.
    if incoming.size_hint().lower() > LONGEST_QUERY as u64 {
        return Err(too_large());
    }
    let collected = Limited::new(incoming, LONGEST_QUERY).collect();
    match tokio::time::timeout(time, collected).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes().to_vec()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Refusal::bad("the request's body broke off")),
        Err(_) => Err(Refusal::new(
            StatusCode::REQUEST_TIMEOUT,
            format!("the query did not come within {} s", time.as_secs_f64()),
        )),
    }
}
