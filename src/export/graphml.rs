//! GraphML, for networkx, igraph, graph-tool, visone and yEd; and for Gephi, on request.
//!
//! Nodes are called `n0`, `n1`, ... since some readers take nothing else; their own identifiers and
//! IRIs are data. Types are those that every reader knows.

use super::attributes::{self, Attribute, NodeView, Type, Value, real};
use super::look::Looks;
use super::names::{clean, named_ties};
use super::{ExportError, Exporter, Options};
use crate::network::Network;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io::{self, Write};

pub(super) struct Graphml;

type Out<'a> = Writer<&'a mut dyn Write>;

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";

/// What Gephi reads as looks. Others would take them for data of the study.
const LOOKS: [(&str, &str); 6] = [
    ("x", "double"),
    ("y", "double"),
    ("size", "double"),
    ("r", "int"),
    ("g", "int"),
    ("b", "int"),
];

impl Exporter for Graphml {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.create_element("graphml")
            .with_attribute(("xmlns", NAMESPACE))
            .write_inner_content(|xml| {
                let text = format!("{} ({})", super::description(network), options.generator);
                let text = clean(&text);
                xml.create_element("desc")
                    .write_text_content(BytesText::new(&text))?;
                keys(xml, network, options)?;
                graph(xml, network, options)
            })?;
        xml.get_mut().write_all(b"\n")?;
        Ok(())
    }
}

fn keys(xml: &mut Out<'_>, network: &Network, options: &Options) -> io::Result<()> {
    key(xml, "node", "label", "string")?;
    for attribute in attributes::of_nodes(network) {
        key(xml, "node", attribute.name, type_name(attribute.kind))?;
    }
    if options.graphml_for_gephi {
        LOOKS
            .iter()
            .try_for_each(|(name, kind)| key(xml, "node", name, kind))?;
    }
    key(xml, "edge", "weight", "double")?;
    for attribute in attributes::of_ties(network) {
        key(xml, "edge", attribute.name, type_name(attribute.kind))?;
    }
    Ok(())
}

/// Declares an attribute. Nodes and edges share names but not identifiers.
fn key(xml: &mut Out<'_>, class: &str, name: &str, kind: &str) -> io::Result<()> {
    xml.create_element("key")
        .with_attribute(("id", key_id(class, name).as_str()))
        .with_attribute(("for", class))
        .with_attribute(("attr.name", name))
        .with_attribute(("attr.type", kind))
        .write_empty()?;
    Ok(())
}

fn key_id(class: &str, name: &str) -> String {
    format!("{class}_{name}")
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Text | Type::List => "string",
        Type::Integer => "int",
        Type::Real => "double",
    }
}

fn graph(xml: &mut Out<'_>, network: &Network, options: &Options) -> io::Result<()> {
    let direction = if network.directed {
        "directed"
    } else {
        "undirected"
    };
    xml.create_element("graph")
        .with_attribute(("id", "G"))
        .with_attribute(("edgedefault", direction))
        .write_inner_content(|xml| {
            nodes(xml, network, options)?;
            edges(xml, network, options)
        })?;
    Ok(())
}

fn nodes(xml: &mut Out<'_>, network: &Network, options: &Options) -> io::Result<()> {
    let looks = options
        .graphml_for_gephi
        .then(|| Looks::of(network, options));
    for (index, view) in NodeView::all(network).iter().enumerate() {
        xml.create_element("node")
            .with_attribute(("id", format!("n{index}").as_str()))
            .write_inner_content(|xml| {
                data(xml, "node", "label", &clean(&view.node.label))?;
                values(xml, "node", view, attributes::of_nodes(network))?;
                if let Some(looks) = &looks {
                    let ([x, y], color) = (looks.positions[index], looks.colors[index]);
                    let [r, g, b] = [color.r, color.g, color.b].map(f64::from);
                    let numbers = [x, y, looks.radii[index], r, g, b];
                    for ((name, _), number) in LOOKS.iter().zip(numbers) {
                        data(xml, "node", name, &real(number))?;
                    }
                }
                Ok(())
            })?;
    }
    Ok(())
}

fn edges(xml: &mut Out<'_>, network: &Network, options: &Options) -> io::Result<()> {
    let names: Vec<String> = (0..network.graph.node_count())
        .map(|index| format!("n{index}"))
        .collect();
    for named in named_ties(network, &names) {
        let mut edge = xml
            .create_element("edge")
            .with_attribute(("id", format!("e{}", named.index.index()).as_str()))
            .with_attribute(("source", names[named.source].as_str()))
            .with_attribute(("target", names[named.target].as_str()));
        if options.graphml_for_gephi {
            edge = edge.with_attribute(("label", named.tie.kind.as_str()));
        }
        edge.write_inner_content(|xml| {
            data(xml, "edge", "weight", &real(named.tie.weight))?;
            values(xml, "edge", named.tie, attributes::of_ties(network))
        })?;
    }
    Ok(())
}

fn values<S: 'static>(
    xml: &mut Out<'_>,
    class: &str,
    subject: &S,
    attributes: impl Iterator<Item = &'static Attribute<S>>,
) -> io::Result<()> {
    for attribute in attributes {
        if let Some(value) = attribute.value(subject).as_ref().map(Value::joined) {
            data(xml, class, attribute.name, &value)?;
        }
    }
    Ok(())
}

fn data(xml: &mut Out<'_>, class: &str, name: &str, value: &str) -> io::Result<()> {
    xml.create_element("data")
        .with_attribute(("key", key_id(class, name).as_str()))
        .write_text_content(BytesText::new(value))?;
    Ok(())
}
