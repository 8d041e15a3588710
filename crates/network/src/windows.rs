//! Windows of time: calendar-aligned, half-open, sliding where the step is shorter than the window.
//!
//! Windows of years begin with a year; of months at the turn of so many months counted from
//! January, where these divide a year; of weeks on a Monday (ISO 8601); of days with the first day
//! of the data. A statement is in every window that its date overlaps: one dated by its year alone
//! is in all months of it.

use super::days::Days;
use super::filter::RowFilter;
use super::model::{Network, NetworkKind};
use super::options::{Filter, Options};
use super::select::select;
use super::{NetworkError, build};
use demarche_core::model::{Day, EdtfDate};
use demarche_core::statements::Corpus;
use jiff::ToSpan;
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// More windows than this are a slip of the pen.
const MOST: usize = 10_000;

/// A length of time: so many years, months, weeks or days, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    count: u16,
    unit: DurationUnit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum DurationUnit {
    Year,
    Month,
    Week,
    Day,
}

/// A text that is no duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no length of time: 1y, 6m, 2w, 30d, or as ISO 8601 has it P1Y, P6M")]
pub struct InvalidDuration(String);

impl FromStr for Duration {
    type Err = InvalidDuration;

    /// Reads `1y`, `6m`, `2w`, `30d`, or the ISO 8601 duration of one unit, `P1Y`.
    fn from_str(text: &str) -> Result<Self, InvalidDuration> {
        let invalid = || InvalidDuration(text.to_owned());
        let lower = text.to_ascii_lowercase();
        let rest = lower.strip_prefix('p').unwrap_or(&lower);
        let unit = match rest.chars().last() {
            Some('y') => DurationUnit::Year,
            Some('m') => DurationUnit::Month,
            Some('w') => DurationUnit::Week,
            Some('d') => DurationUnit::Day,
            _ => return Err(invalid()),
        };
        let number = &rest[..rest.len() - 1];
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let count = number.parse().ok().filter(|count| digits && *count > 0);
        let count = count.ok_or_else(invalid)?;
        Ok(Self { count, unit })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            DurationUnit::Year => 'y',
            DurationUnit::Month => 'm',
            DurationUnit::Week => 'w',
            DurationUnit::Day => 'd',
        };
        write!(f, "{}{unit}", self.count)
    }
}

impl<'de> serde::Deserialize<'de> for Duration {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Duration {
    /// The day that lies so many of these lengths after another; nothing past the calendar's end.
    fn after(self, day: Date, times: usize) -> Option<Date> {
        let count = i64::from(self.count).checked_mul(i64::try_from(times).ok()?)?;
        let span = match self.unit {
            DurationUnit::Year => jiff::Span::new().try_years(count),
            DurationUnit::Month => jiff::Span::new().try_months(count),
            DurationUnit::Week => jiff::Span::new().try_weeks(count),
            DurationUnit::Day => jiff::Span::new().try_days(count),
        };
        day.checked_add(span.ok()?).ok()
    }

    /// Where the window of this length that a day falls into begins.
    fn begin(self, day: Date) -> Option<Date> {
        match self.unit {
            DurationUnit::Year => Some(day.first_of_year()),
            DurationUnit::Month => {
                let months = i8::try_from(self.count)
                    .ok()
                    .filter(|months| 12 % months == 0);
                let past = months.map_or(0, |months| (day.month() - 1) % months);
                day.first_of_month()
                    .checked_sub(i64::from(past).months())
                    .ok()
            }
            DurationUnit::Week => {
                let past = day.weekday().to_monday_zero_offset();
                day.checked_sub(i64::from(past).days()).ok()
            }
            DurationUnit::Day => Some(day),
        }
    }
}

/// A window: its first day, and its last, which belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// The first day.
    pub first: Day,
    /// The last day: the one before the next window begins, where windows do not slide.
    pub last: Day,
}

