//! GEXF, for Gephi and Gephi Lite: attributes, layout and looks in one file.
//!
//! What a reader of this file may wonder at is what Gephi asks for. Attributes are declared before
//! the nodes, or their values are dropped. Weights are above zero, or edges are; the sign stands in
//! the attributes `sign` and `signed_weight`. Edges carry a `kind`, or an agreement and a
//! disagreement of the same pair are summed into one edge. The description has no entity in it, or
//! what stands before the last one is lost.
//!
//! A weight for each window is for Gephi alone: graphology, and so Gephi Lite, knows one block of
//! attributes a class, and stops at the values of a second one.

use super::attributes::{self, Attribute, NodeView, TieView, Type, real};
use super::clean::clean;
use super::look::{Color, Looks, TIE_ALPHA, tie_color};
use super::names::{NamedTie, named_ties, node_names};
use super::xml::{Pair, Xml};
use super::{ExportError, Exporter, Options, UnknownName};
use demarche_network::{Network, Window};
use std::fmt::{self, Display};
use std::io::{self, Write};
use std::str::FromStr;

/// Versions of GEXF.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum GexfVersion {
    /// What Gephi 0.10 and later write.
    #[default]
    V1_3,
    /// For programs that do not know 1.3, such as networkx below 3.6.
    V1_2,
}

impl GexfVersion {
    /// The numbers that can be asked for.
    pub const NAMES: &'static [&'static str] = &["1.3", "1.2"];

    /// The number in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V1_3 => "1.3",
            Self::V1_2 => "1.2",
        }
    }

    fn namespace(self) -> &'static str {
        match self {
            Self::V1_3 => "http://gexf.net/1.3",
            Self::V1_2 => "http://www.gexf.net/1.2draft",
        }
    }
}

impl fmt::Display for GexfVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for GexfVersion {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "1.3" => Ok(Self::V1_3),
            "1.2" => Ok(Self::V1_2),
            _ => Err(UnknownName {
                what: "GEXF version",
                name: name.to_owned(),
                known: Self::NAMES.join(", "),
            }),
        }
    }
}

pub(super) struct Gexf;

impl Exporter for Gexf {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let mut xml = Xml::new(out);
        let namespace = options.gexf.namespace();
        xml.open(
            "gexf",
            &[
                ("xmlns", &namespace),
                ("xmlns:viz", &format_args!("{namespace}/viz")),
                ("version", &options.gexf.as_str()),
            ],
        );
        meta(&mut xml, network, options)?;
        graph(&mut xml, network, options)?;
        xml.close("gexf")?;
        Ok(xml.finish()?)
    }
}

fn meta(xml: &mut Xml<'_>, network: &Network, options: &Options) -> io::Result<()> {
    match options.modified.or(network.last) {
        Some(day) => xml.open("meta", &[("lastmodifieddate", &day)]),
        None => xml.open("meta", &[]),
    }
    xml.plain("creator", &without_entities(&options.generator));
    let description = super::description(network);
    xml.plain("description", &without_entities(&description));
    xml.close("meta")
}

/// Text that needs no entity between tags.
fn without_entities(text: &str) -> String {
    clean(text)
        .replace('&', "+")
        .replace('<', "‹")
        .replace('>', "›")
}

fn graph(xml: &mut Xml<'_>, network: &Network, options: &Options) -> io::Result<()> {
    let direction = if network.directed {
        "directed"
    } else {
        "undirected"
    };
    let names = node_names(network);
    let mut about: Vec<(&str, &dyn Display)> = vec![("defaultedgetype", &direction)];
    let time: [(&str, &dyn Display); 3] = [
        ("mode", &"dynamic"),
        ("timeformat", &"date"),
        ("timerepresentation", &"interval"),
    ];
    match &network.spells {
        Some(_) => about.extend(time),
        None => about.push(("mode", &"static")),
    }
    xml.open("graph", &about);
    declare(xml, "node", &attributes::of_nodes(network))?;
    declare(xml, "edge", &attributes::of_ties(network))?;
    let spells = network.spells.as_deref();
    let weighed = spells.filter(|_| options.for_gephi);
    if weighed.is_some() {
        xml.open("attributes", &[("class", &"edge"), ("mode", &"dynamic")]);
        let names: [Pair<'_>; 3] = [("id", &"weight"), ("title", &"weight"), ("type", &"double")];
        xml.empty("attribute", &names);
        xml.close("attributes")?;
    }
    xml.open("nodes", &[]);
    nodes(xml, network, options, &names)?;
    xml.close("nodes")?;
    let columns = attributes::of_ties(network);
    xml.open("edges", &[]);
    for (at, named) in named_ties(network, &names).enumerate() {
        let times = Times {
            spells: spells.and_then(|spells| spells.ties.get(at)),
            weights: weighed.and_then(|spells| spells.weights.get(at)),
        };
        edge(xml, &names, &named, &columns, &times)?;
    }
    xml.close("edges")?;
    xml.close("graph")
}

fn declare<S>(xml: &mut Xml<'_>, class: &str, attributes: &[Attribute<S>]) -> io::Result<()> {
    xml.open("attributes", &[("class", &class), ("mode", &"static")]);
    for attribute in attributes {
        let (name, kind) = (&attribute.name, type_name(attribute.kind));
        xml.empty(
            "attribute",
            &[("id", name), ("title", name), ("type", &kind)],
        );
    }
    xml.close("attributes")
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Text => "string",
        Type::Integer => "integer",
        Type::Real => "double",
        Type::List => "liststring",
    }
}

