//! The heat map of a two-mode network: a row an actor, a column a claim.

use super::cell::{LEVELS, Look, sides};
use super::legend::{Body, Column, Legend, Mark};
use super::page::{Anchor, FAINT, Heading, INK, MARGIN, SMALL, line, px, sheet, widest};
use super::table::Table;
use super::text::{fit, width};
use crate::clean::clean;
use crate::xml::Xml;
use crate::{caption, description};
use demarche_network::{FEW_STATEMENTS, Network, Node, Tie};
use std::borrow::Cow;
use std::io::{self, Write};

/// The longest label of a row and of a column.
const LABEL: f64 = 320.0;
/// Labels of columns lean by half a right angle.
const LEAN: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// Room between coalitions.
const BETWEEN: f64 = 8.0;
/// The room beside the map for the names of coalitions.
const BRACKET: f64 = 34.0;
/// The narrowest sheet: headings and legends need it.
const NARROWEST: f64 = 620.0;

/// Draws the network.
pub(super) fn draw(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let map = Map::of(network);
    let made = description(network);
    let title = network.titles.join("; ");
    let heading = if title.is_empty() {
        Heading::new(&caption(network), "", map.width)
    } else {
        Heading::new(&title, &caption(network), map.width)
    };
    let legend = Legend::new(map.legend(), map.width);
    let top = heading.height();
    let foot = top + map.height;
    let name = "Heat map of positions";
    sheet(
        out,
        [map.width, foot + legend.height],
        (name, &made),
        |xml| {
            heading.draw(xml)?;
            map.draw(xml, top)?;
            legend.draw(xml, foot)
        },
    )
}

/// A table with its measures.
struct Map<'a> {
    table: Table<'a>,
    /// The side of a cell.
    side: f64,
    /// The size of labels.
    size: f64,
    /// The left edge of the first column, and the upper edge of the first row below the heading.
    corner: [f64; 2],
    width: f64,
    height: f64,
    /// The labels of rows and columns, as they are shown.
    labels: [Vec<String>; 2],
}

impl<'a> Map<'a> {
    fn of(network: &'a Network) -> Self {
        let table = Table::of(network);
        let longest = table.rows.len().max(table.columns.len()).max(1);
        let side = (1100.0 / longest as f64).clamp(12.0, 19.0).floor();
        let size = (side * 0.66).clamp(8.5, 11.5);
        let shown = |nodes: &[&Node]| -> Vec<String> {
            let label = |node: &&Node| fit(&label(node), size, LABEL).into_owned();
            nodes.iter().map(label).collect()
        };
        let labels = [shown(&table.rows), shown(&table.columns)];
        let corner = [
            MARGIN + widest(&labels[0], size) + 8.0,
            widest(&labels[1], size) * LEAN + 14.0,
        ];
        let right = corner[0] + table.columns.len() as f64 * side;
        // Each label of a column leans over the edge as far as it is long.
        let leaning = labels[1].iter().enumerate().map(|(column, label)| {
            corner[0] + (column as f64 + 0.5) * side + (width(label, size) + size) * LEAN
        });
        let reach = leaning.fold(right + BRACKET, f64::max);
        let gaps = table.groups().len().saturating_sub(1) as f64 * BETWEEN;
        let height = corner[1] + table.rows.len() as f64 * side + gaps + 26.0;
        Self {
            side,
            size,
            corner,
            width: (reach + MARGIN).max(NARROWEST),
            height,
            labels,
            table,
        }
    }

    /// The upper edges of all rows.
    fn tops(&self, top: f64) -> Vec<f64> {
        let mut at = top + self.corner[1];
        let mut tops = Vec::with_capacity(self.table.rows.len());
        for (group, (_, size)) in self.table.groups().into_iter().enumerate() {
            if group > 0 {
                at += BETWEEN;
            }
            for _ in 0..size {
                tops.push(at);
                at += self.side;
            }
        }
        tops
    }

