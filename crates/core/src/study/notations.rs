//! Dates as people and spreadsheets write them, beside EDTF: what a manifest says under
//! `[tables] dates`, times of day, and approximate dates.

use crate::model::{EdtfDate, InvalidDate};

/// A notation of dates that a manifest allows beside EDTF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// `20.2.2013`, `20/02/2013`, `20-2-2013`.
    Dmy,
    /// `2/20/2013`.
    Mdy,
    /// `41325`: days since 1899-12-30, as spreadsheets store dates.
    Serials,
}

impl Notation {
    /// The notation that a manifest calls so.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "dmy" => Some(Self::Dmy),
            "mdy" => Some(Self::Mdy),
            "serials" => Some(Self::Serials),
            _ => None,
        }
    }
}

/// The notations of dates that are read beside EDTF.
#[derive(Debug, Clone, Default)]
pub(super) struct Notations(Vec<Notation>);

/// What a written date says that its value does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// The time of day.
    TimeOfDay,
    /// That it is approximate.
    Approximation,
}

/// A date that was read.
#[derive(Debug, Clone)]
pub(super) struct ReadDate {
    pub(super) date: EdtfDate,
    pub(super) left_out: Option<LeftOut>,
}

/// Serial numbers of dates: from 1927-05-18, so that no year is one, to 9999-12-31.
const SERIALS: std::ops::RangeInclusive<i64> = 10_000..=2_958_465;

impl Notations {
    /// The notations that a manifest lists. Day first and month first exclude each other.
    pub(super) fn new(notations: Vec<Notation>) -> Option<Self> {
        let both = [Notation::Dmy, Notation::Mdy].map(|order| notations.contains(&order));
        (both != [true, true]).then_some(Self(notations))
    }

    /// Reads a date.
    ///
    /// # Errors
    /// [`InvalidDate`] for what is a date in none of the notations, as EDTF has it.
    pub(super) fn read(&self, text: &str) -> Result<ReadDate, InvalidDate> {
        let invalid = match EdtfDate::parse(text) {
            Ok(date) => {
                return Ok(ReadDate {
                    date,
                    left_out: None,
                });
            }
            Err(invalid) => invalid,
        };
        if let Some(date) = self.other(text) {
            return Ok(ReadDate {
                date,
                left_out: None,
            });
        }
        let (date, left_out) = if let Some(day) = without_time(text) {
            let date = EdtfDate::parse(day).ok().or_else(|| self.other(day));
            let date = date.filter(|date| date.earliest() == date.latest());
            (date, LeftOut::TimeOfDay)
        } else if let Some((day, _)) = text.split_once('.').filter(|_| is_decimal(text)) {
            (self.serial(day), LeftOut::TimeOfDay)
        } else {
            let rest = text.strip_prefix('~').or_else(|| text.strip_suffix('~'));
            let date = rest.and_then(|rest| EdtfDate::parse(rest.trim()).ok());
            let date = date.filter(|date| !date.as_str().contains('/'));
            (date, LeftOut::Approximation)
        };
        let left_out = Some(left_out);
        date.map(|date| ReadDate { date, left_out }).ok_or(invalid)
    }

    /// A date in one of the notations other than EDTF.
    fn other(&self, text: &str) -> Option<EdtfDate> {
        self.0.iter().find_map(|notation| match notation {
            Notation::Serials => self.serial(text),
            Notation::Dmy => {
                let [day, month, year] = parts(text)?;
                calendar_date(year, month, day)
            }
            Notation::Mdy => {
                let [month, day, year] = parts(text)?;
                calendar_date(year, month, day)
            }
        })
    }

    /// The date of a spreadsheet's serial number, if these are read.
    fn serial(&self, text: &str) -> Option<EdtfDate> {
        let number: i64 = text.parse().ok()?;
        if !self.0.contains(&Notation::Serials) || !SERIALS.contains(&number) {
            return None;
        }
        // Day 60 is a 29 February 1900 that never was; after it, days count from 1899-12-30.
        let date = jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().days(number));
        EdtfDate::parse(&date.ok()?.to_string()).ok()
    }
}

/// The line of the manifest that would make a text a date, where there is one.
pub(super) fn hint(text: &str) -> Option<String> {
    let reads = |notation| Notations(vec![notation]).other(text).is_some();
    let [dmy, mdy, serials] = [Notation::Dmy, Notation::Mdy, Notation::Serials].map(reads);
    let line = match (dmy, mdy) {
        (true, true) => "`dates = \"dmy\"` or `dates = \"mdy\"`, whichever the table has,",
        (true, false) => "`dates = \"dmy\"`",
        (false, true) => "`dates = \"mdy\"`",
        (false, false) if serials => "`dates = \"serials\"`",
        (false, false) => return None,
    };
    Some(format!("{line} under [tables] in demarche.toml reads it"))
}

