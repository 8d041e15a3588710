//! The sheet that every picture is drawn on: its frame, its heading, and how numbers are written.

use super::text::{ASCENT, FONTS, LEADING, width, wrap};
use crate::clean::clean;
use crate::look::Color;
use crate::xml::Xml;
use std::fmt;
use std::io::{self, Write};

/// Ink of text and outlines.
pub(super) const INK: &str = "#222";
/// Ink of what is said beside.
pub(super) const FAINT: &str = "#595959";
/// Room left free along the edges.
pub(super) const MARGIN: f64 = 24.0;
/// The size of text that is not said to be otherwise.
pub(super) const SMALL: f64 = 11.5;

const TITLE: f64 = 18.0;

/// A number as it stands in the file: two decimals at most, and never `-0`.
pub(super) fn px(number: f64) -> f64 {
    (number * 100.0).round() / 100.0 + 0.0
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

/// Which part of a line of text its position means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A line of text, its foot at this height.
pub(super) fn line(xml: &mut Xml<'_>, at: [f64; 2], anchor: Anchor, size: f64, text: &str) {
    let [x, y] = at.map(px);
    let size = px(size);
    let text = clean(text);
    match anchor {
        Anchor::Start => xml.leaf("text", &[("x", &x), ("y", &y), ("font-size", &size)], &text),
        _ => xml.leaf(
            "text",
            &[
                ("x", &x),
                ("y", &y),
                ("font-size", &size),
                ("text-anchor", &anchor.as_str()),
            ],
            &text,
        ),
    }
}

/// What stands above a picture: the titles of the studies, and how it was made.
pub(super) struct Heading {
    title: Vec<String>,
    made: Vec<String>,
}

impl Heading {
    /// A heading for a sheet of this width.
    pub(super) fn new(title: &str, made: &str, sheet: f64) -> Self {
        let room = sheet - 2.0 * MARGIN;
        Self {
            title: wrap(title, TITLE * 1.06, room, 2),
            made: wrap(made, SMALL, room, 4),
        }
    }

    /// How far down it reaches, room below included.
    pub(super) fn height(&self) -> f64 {
        let title = self.title.len() as f64 * TITLE;
        let made = self.made.len() as f64 * SMALL;
        MARGIN + (title + made) * LEADING + 10.0
    }

    pub(super) fn draw(&self, xml: &mut Xml<'_>) -> io::Result<()> {
        let mut foot = MARGIN;
        xml.open("g", &[("class", &"heading"), ("fill", &INK)]);
        xml.open("g", &[("font-weight", &"bold")]);
        for text in &self.title {
            line(
                xml,
                [MARGIN, foot + TITLE * ASCENT],
                Anchor::Start,
                TITLE,
                text,
            );
            foot += TITLE * LEADING;
        }
        xml.close("g")?;
        xml.open("g", &[("fill", &FAINT)]);
        for text in &self.made {
            line(
                xml,
                [MARGIN, foot + SMALL * ASCENT],
                Anchor::Start,
                SMALL,
                text,
            );
            foot += SMALL * LEADING;
        }
        xml.close("g")?;
        xml.close("g")
    }
}

/// Draws a picture of this size: `draw` what is on it, everything else around it.
pub(super) fn sheet(
    out: &mut dyn Write,
    [wide, high]: [f64; 2],
    (title, made): (&str, &str),
    draw: impl FnOnce(&mut Xml<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let [wide, high] = [wide.ceil(), high.ceil()];
    let mut xml = Xml::new(out);
    xml.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("width", &wide),
            ("height", &high),
            ("viewBox", &format_args!("0 0 {wide} {high}")),
            ("font-family", &FONTS),
            ("role", &"img"),
        ],
    );
    xml.leaf("title", &[], &clean(title));
    xml.leaf("desc", &[], &clean(made));
    xml.empty(
        "rect",
        &[("width", &wide), ("height", &high), ("fill", &"#fff")],
    );
    draw(&mut xml)?;
    xml.close("svg")?;
    xml.finish()
}

/// The width of the widest of these lines.
pub(super) fn widest<T: AsRef<str>>(lines: &[T], size: f64) -> f64 {
    lines
        .iter()
        .map(|line| width(line.as_ref(), size))
        .fold(0.0, f64::max)
}

/// A number for people: at most three digits that say something.
pub(crate) fn short(number: f64) -> String {
    let decimals = match number.abs() {
        n if n >= 100.0 => 0,
        n if n >= 10.0 => 1,
        n if n >= 0.1 => 2,
        n if n >= 0.001 => 4,
        _ => 6,
    };
    let text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(px(-0.001).to_string(), "0");
        assert_eq!(px(1.0 / 3.0).to_string(), "0.33");
        let shorts = [141.0, 12.5, 0.4, 0.333_33, 0.000_1, 1000.4, 0.0].map(short);
        assert_eq!(
            shorts,
            ["141", "12.5", "0.4", "0.33", "0.0001", "1000", "0"]
        );
    }
}
