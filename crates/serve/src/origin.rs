//! The names that the server goes by, and the pages of other sites that may ask.

use super::refusal::Refusal;
use super::settings::Settings;
use demarche_remote::http::is_loopback;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, HOST, HeaderMap, HeaderValue, ORIGIN, VARY,
};
use hyper::http::uri::Authority;
use hyper::{Request, StatusCode, Uri, Version};

/// The other sites whose pages may ask, and read answers (CORS).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Origins {
    /// None.
    #[default]
    None,
    /// All.
    Any,
    /// These, as browsers name them: `https://example.org`.
    Of(Vec<String>),
}

/// A text that is no origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no origin")]
pub struct InvalidOrigin(pub String);

impl Origins {
    /// Origins from texts; `*` among them is all.
    ///
    /// # Errors
    /// [`InvalidOrigin`] for what is neither `*`, nor `null`, nor a scheme and a host.
    pub fn parse(texts: &[String]) -> Result<Self, InvalidOrigin> {
        let mut origins = Vec::new();
        for text in texts.iter().filter(|text| *text != "*") {
            let text = text.strip_suffix('/').unwrap_or(text);
            if !is_origin(text) {
                return Err(InvalidOrigin(text.to_owned()));
            }
            // Browsers send schemes and hosts in lower case.
            origins.push(text.to_ascii_lowercase());
        }
        Ok(match origins.is_empty() {
            _ if texts.iter().any(|text| text == "*") => Self::Any,
            true => Self::None,
            false => Self::Of(origins),
        })
    }

    /// Returns whether a request comes from a page that is allowed to ask.
    pub(super) fn admits(&self, headers: &HeaderMap) -> bool {
        match self {
            Self::None => false,
            Self::Any => true,
            Self::Of(list) => headers
                .get(ORIGIN)
                .is_some_and(|origin| list.iter().any(|one| origin == one)),
        }
    }

    /// Adds to the headers of an answer what the browser of such a page has to be told.
    pub(super) fn allow(&self, origin: Option<&HeaderValue>, headers: &mut HeaderMap) {
        let allowed = match self {
            Self::None => return,
            Self::Any => Some(HeaderValue::from_static("*")),
            Self::Of(list) => {
                headers.append(VARY, HeaderValue::from(ORIGIN));
                let is_listed = |origin: &&HeaderValue| list.iter().any(|one| *origin == one);
                origin.filter(is_listed).cloned()
            }
        };
        if let Some(allowed) = allowed {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        }
    }

    /// Adds what the answer to a preflight request says.
    pub(super) fn allow_preflight(&self, methods: HeaderValue, headers: &mut HeaderMap) {
        if *self == Self::None {
            return;
        }
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
        let fields = HeaderValue::from_static("Accept, Content-Type");
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, fields);
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    }
}

fn is_origin(text: &str) -> bool {
    if text == "null" {
        return true;
    }
    let Some((scheme, host)) = text.split_once("://") else {
        return false;
    };
    let is_scheme = !scheme.is_empty() && scheme.bytes().all(|c| c.is_ascii_alphanumeric());
    let is_host = host
        .parse::<Authority>()
        .is_ok_and(|host| !host.as_str().contains('@'));
    is_scheme && is_host && text.parse::<Uri>().is_ok()
}

/// Returns whether a browser sent a request for a page of another site than the one at this name
/// and port. Programs that are no browsers send neither of the two headers.
///
/// Browsers keep such pages from reading the answer, but not from having it computed.
pub(super) fn is_of_other_site(headers: &HeaderMap, host: &str) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        // `none` is what a person typed, or opened from a bookmark.
        return site != "same-origin" && site != "none";
    }
    // Older browsers, and all where the address is neither https nor this machine.
    headers.get(ORIGIN).is_some_and(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        let authority = origin.split_once("://").map(|(_, authority)| authority);
        !authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
    })
}

/// Returns the name and port that a request calls the server by.
///
/// On loopback it has to be a name of this machine: a page of another site can have its own name
/// point here (DNS rebinding), and what it asks for then seems to be of its own site.
pub(super) fn called<B>(request: &Request<B>, settings: &Settings) -> Result<String, Refusal> {
    let mut hosts = request.headers().get_all(HOST).iter();
    let header = hosts.next();
    if hosts.next().is_some() {
        return Err(Refusal::bad("more than one Host header"));
    }
    let named = match (request.uri().authority(), header) {
        (Some(authority), _) => Some(authority.clone()),
        (None, Some(header)) => header.to_str().ok().and_then(|host| host.parse().ok()),
        (None, None) if request.version() < Version::HTTP_11 => {
            return Ok(settings.address.to_string());
        }
        (None, None) => return Err(Refusal::bad("no Host header")),
    };
    let Some(named) = named.filter(|host| !host.as_str().contains('@')) else {
        return Err(Refusal::bad("the Host header names no host"));
    };
    let host = named.host();
    let known = || {
        settings
            .hosts
            .iter()
            .any(|known| known.eq_ignore_ascii_case(host))
    };
    if settings.address.ip().is_loopback() && !is_loopback(host) && !known() {
        let message = format!("this server does not go by the name {host}");
        return Err(Refusal::new(StatusCode::MISDIRECTED_REQUEST, message)
            .with_hint(format!("start it with --host {host} if it should")));
    }
    Ok(named.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(texts: &[&str]) -> Result<Origins, InvalidOrigin> {
        Origins::parse(
            &texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn origins_are_read() {
        assert_eq!(parse(&[]), Ok(Origins::None));
        assert_eq!(parse(&["*"]), Ok(Origins::Any));
        assert_eq!(parse(&["https://a.org", "*"]), Ok(Origins::Any));
        let of = |list: &[&str]| Origins::Of(list.iter().map(|one| (*one).to_owned()).collect());
        assert_eq!(
            parse(&[
                "https://A.org/",
                "http://localhost:3000",
                "null",
                "http://[::1]:80"
            ]),
            Ok(of(&[
                "https://a.org",
                "http://localhost:3000",
                "null",
                "http://[::1]:80"
            ]))
        );
        for bad in [
            "",
            "a.org",
            "https://",
            "https://a.org/x",
            "https://u@a.org",
            "h ://a",
            "://a",
        ] {
            assert!(parse(&[bad]).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "example.org",
            "localhost.example.org",
            "10.0.0.1",
            "[::2]",
            "127.0.0.1.nip.io",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
