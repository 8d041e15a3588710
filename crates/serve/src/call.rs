//! A request on its way to its handler, with what its header says of the client.

use super::accept::takes_gzip;
use super::connections::Connection;
use super::origin::{called, is_of_other_site};
use super::parameters::Parameters;
use super::queue::Queue;
use super::refusal::Refusal;
use super::settings::Settings;
use hyper::body::Incoming;
use hyper::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName};
use hyper::{Method, Request, StatusCode, Version};

/// The state that all requests share.
pub(super) struct Shared {
    pub(super) settings: Settings,
    pub(super) queue: Queue,
}

/// A request, the connection it came on, and the server it came to.
pub(super) struct Call<'s> {
    pub(super) shared: &'s Shared,
    pub(super) connection: &'s Connection,
    pub(super) client: Client,
    /// The parameters of the address.
    pub(super) url: Parameters,
    pub(super) body: Incoming,
}

/// The client, as the header of its request describes it.
pub(super) struct Client {
    pub(super) method: Method,
    pub(super) version: Version,
    pub(super) headers: HeaderMap,
    /// The value of `Accept`.
    pub(super) accept: Option<String>,
    /// Whether answers may be compressed with gzip.
    pub(super) gzip: bool,
    /// The name and port that it calls the server by.
    pub(super) host: String,
}

impl<'s> Call<'s> {
    /// Reads the header of a request.
    ///
    /// # Errors
    /// A name that the server does not go by; parameters that are not encoded as they must be.
    pub(super) fn from_request(
        request: Request<Incoming>,
        shared: &'s Shared,
        connection: &'s Connection,
    ) -> Result<Self, Refusal> {
        let host = called(&request, &shared.settings)?;
        let query = request.uri().query().unwrap_or_default();
        let url = Parameters::from_encoded(query.as_bytes())?;
        let (head, body) = request.into_parts();
        Ok(Self {
            shared,
            connection,
            client: Client {
                accept: joined(&head.headers, ACCEPT),
                gzip: takes_gzip(joined(&head.headers, ACCEPT_ENCODING).as_deref()),
                method: head.method,
                version: head.version,
                headers: head.headers,
                host,
            },
            url,
            body,
        })
    }

    /// Refuses a browser that asks for the page of another site.
    ///
    /// # Errors
    /// 403, where that site is not allowed by name.
    pub(super) fn refuse_other_sites(&self) -> Result<(), Refusal> {
        let Client { headers, host, .. } = &self.client;
        if self.shared.settings.origins.admits(headers) || !is_of_other_site(headers, host) {
            return Ok(());
        }
        let message = "pages of other sites may not ask this server";
        Err(Refusal::new(StatusCode::FORBIDDEN, message).with_hint(
            "open the address itself, or start the server with --cors ORIGIN for scripts of that site",
        ))
    }
}

/// Returns a header that may stand in several lines.
fn joined(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let lines: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}
