//! Whether a text is one that a datatype of XML Schema has (XSD 1.1, part 2).

use oxsdatatypes::{Date, DateTime, Time};

/// Whether a text is in the lexical space of a datatype. Of one that is not known here, every text
/// is.
pub(super) fn is_valid(text: &str, datatype: &str) -> bool {
    let Some(local) = datatype.strip_prefix("http://www.w3.org/2001/XMLSchema#") else {
        return true;
    };
    match local {
        "boolean" => matches!(text, "true" | "false" | "1" | "0"),
        "decimal" => is_decimal(text),
        "float" | "double" => is_float(text),
        "date" => is_date(text),
        "dateTime" => is_date_time(text),
        "dateTimeStamp" => is_date_time(text) && has_zone(text),
        "time" => is_time(text),
        "gYear" => is_date(&with_zone(text, |year| format!("{year}-01-01"))),
        "gYearMonth" => is_date(&with_zone(text, |month| format!("{month}-01"))),
        "gMonthDay" => is_day_of(text, "--", |rest| format!("2000-{rest}")),
        "gMonth" => is_day_of(text, "--", |rest| format!("2000-{rest}-01")),
        "gDay" => is_day_of(text, "---", |rest| format!("2000-01-{rest}")),
        "duration" | "dayTimeDuration" | "yearMonthDuration" => is_duration(text, local),
        "hexBinary" => {
            text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        "base64Binary" => is_base64(text),
        "language" => is_language(text),
        "normalizedString" => !text.contains(['\t', '\n', '\r']),
        "token" => is_token(text),
        _ => integer_range(local).is_none_or(|range| is_integer_in(text, range)),
    }
}

/// The least and the greatest of the datatypes of whole numbers, without signs where there is none.
fn integer_range(local: &str) -> Option<[Option<i128>; 2]> {
    let range = |least: i128, most: i128| Some([Some(least), Some(most)]);
    match local {
        "integer" => Some([None, None]),
        "nonNegativeInteger" => Some([Some(0), None]),
        "positiveInteger" => Some([Some(1), None]),
        "nonPositiveInteger" => Some([None, Some(0)]),
        "negativeInteger" => Some([None, Some(-1)]),
        "long" => range(i64::MIN.into(), i64::MAX.into()),
        "int" => range(i32::MIN.into(), i32::MAX.into()),
        "short" => range(i16::MIN.into(), i16::MAX.into()),
        "byte" => range(i8::MIN.into(), i8::MAX.into()),
        "unsignedLong" => range(0, u64::MAX.into()),
        "unsignedInt" => range(0, u32::MAX.into()),
        "unsignedShort" => range(0, u16::MAX.into()),
        "unsignedByte" => range(0, u8::MAX.into()),
        _ => None,
    }
}

fn is_date(text: &str) -> bool {
    text.parse::<Date>().is_ok()
}

fn is_date_time(text: &str) -> bool {
    text.parse::<DateTime>().is_ok()
}

fn is_time(text: &str) -> bool {
    text.parse::<Time>().is_ok()
}

fn is_integer_in(text: &str, [least, most]: [Option<i128>; 2]) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // Past 38 digits only the sign decides: no datatype that ends at a number has that many.
    let number = text.parse::<i128>().unwrap_or(match text.starts_with('-') {
        true => i128::MIN,
        false => i128::MAX,
    });
    least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most)
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (!whole.is_empty() || !fraction.is_empty()) && all_digits(whole) && all_digits(fraction)
}

fn is_float(text: &str) -> bool {
    if matches!(text, "INF" | "+INF" | "-INF" | "NaN") {
        return true;
    }
    match text.split_once(['e', 'E']) {
        Some((number, exponent)) => is_decimal(number) && is_integer_in(exponent, [None, None]),
        None => is_decimal(text),
    }
}

/// Where a time zone begins.
fn zone(text: &str) -> usize {
    if text.ends_with('Z') {
        return text.len() - 1;
    }
    let at = text.len().saturating_sub(6);
    match text.as_bytes().get(at..) {
        Some([b'+' | b'-', _, _, b':', _, _]) => at,
        _ => text.len(),
    }
}

fn has_zone(text: &str) -> bool {
    zone(text) < text.len()
}

/// What becomes of the part before the time zone, and the zone.
fn with_zone(text: &str, make: impl Fn(&str) -> String) -> String {
    let (before, zone) = text.split_at(zone(text));
    format!("{}{zone}", make(before))
}

fn is_day_of(text: &str, dashes: &str, make: impl Fn(&str) -> String) -> bool {
    let rest = text.strip_prefix(dashes);
    rest.is_some_and(|rest| is_date(&with_zone(rest, make)))
}