    fn draw(&self, xml: &mut Xml<'_>, top: f64) -> io::Result<()> {
        let tops = self.tops(top);
        if self.table.cells.is_empty() {
            let at = [MARGIN, top + self.corner[1]];
            line(xml, at, Anchor::Start, SMALL, "no positions");
        }
        self.draw_grid(xml, &tops)?;
        self.draw_rows(xml, &tops)?;
        self.draw_columns(xml, top)?;
        xml.open("g", &[("class", &"cells")]);
        for &(row, column, tie) in &self.table.cells {
            let at = [self.corner[0] + column as f64 * self.side, tops[row]];
            let told = told(self.table.rows[row], self.table.columns[column], tie);
            Look::of(tie).draw(xml, at, self.side, Some(&told))?;
        }
        xml.close("g")?;
        self.draw_coalitions(xml, &tops)
    }

    /// Thin lines that lead from labels to cells, one block for each coalition.
    fn draw_grid(&self, xml: &mut Xml<'_>, tops: &[f64]) -> io::Result<()> {
        let left = self.corner[0];
        let right = left + self.table.columns.len() as f64 * self.side;
        xml.open(
            "g",
            &[
                ("class", &"grid"),
                ("stroke", &"#dedede"),
                ("stroke-width", &0.6),
            ],
        );
        let mut first = 0;
        for (_, size) in self.table.groups() {
            let (upper, lower) = (tops[first], tops[first] + size as f64 * self.side);
            for row in 0..=size {
                let y = upper + row as f64 * self.side;
                segment(xml, [left, y], [right, y]);
            }
            for column in 0..=self.table.columns.len() {
                let x = left + column as f64 * self.side;
                segment(xml, [x, upper], [x, lower]);
            }
            first += size;
        }
        xml.close("g")
    }

    fn draw_rows(&self, xml: &mut Xml<'_>, tops: &[f64]) -> io::Result<()> {
        xml.open("g", &[("class", &"rows"), ("fill", &INK)]);
        let size = px(self.size);
        for ((top, label), node) in tops.iter().zip(&self.labels[0]).zip(&self.table.rows) {
            let x = px(self.corner[0] - 5.0);
            let y = px(top + self.side / 2.0 + self.size * 0.36);
            xml.open("g", &[("data-id", &clean(&node.id))]);
            xml.leaf("title", &[], &self::label(node));
            let mut place: Vec<(&str, &dyn std::fmt::Display)> = vec![
                ("x", &x),
                ("y", &y),
                ("font-size", &size),
                ("text-anchor", &"end"),
            ];
            if is_marked(node) {
                place.extend(SPARSE);
            }
            xml.leaf("text", &place, label);
            xml.close("g")?;
        }
        xml.close("g")
    }

    fn draw_columns(&self, xml: &mut Xml<'_>, top: f64) -> io::Result<()> {
        xml.open("g", &[("class", &"columns"), ("fill", &INK)]);
        let size = px(self.size);
        for (column, (label, node)) in self.labels[1].iter().zip(&self.table.columns).enumerate() {
            let x = px(self.corner[0] + (column as f64 + 0.5) * self.side + self.size * 0.25);
            let y = px(top + self.corner[1] - 5.0);
            xml.open("g", &[("data-id", &clean(&node.id))]);
            xml.leaf("title", &[], &self::label(node));
            let turned = format!("translate({x} {y}) rotate(-45)");
            xml.leaf(
                "text",
                &[("transform", &turned), ("font-size", &size)],
                label,
            );
            xml.close("g")?;
        }
        xml.close("g")
    }

    /// Brackets beside the rows of each coalition.
    fn draw_coalitions(&self, xml: &mut Xml<'_>, tops: &[f64]) -> io::Result<()> {
        let groups = self.table.groups();
        if groups.iter().all(|(coalition, _)| coalition.is_none()) {
            return Ok(());
        }
        let x = self.corner[0] + self.table.columns.len() as f64 * self.side + 7.0;
        xml.open("g", &[("class", &"coalitions"), ("fill", &FAINT)]);
        let mut first = 0;
        for (coalition, size) in groups {
            let high = size as f64 * self.side;
            let (upper, lower) = (tops[first] + 1.0, tops[first] + high - 1.0);
            xml.open("g", &[("stroke", &INK), ("stroke-width", &1.2)]);
            segment(xml, [x, upper], [x, lower]);
            segment(xml, [x - 3.0, upper], [x, upper]);
            segment(xml, [x - 3.0, lower], [x, lower]);
            xml.close("g")?;
            name_group(xml, coalition, x, [upper, lower]);
            first += size;
        }
        xml.close("g")
    }

