//! A cell of the heat map: blue where a claim is supported, orange where it is opposed, towards
//! grey where both sides were taken, the stronger the more often. Grey print cannot tell blue from
//! orange: opposition has a bar on it, both sides a slash.

use super::page::px;
use crate::look::Color;
use crate::xml::Xml;
use demarche_network::{Tie, TieKind};
use std::io;

/// Full support, both sides in balance, full opposition: apart for every colour vision.
const SUPPORT: [f64; 3] = [0.0, 90.0, 160.0];
const BALANCE: [f64; 3] = [110.0, 110.0, 110.0];
const OPPOSITION: [f64; 3] = [206.0, 80.0, 0.0];
/// How strong the colour is at each level.
const STRENGTHS: [f64; 4] = [0.42, 0.62, 0.82, 1.0];
/// The counts from which on each level is reached, and what the legend calls them.
pub(super) const LEVELS: [(u32, &str); 4] = [(1, "1"), (2, "2–3"), (4, "4–7"), (8, "8 and more")];

/// The look of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    sign: Sign,
    /// From -1, only opposed, to 1, only supported.
    net: f64,
    level: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Supports,
    Opposes,
    Both,
}

impl Look {
    /// The look of so many statements on each side.
    pub(super) fn of_counts(supports: u32, opposes: u32) -> Self {
        let sign = match (supports, opposes) {
            (_, 0) => Sign::Supports,
            (0, _) => Sign::Opposes,
            _ => Sign::Both,
        };
        let count = supports.saturating_add(opposes);
        let reached = LEVELS.iter().filter(|(least, _)| count >= *least).count();
        Self {
            sign,
            net: net(supports, opposes),
            level: reached.saturating_sub(1),
        }
    }

    /// The look of a two-mode tie.
    pub(super) fn of(tie: &Tie) -> Self {
        let (supports, opposes) = sides(tie);
        Self::of_counts(supports, opposes)
    }

    fn color(&self) -> Color {
        let end = if self.net < 0.0 { OPPOSITION } else { SUPPORT };
        let strength = STRENGTHS[self.level];
        let [r, g, b] = [0, 1, 2].map(|part: usize| {
            let full = BALANCE[part] + (end[part] - BALANCE[part]) * self.net.abs();
            (255.0 + (full - 255.0) * strength).round() as u8
        });
        Color { r, g, b }
    }

    /// Draws it as a square from its upper left corner, with a text that shows on pointing at it.
    pub(super) fn draw(
        &self,
        xml: &mut Xml<'_>,
        [x, y]: [f64; 2],
        side: f64,
        told: Option<&str>,
    ) -> io::Result<()> {
        let (left, top, edge) = (px(x + 0.5), px(y + 0.5), px(side - 1.0));
        let fill = self.color();
        let square: [(&str, &dyn std::fmt::Display); 5] = [
            ("x", &left),
            ("y", &top),
            ("width", &edge),
            ("height", &edge),
            ("fill", &fill),
        ];
        match told {
            Some(told) => {
                xml.open("rect", &square);
                xml.leaf("title", &[], &told);
                xml.close("rect")?;
            }
            None => xml.empty("rect", &square),
        }
        let [middle, low, high] = [0.5, 0.28, 0.72].map(|share| share * side);
        let ([x1, y1], [x2, y2]) = match self.sign {
            Sign::Supports => return Ok(()),
            Sign::Opposes => ([x + low, y + middle], [x + high, y + middle]),
            Sign::Both => ([x + low, y + high], [x + high, y + low]),
        };
        let ink = if self.level < 2 { "#222" } else { "#fff" };
        let ([x1, y1], [x2, y2]) = ([x1, y1].map(px), [x2, y2].map(px));
        let width = px(side * 0.1);
        xml.empty(
            "line",
            &[
                ("x1", &x1),
                ("y1", &y1),
                ("x2", &x2),
                ("y2", &y2),
                ("stroke", &ink),
                ("stroke-width", &width),
                ("pointer-events", &"none"),
            ],
        );
        Ok(())
    }
}

/// The counts on both sides of a two-mode tie. One without counts stands for one of its kind.
pub(super) fn sides(tie: &Tie) -> (u32, u32) {
    match (tie.supports, tie.opposes, tie.kind) {
        (0, 0, TieKind::Opposes) => (0, 1),
        (0, 0, TieKind::Both) => (1, 1),
        (0, 0, _) => (1, 0),
        (supports, opposes, _) => (supports, opposes),
    }
}

/// Support less opposition, as a share of both.
pub(super) fn net(supports: u32, opposes: u32) -> f64 {
    let all = f64::from(supports) + f64::from(opposes);
    if all > 0.0 {
        (f64::from(supports) - f64::from(opposes)) / all
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blue_grey_and_orange_by_side_and_darker_by_count() {
        let color = |supports, opposes| Look::of_counts(supports, opposes).color().to_string();
        assert_eq!(color(8, 0), "#005aa0");
        assert_eq!(color(0, 9), "#ce5000");
        assert_eq!(color(9, 9), "#6e6e6e");
        let light = Look::of_counts(1, 0).color();
        assert!(light.b > light.r && light.r > 100, "{light}");
    }

    #[test]
    fn levels_are_reached_at_their_counts() {
        let levels = [1, 2, 3, 4, 7, 8, 100].map(|count| Look::of_counts(count, 0).level);
        assert_eq!(levels, [0, 1, 1, 2, 2, 3, 3]);
    }
}
