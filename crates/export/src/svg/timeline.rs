//! Measures over windows of time: a panel for each, one below the other, over the same days.

mod notes;

pub use notes::{Event, InvalidEvent};

use super::page::{Anchor, FAINT, Heading, INK, MARGIN, SMALL, line, px, sheet, short};
use super::text::width;
use crate::clean::clean;
use crate::xml::Xml;
use demarche_core::model::Day;
use notes::{Notes, draw_events};
use std::io::{self, Write};

/// A window of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// What stands below the axis: `2013`, `2013-07`, ...
    pub label: String,
    /// Its first day.
    pub start: Day,
    /// Its last day, or the first one after it: points stand halfway.
    pub end: Day,
    /// Whether so few statements were counted in it that its points are hollow.
    pub is_sparse: bool,
}

/// A window with fewer counted statements says little: its points are hollow.
pub const FEW: u32 = 10;

impl Window {
    /// Returns the name of a span from one day to another, both included: `2013` for a year,
    /// `2012–2013` for years, `2013-07` for a month, and else its first day.
    ///
    /// ```
    /// use demarche_core::model::Day;
    /// use demarche_export::svg::timeline::Window;
    /// let name = |first, last| {
    ///     Some(Window::name(Day::parse(first)?, Day::parse(last)?))
    /// };
    /// assert_eq!(name("2013-01-01", "2013-12-31").as_deref(), Some("2013"));
    /// assert_eq!(name("2012-01-01", "2013-12-31").as_deref(), Some("2012–2013"));
    /// assert_eq!(name("2012-02-01", "2012-02-29").as_deref(), Some("2012-02"));
    /// assert_eq!(name("2012-02-01", "2012-02-28").as_deref(), Some("2012-02-01"));
    /// ```
    pub fn name(first: Day, last: Day) -> String {
        let starts_year = (first.month, first.day) == (1, 1);
        let ends_year = (last.month, last.day) == (12, 31);
        if starts_year && ends_year {
            if first.year == last.year {
                return first.year.to_string();
            }
            return format!("{}–{}", first.year, last.year);
        }
        let same_month = (first.year, first.month) == (last.year, last.month);
        // A month is over where its next day is none.
        let next = Day {
            day: last.day + 1,
            ..last
        };
        let ends_month = Day::parse(&next.to_string()).is_none();
        if same_month && first.day == 1 && ends_month {
            return format!("{:04}-{:02}", first.year, first.month);
        }
        first.to_string()
    }
}

/// A measure, one value a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What is measured.
    pub name: String,
    /// In what; empty for a pure number.
    pub unit: String,
    /// The values, in the order of the windows. The line has a gap where there is none, or none
    /// that is a finite number.
    pub values: Vec<Option<f64>>,
}

/// What a picture over time shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// What stands above.
    pub title: String,
    /// One line that says how it was made.
    pub description: String,
    /// The windows, in the order of their first days. They may overlap.
    pub windows: Vec<Window>,
    /// The measures, from top to bottom.
    pub series: Vec<Series>,
    /// Days to mark. Those outside all windows are left out.
    pub events: Vec<Event>,
}

const SHEET: f64 = 820.0;
/// The height of a panel, and the room above it for its name.
const PANEL: f64 = 96.0;
const NAME: f64 = 32.0;
/// Room to the left, for numbers.
const LEFT: f64 = 74.0;
const LINE: &str = "#0072b2";

