//! From a request to its response.

use super::body::{Content, ResponseBody};
use super::call::{Call, Shared};
use super::connections::Connection;
use super::log::Entry;
use super::routes;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_LENGTH, HeaderValue, ORIGIN, X_CONTENT_TYPE_OPTIONS};
use hyper::{Method, Request, Response};

/// Answers a request.
pub(super) async fn respond(
    shared: &Shared,
    connection: &Connection,
    request: Request<Incoming>,
) -> Response<ResponseBody> {
    let settings = &shared.settings;
    let path = request.uri().path().to_owned();
    let is_head = request.method() == Method::HEAD;
    let origin = request.headers().get(ORIGIN).cloned();
    let mut entry = Entry::new(request.method().as_str(), &path, &settings.log);
    let reply = match Call::from_request(request, shared, connection) {
        Ok(call) => routes::answer(&path, call).await,
        Err(refusal) => Err(refusal),
    };
    let mut reply = reply.unwrap_or_else(Into::into);
    entry.request.status = reply.status.as_u16();
    if is_head && let Content::Whole(bytes) = &mut reply.content {
        if !bytes.is_empty() {
            let length = HeaderValue::from(bytes.len());
            reply.headers.insert(CONTENT_LENGTH, length);
        }
        *bytes = Bytes::new();
    }
    let body = ResponseBody::new(reply.content, entry, reply.note, reply.busy);
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    let headers = response.headers_mut();
    // What an answer says was written by others: no browser shall take it for a page.
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    settings.origins.allow(origin.as_ref(), headers);
    response
}