/// When a tie is there, and what it then weighs where that is told.
struct Times<'n> {
    spells: Option<&'n Vec<Window>>,
    weights: Option<&'n Vec<(Window, f64)>>,
}

fn values<S>(
    xml: &mut Xml<'_>,
    view: &S,
    attributes: &[Attribute<S>],
    weights: Option<&Vec<(Window, f64)>>,
) -> io::Result<()> {
    xml.open("attvalues", &[]);
    for attribute in attributes {
        if let Some(value) = attribute.value(view) {
            let text = value.bracketed();
            xml.empty("attvalue", &[("for", &attribute.name), ("value", &text)]);
        }
    }
    for (Window { first, last }, weight) in weights.into_iter().flatten() {
        let weight = real(*weight);
        let attributes: [Pair<'_>; 4] = [
            ("for", &"weight"),
            ("value", &weight),
            ("start", first),
            ("end", last),
        ];
        xml.empty("attvalue", &attributes);
    }
    xml.close("attvalues")
}

fn nodes(
    xml: &mut Xml<'_>,
    network: &Network,
    options: &Options,
    names: &[String],
) -> io::Result<()> {
    let looks = Looks::new(network, options);
    let columns = attributes::of_nodes(network);
    for (index, view) in NodeView::all(network).iter().enumerate() {
        let [x, y] = looks.positions[index].map(real);
        let label = clean(&view.node.label);
        xml.open("node", &[("id", &names[index]), ("label", &label)]);
        values(xml, view, &columns, None)?;
        let spells = network.spells.as_deref();
        spans(xml, spells.and_then(|spells| spells.nodes.get(index)))?;
        xml.empty("viz:size", &[("value", &real(looks.radii[index]))]);
        xml.empty("viz:position", &[("x", &x), ("y", &y), ("z", &"0")]);
        color(xml, looks.colors[index], 1.0);
        xml.close("node")?;
    }
    Ok(())
}

fn edge<'n>(
    xml: &mut Xml<'_>,
    names: &[String],
    named: &NamedTie<'n>,
    columns: &[Attribute<TieView<'n>>],
    times: &Times<'_>,
) -> io::Result<()> {
    let tie = named.view.tie;
    let kind = named.view.kind;
    xml.open(
        "edge",
        &[
            ("id", &named.id),
            ("source", &names[named.source]),
            ("target", &names[named.target]),
            ("kind", &kind),
            ("label", &kind),
            ("weight", &real(tie.weight)),
        ],
    );
    values(xml, &named.view, columns, times.weights)?;
    spans(xml, times.spells)?;
    color(xml, tie_color(tie), TIE_ALPHA);
    xml.close("edge")
}

/// When something is there; both days belong to it.
fn spans(xml: &mut Xml<'_>, spells: Option<&Vec<Window>>) -> io::Result<()> {
    let Some(spells) = spells else { return Ok(()) };
    xml.open("spells", &[]);
    for Window { first, last } in spells {
        xml.empty("spell", &[("start", first), ("end", last)]);
    }
    xml.close("spells")
}

fn color(xml: &mut Xml<'_>, color: Color, alpha: f64) {
    xml.empty(
        "viz:color",
        &[
            ("r", &color.r),
            ("g", &color.g),
            ("b", &color.b),
            ("a", &real(alpha)),
        ],
    );
}
