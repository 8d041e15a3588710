//! GraphML, for networkx, igraph, graph-tool, visone and yEd; and for Gephi, on request.
//!
//! Nodes are called `n0`, `n1`, ... since some readers take nothing else; their own identifiers and
//! IRIs are data. Types are those that every reader knows.

use super::attributes::{self, Attribute, NodeView, TieView, Type, real};
use super::clean::clean;
use super::look::{Color, Looks, tie_color};
use super::xml::{Pair, Xml};
use super::{ExportError, Exporter, Options};
use demarche_network::Network;
use petgraph::visit::EdgeRef;
use std::fmt::Display;
use std::io::{self, Write};

pub(super) struct Graphml;

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";

/// What Gephi reads as looks of nodes. Others would take them for data of the study.
const PLACES: [(&str, &str); 3] = [("x", "double"), ("y", "double"), ("size", "double")];

/// What Gephi reads as the colour of a node or an edge.
const COLORS: [(&str, &str); 3] = [("r", "int"), ("g", "int"), ("b", "int")];

impl Exporter for Graphml {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let mut xml = Xml::new(out);
        xml.open("graphml", &[("xmlns", &NAMESPACE)]);
        let text = format!("{} ({})", super::description(network), options.generator);
        xml.leaf("desc", &[], &clean(&text));
        keys(&mut xml, network, options);
        graph(&mut xml, network, options)?;
        xml.close("graphml")?;
        Ok(xml.finish()?)
    }
}

fn keys(xml: &mut Xml<'_>, network: &Network, options: &Options) {
    key(xml, "node", "label", "string");
    for attribute in attributes::of_nodes(network) {
        key(xml, "node", &attribute.name, type_name(attribute.kind));
    }
    if options.for_gephi {
        for (name, kind) in PLACES.into_iter().chain(COLORS) {
            key(xml, "node", name, kind);
        }
        for (name, kind) in COLORS {
            key(xml, "edge", name, kind);
        }
    }
    key(xml, "edge", "weight", "double");
    for attribute in attributes::of_ties(network) {
        key(xml, "edge", &attribute.name, type_name(attribute.kind));
    }
}

/// Declares an attribute. Nodes and edges share names but not identifiers.
fn key(xml: &mut Xml<'_>, class: &str, name: &str, kind: &str) {
    xml.empty(
        "key",
        &[
            ("id", &identifier(class, name)),
            ("for", &class),
            ("attr.name", &name),
            ("attr.type", &kind),
        ],
    );
}

/// Returns the identifier of an attribute, which XML wants to be a name token: other characters, which
/// headers of a study's own columns may have, are written as their numbers.
fn identifier(class: &str, name: &str) -> String {
    let mut identifier = format!("{class}_");
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') {
            identifier.push(c);
        } else {
            identifier.push_str(&format!(".{:x}.", u32::from(c)));
        }
    }
    identifier
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Text | Type::List => "string",
        Type::Integer => "int",
        Type::Real => "double",
    }
}

fn graph(xml: &mut Xml<'_>, network: &Network, options: &Options) -> io::Result<()> {
    let direction = if network.directed {
        "directed"
    } else {
        "undirected"
    };
    xml.open("graph", &[("id", &"G"), ("edgedefault", &direction)]);
    nodes(xml, network, options)?;
    edges(xml, network, options)?;
    xml.close("graph")
}

fn nodes(xml: &mut Xml<'_>, network: &Network, options: &Options) -> io::Result<()> {
    let looks = options.for_gephi.then(|| Looks::new(network, options));
    let columns = attributes::of_nodes(network);
    for (index, view) in NodeView::all(network).iter().enumerate() {
        xml.open("node", &[("id", &format_args!("n{index}"))]);
        data(xml, "node", "label", &clean(&view.node.label));
        values(xml, "node", view, &columns);
        if let Some(looks) = &looks {
            let [x, y] = looks.positions[index];
            for ((name, _), number) in PLACES.iter().zip([x, y, looks.radii[index]]) {
                data(xml, "node", name, &real(number));
            }
            color(xml, "node", looks.colors[index]);
        }
        xml.close("node")?;
    }
    Ok(())
}

fn edges(xml: &mut Xml<'_>, network: &Network, options: &Options) -> io::Result<()> {
    let columns = attributes::of_ties(network);
    for edge in network.graph.edge_references() {
        let view = TieView {
            tie: edge.weight(),
            claims: &network.claims,
            kind: network.kind_of(edge.weight()),
        };
        let id = edge.id().index();
        let [source, target] = [edge.source().index(), edge.target().index()];
        let kind = view.kind;
        let (id, source, target) = (
            format_args!("e{id}"),
            format_args!("n{source}"),
            format_args!("n{target}"),
        );
        let attributes: [Pair<'_>; 4] = [
            ("id", &id),
            ("source", &source),
            ("target", &target),
            ("label", &kind),
        ];
        let told = if options.for_gephi { 4 } else { 3 };
        xml.open("edge", &attributes[..told]);
        data(xml, "edge", "weight", &real(view.tie.weight));
        values(xml, "edge", &view, &columns);
        if options.for_gephi {
            color(xml, "edge", tie_color(view.tie));
        }
        xml.close("edge")?;
    }
    Ok(())
}

fn color(xml: &mut Xml<'_>, class: &str, color: Color) {
    for ((name, _), part) in COLORS.iter().zip([color.r, color.g, color.b]) {
        data(xml, class, name, &part);
    }
}

fn values<S>(xml: &mut Xml<'_>, class: &str, view: &S, attributes: &[Attribute<S>]) {
    for attribute in attributes {
        if let Some(value) = attribute.value(view) {
            data(xml, class, &attribute.name, &value.joined());
        }
    }
}

fn data(xml: &mut Xml<'_>, class: &str, name: &str, value: &dyn Display) {
    xml.leaf("data", &[("key", &identifier(class, name))], value);
}
