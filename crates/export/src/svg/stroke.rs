//! How a tie is drawn: its colour, its width, and dashes that tell kinds apart in grey print too.

use super::page::px;
use crate::look::{Color, tie_color};
use crate::xml::Xml;
use demarche_network::{Tie, TieKind};

/// The thinnest and the thickest line.
const WIDTHS: (f64, f64) = (0.6, 7.0);
/// How strongly the lightest and the heaviest tie show.
const OPACITIES: (f64, f64) = (0.4, 0.85);
/// With more ties than these, the light ones show less, or they would hide all else.
const MANY: f64 = 400.0;

/// How the ties of a network are drawn.
pub(super) struct Strokes {
    heaviest: f64,
    faintest: f64,
}

impl Strokes {
    /// For a network of so many ties, the heaviest of this weight.
    pub(super) fn of(ties: usize, heaviest: f64) -> Self {
        let crowd = (MANY / ties.max(1) as f64).sqrt().clamp(0.3, 1.0);
        Self {
            heaviest,
            faintest: OPACITIES.0 * crowd,
        }
    }

    /// The look of a tie.
    pub(super) fn of_tie(&self, tie: &Tie) -> Stroke {
        // By the root: products of counts lie so far apart that all but a few would be hairlines.
        let share = (tie.weight / self.heaviest).sqrt();
        let between = |least: f64, most: f64| least + (most - least) * share;
        Stroke {
            color: tie_color(tie),
            width: between(WIDTHS.0, WIDTHS.1),
            opacity: between(self.faintest, OPACITIES.1),
            dash: Dash::of(tie.kind),
        }
    }
}

/// The look of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub(super) color: Color,
    pub(super) width: f64,
    pub(super) opacity: f64,
    pub(super) dash: Dash,
}

/// The pattern of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dash {
    Solid,
    /// What stands against each other.
    Dashed,
    /// Both sides taken.
    Mixed,
}

impl Stroke {
    /// Draws a line from one point to another, in the element that is open, or in none.
    pub(super) fn line(&self, xml: &mut Xml<'_>, from: [f64; 2], to: [f64; 2]) {
        let ([x1, y1], [x2, y2]) = (from.map(px), to.map(px));
        let (width, opacity) = (px(self.width), px(self.opacity));
        let dashes = self.dashes();
        let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = vec![
            ("x1", &x1),
            ("y1", &y1),
            ("x2", &x2),
            ("y2", &y2),
            ("stroke", &self.color),
            ("stroke-width", &width),
            ("stroke-opacity", &opacity),
        ];
        if let Some(dashes) = &dashes {
            attributes.push(("stroke-dasharray", dashes));
        }
        xml.empty("line", &attributes);
    }

    /// Draws the head of an arrow whose point is at `to`.
    pub(super) fn head(&self, xml: &mut Xml<'_>, from: [f64; 2], to: [f64; 2]) {
        let along = [to[0] - from[0], to[1] - from[1]];
        let length = (along[0] * along[0] + along[1] * along[1]).sqrt();
        if length <= 0.0 {
            return;
        }
        let [ux, uy] = [along[0] / length, along[1] / length];
        let (back, half) = (self.head_length(), 1.8 + 0.9 * self.width);
        let foot = [to[0] - ux * back, to[1] - uy * back];
        let points = [
            to,
            [foot[0] - uy * half, foot[1] + ux * half],
            [foot[0] + uy * half, foot[1] - ux * half],
        ];
        let points = points.map(|point| {
            let [x, y] = point.map(px);
            format!("{x},{y}")
        });
        xml.empty(
            "polygon",
            &[
                ("points", &points.join(" ")),
                ("fill", &self.color),
                ("fill-opacity", &px((self.opacity + 0.15).min(1.0))),
            ],
        );
    }

    /// How long the head of an arrow is.
    pub(super) fn head_length(&self) -> f64 {
        5.0 + 1.8 * self.width
    }

    fn dashes(&self) -> Option<String> {
        let (long, gap) = (px(3.0 + 1.6 * self.width), px(2.0 + 0.8 * self.width));
        match self.dash {
            Dash::Solid => None,
            Dash::Dashed => Some(format!("{long} {gap}")),
            Dash::Mixed => Some(format!(
                "{long} {gap} {0} {gap}",
                px(1.0 + self.width / 2.0)
            )),
        }
    }
}

impl Dash {
    fn of(kind: TieKind) -> Self {
        match kind {
            TieKind::Disagreement | TieKind::Opposes => Self::Dashed,
            TieKind::Both => Self::Mixed,
            TieKind::Agreement | TieKind::Supports | TieKind::Shared | TieKind::Addressed => {
                Self::Solid
            }
        }
    }
}
