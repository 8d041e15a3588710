//! The node-link picture of a network: where nodes stand and what they look like is what a GEXF file
//! says too.

mod key;
mod told;

use super::heat::label;
use super::labels::{Bounds, Form, Placed, Wanted, place};
use super::legend::Legend;
use super::page::{Anchor, Heading, INK, MARGIN, SMALL, line, px, sheet};
use super::stroke::{Stroke, Strokes};
use super::text::{ASCENT, LEADING, width, wrap};
use crate::clean::clean;
use crate::layout::Point;
use crate::look::{Color, ColorBy, Key, Looks};
use crate::xml::Xml;
use crate::{Options, caption, description};
use demarche_network::{Network, Node, Tie};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The width of the sheet for up to [`FEW`] nodes; it grows with the root of their number.
const SHEET: f64 = 960.0;
const FEW: usize = 120;
const WIDEST: f64 = 2600.0;
/// Room for labels beside the outermost nodes.
const ASIDE: f64 = 70.0;
/// Nodes are drawn smaller than the layout made room for, so that labels find some.
const SHRINK: f64 = 0.62;
/// No node is smaller.
const LEAST_RADIUS: f64 = 2.4;
/// The width of the ring that a hollow node is.
const RING: f64 = 1.6;
/// The longest line of a label.
const LONGEST: f64 = 180.0;

/// Draws the network.
pub(super) fn draw(network: &Network, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let nodes = network.graph.node_count();
    let growth = (nodes as f64 / FEW as f64).sqrt();
    let wide = (SHEET * growth).clamp(SHEET, WIDEST).round();
    let title = network.titles.join("; ");
    let by = options.color_by.resolve(network);
    let about = match by {
        ColorBy::Coalition => caption(network),
        _ => network.description.clone(),
    };
    let heading = if title.is_empty() {
        Heading::new(&about, "", wide)
    } else {
        Heading::new(&title, &about, wide)
    };
    let picture = Picture::of(network, options, wide, heading.height());
    let legend = Legend::new(picture.legend(), wide);
    let name = format!("{} network", network.kind);
    let made = description(network);
    sheet(
        out,
        [wide, picture.foot + legend.height],
        (&name, &made),
        |xml| {
            heading.draw(xml)?;
            picture.draw(xml)?;
            legend.draw(xml, picture.foot)
        },
    )
}

/// A network on a sheet.
struct Picture<'a> {
    network: &'a Network,
    points: Vec<Point>,
    radii: Vec<f64>,
    colors: Vec<Color>,
    key: Key,
    labels: Vec<Option<Placed>>,
    /// Ties, the lightest first, so that the heavy ones lie on top.
    ties: Vec<Line<'a>>,
    heaviest: f64,
    /// The lower edge.
    foot: f64,
}

/// A tie as it is drawn.
struct Line<'a> {
    tie: &'a Tie,
    ends: [usize; 2],
    from: Point,
    to: Point,
    stroke: Stroke,
}

impl<'a> Picture<'a> {
    fn of(network: &'a Network, options: &Options, wide: f64, top: f64) -> Self {
        let looks = Looks::new(network, options);
        let key = Key::new(network, &looks.colors, &options.color_by);
        let frame = Frame::around(&looks, wide, top);
        let points: Vec<Point> = looks
            .positions
            .iter()
            .map(|&point| frame.place(point))
            .collect();
        let radius = |radius: &f64| (radius * SHRINK * frame.scale).max(LEAST_RADIUS);
        let radii: Vec<f64> = looks.radii.iter().map(radius).collect();
        let weights = network.graph.edge_weights().map(|tie| tie.weight);
        let heaviest = weights.fold(0.0, f64::max);
        let ties = lines(network, &points, &radii, heaviest);
        let wanted = wanted(network, &points, &radii, &ties);
        let area = Bounds {
            left: 4.0,
            top,
            right: wide - 4.0,
            bottom: frame.foot - 2.0,
        };
        Self {
            network,
            labels: place(&wanted, area),
            points,
            radii,
            colors: looks.colors,
            key,
            ties,
            heaviest,
            foot: frame.foot,
        }
    }

    fn draw(&self, xml: &mut Xml<'_>) -> io::Result<()> {
        xml.open("g", &[("class", &"ties"), ("stroke-linecap", &"butt")]);
        for line in &self.ties {
            self.draw_tie(xml, line)?;
        }
        xml.close("g")?;
        xml.open(
            "g",
            &[
                ("class", &"nodes"),
                ("stroke", &"#333"),
                ("stroke-width", &0.6),
            ],
        );
        for (index, node) in self.network.graph.node_weights().enumerate() {
            let [x, y] = self.points[index].map(px);
            let r = px(self.radii[index]);
            xml.open("g", &[("class", &"node"), ("data-id", &clean(&node.id))]);
            xml.leaf("title", &[], &told::told_of_node(node));
            let color = self.colors[index];
            if self.is_hollow(node) {
                // The ring keeps the colour, and white keeps ties from showing through.
                xml.empty(
                    "circle",
                    &[
                        ("cx", &x),
                        ("cy", &y),
                        ("r", &r),
                        ("fill", &"#fff"),
                        ("stroke", &color),
                        ("stroke-width", &RING),
                    ],
                );
            } else {
                xml.empty(
                    "circle",
                    &[("cx", &x), ("cy", &y), ("r", &r), ("fill", &color)],
                );
            }
            xml.close("g")?;
        }
        xml.close("g")?;
        if self.points.is_empty() {
            let at = [MARGIN, self.foot - MARGIN];
            line(xml, at, Anchor::Start, SMALL, "no nodes");
        }
        self.draw_labels(xml)
    }

