//! Parameters as URLs and forms carry them, read strictly: what is malformed is refused, never
//! mended, so that no query is run that nobody meant.

use super::refusal::Refusal;

/// The parameters of a query string or a form, in their order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(String, String)>);

/// What is wrong with an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum MalformedEncoding {
    #[error("a % is not followed by two hexadecimal digits")]
    Percent,
    #[error("the parameters are not UTF-8")]
    Utf8,
}

impl From<MalformedEncoding> for Refusal {
    fn from(malformed: MalformedEncoding) -> Self {
        Self::bad(malformed.to_string())
    }
}

impl Parameters {
    /// Reads `application/x-www-form-urlencoded` text.
    pub(super) fn from_encoded(text: &[u8]) -> Result<Self, MalformedEncoding> {
        let pairs = text.split(|byte| *byte == b'&');
        pairs
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let at = pair.iter().position(|byte| *byte == b'=');
                let (name, value) = match at {
                    Some(at) => (&pair[..at], &pair[at + 1..]),
                    None => (pair, &[][..]),
                };
                Ok((decoded(name)?, decoded(value)?))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Every value that a parameter has.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(found, _)| found == name);
        named.map(|(_, value)| value.as_str())
    }

    /// Returns the last value that a parameter has.
    pub(super) fn last<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).last()
    }

    /// Returns whether there is such a parameter.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The names that are there.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

fn decoded(text: &[u8]) -> Result<String, MalformedEncoding> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || {
                    let digit = rest.next().map(|byte| char::from(*byte))?;
                    digit.to_digit(16)
                };
                let value = digit().zip(digit()).ok_or(MalformedEncoding::Percent)?;
                (value.0 * 16 + value.1) as u8
            }
            byte => *byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| MalformedEncoding::Utf8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        Parameters::from_encoded(text.as_bytes()).unwrap().0
    }

    #[test]
    fn parameters_are_read() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(pairs(""), []);
        assert_eq!(pairs("&&"), []);
        assert_eq!(pairs("a"), [pair("a", "")]);
        assert_eq!(pairs("a=b=c&d="), [pair("a", "b=c"), pair("d", "")]);
        assert_eq!(pairs("a%3d=%2B+%e4%B8%AD"), [pair("a=", "+ 中")]);
        assert_eq!(pairs("a=中"), [pair("a", "中")]);
        for bad in ["a=%", "a=%4", "a=%4g", "%=b", "a=%+1", "a=%-1"] {
            assert_eq!(
                Parameters::from_encoded(bad.as_bytes()),
                Err(MalformedEncoding::Percent),
                "{bad}"
            );
        }
        for bad in [
            &b"a=%ff"[..],
            b"a=\xff",
            b"%c3=b",
            b"a=%C3%28",
            b"a=%ed%a0%80",
        ] {
            assert_eq!(
                Parameters::from_encoded(bad),
                Err(MalformedEncoding::Utf8),
                "{bad:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn whatever_is_encoded_is_decoded(list in prop::collection::vec((".+", ".*"), 0..5)) {
            let encode = |text: &str| -> String {
                text.bytes().map(|byte| match byte {
                    b' ' => "+".to_owned(),
                    byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                    byte => format!("%{byte:02X}"),
                }).collect()
            };
            let text: Vec<String> = list.iter().map(|(name, value)| {
                format!("{}={}", encode(name), encode(value))
            }).collect();
            prop_assert_eq!(pairs(&text.join("&")), list);
        }
    }
}
