//! Legends: columns under a picture, each with a heading, marks and what they mean.

use super::page::{Anchor, FAINT, INK, MARGIN, SMALL, line, px, widest};
use super::stroke::Stroke;
use super::text::{ASCENT, width, wrap};
use crate::look::Color;
use crate::xml::Xml;
use std::io;

/// The height of a line of a legend.
const ROW: f64 = 17.0;
/// Room between columns, and between rows of columns.
const BETWEEN: f64 = 30.0;
/// The room that a mark takes, space behind it included.
const MARK: f64 = 20.0;
/// The same of a line.
const LONG_MARK: f64 = 44.0;
/// Columns with more lines go on beside themselves.
const LINES: usize = 6;
/// No column is wider than this.
const WIDEST: f64 = 330.0;

/// What stands before a line of a legend.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// Nothing.
    None,
    /// A node.
    Dot(Color),
    /// A node that few statements place.
    Ring,
    /// A tie, with the head of an arrow or without.
    Tie(Stroke, bool),
    /// A cell of a heat map, with its sign.
    Cell(super::cell::Look),
}

/// Marks and what they mean.
pub(super) struct Column {
    pub(super) heading: String,
    pub(super) body: Body,
}

pub(super) enum Body {
    Items(Vec<(Mark, String)>),
    /// Circles in each other, by radius, the largest first.
    Circles(Vec<(f64, String)>),
}

impl Column {
    /// Splits what is too long, shortens what is too wide.
    fn parts(self) -> Vec<Self> {
        let Body::Items(items) = self.body else {
            return vec![self];
        };
        let items: Vec<(Mark, String)> = items
            .into_iter()
            .map(|(mark, label)| (mark, wrap(&label, SMALL, WIDEST, 1).concat()))
            .collect();
        let mut heading = wrap(&self.heading, SMALL * 1.08, WIDEST, 1).concat();
        let mut parts = Vec::new();
        for some in items.chunks(LINES) {
            let body = Body::Items(some.to_vec());
            let heading = std::mem::take(&mut heading);
            parts.push(Self { heading, body });
        }
        parts
    }

    fn extent(&self) -> [f64; 2] {
        let heading = width(&self.heading, SMALL * 1.08);
        let [wide, high] = match &self.body {
            Body::Items(items) => {
                let wide = |(mark, label): &(Mark, String)| mark.room() + width(label, SMALL);
                let wide = items.iter().map(wide).fold(0.0, f64::max);
                [wide, items.len() as f64 * ROW]
            }
            Body::Circles(circles) => {
                let labels: Vec<&str> = circles.iter().map(|(_, label)| label.as_str()).collect();
                let largest = circles.first().map_or(0.0, |(radius, _)| *radius);
                let high = (2.0 * largest + 4.0).max(circles.len() as f64 * ROW);
                [2.0 * largest + 18.0 + widest(&labels, SMALL), high]
            }
        };
        [wide.max(heading), high + ROW]
    }

    fn draw(&self, xml: &mut Xml<'_>, [x, y]: [f64; 2]) -> io::Result<()> {
        xml.open("g", &[("font-weight", &"bold")]);
        line(
            xml,
            [x, y + SMALL * ASCENT],
            Anchor::Start,
            SMALL,
            &self.heading,
        );
        xml.close("g")?;
        match &self.body {
            Body::Items(items) => {
                for (row, (mark, label)) in (1..).zip(items) {
                    let middle = y + f64::from(row) * ROW + SMALL * 0.5;
                    mark.draw(xml, [x, middle])?;
                    let foot = middle + SMALL * 0.36;
                    line(xml, [x + mark.room(), foot], Anchor::Start, SMALL, label);
                }
            }
            Body::Circles(circles) => draw_circles(xml, circles, [x, y + ROW]),
        }
        Ok(())
    }
}

