//! The legend of a network: what its colours, lines and sizes stand for.

use super::{Line, Picture};
use crate::clean::clean;
use crate::look::{Color, ColorBy, Swatch};
use crate::svg::legend::{Body, Column, Mark};
use crate::svg::page::short;
use crate::svg::stroke::{Dash, Stroke};
use demarche_network::{FEW_STATEMENTS, Node, TieKind};
use std::collections::BTreeMap;

impl Picture<'_> {
    pub(super) fn legend(&self) -> Vec<Column> {
        let mut columns = Vec::new();
        if self.key.by != ColorBy::Nothing || self.key.swatches.len() > 1 {
            let swatch = |swatch: &Swatch| {
                let name = format!("{} ({})", swatch.name, swatch.nodes);
                (Mark::Dot(swatch.color), name)
            };
            let mut items: Vec<(Mark, String)> = self.key.swatches.iter().map(swatch).collect();
            let nodes = self.network.graph.node_weights();
            let hollow: Vec<&Node> = nodes.filter(|node| self.is_hollow(node)).collect();
            if !hollow.is_empty() {
                let rule = format!(
                    "placed by fewer than {FEW_STATEMENTS} statements ({})",
                    hollow.len()
                );
                items.push((Mark::Ring, rule));
            }
            let heading = match &self.key.by {
                ColorBy::Auto | ColorBy::Nothing => "Colour".to_owned(),
                ColorBy::Authority => "Colour: level of authority".to_owned(),
                ColorBy::PartOf => "Colour: part of".to_owned(),
                by => format!("Colour: {}", clean(by.as_str())),
            };
            columns.push(Column {
                heading,
                body: Body::Items(items),
            });
        }
        if !self.ties.is_empty() {
            columns.push(self.legend_of_kinds());
            columns.push(self.legend_of_widths());
        }
        if !self.points.is_empty() {
            columns.push(self.legend_of_sizes());
            columns.push(self.notes());
        }
        columns
    }

    fn legend_of_kinds(&self) -> Column {
        let mut kinds: BTreeMap<TieKind, (usize, &Line<'_>)> = BTreeMap::new();
        for line in &self.ties {
            kinds.entry(line.tie.kind).or_insert((0, line)).0 += 1;
        }
        let item = |(kind, (count, line)): (TieKind, (usize, &Line<'_>))| {
            let stroke = Stroke {
                width: 2.5,
                opacity: 0.85,
                ..line.stroke
            };
            (
                Mark::Tie(stroke, self.network.directed),
                format!("{kind} ({count})"),
            )
        };
        Column {
            heading: "Ties".to_owned(),
            body: Body::Items(kinds.into_iter().map(item).collect()),
        }
    }

    fn legend_of_widths(&self) -> Column {
        let mut items: Vec<(Mark, String)> = Vec::new();
        let lightest = self
            .ties
            .first()
            .map_or(self.heaviest, |line| line.tie.weight);
        // Halfway between in width, which goes by the root.
        let middle = (lightest.sqrt() + self.heaviest.sqrt()) / 2.0;
        for weight in [self.heaviest, middle * middle, lightest] {
            let Some(line) = nearest(&self.ties, weight) else {
                continue;
            };
            let color = Color {
                r: 0x60,
                g: 0x60,
                b: 0x60,
            };
            let stroke = Stroke {
                color,
                dash: Dash::Solid,
                ..line.stroke
            };
            let label = short(line.tie.weight);
            if items.iter().all(|(_, other)| other != &label) {
                items.push((Mark::Tie(stroke, false), label));
            }
        }
        Column {
            heading: "Width: weight".to_owned(),
            body: Body::Items(items),
        }
    }

    fn legend_of_sizes(&self) -> Column {
        let nodes = || self.network.graph.node_weights().zip(&self.radii);
        let largest = self.radii.iter().copied().fold(0.0, f64::max);
        let mut circles: Vec<(f64, String)> = Vec::new();
        for wanted in [largest, largest / 2.0, 0.0] {
            // The node whose radius is nearest to it; of equals the one that has said least.
            let near = nodes().min_by(|a, b| {
                let off = |radius: f64| (radius - wanted).abs();
                off(*a.1)
                    .total_cmp(&off(*b.1))
                    .then(a.0.statements().cmp(&b.0.statements()))
            });
            let Some((node, &radius)) = near else {
                continue;
            };
            if circles.iter().all(|(other, _)| *other > radius) {
                circles.push((radius, node.statements().to_string()));
            }
        }
        Column {
            heading: "Area: statements".to_owned(),
            body: Body::Circles(circles),
        }
    }

    fn notes(&self) -> Column {
        let count = |number: usize, word: &str| {
            let plural = if number == 1 { "" } else { "s" };
            format!("{number} {word}{plural}")
        };
        let nodes = count(self.points.len(), "node");
        let ties = count(self.ties.len(), "tie");
        let mut notes = vec![(Mark::None, format!("{nodes}, {ties}"))];
        let left_out = self.labels.iter().filter(|label| label.is_none()).count();
        if left_out > 0 {
            notes.push((Mark::None, format!("{} left out", count(left_out, "label"))));
        }
        Column {
            heading: "Shown".to_owned(),
            body: Body::Items(notes),
        }
    }
}

/// The tie whose weight is nearest.
fn nearest<'l, 'a>(ties: &'l [Line<'a>], weight: f64) -> Option<&'l Line<'a>> {
    let off = |line: &Line<'_>| (line.tie.weight - weight).abs();
    ties.iter().min_by(|a, b| off(a).total_cmp(&off(b)))
}