/// Draws a timeline as SVG. The same timeline gives the same bytes.
///
/// # Errors
/// Those of writing.
///
/// ```
/// use demarche_export::svg::timeline::{self, Series, Timeline, Window};
/// use demarche_core::model::Day;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = |year| Day::parse(&format!("{year}-01-01")).ok_or("no day");
/// let windows = [2012, 2013, 2014].map(|year| Ok::<_, &str>(Window {
///     label: year.to_string(),
///     start: day(year)?,
///     end: day(year + 1)?,
///     is_sparse: false,
/// }));
/// let timeline = Timeline {
///     title: "A debate".to_owned(),
///     description: "agreement of states, a window a year".to_owned(),
///     windows: windows.into_iter().collect::<Result<_, _>>()?,
///     series: vec![Series {
///         name: "Ties of agreement".to_owned(),
///         unit: String::new(),
///         values: vec![Some(3.0), None, Some(7.0)],
///     }],
///     events: vec!["2013-06-05=Snowden".parse()?],
/// };
/// let mut svg = Vec::new();
/// timeline::write(&timeline, &mut svg)?;
/// assert!(String::from_utf8(svg)?.contains("Ties of agreement"));
/// # Ok(())
/// # }
/// ```
pub fn write(timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    let heading = Heading::new(&timeline.title, &timeline.description, SHEET);
    let top = heading.height();
    let foot = top + timeline.series.len() as f64 * (NAME + PANEL);
    let made = format!("{}: {}", timeline.title, timeline.description);
    let axis = Axis::new(&timeline.windows);
    let events = axis.places(timeline);
    let has_hollow = timeline.windows.iter().any(|window| window.is_sparse);
    let notes = Notes::new(has_hollow, &events, SHEET - 2.0 * MARGIN);
    let below = foot + 30.0;
    sheet(
        out,
        [SHEET, below + notes.height() + MARGIN],
        ("Measures over time", &made),
        |xml| {
            heading.draw(xml)?;
            for (index, series) in timeline.series.iter().enumerate() {
                let upper = top + index as f64 * (NAME + PANEL) + NAME;
                Panel::of(series, upper).draw(xml, series, timeline, &axis)?;
            }
            if timeline.windows.is_empty() {
                line(
                    xml,
                    [MARGIN, foot + SMALL],
                    Anchor::Start,
                    SMALL,
                    "no windows",
                );
            }
            axis.draw(xml, &timeline.windows, foot)?;
            if !events.is_empty() {
                draw_events(xml, &events, [top + NAME, foot])?;
            }
            if notes.height() > 0.0 {
                notes.draw(xml, below)?;
            }
            Ok(())
        },
    )
}

/// Where days stand.
struct Axis {
    /// The middle of each window.
    points: Vec<f64>,
    /// The windows whose labels have room.
    labelled: Vec<usize>,
    /// The middles of the first and of the last window, as days.
    ends: [f64; 2],
}

/// Room for points between the left and the right edge.
const ROOM: f64 = SHEET - LEFT - 2.0 * MARGIN;
/// Lines across a panel go so far beyond the outermost points.
const BEYOND: f64 = 10.0;

impl Axis {
    fn new(windows: &[Window]) -> Self {
        let middles: Vec<f64> = windows
            .iter()
            .map(|window| (number(window.start) + number(window.end)) / 2.0)
            .collect();
        let first = middles.iter().copied().fold(f64::INFINITY, f64::min);
        let last = middles.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ends = [first, last];
        let points: Vec<f64> = middles.iter().map(|day| place(*day, ends)).collect();
        let mut labelled: Vec<usize> = Vec::new();
        let mut free = f64::NEG_INFINITY;
        for (index, (window, x)) in windows.iter().zip(&points).enumerate() {
            let half = width(&window.label, SMALL) / 2.0;
            if x - half > free {
                labelled.push(index);
                free = x + half + 8.0;
            }
        }
        Self {
            points,
            labelled,
            ends,
        }
    }

    /// Returns the events that are in a window, each at its place; those of the outer halves of the
    /// outermost windows at the edge at most.
    fn places<'t>(&self, timeline: &'t Timeline) -> Vec<(f64, &'t Event)> {
        let is_inside = |event: &&Event| {
            let mut windows = timeline.windows.iter();
            windows.any(|window| (window.start..=window.end).contains(&event.day))
        };
        let events = timeline.events.iter().filter(is_inside);
        events
            .map(|event| {
                let x = place(number(event.day), self.ends);
                (x.clamp(LEFT - BEYOND, LEFT + ROOM + BEYOND), event)
            })
            .collect()
    }

    fn draw(&self, xml: &mut Xml<'_>, windows: &[Window], foot: f64) -> io::Result<()> {
        xml.open("g", &[("class", &"windows"), ("fill", &FAINT)]);
        for &index in &self.labelled {
            let at = [self.points[index], foot + 8.0 + SMALL];
            line(xml, at, Anchor::Middle, SMALL, &windows[index].label);
        }
        xml.close("g")
    }
}