impl Window {
    /// Whether nothing lies between this window and a later one.
    pub fn touches(&self, later: &Self) -> bool {
        let next = date(self.last).and_then(|last| last.tomorrow().ok());
        date(later.first) <= next
    }

    /// The part of it that lies before a day, which is later than its first.
    pub(super) fn until(&self, next: Day) -> Self {
        let before = date(next).and_then(|next| day(next.yesterday().ok()?));
        Self {
            first: self.first,
            last: before.map_or(self.last, |before| self.last.min(before)),
        }
    }
}

fn date(day: Day) -> Option<Date> {
    Date::new(day.year as i16, day.month as i8, day.day as i8).ok()
}

fn day(date: Date) -> Option<Day> {
    Some(Day {
        year: u16::try_from(date.year()).ok()?,
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    })
}

/// The windows from one day to another: the first holds the first day, the last the last day.
///
/// # Errors
/// [`NetworkError::Windows`] if there would be more than ten thousand.
fn between(
    first: Day,
    last: Day,
    length: Duration,
    step: Duration,
) -> Result<Vec<Window>, NetworkError> {
    let mut windows = Vec::new();
    let begin = date(first).and_then(|first| length.begin(first));
    let (Some(begin), Some(end)) = (begin, date(last)) else {
        return Ok(windows);
    };
    // Counted from the beginning each time: a month after the last of January is shorter.
    for times in 0.. {
        let Some(first) = step.after(begin, times).filter(|first| *first <= end) else {
            break;
        };
        let last = length
            .after(first, 1)
            .and_then(|next| next.yesterday().ok())
            .unwrap_or(Date::MAX);
        if windows.len() == MOST {
            return Err(NetworkError::Windows(MOST));
        }
        windows.extend(
            day(first)
                .zip(day(last))
                .map(|(first, last)| Window { first, last }),
        );
    }
    Ok(windows)
}

/// The windows of some statements.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Windows {
    /// By their first days.
    pub windows: Vec<Window>,
    /// How many statements have no date, and so are in none.
    pub undated: usize,
}

/// The windows of statements, as far as these pass the filters. Without a step, one window
/// begins where the other ends.
///
/// # Errors
/// As [`build`], and [`NetworkError::Windows`] for more windows than anybody can want.
pub fn windows(
    corpus: &dyn Corpus,
    options: &Options,
    length: Duration,
    step: Option<Duration>,
) -> Result<Windows, NetworkError> {
    let filter = RowFilter::resolve(corpus, &options.filter)?;
    let statements = corpus.statements();
    let (placed, _) = select(corpus, &statements, &filter, options.nodes);
    NetworkError::check(corpus)?;
    let days = placed
        .days
        .iter()
        .fold(Days::UNKNOWN, |all, days| all.join(*days));
    let without = placed.days.iter().filter(|days| days.first().is_none());
    let undated = without.count();
    let (Some(mut first), Some(mut last)) = (days.first(), days.last()) else {
        return Ok(Windows {
            undated,
            ..Windows::default()
        });
    };
    // A date that is known by its year reaches beyond what the filter asks for.
    if let Some(since) = &options.filter.since {
        first = first.max(since.earliest());
    }
    if let Some(until) = &options.filter.until {
        last = last.min(until.latest());
    }
    Ok(Windows {
        windows: between(first, last, length, step.unwrap_or(length))?,
        undated,
    })
}

/// The network of a window: of the statements that can date from it, and pass the filters.
///
/// # Errors
/// As [`build`].
pub fn in_window(
    corpus: &dyn Corpus,
    kind: NetworkKind,
    options: &Options,
    window: Window,
) -> Result<Network, NetworkError> {
    let filter = bounded(&options.filter, window);
    build(
        corpus,
        kind,
        &Options {
            filter,
            ..options.clone()
        },
    )
}

