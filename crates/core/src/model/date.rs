//! Dates at the precision known: EDTF level 0, and intervals of such dates.

use edtf_core::{Bound, Edtf};
use std::fmt;

/// A calendar day of the proleptic Gregorian calendar. Orders by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Year, 0 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl Day {
    /// Reads `YYYY-MM-DD`, the lexical form of `xsd:date` without a time zone.
    /// `None` where it is not one, or names a day that does not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let date = EdtfDate::parse(text).ok()?;
        (date.earliest == date.latest && text.len() == 10).then_some(date.earliest)
    }

    /// The day as one number that orders as days do: `year * 10_000 + month * 100 + day`.
    ///
    /// ```
    /// use demarche_core::model::Day;
    /// let day = Day::parse("2013-02-20").unwrap();
    /// assert_eq!(day.packed(), 20_130_220);
    /// assert_eq!(Day::from_packed(20_130_220), Some(day));
    /// ```
    pub fn packed(self) -> u32 {
        u32::from(self.year) * 10_000 + u32::from(self.month) * 100 + u32::from(self.day)
    }

    /// The day that a number stands for, the reverse of [`Day::packed`]. `None` where its parts are
    /// out of range; whether the month has the day is not looked at.
    pub fn from_packed(packed: u32) -> Option<Self> {
        let (year, month, day) = (packed / 10_000, packed / 100 % 100, packed % 100);
        let fits = year <= 9999 && (1..=12).contains(&month) && (1..=31).contains(&day);
        // In range, so that nothing is cut off.
        fits.then_some(Self {
            year: year as u16,
            month: month as u8,
            day: day as u8,
        })
    }

    /// The ISO 8601 week this day is in: week-numbering year and week, 1 to 53.
    pub fn iso_week(self) -> (i16, i8) {
        // A `Day` is a day that exists between the years 0 and 9999, which jiff covers; were it
        // not, the first week of its year would be the answer.
        jiff::civil::Date::new(self.year as i16, self.month as i8, self.day as i8)
            .map(|date| (date.iso_week_date().year(), date.iso_week_date().week()))
            .unwrap_or((self.year as i16, 1))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A date as a coder wrote it, with the first and last day it can mean.
///
/// EDTF level 0 without times: `2013`, `2013-02`, `2013-02-20`, and intervals of these
/// (`2013-02/2013-05`). See <https://www.loc.gov/standards/datetime/>.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EdtfDate {
    written: Box<str>,
    earliest: Day,
    latest: Day,
}

/// Why a text is no date, and what was meant where that can be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct InvalidDate {
    /// What is wrong, a phrase.
    pub reason: String,
    /// A date in the right form that the text probably means.
    pub suggestion: Option<String>,
}

impl EdtfDate {
    /// Reads a date.
    ///
    /// # Errors
    /// [`InvalidDate`] for days that do not exist, for other notations (`20.2.2013`, `Feb 2013`),
    /// for EDTF beyond level 0 (`2013?`, `201X`), for times, and for years outside 0000 to 9999.
    ///
    /// ```
    /// use demarche_core::model::EdtfDate;
    /// let date = EdtfDate::parse("2013-02").unwrap();
    /// assert_eq!(date.earliest().to_string(), "2013-02-01");
    /// assert_eq!(date.latest().to_string(), "2013-02-28");
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidDate> {
        let invalid = |reason: &str| InvalidDate {
            reason: reason.to_owned(),
            suggestion: suggest(text),
        };
        let parsed = Edtf::parse(text).map_err(|_| invalid(refusal(text)))?;
        if parsed.level() != 0 {
            return Err(invalid(
                "only EDTF level 0 is read: no `?`, `~`, `X`, seasons or open intervals",
            ));
        }
        if !matches!(parsed, Edtf::Date(_) | Edtf::Interval(_)) {
            return Err(invalid("a date without a time is expected"));
        }
        let bounds = parsed.bounds();
        match (day(&bounds.earliest), day(&bounds.latest)) {
            (Some(earliest), Some(latest)) if earliest <= latest => Ok(Self {
                written: text.into(),
                earliest,
                latest,
            }),
            (Some(_), Some(_)) => Err(invalid("the interval ends before it begins")),
            _ => Err(invalid("the year must be between 0000 and 9999")),
        }
    }

    /// The date as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The first day it can mean.
    pub fn earliest(&self) -> Day {
        self.earliest
    }