    /// Tells whether a node is drawn as a ring: few statements place it in the coalition whose colour
    /// it has.
    fn is_hollow(&self, node: &Node) -> bool {
        self.key.by == ColorBy::Coalition && node.coalition.is_some() && node.is_sparse()
    }

    fn draw_tie(&self, xml: &mut Xml<'_>, line: &Line<'_>) -> io::Result<()> {
        let kind = line.tie.kind.as_str();
        xml.open("g", &[("class", &format_args!("tie {kind}"))]);
        xml.leaf("title", &[], &self.told_of_tie(line));
        if self.network.directed {
            let along = [line.to[0] - line.from[0], line.to[1] - line.from[1]];
            let length = (along[0] * along[0] + along[1] * along[1]).sqrt().max(1e-6);
            let back = line.stroke.head_length().min(length);
            let foot = [
                line.to[0] - along[0] / length * back,
                line.to[1] - along[1] / length * back,
            ];
            line.stroke.line(xml, line.from, foot);
            line.stroke.head(xml, line.from, line.to);
        } else {
            line.stroke.line(xml, line.from, line.to);
        }
        xml.close("g")
    }

    /// Labels, each with a white edge that parts it from the ties below. The edge is a text of its
    /// own: programs that do not know `paint-order` would draw it over the letters.
    fn draw_labels(&self, xml: &mut Xml<'_>) -> io::Result<()> {
        xml.open(
            "g",
            &[
                ("class", &"halos"),
                ("aria-hidden", &"true"),
                ("fill", &"none"),
                ("stroke", &"#fff"),
                ("stroke-width", &3),
                ("stroke-linejoin", &"round"),
                ("stroke-opacity", &0.85),
                ("pointer-events", &"none"),
            ],
        );
        for label in self.labels.iter().flatten().filter(|label| !label.inside) {
            draw_lines(xml, label);
        }
        xml.close("g")?;
        xml.open(
            "g",
            &[
                ("class", &"labels"),
                ("fill", &INK),
                ("pointer-events", &"none"),
            ],
        );
        for (index, label) in self.labels.iter().enumerate() {
            let Some(label) = label else { continue };
            if label.inside && !self.is_hollow(&self.network.graph[NodeIndex::new(index)]) {
                xml.open("g", &[("fill", &ink_on(self.colors[index]))]);
                draw_lines(xml, label);
                xml.close("g")?;
            } else {
                draw_lines(xml, label);
            }
        }
        xml.close("g")
    }
}

/// How layout becomes sheet.
struct Frame {
    scale: f64,
    middle: Point,
    centre: Point,
    foot: f64,
}

impl Frame {
    fn around(looks: &Looks, wide: f64, top: f64) -> Self {
        let nodes = || looks.positions.iter().zip(&looks.radii);
        let edge = |axis: usize, sign: f64| {
            let reach = nodes().map(|(point, radius)| sign * point[axis] + radius * SHRINK);
            sign * reach.fold(f64::NEG_INFINITY, f64::max)
        };
        if looks.positions.is_empty() {
            let [middle, centre] = [[0.0; 2]; 2];
            return Self {
                scale: 1.0,
                middle,
                centre,
                foot: top + 3.0 * MARGIN,
            };
        }
        let extents = [0, 1].map(|axis| edge(axis, 1.0) - edge(axis, -1.0));
        let middle = [0, 1].map(|axis| (edge(axis, 1.0) + edge(axis, -1.0)) / 2.0);
        let room = [wide - 2.0 * (MARGIN + ASIDE), wide * 0.9];
        let scale = (room[0] / extents[0]).min(room[1] / extents[1]).min(1.0);
        let high = extents[1] * scale + 2.0 * (MARGIN + 12.0);
        Self {
            scale,
            middle,
            centre: [wide / 2.0, top + high / 2.0],
            foot: top + high,
        }
    }

    /// Gephi's second axis points up, that of a sheet down.
    fn place(&self, [x, y]: Point) -> Point {
        [
            self.centre[0] + (x - self.middle[0]) * self.scale,
            self.centre[1] - (y - self.middle[1]) * self.scale,
        ]
    }
}

