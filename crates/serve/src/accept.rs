//! Content negotiation: `Accept` and `Accept-Encoding`, as RFC 9110 (12.5) has them.

/// A media type with its parameters, in lower case but for their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Media {
    /// `text/csv`, or a range such as `text/*`.
    pub name: String,
    /// `charset` and the like, without quotes.
    pub parameters: Vec<(String, String)>,
}

impl Media {
    /// Reads `type/subtype; name=value; name="value"`. `None` where it is something else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = split(text, ';');
        // Java's own client has long sent `*` alone.
        let name = match parts.next()?.trim() {
            "*" => "*/*".to_owned(),
            name => name.to_ascii_lowercase(),
        };
        let (kind, subtype) = name.split_once('/')?;
        if !is_token(kind) || !is_token(subtype) {
            return None;
        }
        let mut parameters = Vec::new();
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            let name = name.trim().to_ascii_lowercase();
            if !is_token(&name) {
                return None;
            }
            parameters.push((name, unquoted(value.trim())?));
        }
        Some(Self { name, parameters })
    }

    /// Whether the text is said to be in anything but UTF-8, of which ASCII is a part.
    pub(super) fn foreign_charset(&self) -> Option<&str> {
        let charsets = self.parameters.iter().filter(|(name, _)| name == "charset");
        let mut values = charsets.map(|(_, value)| value.as_str());
        values.find(|value| !["utf-8", "utf8", "us-ascii"].contains(&&*value.to_ascii_lowercase()))
    }

    /// How narrowly it names this media type; `None` if it does not.
    fn names(&self, media: &str) -> Option<usize> {
        let breadth = if self.name == media {
            2
        } else {
            match self.name.strip_suffix("/*") {
                Some("*") => 0,
                Some(kind) if media.split('/').next() == Some(kind) => 1,
                _ => return None,
            }
        };
        // All that is written is UTF-8. Other parameters (`profile`, `header`) are no reason to
        // refuse what was asked for by its name.
        (self.foreign_charset().is_none()).then_some(breadth * 8 + self.parameters.len().min(7))
    }
}

/// Picks the offer that a client likes best; of those liked equally the first. Without a header
/// anything is welcome. `None` where nothing on offer is.
pub(super) fn choose<'o, T>(header: Option<&str>, offers: &'o [(&str, T)]) -> Option<&'o T> {
    let Some(header) = header.filter(|header| !header.trim().is_empty()) else {
        return offers.first().map(|(_, offer)| offer);
    };
    let ranges: Vec<(Media, u16)> = elements(header)
        .filter_map(|(text, quality)| Some((Media::parse(text)?, quality)))
        .collect();
    let quality = |media: &str| {
        let naming = ranges
            .iter()
            .filter_map(|(range, quality)| Some((range.names(media)?, *quality)));
        // What is said of the narrowest range holds, whatever a wider one says.
        naming.max().map_or(0, |(_, quality)| quality)
    };
    let mut best: Option<(u16, &T)> = None;
    for (media, offer) in offers {
        let liked = quality(media);
        if liked > best.map_or(0, |(liked, _)| liked) {
            best = Some((liked, offer));
        }
    }
    best.map(|(_, offer)| offer)
}

/// Whether an answer may be compressed with gzip. Only if the client says so.
pub(super) fn takes_gzip(header: Option<&str>) -> bool {
    let mut of_any = 0;
    for (name, quality) in elements(header.unwrap_or_default()) {
        match name.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => return quality > 0,
            "*" => of_any = quality,
            _ => {}
        }
    }
    of_any > 0
}

/// The elements of a header, each with its quality in thousandths. MalformedEncoding ones are passed over:
/// what a client cannot say clearly it does not get, and all else it does.
fn elements(header: &str) -> impl Iterator<Item = (&str, u16)> {
    split(header, ',').filter_map(|element| {
        let mut rest = element.trim();
        let mut quality = 1000;
        // The quality comes last; what follows it were extensions that no client ever used.
        let mut at = 0;
        for part in split(rest, ';') {
            let (name, value) = part.split_once('=').unwrap_or_default();
            if at > 0 && name.trim().eq_ignore_ascii_case("q") {
                quality = thousandths(value.trim())?;
                rest = &rest[..at - 1];
                break;
            }
            at += part.len() + 1;
        }
        Some((rest.trim(), quality))
    })
}

/// A quality: 0 to 1 with up to three digits after the point. `.2` without the 0 is about.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    let is_number = digits.len() <= 3 && digits.bytes().all(|digit| digit.is_ascii_digit());
    let fraction = format!("{digits:0<3}").parse::<u16>().ok()?;
    match whole {
        "0" | "" if is_number && !text.is_empty() => Some(fraction),
        "1" if is_number && fraction == 0 => Some(1000),
        _ => None,
    }
}

