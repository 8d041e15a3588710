//! The JSON of graphology, for sigma and Gephi Lite.
//!
//! Positions, sizes, colours and labels have the names that sigma draws by. So would `type`: sigma
//! takes it for the program that draws the node, and stops where there is none of that name. A node's
//! own is `node_type` here.

use super::attributes::{self, NodeView};
use super::clean::clean;
use super::json::{self, Object};
use super::look::{Looks, tie_color};
use super::names::{named_ties, node_names};
use super::{ExportError, Exporter, Options};
use demarche_network::Network;
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) struct Graphology;

impl Exporter for Graphology {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let names = node_names(network);
        head(network, options, out)?;
        out.write_all(b"\"nodes\": ")?;
        let looks = Looks::new(network, options);
        let columns = attributes::of_nodes(network);
        let views = NodeView::all(network);
        let nodes = views.iter().enumerate().map(|(at, view)| {
            let mut data = Object::new();
            data.insert("label".to_owned(), Value::from(clean(&view.node.label)));
            json::put(&mut data, view, &columns, |name| match name {
                "type" => "node_type",
                other => other,
            });
            let [x, y] = looks.positions[at];
            for (name, number) in [("x", x), ("y", y), ("size", looks.radii[at])] {
                data.insert(name.to_owned(), json::real(number));
            }
            data.insert("color".to_owned(), json::color(looks.colors[at]));
            object(json!({"key": names[at]}), data)
        });
        json::lines(out, nodes)?;
        out.write_all(b",\n\"edges\": ")?;
        let columns = attributes::of_ties(network);
        let ties = named_ties(network, &names).map(|named| {
            let (tie, kind) = (named.view.tie, named.view.kind);
            let mut data = Object::new();
            data.insert("label".to_owned(), Value::from(kind));
            data.insert("weight".to_owned(), json::real(tie.weight));
            json::put(&mut data, &named.view, &columns, |name| name);
            data.insert("color".to_owned(), json::color(tie_color(tie)));
            let (source, target) = (&names[named.source], &names[named.target]);
            let mut edge = json!({"key": named.id, "source": source, "target": target});
            // Said only where it is so: graphology writes it the same way.
            if !network.directed {
                edge["undirected"] = Value::Bool(true);
            }
            object(edge, data)
        });
        json::lines(out, ties)?;
        Ok(out.write_all(b"\n}\n")?)
    }
}

/// Options and attributes of the graph, an opened brace before them.
fn head(network: &Network, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let direction = if network.directed {
        "directed"
    } else {
        "undirected"
    };
    let about = json!({"type": direction, "multi": true, "allowSelfLoops": false});
    let attributes = json!({
        "title": clean(&network.titles.join("; ")),
        "description": clean(&network.description),
        "creator": clean(&options.generator),
    });
    writeln!(out, "{{\"options\": {about},")?;
    writeln!(out, "\"attributes\": {attributes},")
}

fn object(mut members: Value, attributes: Object) -> Object {
    members["attributes"] = Value::Object(attributes);
    match members {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}