/// Returns where a day stands on an axis from the first to the last middle of a window.
fn place(day: f64, [first, last]: [f64; 2]) -> f64 {
    if last > first {
        LEFT + (day - first) / (last - first) * ROOM
    } else {
        LEFT + ROOM / 2.0
    }
}

/// Returns days since some day long ago, counted so that all are apart as in the calendar.
fn number(day: Day) -> f64 {
    // Years begin with March, so that the day that leap years have more is the last.
    let (year, month) = (i64::from(day.year), i64::from(day.month));
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    (365 * year + leap + (153 * month + 2) / 5 + i64::from(day.day)) as f64
}

/// Where values stand.
struct Panel {
    /// Its upper edge.
    top: f64,
    ticks: Vec<f64>,
}

impl Panel {
    fn of(series: &Series, top: f64) -> Self {
        let values = || {
            series
                .values
                .iter()
                .flatten()
                .copied()
                .filter(|value| value.is_finite())
        };
        let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
        Self {
            top,
            ticks: ticks(low, high),
        }
    }

    fn y(&self, value: f64) -> f64 {
        let low = self.ticks.first().copied().unwrap_or(0.0);
        let high = self.ticks.last().copied().unwrap_or(1.0);
        self.top + PANEL * (1.0 - (value - low) / (high - low))
    }

    fn draw(
        &self,
        xml: &mut Xml<'_>,
        series: &Series,
        timeline: &Timeline,
        axis: &Axis,
    ) -> io::Result<()> {
        xml.open("g", &[("class", &"panel")]);
        self.draw_frame(xml, series, axis)?;
        let points: Vec<Option<([f64; 2], f64)>> = axis
            .points
            .iter()
            .zip(&series.values)
            .map(|(&x, value)| {
                let value = value.filter(|value| value.is_finite())?;
                Some(([px(x), px(self.y(value))], value))
            })
            .collect();
        for run in points.split(Option::is_none).filter(|run| run.len() > 1) {
            let along: Vec<String> = run
                .iter()
                .flatten()
                .map(|([x, y], _)| format!("{x},{y}"))
                .collect();
            xml.empty(
                "polyline",
                &[
                    ("points", &along.join(" ")),
                    ("fill", &"none"),
                    ("stroke", &LINE),
                    ("stroke-width", &1.8),
                ],
            );
        }
        draw_points(xml, series, &timeline.windows, &points)?;
        xml.close("g")
    }

    fn draw_frame(&self, xml: &mut Xml<'_>, series: &Series, axis: &Axis) -> io::Result<()> {
        let (left, right) = (LEFT - BEYOND, LEFT + ROOM + BEYOND);
        xml.open("g", &[("fill", &INK), ("font-weight", &"bold")]);
        let name = if series.unit.is_empty() {
            series.name.clone()
        } else {
            format!("{} ({})", series.name, series.unit)
        };
        let name = super::text::wrap(&name, SMALL * 1.08, SHEET - 2.0 * MARGIN, 1).concat();
        line(xml, [MARGIN, self.top - 10.0], Anchor::Start, SMALL, &name);
        xml.close("g")?;
        xml.open("g", &[("stroke", &"#dedede"), ("stroke-width", &0.6)]);
        for &index in &axis.labelled {
            let x = px(axis.points[index]);
            xml.empty(
                "line",
                &[
                    ("x1", &x),
                    ("y1", &px(self.top)),
                    ("x2", &x),
                    ("y2", &px(self.top + PANEL)),
                ],
            );
        }
        for &tick in &self.ticks {
            let y = px(self.y(tick));
            let ink = if tick == 0.0 { "#777" } else { "#dedede" };
            xml.empty(
                "line",
                &[
                    ("x1", &left),
                    ("y1", &y),
                    ("x2", &right),
                    ("y2", &y),
                    ("stroke", &ink),
                ],
            );
        }
        xml.close("g")?;
        xml.open("g", &[("fill", &FAINT)]);
        for &tick in &self.ticks {
            line(
                xml,
                [left - 6.0, self.y(tick) + 3.6],
                Anchor::End,
                10.0,
                &short(tick),
            );
        }
        xml.close("g")
    }
}

