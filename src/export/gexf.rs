//! GEXF, for Gephi and Gephi Lite: attributes, layout and looks in one file.
//!
//! What a reader of this file may wonder at is what Gephi asks for. Attributes are declared before
//! the nodes, or their values are dropped. Weights are above zero, or edges are; the sign stands in
//! the attributes `sign` and `signed_weight`. Edges carry a `kind`, or an agreement and a
//! disagreement of the same pair are summed into one edge. The description has no entity in it, or
//! what stands before the last one is lost.

use super::attributes::{self, Attribute, NodeView, Type, real};
use super::look::{Color, Looks, TIE_ALPHA, tie_color};
use super::names::{NamedTie, clean, named_ties, node_names};
use super::{ExportError, Exporter, Options, UnknownName};
use crate::network::Network;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
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

impl FromStr for GexfVersion {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "1.3" => Ok(Self::V1_3),
            "1.2" => Ok(Self::V1_2),
            _ => Err(UnknownName {
                what: "GEXF version",
                name: name.to_owned(),
                known: "1.3, 1.2".to_owned(),
            }),
        }
    }
}

pub(super) struct Gexf;

type Out<'a> = Writer<&'a mut dyn Write>;

impl Exporter for Gexf {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let namespace = options.gexf.namespace();
        xml.create_element("gexf")
            .with_attribute(("xmlns", namespace))
            .with_attribute(("xmlns:viz", format!("{namespace}/viz").as_str()))
            .with_attribute(("version", options.gexf.as_str()))
            .write_inner_content(|xml| {
                meta(xml, network, options)?;
                graph(xml, network, options)
            })?;
        xml.get_mut().write_all(b"\n")?;
        Ok(())
    }
}

fn meta(xml: &mut Out<'_>, network: &Network, options: &Options) -> io::Result<()> {
    let modified = options.modified.or(network.last).map(|day| day.to_string());
    let mut meta = xml.create_element("meta");
    if let Some(day) = &modified {
        meta = meta.with_attribute(("lastmodifieddate", day.as_str()));
    }
    meta.write_inner_content(|xml| {
        let texts = [
            ("creator", without_entities(&options.generator)),
            (
                "description",
                without_entities(&super::description(network)),
            ),
        ];
        for (name, text) in texts {
            xml.create_element(name)
                .write_text_content(BytesText::from_escaped(text.as_str()))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Text that needs no entity.
fn without_entities(text: &str) -> String {
    clean(text)
        .replace('&', "+")
        .replace('<', "‹")
        .replace('>', "›")
}

fn graph(xml: &mut Out<'_>, network: &Network, options: &Options) -> io::Result<()> {
    let direction = if network.directed {
        "directed"
    } else {
        "undirected"
    };
    let names = node_names(network);
    xml.create_element("graph")
        .with_attribute(("defaultedgetype", direction))
        .with_attribute(("mode", "static"))
        .write_inner_content(|xml| {
            declare(xml, "node", attributes::of_nodes(network))?;
            declare(xml, "edge", attributes::of_ties(network))?;
            xml.create_element("nodes")
                .write_inner_content(|xml| nodes(xml, network, options, &names))?;
            xml.create_element("edges").write_inner_content(|xml| {
                named_ties(network, &names).try_for_each(|tie| edge(xml, network, &names, &tie))
            })?;
            Ok(())
        })?;
    Ok(())
}

fn declare<S: 'static>(
    xml: &mut Out<'_>,
    class: &str,
    mut attributes: impl Iterator<Item = &'static Attribute<S>>,
) -> io::Result<()> {
    xml.create_element("attributes")
        .with_attribute(("class", class))
        .with_attribute(("mode", "static"))
        .write_inner_content(|xml| {
            attributes.try_for_each(|attribute| {
                xml.create_element("attribute")
                    .with_attribute(("id", attribute.name))
                    .with_attribute(("title", attribute.name))
                    .with_attribute(("type", type_name(attribute.kind)))
                    .write_empty()
                    .map(drop)
            })
        })?;
    Ok(())
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Text => "string",
        Type::Integer => "integer",
        Type::Real => "double",
        Type::List => "liststring",
    }
}

fn values<S: 'static>(
    xml: &mut Out<'_>,
    subject: &S,
    attributes: impl Iterator<Item = &'static Attribute<S>>,
) -> io::Result<()> {
    xml.create_element("attvalues").write_inner_content(|xml| {
        for attribute in attributes {
            if let Some(value) = attribute.value(subject) {
                xml.create_element("attvalue")
                    .with_attribute(("for", attribute.name))
                    .with_attribute(("value", value.bracketed().as_str()))
                    .write_empty()?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

fn nodes(
    xml: &mut Out<'_>,
    network: &Network,
    options: &Options,
    names: &[String],
) -> io::Result<()> {
    let looks = Looks::of(network, options);
    for (index, view) in NodeView::all(network).iter().enumerate() {
        let [x, y] = looks.positions[index].map(real);
        xml.create_element("node")
            .with_attribute(("id", names[index].as_str()))
            .with_attribute(("label", clean(&view.node.label)))
            .write_inner_content(|xml| {
                values(xml, view, attributes::of_nodes(network))?;
                xml.create_element("viz:size")
                    .with_attribute(("value", real(looks.radii[index]).as_str()))
                    .write_empty()?;
                xml.create_element("viz:position")
                    .with_attributes([("x", x.as_str()), ("y", y.as_str()), ("z", "0")])
                    .write_empty()?;
                color(xml, looks.colors[index], 1.0)
            })?;
    }
    Ok(())
}

fn edge(
    xml: &mut Out<'_>,
    network: &Network,
    names: &[String],
    named: &NamedTie<'_>,
) -> io::Result<()> {
    let kind = named.tie.kind.as_str();
    xml.create_element("edge")
        .with_attribute(("id", named.id.as_str()))
        .with_attribute(("source", names[named.source].as_str()))
        .with_attribute(("target", names[named.target].as_str()))
        .with_attribute(("kind", kind))
        .with_attribute(("label", kind))
        .with_attribute(("weight", real(named.tie.weight).as_str()))
        .write_inner_content(|xml| {
            values(xml, named.tie, attributes::of_ties(network))?;
            color(xml, tie_color(named.tie), TIE_ALPHA)
        })?;
    Ok(())
}

fn color(xml: &mut Out<'_>, color: Color, alpha: f64) -> io::Result<()> {
    let parts = [color.r, color.g, color.b].map(|part| part.to_string());
    xml.create_element("viz:color")
        .with_attribute(("r", parts[0].as_str()))
        .with_attribute(("g", parts[1].as_str()))
        .with_attribute(("b", parts[2].as_str()))
        .with_attribute(("a", real(alpha).as_str()))
        .write_empty()?;
    Ok(())
}