    /// The last day it can mean.
    pub fn latest(&self) -> Day {
        self.latest
    }
}

impl fmt::Display for EdtfDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Why a text that EDTF refuses is no date.
fn refusal(text: &str) -> &'static str {
    // Digits and hyphens where a date has them: then it is the day that does not exist.
    let is_shaped = |part: &str| {
        matches!(part.len(), 7 | 10)
            && part.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    };
    match text.split_once('/') {
        Some((from, to)) if EdtfDate::parse(from).is_ok() && EdtfDate::parse(to).is_ok() => {
            "the interval ends before it begins"
        }
        _ if text.split('/').any(is_shaped) && suggest(text).is_none() => {
            "a date that the calendar does not have"
        }
        _ => "not a date (expected YYYY, YYYY-MM, YYYY-MM-DD or an interval FROM/TO)",
    }
}

fn day(bound: &Bound) -> Option<Day> {
    match bound {
        Bound::Date(date) if (0..=9999).contains(&date.year) => Some(Day {
            year: date.year as u16,
            month: date.month,
            day: date.day,
        }),
        _ => None,
    }
}

/// The EDTF date that a text in another common notation means, where only one reading exists:
/// `2013/2/5`, `2013.02.05` and `2013-2-5`. Day-first and month-first notations are left alone,
/// since `5/2/2013` is two dates.
fn suggest(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let numeric = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if parts.len() > 3 || parts[0].len() != 4 || !parts.iter().all(|part| numeric(part)) {
        return None;
    }
    let padded: Vec<String> = parts.iter().map(|part| format!("{part:0>2}")).collect();
    let candidate = padded.join("-");
    (candidate != text && EdtfDate::parse(&candidate).is_ok()).then_some(candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_follow_the_precision() {
        for (text, earliest, latest) in [
            ("2013", "2013-01-01", "2013-12-31"),
            ("2012-02", "2012-02-01", "2012-02-29"),
            ("2013-02-20", "2013-02-20", "2013-02-20"),
            ("2013-02/2013-05", "2013-02-01", "2013-05-31"),
            ("2013-02-20/2014", "2013-02-20", "2014-12-31"),
        ] {
            let date = EdtfDate::parse(text).unwrap();
            assert_eq!(
                (date.earliest().to_string(), date.latest().to_string()),
                (earliest.into(), latest.into())
            );
            assert_eq!(date.as_str(), text);
        }
    }

    #[test]
    fn other_notations_are_refused_with_the_date_meant() {
        for (text, suggestion) in [
            ("2013-02-30", None),
            ("2013-13", None),
            ("2013/2/5", Some("2013-02-05")),
            ("2013-2-5", Some("2013-02-05")),
            ("5.2.2013", None),
            ("2013?", None),
            ("201X", None),
            ("2013-05/2013-02", None),
            ("2013-02-05T12:00:00", None),
            ("2013/..", None),
            ("Y12013", None),
            ("", None),
        ] {
            let error = EdtfDate::parse(text).expect_err(text);
            assert_eq!(error.suggestion.as_deref(), suggestion, "{text}");
        }
    }

    #[test]
    fn a_refusal_says_what_is_wrong() {
        for (text, reason) in [
            ("2013-02-30", "a date that the calendar does not have"),
            ("2013-13", "a date that the calendar does not have"),
            (
                "2013-02/2013-06-31",
                "a date that the calendar does not have",
            ),
            ("2014/2013", "the interval ends before it begins"),
            (
                "2013?",
                "only EDTF level 0 is read: no `?`, `~`, `X`, seasons or open intervals",
            ),
            ("2013-02-05T12:00:00", "a date without a time is expected"),
        ] {
            assert_eq!(
                EdtfDate::parse(text).expect_err(text).reason,
                reason,
                "{text}"
            );
        }
        let other = EdtfDate::parse("5 February 2013").unwrap_err();
        assert!(other.reason.starts_with("not a date"));
    }

    #[test]
    fn iso_weeks_carry_their_own_year() {
        assert_eq!(Day::parse("2013-12-30").unwrap().iso_week(), (2014, 1));
        assert_eq!(Day::parse("2016-01-03").unwrap().iso_week(), (2015, 53));
        assert_eq!(Day::parse("2013-07-08").unwrap().iso_week(), (2013, 28));
    }
}