/// The ties as lines, the lightest first. Those of one pair lie side by side.
fn lines<'a>(
    network: &'a Network,
    points: &[Point],
    radii: &[f64],
    heaviest: f64,
) -> Vec<Line<'a>> {
    let strokes = Strokes::of(network.graph.edge_count(), heaviest);
    let mut lines: Vec<Line<'a>> = Vec::new();
    let mut pairs: BTreeMap<[usize; 2], Vec<usize>> = BTreeMap::new();
    for edge in network.graph.edge_references() {
        let (from, to) = (edge.source().index(), edge.target().index());
        pairs
            .entry([from.min(to), from.max(to)])
            .or_default()
            .push(lines.len());
        lines.push(Line {
            tie: edge.weight(),
            ends: [from, to],
            from: points[from],
            to: points[to],
            stroke: strokes.of_tie(edge.weight()),
        });
    }
    for ([low, high], members) in pairs {
        let widths: f64 = members.iter().map(|&at| lines[at].stroke.width + 1.2).sum();
        let along = [
            points[high][0] - points[low][0],
            points[high][1] - points[low][1],
        ];
        let length = (along[0] * along[0] + along[1] * along[1]).sqrt().max(1e-6);
        let [ux, uy] = along.map(|part| part / length);
        let mut across = -widths / 2.0;
        for at in members {
            let line = &mut lines[at];
            let offset = across + (line.stroke.width + 1.2) / 2.0;
            across += line.stroke.width + 1.2;
            for point in [&mut line.from, &mut line.to] {
                *point = [point[0] - uy * offset, point[1] + ux * offset];
            }
            if network.directed {
                let toward = if line.ends[1] == high { 1.0 } else { -1.0 };
                let back = (radii[line.ends[1]] + 1.0) * toward;
                line.to = [line.to[0] - ux * back, line.to[1] - uy * back];
            }
        }
    }
    lines.sort_by(|a, b| a.tie.weight.total_cmp(&b.tie.weight));
    lines
}

/// The label of each node in its forms, and where its ties lead.
fn wanted(network: &Network, points: &[Point], radii: &[f64], ties: &[Line<'_>]) -> Vec<Wanted> {
    let mut sums = vec![([0.0; 2], 0.0); points.len()];
    for line in ties {
        let [a, b] = line.ends;
        for (end, other) in [(a, b), (b, a)] {
            let (sum, weight) = &mut sums[end];
            *sum = [
                sum[0] + line.stroke.width * points[other][0],
                sum[1] + line.stroke.width * points[other][1],
            ];
            *weight += line.stroke.width;
        }
    }
    let nodes = network.graph.node_weights().enumerate();
    nodes
        .map(|(index, node)| {
            let (sum, weight) = sums[index];
            let drawn_to = if weight > 0.0 {
                [sum[0] / weight, sum[1] / weight]
            } else {
                points[index]
            };
            Wanted {
                at: points[index],
                radius: radii[index],
                forms: forms(&label(node), radii[index]),
                drawn_to,
            }
        })
        .collect()
}

/// The forms that a label can take: one line, then two, then three, then all in smaller letters. Only
/// what is too long for three lines is cut.
fn forms(label: &str, radius: f64) -> Vec<Form> {
    let size = ((10.0 + radius / 7.0).clamp(10.5, 15.0) * 2.0).round() / 2.0;
    let mut forms: Vec<Form> = Vec::new();
    for size in [size, 9.0] {
        let whole = width(label, size);
        for most in 1..=3 {
            // The narrowest room that holds all of it.
            let rooms = (5..=10).map(|tenths| whole * f64::from(tenths) / 5.0 / most as f64);
            let lines = rooms
                .map(|room| wrap(label, size, room.clamp(60.0, LONGEST), most))
                .find(|lines| !is_cut(lines, label));
            forms.extend(lines.map(|lines| Form { lines, size }));
        }
        if forms.is_empty() {
            let lines = wrap(label, size, LONGEST, 3);
            forms.push(Form { lines, size });
        }
    }
    forms.dedup();
    forms.retain(|form| !form.lines.is_empty());
    forms
}

/// Whether something of the label is missing in these lines.
fn is_cut(lines: &[String], label: &str) -> bool {
    lines.last().is_some_and(|last| last.ends_with('…')) && !label.trim_end().ends_with('…')
}

fn draw_lines(xml: &mut Xml<'_>, label: &Placed) {
    let Bounds { left, right, .. } = label.bounds;
    let x = match label.anchor {
        Anchor::Start => left + 1.0,
        Anchor::Middle => (left + right) / 2.0,
        Anchor::End => right - 1.0,
    };
    let size = label.form.size;
    let mut foot = label.bounds.top + size * (ASCENT + 0.06);
    for text in &label.form.lines {
        line(xml, [x, foot], label.anchor, size, text);
        foot += size * LEADING;
    }
}

/// Black or white, whichever stands out.
fn ink_on(color: Color) -> &'static str {
    let light = 299 * u32::from(color.r) + 587 * u32::from(color.g) + 114 * u32::from(color.b);
    if light > 135_000 { "#111" } else { "#fff" }
}