/// `P1Y2M3DT4H5M6.7S` and parts of it.
fn is_duration(text: &str, local: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let Some(text) = text.strip_prefix('P') else {
        return false;
    };
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let (of_date, of_time) = match local {
        "yearMonthDuration" => ("YM", ""),
        "dayTimeDuration" => ("D", "HMS"),
        _ => ("YMD", "HMS"),
    };
    let in_time = time.is_none_or(|time| !time.is_empty() && are_fields(time, of_time));
    (!date.is_empty() || time.is_some()) && are_fields(date, of_date) && in_time
}

/// Whether a text is numbers, each followed by one of these letters, in their order.
fn are_fields(mut text: &str, mut letters: &str) -> bool {
    while let Some(at) = text.find(|c: char| c.is_ascii_alphabetic()) {
        let (number, letter) = (&text[..at], &text[at..=at]);
        let Some((_, after)) = letters.split_once(letter) else {
            return false;
        };
        let signless = !number.starts_with(['+', '-']);
        let right = match letter {
            "S" => is_decimal(number) && !number.starts_with('.') && !number.ends_with('.'),
            _ => is_integer_in(number, [None, None]),
        };
        if !right || !signless {
            return false;
        }
        (text, letters) = (&text[at + 1..], after);
    }
    text.is_empty()
}

fn is_base64(text: &str) -> bool {
    let letters: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    let padding = letters
        .iter()
        .rev()
        .take_while(|byte| **byte == b'=')
        .count();
    let inner = &letters[..letters.len() - padding];
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    letters.len().is_multiple_of(4) && padding <= 2 && inner.iter().all(is_letter)
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let fits = |part: &str| (1..=8).contains(&part.len());
    let first = parts
        .next()
        .is_some_and(|part| fits(part) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    first && parts.all(|part| fits(part) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn is_token(text: &str) -> bool {
    !text.contains(['\t', '\n', '\r'])
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts that each datatype has, and texts that it has not.
    const TEXTS: &[(&str, &[&str], &[&str])] = &[
        (
            "integer",
            &["0", "-7", "+7", "99999999999999999999999999999999999999999"],
            &["", "1.0", "one", "--1", "+"],
        ),
        ("byte", &["127", "-128"], &["128"]),
        (
            "unsignedLong",
            &["18446744073709551615"],
            &["-1", "18446744073709551616"],
        ),
        (
            "negativeInteger",
            &["-99999999999999999999999999999999999999999"],
            &["0"],
        ),
        ("decimal", &["1.", ".5", "-1.50"], &[".", "1e3", ""]),
        (
            "double",
            &["1e3", "-INF", "NaN", ".5E-2"],
            &["1e", "inf", "e3"],
        ),
        ("boolean", &["true", "0"], &["True", "yes"]),
        (
            "date",
            &["2013-02-20", "2013-02-20Z", "-0044-03-15"],
            &["2013-02-30", "2013-02", "20.2.2013"],
        ),
        (
            "dateTime",
            &["2013-02-20T10:00:00", "2013-02-20T10:00:00.5+01:00"],
            &["2013-02-20", "2013-02-20T25:00:00"],
        ),
        (
            "dateTimeStamp",
            &["2013-02-20T10:00:00Z"],
            &["2013-02-20T10:00:00"],
        ),
        ("gYear", &["2013", "2013Z"], &["13", "2013-01"]),
        ("gYearMonth", &["2013-02"], &["2013-13"]),
        ("gMonthDay", &["--02-29"], &["--02-30", "02-29"]),
        ("gDay", &["---31"], &["---32"]),
        (
            "duration",
            &["P1Y2M3DT4H5M6.7S", "-P1D", "PT0S"],
            &["P", "PT", "P1S", "1D", "P-1D", "P1M1Y"],
        ),
        ("yearMonthDuration", &["P1Y"], &["P1D"]),
        ("hexBinary", &["0fB7", ""], &["0fB", "0g"]),
        ("base64Binary", &["aGk=", ""], &["aGk", "a==="]),
        ("language", &["en", "zh-Hans-CN"], &["", "en_GB", "e-"]),
        ("token", &["a b"], &["a  b", " a"]),
        ("string", &["anything\n"], &[]),
    ];

    #[test]
    fn datatypes_have_the_texts_they_have() {
        for (local, right, wrong) in TEXTS {
            let datatype = format!("http://www.w3.org/2001/XMLSchema#{local}");
            for text in *right {
                assert!(is_valid(text, &datatype), "{text} is no {local}");
            }
            for text in *wrong {
                assert!(!is_valid(text, &datatype), "{text} is a {local}");
            }
        }
        assert!(is_valid("2013?", "http://id.loc.gov/datatypes/edtf/EDTF"));
    }
}
