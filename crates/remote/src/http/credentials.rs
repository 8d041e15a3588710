//! Names and passwords, which are sent and never shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use demarche_core::diagnostic::{Advice, ErrorKind, Hint};
use std::fmt;
use thiserror::Error;
use ureq::http::HeaderValue;

/// What to say who is asking.
#[derive(Clone, Default)]
pub struct Credentials {
    everywhere: Option<Secret>,
    netrc: Vec<Entry>,
}

#[derive(Clone)]
enum Secret {
    Token(String),
    Login { user: String, password: String },
}

#[derive(Clone, Default)]
struct Entry {
    /// `None` for the entry of all other hosts.
    host: Option<String>,
    user: String,
    password: String,
}

/// A netrc file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line} has {found}, where a netrc file has {expected}")]
pub struct NetrcError {
    /// The line, from 1.
    pub line: usize,
    found: &'static str,
    expected: &'static str,
}

impl Advice for NetrcError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }

    fn hint(&self) -> Option<Hint> {
        Some("see `man netrc`".into())
    }
}

impl Credentials {
    /// None at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// A token, sent as `Authorization: Bearer`.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.everywhere = Some(Secret::Token(token.to_owned()));
        self
    }

    /// A name and a password, sent as HTTP's Basic authentication.
    #[must_use]
    pub fn with_login(mut self, user: &str, password: &str) -> Self {
        self.everywhere = Some(Secret::Login {
            user: user.to_owned(),
            password: password.to_owned(),
        });
        self
    }

    /// What a netrc file says of hosts: `machine HOST login NAME password WORD`, and `default` for
    /// all others. It counts where no token and no login is given.
    ///
    /// # Errors
    /// [`NetrcError`] with the line; never with what stands there.
    pub fn with_netrc(mut self, text: &str) -> Result<Self, NetrcError> {
        self.netrc = entries(text)?;
        Ok(self)
    }

    /// The header for a host.
    pub(super) fn header(&self, host: &str) -> Option<HeaderValue> {
        let text = match &self.everywhere {
            Some(Secret::Token(token)) => format!("Bearer {token}"),
            Some(Secret::Login { user, password }) => basic(user, password),
            None => {
                let is_of = |entry: &&Entry| match &entry.host {
                    Some(named) => named.eq_ignore_ascii_case(host),
                    None => true,
                };
                let entry = self.netrc.iter().find(is_of)?;
                basic(&entry.user, &entry.password)
            }
        };
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// Shows that there are some, and no more.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let everywhere = self.everywhere.is_some();
        write!(f, "Credentials({everywhere}, {} hosts)", self.netrc.len())
    }
}

fn entries(text: &str) -> Result<Vec<Entry>, NetrcError> {
    let mut words = words(text).into_iter();
    let mut entries: Vec<Entry> = Vec::new();
    while let Some((line, word)) = words.next() {
        if word == "default" {
            entries.push(Entry::default());
            continue;
        }
        let mut value = |expected| {
            let (_, value) = words.next().ok_or(NetrcError {
                line,
                found: "its end",
                expected,
            })?;
            Ok::<String, NetrcError>(value.to_owned())
        };
        if word == "machine" {
            entries.push(Entry {
                host: Some(value("a host's name")?),
                ..Entry::default()
            });
            continue;
        }
        let value = value("a value")?;
        let (Some(entry), true) = (
            entries.last_mut(),
            matches!(word, "login" | "password" | "account"),
        ) else {
            return Err(NetrcError {
                line,
                found: "another word",
                expected: "machine, default, login, password or account",
            });
        };
        match word {
            "login" => entry.user = value,
            "password" => entry.password = value,
            _ => {}
        }
    }
    Ok(entries)
}

/// The words of a netrc file with their lines. Comments end with their line, definitions of macros
/// with an empty one; a value may stand in quotes.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut in_macro = false;
    for (number, line) in (1..).zip(text.lines()) {
        if in_macro {
            in_macro = !line.trim().is_empty();
            continue;
        }
        let mut rest = line.trim();
        while !rest.is_empty() && !rest.starts_with('#') {
            let (word, after) = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
            };
            if word == "macdef" {
                in_macro = true;
                break;
            }
            words.push((number, word));
            rest = after.trim_start();
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const NETRC: &str = "# mine\nmachine a.example login me password s3cret # old\n\
        macdef init\n  machine b.example\n\nmachine c.example\n  login you\n  password \"two words\"\n\
        default login anyone password x\n";

    fn header(credentials: &Credentials, host: &str) -> Option<String> {
        let value = credentials.header(host)?;
        value.to_str().ok().map(str::to_owned)
    }

    #[test]
    fn netrc() {
        let credentials = Credentials::none().with_netrc(NETRC).unwrap();
        let of = |host| header(&credentials, host).unwrap();
        assert_eq!(of("A.example"), basic("me", "s3cret"));
        assert_eq!(of("c.example"), basic("you", "two words"));
        assert_eq!(of("b.example"), basic("anyone", "x"));
        assert_eq!(
            basic("Aladdin", "open sesame"),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
    }

    #[test]
    fn a_login_goes_before_netrc_and_none_is_none() {
        let credentials = Credentials::none()
            .with_netrc(NETRC)
            .unwrap()
            .with_token("t");
        assert_eq!(header(&credentials, "a.example").unwrap(), "Bearer t");
        assert_eq!(header(&Credentials::none(), "a.example"), None);
        // A line end would be a header of its own.
        assert_eq!(header(&Credentials::none().with_token("a\nb"), "a"), None);
    }

    #[test]
    fn broken_netrc_is_told_without_its_words() {
        for (text, line) in [
            ("machine", 1),
            ("\nlogin me\n", 2),
            ("machine a\nsecret x", 2),
        ] {
            let error = Credentials::none().with_netrc(text).unwrap_err();
            assert_eq!(error.line, line, "{text:?}");
            assert!(!error.to_string().contains("secret"));
        }
    }

    #[test]
    fn nothing_is_shown() {
        let credentials = Credentials::none()
            .with_netrc(NETRC)
            .unwrap()
            .with_login("me", "s3cret");
        assert_eq!(format!("{credentials:?}"), "Credentials(true, 3 hosts)");
    }
}