    fn legend(&self) -> Vec<Column> {
        let level =
            |(least, name): (u32, &str)| (Mark::Cell(Look::of_counts(least, 0)), name.to_owned());
        let side = |supports, opposes, name: &str| {
            (
                Mark::Cell(Look::of_counts(supports, opposes)),
                name.to_owned(),
            )
        };
        let sides = vec![
            side(4, 0, "supports"),
            side(3, 1, "both, mostly supports"),
            side(2, 2, "both alike"),
            side(1, 3, "both, mostly opposes"),
            side(0, 4, "opposes"),
        ];
        let mut columns = vec![
            Column {
                heading: "Side taken".to_owned(),
                body: Body::Items(sides),
            },
            Column {
                heading: "How often".to_owned(),
                body: Body::Items(LEVELS.map(level).to_vec()),
            },
        ];
        let [rows, claims] = [self.table.rows.len(), self.table.columns.len()];
        let mut notes = vec![(
            Mark::None,
            format!(
                "{rows} rows, {claims} claims, {} positions",
                self.table.cells.len()
            ),
        )];
        let cut = [
            ("actors", self.table.left_out[0]),
            ("claims", self.table.left_out[1]),
        ];
        for (what, count) in cut.into_iter().filter(|(_, count)| *count > 0) {
            notes.push((
                Mark::None,
                format!("{count} {what} left out, the least active"),
            ));
        }
        let marked = self
            .table
            .rows
            .iter()
            .filter(|node| is_marked(node))
            .count();
        if marked > 0 {
            let rule =
                format!("in italics: placed by fewer than {FEW_STATEMENTS} statements ({marked})");
            notes.push((Mark::None, rule));
        }
        columns.push(Column {
            heading: "Shown".to_owned(),
            body: Body::Items(notes),
        });
        columns
    }
}

/// The look of the label of a row that few statements place in its coalition.
const SPARSE: [(&str, &dyn std::fmt::Display); 2] =
    [("fill", &"#767676"), ("font-style", &"italic")];

fn is_marked(node: &Node) -> bool {
    node.coalition.is_some() && node.is_sparse()
}

/// The name of a coalition beside its bracket: along it, or its number alone where it is short.
fn name_group(xml: &mut Xml<'_>, coalition: Option<u32>, x: f64, [upper, lower]: [f64; 2]) {
    let [whole, short] = match coalition {
        Some(number) => [format!("coalition {number}"), number.to_string()],
        None => ["in no coalition".to_owned(), "–".to_owned()],
    };
    let middle = (upper + lower) / 2.0;
    let below = SMALL * 0.36;
    let (name, anchor, place) = if width(&whole, SMALL) <= lower - upper {
        let place = format!(
            "translate({} {}) rotate(-90)",
            px(x + 9.0 + below),
            px(middle)
        );
        (whole, Anchor::Middle, place)
    } else {
        let place = format!("translate({} {})", px(x + 8.0), px(middle + below));
        (short, Anchor::Start, place)
    };
    xml.leaf(
        "text",
        &[
            ("transform", &place),
            ("font-size", &SMALL),
            ("text-anchor", &anchor.as_str()),
        ],
        &name,
    );
}

fn segment(xml: &mut Xml<'_>, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2]) {
    let ([x1, y1], [x2, y2]) = ([x1, y1].map(px), [x2, y2].map(px));
    xml.empty(
        "line",
        &[("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)],
    );
}

/// What a node is called; its identifier if it has no name.
pub(super) fn label(node: &Node) -> Cow<'_, str> {
    let label = clean(&node.label);
    if label.trim().is_empty() {
        clean(&node.id)
    } else {
        label
    }
}

fn told(actor: &Node, claim: &Node, tie: &Tie) -> String {
    let (supports, opposes) = sides(tie);
    let mut told = format!(
        "{}\n{}\n{}: supports {supports}, opposes {opposes}",
        label(actor),
        label(claim),
        tie.kind
    );
    if let (Some(first), Some(last)) = (tie.first, tie.last) {
        told.push_str(&format!(
            "\n{} statements, {first} to {last}",
            tie.statements
        ));
    }
    told
}