/// Returns a filter of statements that can date from a window as well.
fn bounded(filter: &Filter, window: Window) -> Filter {
    let first = filter.since.as_ref().map(EdtfDate::earliest);
    let last = filter.until.as_ref().map(EdtfDate::latest);
    Filter {
        since: Some(
            first
                .map_or(window.first, |first| first.max(window.first))
                .into(),
        ),
        until: Some(
            last.map_or(window.last, |last| last.min(window.last))
                .into(),
        ),
        ..filter.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days come out of packed numbers unchecked: one that no calendar has is a bound all the same.
    #[test]
    fn no_day_lifts_the_bounds_of_a_window() {
        let window = Window {
            first: Day::from_packed(20_130_230).unwrap(),
            last: Day::from_packed(20_130_431).unwrap(),
        };
        let filter = bounded(&Filter::default(), window);
        assert_eq!(filter.since.map(|date| date.earliest()), Some(window.first));
        assert_eq!(filter.until.map(|date| date.latest()), Some(window.last));
    }

    fn listed(first: &str, last: &str, length: &str, step: &str) -> Vec<String> {
        let day = |text| Day::parse(text).unwrap();
        let windows = between(
            day(first),
            day(last),
            length.parse().unwrap(),
            step.parse().unwrap(),
        );
        let listed = |window: &Window| format!("{}/{}", window.first, window.last);
        windows.unwrap().iter().map(listed).collect()
    }

    #[test]
    fn windows_begin_with_the_calendar() {
        assert_eq!(
            listed("2013-02-20", "2014-01-01", "1y", "1y"),
            ["2013-01-01/2013-12-31", "2014-01-01/2014-12-31"]
        );
        assert_eq!(
            listed("2013-08-20", "2014-01-01", "6m", "6m"),
            ["2013-07-01/2013-12-31", "2014-01-01/2014-06-30"]
        );
        // 2013-02-20 was a Wednesday.
        assert_eq!(
            listed("2013-02-20", "2013-02-21", "2w", "2w"),
            ["2013-02-18/2013-03-03"]
        );
        assert_eq!(
            listed("2013-02-20", "2013-02-22", "2d", "2d"),
            ["2013-02-20/2013-02-21", "2013-02-22/2013-02-23"]
        );
    }

    #[test]
    fn windows_slide_where_the_step_is_shorter() {
        assert_eq!(
            listed("2013-02-20", "2013-08-01", "1y", "6m"),
            ["2013-01-01/2013-12-31", "2013-07-01/2014-06-30"]
        );
        // Months differ in length; windows are counted from the beginning, so that none drifts.
        assert_eq!(
            listed("2013-01-31", "2013-04-01", "1m", "1m"),
            [
                "2013-01-01/2013-01-31",
                "2013-02-01/2013-02-28",
                "2013-03-01/2013-03-31",
                "2013-04-01/2013-04-30"
            ]
        );
    }

    #[test]
    fn days_without_end_are_refused() {
        let day = |text| Day::parse(text).unwrap();
        let one = "1d".parse().unwrap();
        let error = between(day("1900-01-01"), day("2020-01-01"), one, one).unwrap_err();
        assert!(error.to_string().contains("10000 windows"), "{error}");
    }

    #[test]
    fn durations_are_read_in_both_notations() {
        assert_eq!("P6M".parse::<Duration>(), "6m".parse());
        for text in [
            "",
            "y",
            "0y",
            "1",
            "1.5y",
            "-1y",
            "+1y",
            "P1Y6M",
            "1h",
            "99999999y",
            "é",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }

    #[test]
    fn windows_next_to_each_other_touch() {
        let window = |first, last| Window {
            first: Day::parse(first).unwrap(),
            last: Day::parse(last).unwrap(),
        };
        let year = window("2013-01-01", "2013-12-31");
        assert!(year.touches(&window("2014-01-01", "2014-12-31")));
        assert!(year.touches(&window("2013-07-01", "2014-06-30")));
        assert!(!year.touches(&window("2014-01-02", "2014-12-31")));
    }
}
