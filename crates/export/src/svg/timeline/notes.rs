//! What stands below a timeline: the days that are marked, and why some points are hollow.

use super::{FEW, Point};
use crate::clean::clean;
use crate::svg::page::{Anchor, INK, MARGIN, SMALL, line, px};
use crate::svg::text::wrap;
use crate::xml::Xml;
use demarche_core::model::Day;
use std::fmt;
use std::io;
use std::str::FromStr;
use thiserror::Error;

/// A day that something happened on: a line through all panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub day: Day,
    /// What happened; may be empty.
    pub label: String,
}

/// A text that is no event.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no day, nor a day and what happened on it: 2013-06-05=Snowden")]
pub struct InvalidEvent(String);

impl FromStr for Event {
    type Err = InvalidEvent;

    /// Reads `2013-06-05` or `2013-06-05=what happened`.
    fn from_str(text: &str) -> Result<Self, InvalidEvent> {
        let (day, label) = text.split_once('=').unwrap_or((text, ""));
        let day = Day::parse(day.trim()).ok_or_else(|| InvalidEvent(text.to_owned()))?;
        Ok(Self {
            day,
            label: label.trim().to_owned(),
        })
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.day.fmt(f)?;
        if !self.label.is_empty() {
            write!(f, " {}", self.label)?;
        }
        Ok(())
    }
}

/// The ink of lines that mark days.
pub(super) const EVENT: &str = "#c8453b";
/// The height of a line of notes.
const ROW: f64 = 16.0;

/// The lines below the axis.
pub(super) struct Notes {
    has_hollow: bool,
    /// A line for each day that is marked, with its number.
    events: Vec<String>,
}

impl Notes {
    pub(super) fn new(has_hollow: bool, events: &[(f64, &Event)], room: f64) -> Self {
        let numbered = (1..).zip(events);
        let events = numbered.map(|(number, (_, event))| {
            let text = format!("{number}  {event}");
            wrap(&clean(&text), SMALL, room, 1).concat()
        });
        Self {
            has_hollow,
            events: events.collect(),
        }
    }

    /// Returns how high they are.
    pub(super) fn height(&self) -> f64 {
        let lines = self.events.len() + usize::from(self.has_hollow);
        if lines == 0 {
            0.0
        } else {
            lines as f64 * ROW + 8.0
        }
    }

    /// Draws them, their upper edge at this height.
    pub(super) fn draw(&self, xml: &mut Xml<'_>, top: f64) -> io::Result<()> {
        xml.open("g", &[("class", &"notes"), ("fill", &INK)]);
        let mut foot = top + ROW;
        if self.has_hollow {
            let at = [MARGIN + 5.0, foot - 4.0];
            Point {
                at,
                is_hollow: true,
            }
            .draw(xml, None)?;
            let text = format!("fewer than {FEW} counted statements");
            line(xml, [MARGIN + 16.0, foot], Anchor::Start, SMALL, &text);
            foot += ROW;
        }
        for text in &self.events {
            line(xml, [MARGIN, foot], Anchor::Start, SMALL, text);
            foot += ROW;
        }
        xml.close("g")
    }
}

/// Draws a line for each event from the upper edge of the first panel to the lower edge of the last,
/// its number on top.
pub(super) fn draw_events(
    xml: &mut Xml<'_>,
    events: &[(f64, &Event)],
    [top, foot]: [f64; 2],
) -> io::Result<()> {
    xml.open("g", &[("class", &"events"), ("fill", &EVENT)]);
    for (number, (x, event)) in (1..).zip(events) {
        let x = px(*x);
        xml.open(
            "line",
            &[
                ("x1", &x),
                ("y1", &px(top)),
                ("x2", &x),
                ("y2", &px(foot)),
                ("stroke", &EVENT),
                ("stroke-width", &1),
                ("stroke-dasharray", &"3 2"),
            ],
        );
        xml.leaf("title", &[], &clean(&event.to_string()));
        xml.close("line")?;
        let number = format!("{number}");
        line(xml, [x, top - 3.0], Anchor::Middle, 10.0, &number);
    }
    xml.close("g")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_days_with_or_without_a_name() {
        let event: Event = "2013-06-05=Snowden = leaks".parse().unwrap();
        assert_eq!(event.to_string(), "2013-06-05 Snowden = leaks");
        let bare: Event = "2013-06-05".parse().unwrap();
        assert_eq!(bare.to_string(), "2013-06-05");
        for wrong in ["", "2013-06", "Snowden", "=x", "2013-02-30=x"] {
            assert!(wrong.parse::<Event>().is_err(), "{wrong}");
        }
    }
}