/// The parts between separators that stand outside quotes.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |c| {
        let was_escaped = escaped;
        escaped = quoted && c == '\\' && !was_escaped;
        if c == '"' && !was_escaped {
            quoted = !quoted;
        }
        c == separator && !quoted
    })
}

/// A value, without its quotes if it has any.
fn unquoted(value: &str) -> Option<String> {
    let Some(rest) = value.strip_prefix('"') else {
        return is_token(value).then(|| value.to_owned());
    };
    let inner = rest.strip_suffix('"')?;
    let mut text = String::new();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => text.push(characters.next()?),
            '"' => return None,
            c => text.push(c),
        }
    }
    Some(text)
}

/// Whether a text is a token of HTTP.
fn is_token(text: &str) -> bool {
    let is_in_token = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
    !text.is_empty() && text.bytes().all(is_in_token)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: &[(&str, &str)] = &[
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/csv", "csv"),
        ("text/html", "html"),
    ];

    fn chosen(header: &str) -> Option<&'static str> {
        choose(Some(header), OFFERS).copied()
    }

    #[test]
    fn the_best_offer_is_chosen() {
        assert_eq!(choose(None, OFFERS), Some(&"json"));
        for (header, expected) in [
            ("", Some("json")),
            ("*/*", Some("json")),
            ("text/csv", Some("csv")),
            ("TEXT/CSV", Some("csv")),
            ("text/*", Some("csv")),
            ("text/*;q=0.4, application/xml;q=0.5", Some("xml")),
            ("text/csv;q=0.5, application/xml", Some("xml")),
            ("text/csv; q=0.5 ,application/xml ;Q=0.4", Some("csv")),
            // The narrower range decides, also where it says less.
            ("*/*, application/json;q=0", Some("xml")),
            ("text/*, text/csv;q=0.1", Some("html")),
            ("*/*;q=0.1, text/*;q=0.2", Some("csv")),
            ("application/json;q=0", None),
            ("image/png", None),
            ("image/png, */*;q=0.001", Some("json")),
            ("*/*;q=0", None),
            // Parameters: in quotes too, where commas and semicolons mean nothing.
            ("text/csv;charset=utf-8", Some("csv")),
            (
                "text/csv;charset=\"UTF-8\";q=0.9, application/xml;q=0.8",
                Some("csv"),
            ),
            ("text/csv;charset=latin1", None),
            (
                "text/csv;charset=latin1, application/xml;q=0.1",
                Some("xml"),
            ),
            ("text/csv;header=present", Some("csv")),
            ("application/json;profile=\"a,b;q=0\"", Some("json")),
            ("image/png;x=\"text/csv\", text/html", Some("html")),
            // What clients really send.
            (
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                Some("html"),
            ),
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8",
                Some("html"),
            ),
            // MalformedEncoding elements count for nothing, and take nothing else with them.
            ("text/csv;q=2", None),
            ("text/csv;q=-1", None),
            ("text/csv;q=0.1234", None),
            ("text/csv;q=", None),
            ("text/csv;q=high, application/xml;q=0.1", Some("xml")),
            (",, ,text/csv,", Some("csv")),
            ("text", None),
            ("text/", None),
            ("/csv", None),
            ("te xt/csv", None),
            ("*/csv", None),
            ("\"", None),
        ] {
            assert_eq!(chosen(header), expected, "{header:?}");
        }
    }

    #[test]
    fn gzip_is_used_where_it_is_asked_for() {
        for (header, expected) in [
            ("gzip", true),
            ("gzip, deflate, br", true),
            ("deflate, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("*;q=1, gzip;q=0", false),
            ("*", true),
            ("*;q=0", false),
            ("identity", false),
            ("br", false),
            ("", false),
        ] {
            assert_eq!(takes_gzip(Some(header)), expected, "{header:?}");
        }
        assert!(!takes_gzip(None));
    }

    #[test]
    fn media_types_are_read() {
        let media = Media::parse("Text/CSV ; charset=\"a\\\"b\"; header=present").unwrap();
        assert_eq!(media.name, "text/csv");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            media.parameters,
            [pair("charset", "a\"b"), pair("header", "present")]
        );
        assert_eq!(media.foreign_charset(), Some("a\"b"));
        for bad in [
            "",
            ";",
            "text/csv; charset",
            "text/csv; a=b c",
            "text/csv; a=\"b",
        ] {
            assert_eq!(Media::parse(bad), None, "{bad:?}");
        }
    }
}