/// A point of a series.
struct Point {
    at: [f64; 2],
    is_hollow: bool,
}

impl Point {
    /// Draws it, with a text that shows on pointing at it.
    fn draw(&self, xml: &mut Xml<'_>, told: Option<&str>) -> io::Result<()> {
        let [x, y] = self.at.map(px);
        let (fill, stroke) = if self.is_hollow {
            ("#fff", LINE)
        } else {
            (LINE, "#fff")
        };
        xml.open(
            "circle",
            &[
                ("cx", &x),
                ("cy", &y),
                ("r", &3.2),
                ("fill", &fill),
                ("stroke", &stroke),
            ],
        );
        if let Some(told) = told {
            xml.leaf("title", &[], &clean(told));
        }
        xml.close("circle")
    }
}

/// Draws the points of a series, each with what it stands for.
fn draw_points(
    xml: &mut Xml<'_>,
    series: &Series,
    windows: &[Window],
    points: &[Option<([f64; 2], f64)>],
) -> io::Result<()> {
    for (window, point) in windows.iter().zip(points) {
        let Some((at, value)) = point else {
            continue;
        };
        let told = format!(
            "{} ({} to {}) {}: {} {}",
            window.label,
            window.start,
            window.end,
            series.name,
            short(*value),
            series.unit
        );
        let is_hollow = window.is_sparse;
        Point { at: *at, is_hollow }.draw(xml, Some(told.trim_end()))?;
    }
    Ok(())
}

/// Returns round numbers, two to six of them, from below the lowest value to above the highest.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = if high - low > 0.0 && (high - low).is_finite() {
        high - low
    } else {
        1.0
    };
    // The power of ten below a third of the span, without a logarithm.
    let mut power = 1.0;
    while power > span / 3.0 && power > 1e-300 {
        power /= 10.0;
    }
    while power * 10.0 <= span / 3.0 {
        power *= 10.0;
    }
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    let step = steps
        .into_iter()
        .find(|step| span / step <= 4.0)
        .unwrap_or(10.0 * power);
    let first = (low / step).floor();
    let last = (high / step).ceil().max(first + 1.0);
    let count = (last - first).min(100.0) as u32;
    (0..=count)
        .map(|at| (first + f64::from(at)) * step)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_all_values() {
        assert_eq!(ticks(0.0, 10.0), [0.0, 5.0, 10.0]);
        assert_eq!(ticks(-0.5, 0.5), [-0.5, 0.0, 0.5]);
        assert_eq!(ticks(0.0, 0.0), [0.0, 0.5]);
        for (low, high) in [(0.0, 1e9), (-7.0, 3.0), (0.0, 1e-9), (-1e-3, 0.0)] {
            let ticks = ticks(low, high);
            assert!((2..=8).contains(&ticks.len()), "{ticks:?}");
            assert!(
                ticks[0] <= low && ticks[ticks.len() - 1] >= high * 0.999_999,
                "{ticks:?}"
            );
        }
    }

    #[test]
    fn days_are_apart_as_in_the_calendar() {
        let day = |text| number(Day::parse(text).unwrap());
        assert_eq!(day("2013-03-01") - day("2013-02-28"), 1.0);
        assert_eq!(day("2012-03-01") - day("2012-02-28"), 2.0);
        assert_eq!(day("2014-01-01") - day("2013-01-01"), 365.0);
        assert_eq!(day("2001-01-01") - day("2000-01-01"), 366.0);
    }
}