impl Mark {
    fn room(&self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Dot(_) | Self::Ring | Self::Cell(_) => MARK,
            Self::Tie(..) => LONG_MARK,
        }
    }

    fn draw(&self, xml: &mut Xml<'_>, [x, y]: [f64; 2]) -> io::Result<()> {
        match self {
            Self::None => {}
            Self::Dot(color) => xml.empty(
                "circle",
                &[
                    ("cx", &px(x + 6.0)),
                    ("cy", &px(y)),
                    ("r", &6.0),
                    ("fill", color),
                    ("stroke", &INK),
                    ("stroke-width", &0.6),
                ],
            ),
            Self::Ring => xml.empty(
                "circle",
                &[
                    ("cx", &px(x + 6.0)),
                    ("cy", &px(y)),
                    ("r", &5.4),
                    ("fill", &"#fff"),
                    ("stroke", &FAINT),
                    ("stroke-width", &1.6),
                ],
            ),
            Self::Tie(stroke, has_head) => {
                let (from, to) = ([x, y], [x + LONG_MARK - 8.0, y]);
                let end = if *has_head {
                    to[0] - stroke.head_length()
                } else {
                    to[0]
                };
                stroke.line(xml, from, [end, y]);
                if *has_head {
                    stroke.head(xml, from, to);
                }
            }
            Self::Cell(look) => look.draw(xml, [x, y - 7.0], 14.0, None)?,
        }
        Ok(())
    }
}

/// Circles that stand on one foot, each with a line to what it means.
fn draw_circles(xml: &mut Xml<'_>, circles: &[(f64, String)], [x, y]: [f64; 2]) {
    let largest = circles.first().map_or(0.0, |(radius, _)| *radius);
    let high = (2.0 * largest + 4.0).max(circles.len() as f64 * ROW);
    let foot = y + high;
    let mut lowest_free = f64::NEG_INFINITY;
    for (radius, label) in circles {
        let (cx, cy) = (px(x + largest), px(foot - radius));
        let r = px(*radius);
        xml.empty(
            "circle",
            &[
                ("cx", &cx),
                ("cy", &cy),
                ("r", &r),
                ("fill", &"none"),
                ("stroke", &INK),
                ("stroke-width", &0.8),
            ],
        );
        let top = foot - 2.0 * radius;
        let level = top.max(lowest_free + SMALL * 1.1);
        lowest_free = level;
        let end = x + 2.0 * largest + 8.0;
        let points = [[x + largest, top], [end - 4.0, level], [end, level]];
        let points = points.map(|point| {
            let [x, y] = point.map(px);
            format!("{x},{y}")
        });
        xml.empty(
            "polyline",
            &[
                ("points", &points.join(" ")),
                ("fill", &"none"),
                ("stroke", &FAINT),
                ("stroke-width", &0.5),
            ],
        );
        line(
            xml,
            [end + 4.0, level + SMALL * 0.36],
            Anchor::Start,
            SMALL,
            label,
        );
    }
}

/// The columns of a legend, in rows as wide as the sheet.
pub(super) struct Legend {
    columns: Vec<([f64; 2], Column)>,
    /// How high it is, the room below it included.
    pub(super) height: f64,
}

impl Legend {
    /// Lays out columns for a sheet of this width.
    pub(super) fn new(columns: Vec<Column>, sheet: f64) -> Self {
        let (mut x, mut y, mut row_height) = (MARGIN, 0.0, 0.0_f64);
        let mut placed = Vec::new();
        for column in columns.into_iter().flat_map(Column::parts) {
            let [wide, high] = column.extent();
            if x > MARGIN && x + wide > sheet - MARGIN {
                (x, y, row_height) = (MARGIN, y + row_height + BETWEEN / 2.0, 0.0);
            }
            placed.push(([x, y], column));
            x += wide + BETWEEN;
            row_height = row_height.max(high);
        }
        Self {
            columns: placed,
            height: y + row_height + MARGIN,
        }
    }

    /// Draws it, its upper edge at this height.
    pub(super) fn draw(&self, xml: &mut Xml<'_>, top: f64) -> io::Result<()> {
        xml.open("g", &[("class", &"legend"), ("fill", &INK)]);
        for ([x, y], column) in &self.columns {
            column.draw(xml, [*x, y + top])?;
        }
        xml.close("g")
    }
}
