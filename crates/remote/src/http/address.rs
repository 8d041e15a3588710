//! Addresses of servers.

use demarche_core::diagnostic::{Advice, ErrorKind, Hint};
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use thiserror::Error;
use ureq::http::Uri;

/// An http or https URL without a name and a password in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    uri: Arc<Uri>,
}

/// A text that is no such address. It never repeats the text where a password may be in it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AddressError {
    /// Not a URL, or of another scheme.
    #[error("{0:?} is not an http:// or https:// address")]
    NotHttp(String),
    /// A name or a password stands before the host.
    #[error("the address of {0} has a user's name in it, which would be seen in logs and lists")]
    HasUser(String),
}

impl Advice for AddressError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }

    fn hint(&self) -> Option<Hint> {
        Some(match self {
            Self::NotHttp(_) => "for instance http://localhost:3030/ds/sparql".into(),
            Self::HasUser(_) => Hint::Credentials,
        })
    }
}

impl Address {
    /// Whether a text that could be a file's name is meant as an address.
    ///
    /// ```
    /// use demarche_remote::http::Address;
    /// assert!(Address::is_meant("HTTPS://example.org/sparql"));
    /// assert!(!Address::is_meant("http.demarche"));
    /// ```
    pub fn is_meant(text: &str) -> bool {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        })
    }

    /// Reads an address. A fragment is left out, as it is never sent.
    ///
    /// # Errors
    /// [`AddressError`].
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let plain = text.split('#').next().unwrap_or("");
        let not_http = || AddressError::NotHttp(without_user(text));
        let uri: Uri = plain.parse().map_err(|_| not_http())?;
        let authority = uri.authority().ok_or_else(not_http)?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) || authority.host().is_empty() {
            return Err(not_http());
        }
        if authority.as_str().contains('@') {
            return Err(AddressError::HasUser(authority.host().to_owned()));
        }
        Ok(Self { uri: uri.into() })
    }

    /// As the library that speaks HTTP has it.
    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The host, without the brackets of an IPv6 address.
    pub fn host(&self) -> &str {
        without_brackets(self.uri.host().unwrap_or(""))
    }

    /// The path, which begins with a slash.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// Whether it is https.
    pub fn is_https(&self) -> bool {
        self.uri.scheme_str() == Some("https")
    }

    /// Whether it is on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.host())
    }

    fn port(&self) -> u16 {
        let usual = if self.is_https() { 443 } else { 80 };
        self.uri.port_u16().unwrap_or(usual)
    }

    /// Whether another address has the same scheme, host and port.
    pub fn has_origin_of(&self, other: &Self) -> bool {
        self.is_https() == other.is_https()
            && self.host().eq_ignore_ascii_case(other.host())
            && self.port() == other.port()
    }

    /// The address with further parameters.
    ///
    /// ```
    /// use demarche_remote::http::Address;
    /// let address = Address::parse("http://example.org/data?x=1")?;
    /// let named = address.with_parameters(&[("graph", "http://example.org/a b")]);
    /// assert_eq!(
    ///     named.to_string(),
    ///     "http://example.org/data?x=1&graph=http%3A%2F%2Fexample.org%2Fa+b"
    /// );
    /// # Ok::<(), demarche_remote::http::AddressError>(())
    /// ```
    #[must_use]
    pub fn with_parameters(&self, parameters: &[(&str, &str)]) -> Self {
        if parameters.is_empty() {
            return self.clone();
        }
        let query = self.uri.query().unwrap_or("").to_owned();
        let query = form_urlencoded::Serializer::for_suffix(query, 0)
            .extend_pairs(parameters)
            .finish();
        // Encoded parameters always are part of an address.
        self.join(&format!("{}?{query}", self.uri.path()))
            .unwrap_or_else(|| self.clone())
    }

    /// What a reference of the server's own means: an address, or an absolute path.
    pub(crate) fn join(&self, reference: &str) -> Option<Self> {
        if Self::is_meant(reference) {
            return Self::parse(reference).ok();
        }
        let path = match reference.strip_prefix('/') {
            Some(rest) if !rest.starts_with('/') => reference.to_owned(),
            Some(_) => return None,
            // Beside the last part of the path.
            None => format!("{}/{reference}", self.path().rsplit_once('/')?.0),
        };
        let mut parts = Uri::clone(&self.uri).into_parts();
        parts.path_and_query = Some(path.split('#').next()?.parse().ok()?);
        Some(Self {
            uri: Uri::from_parts(parts).ok()?.into(),
        })
    }
}

/// Whether a host, an IPv6 address with or without its brackets, is this machine itself.
pub fn is_loopback(host: &str) -> bool {
    let address = without_brackets(host).parse();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn without_brackets(host: &str) -> &str {
    let inside = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    inside.unwrap_or(host)
}

/// An address as it may be shown: what stands before an @ may be a password.
fn without_user(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((_, rest)) => format!("…@{rest}"),
        None => text.to_owned(),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.uri)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_an_address() {
        for good in ["http://localhost:3030/ds", "https://[::1]/x?y", "http://a"] {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        for bad in ["ftp://a", "http://", "http:///x", "/x", "a", "http://a b/"] {
            assert!(
                matches!(Address::parse(bad), Err(AddressError::NotHttp(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_password_is_refused_and_not_repeated() {
        for text in ["http://me:secret@host/x", "http://me:secret@ho st/x"] {
            let error = Address::parse(text).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn references_join() {
        let base = Address::parse("http://a:81/x/y?q=1").unwrap();
        let joined = |reference: &str| base.join(reference).map(|to| to.to_string());
        assert_eq!(joined("/z"), Some("http://a:81/z".into()));
        assert_eq!(joined("z?w"), Some("http://a:81/x/z?w".into()));
        assert_eq!(joined("https://b/z"), Some("https://b/z".into()));
        assert_eq!(joined("//b/z"), None);
        let https = base.join("https://a:81/x").unwrap();
        assert!(!https.has_origin_of(&base));
        let usual = Address::parse("http://a").unwrap();
        assert!(usual.has_origin_of(&Address::parse("HTTP://A:80/b").unwrap()));
    }

    #[test]
    fn loopback() {
        let is = |text| Address::parse(text).unwrap().is_loopback();
        assert!(is("http://localhost/") && is("http://127.0.0.9:1/") && is("http://[::1]:1/"));
        assert!(!is("http://example.org/") && !is("http://localhost.example.org/"));
    }
}