/// The three parts of a date in digits.
fn parts(text: &str) -> Option<[&str; 3]> {
    let separator = text.chars().find(|c| matches!(c, '.' | '/' | '-'))?;
    let mut parts = text.split(separator).map(str::trim);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

/// The day of these numbers, if they have the length that they must have and the calendar has it.
fn calendar_date(year: &str, month: &str, day: &str) -> Option<EdtfDate> {
    let is_short = |part: &str| (1..=2).contains(&part.len());
    if year.len() != 4 || !is_short(month) || !is_short(day) {
        return None;
    }
    EdtfDate::parse(&format!("{year}-{month:0>2}-{day:0>2}")).ok()
}

/// The date before a time of day, if a text ends in one: after a space or `T`, hours and minutes.
fn without_time(text: &str) -> Option<&str> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let is_time = time.split_once(':').is_some_and(|(hours, rest)| {
        (1..=2).contains(&hours.len())
            && hours.bytes().all(|byte| byte.is_ascii_digit())
            && rest.bytes().take(2).filter(u8::is_ascii_digit).count() == 2
            && rest
                .chars()
                .all(|c| c.is_ascii_digit() || ":. +-ZAPMapm".contains(c))
    });
    is_time.then_some(date)
}

fn is_decimal(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, fraction)| {
        [whole, fraction]
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use LeftOut::{Approximation, TimeOfDay};
    use Notation::{Dmy, Mdy, Serials};

    fn read(notations: &[Notation], text: &str) -> Option<(String, Option<LeftOut>)> {
        let notations = Notations::new(notations.to_vec()).unwrap();
        let read = notations.read(text).ok()?;
        Some((read.date.as_str().to_owned(), read.left_out))
    }

    #[test]
    fn each_notation_has_its_own_date() {
        for (notations, text, date, left_out) in [
            (&[][..], "2013-02", "2013-02", None),
            (&[], "2013-02-20 00:00:00", "2013-02-20", Some(TimeOfDay)),
            (&[], "2013-02-20T9:30", "2013-02-20", Some(TimeOfDay)),
            (
                &[],
                "2013-02-20T23:59:59.5+02:00",
                "2013-02-20",
                Some(TimeOfDay),
            ),
            (&[], "~2013", "2013", Some(Approximation)),
            (&[], "2013-02~", "2013-02", Some(Approximation)),
            (&[Dmy], "5/2/2013", "2013-02-05", None),
            (&[Dmy], "05. 02. 2013", "2013-02-05", None),
            (&[Dmy], "2013-02-05", "2013-02-05", None),
            (&[Dmy], "5/2/2013 14:00", "2013-02-05", Some(TimeOfDay)),
            (&[Mdy], "5/2/2013", "2013-05-02", None),
            (&[Mdy], "5/2/2013 2:00 PM", "2013-05-02", Some(TimeOfDay)),
            // Independently: `date(1899, 12, 30) + timedelta(41325)` of Python.
            (&[Serials], "41325", "2013-02-20", None),
            (&[Serials], "41325.75", "2013-02-20", Some(TimeOfDay)),
            (&[Serials], "2958465", "9999-12-31", None),
            (&[Serials], "2013", "2013", None),
            (&[Dmy, Serials], "41325", "2013-02-20", None),
        ] {
            let wanted = Some((date.to_owned(), left_out));
            assert_eq!(read(notations, text), wanted, "{text}");
        }
    }

    #[test]
    fn what_no_notation_has_is_no_date() {
        for (notations, text) in [
            (&[][..], "5/2/2013"),
            (&[], "41325"),
            (&[], "2013 10:00"),
            (&[], "2013-02 10:00"),
            (&[], "2013-02-20 at noon"),
            (&[], "~2013/2014"),
            (&[], "~"),
            (&[], "2013?"),
            (&[Dmy], "30/2/2013"),
            (&[Dmy], "5/2/13"),
            (&[Dmy], "5/2-2013"),
            (&[Dmy], "1/5/2/2013"),
            (&[Mdy], "13/2/2013"),
            (&[Serials], "2958466"),
            (&[Serials], "99999999999999999999"),
            (&[Serials], "-41325"),
        ] {
            assert_eq!(read(notations, text), None, "{text}");
        }
        assert!(Notations::new(vec![Dmy, Serials, Mdy]).is_none());
    }

    #[test]
    fn the_hint_names_the_notation() {
        let hint = |text| hint(text).unwrap_or_default();
        assert!(hint("5/2/2013").contains("dmy") && hint("5/2/2013").contains("mdy"));
        assert!(!hint("25/2/2013").contains("mdy"));
        assert!(hint("41325").contains("serials"));
        assert_eq!(hint("spring"), "");
    }
}
