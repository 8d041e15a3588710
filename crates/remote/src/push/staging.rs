//! The staging graph: its name, and the updates that a store is sent for its sake.

use super::{Name, PushError, Store, short_digest};
use crate::http::{Address, Client, Content, HttpError, Method, Request, Response};
use oxigraph::model::NamedNode;

/// What the names of staging graphs begin with.
pub(super) const STAGING: &str = "urn:demarche:staging:";

/// The staging graph, if the store takes updates. Its name follows from what is pushed, so that a
/// later run finds it again.
pub(super) fn staging(
    store: &Store,
    name: &Name,
    digest: &str,
    tell: &dyn Fn(&str),
) -> Result<Option<NamedNode>, PushError> {
    let Some((client, address)) = &store.updates else {
        return Ok(None);
    };
    let short = short_digest(&format!("{name}\n{digest}"));
    let staging = NamedNode::new_unchecked(format!("{STAGING}{short}"));
    match update(client, address, &harmless(&staging)) {
        Ok(()) => Ok(Some(staging)),
        // Whoever cannot be reached, or is busy, may well take updates.
        Err(error) if error.may_pass() => Err(PushError::Refused(error)),
        Err(error) => {
            tell(&format!(
                "the store takes no updates ({error}), so readers see the graph while it grows"
            ));
            Ok(None)
        }
    }
}

/// An update that changes nothing, since nobody has such a graph: it shows whether updates are taken
/// at all. A store that writes one after the other answers it after all that it was asked before.
pub(super) fn harmless(staging: &NamedNode) -> String {
    format!("DROP SILENT GRAPH <{}:probe>", staging.as_str())
}

/// Sends an update that does the same when it is sent twice.
pub(super) fn update(client: &Client, address: &Address, text: &str) -> Result<(), HttpError> {
    send_update(address, text, |request| client.send(request))
}

/// Sends an update by whatever sends a request.
pub(super) fn send_update(
    address: &Address,
    text: &str,
    send: impl FnOnce(&Request<'_>) -> Result<Response, HttpError>,
) -> Result<(), HttpError> {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("update", text)
        .finish();
    let response = send(&Request {
        method: Method::Post,
        address,
        accept: "*/*",
        content: Some(Content {
            media_type: "application/x-www-form-urlencoded",
            bytes: form.as_bytes(),
            gzip: false,
        }),
    })?;
    // What it says is for people; that it came to its end is all that counts.
    let _ = response.body.finish();
    Ok(())
}
