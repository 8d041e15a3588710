//! The JSON of Cytoscape and Cytoscape.js.
//!
//! Nodes and ties have the columns that Cytoscape makes itself (`name`, `shared_name`,
//! `interaction`), and those by which networkx knows them (`value`, `key`). Colours and sizes are
//! data, for a style to use. Positions are in pixels, which are counted downwards.

use super::attributes::{self, NodeView};
use super::clean::clean;
use super::json::{self, Object};
use super::look::{Looks, tie_color};
use super::names::{NamedTie, named_ties, node_names};
use super::{ExportError, Exporter, Options};
use demarche_network::Network;
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) struct Cyjs;

impl Exporter for Cyjs {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let names = node_names(network);
        head(network, options, out)?;
        out.write_all(b"\"elements\": {\n\"nodes\": ")?;
        let looks = Looks::new(network, options);
        let columns = attributes::of_nodes(network);
        let views = NodeView::all(network);
        let nodes = views.iter().enumerate().map(|(at, view)| {
            let mut data = named(&names[at], &clean(&view.node.label));
            data.insert("value".to_owned(), Value::from(names[at].as_str()));
            json::put(&mut data, view, &columns, |name| name);
            data.insert("size".to_owned(), json::real(2.0 * looks.radii[at]));
            data.insert("color".to_owned(), json::color(looks.colors[at]));
            let [x, y] = looks.positions[at];
            element(
                data,
                [("position", json!({"x": json::real(x), "y": json::real(-y)}))],
            )
        });
        json::lines(out, nodes)?;
        out.write_all(b",\n\"edges\": ")?;
        let columns = attributes::of_ties(network);
        let ties = named_ties(network, &names).map(|named| {
            let mut data = tie(&named, &views, &names);
            json::put(&mut data, &named.view, &columns, |name| name);
            element(data, [])
        });
        json::lines(out, ties)?;
        Ok(out.write_all(b"\n}\n}\n")?)
    }
}

/// All that comes before nodes and ties, an opened brace before it.
fn head(network: &Network, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let title = super::description(network);
    let title = clean(&title);
    let members = [
        ("format_version", json!("1.0")),
        ("generated_by", json!(clean(&options.generator))),
        ("target_cytoscapejs_version", json!("~3.0")),
        ("directed", json!(network.directed)),
        ("multigraph", json!(true)),
        ("data", json!({"name": title, "shared_name": title})),
    ];
    out.write_all(b"{\n")?;
    for (name, value) in members {
        writeln!(out, "\"{name}\": {value},")?;
    }
    Ok(())
}

fn named(id: &str, name: &str) -> Object {
    let members = [("id", id), ("name", name), ("shared_name", name)];
    let members = members.into_iter();
    members
        .map(|(key, text)| (key.to_owned(), Value::from(text)))
        .collect()
}

fn tie(named_tie: &NamedTie<'_>, views: &[NodeView<'_>], names: &[String]) -> Object {
    let (source, target) = (named_tie.source, named_tie.target);
    let kind = named_tie.view.kind;
    let label = |node: usize| clean(&views[node].node.label);
    let name = format!("{} ({kind}) {}", label(source), label(target));
    let mut data = named(&named_tie.id, &name);
    let texts = [
        ("source", names[source].as_str()),
        ("target", names[target].as_str()),
        ("interaction", kind),
        ("shared_interaction", kind),
        ("key", kind),
    ];
    data.extend(texts.map(|(key, text)| (key.to_owned(), Value::from(text))));
    data.insert("weight".to_owned(), json::real(named_tie.view.tie.weight));
    data.insert(
        "color".to_owned(),
        json::color(tie_color(named_tie.view.tie)),
    );
    data
}

fn element<const N: usize>(data: Object, others: [(&str, Value); N]) -> Object {
    let mut element = Object::new();
    element.insert("data".to_owned(), Value::Object(data));
    element.extend(others.map(|(key, value)| (key.to_owned(), value)));
    element
}
