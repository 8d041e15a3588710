//! A pair of CSV files, for spreadsheets, R and Gephi's import wizard: the edges and, beside them,
//! the nodes.
//!
//! The first columns have the names that Gephi looks for. The type of an edge is always written,
//! since Gephi takes a missing one for directed.

use super::attributes::{self, Attribute, NodeView, Value, real};
use super::clean::clean;
use super::names::{named_ties, node_names};
use super::{ExportError, Exporter, Options};
use demarche_core::display::CsvWriter;
use demarche_network::Network;
use std::io::{self, Write};

/// The edge file.
pub(super) struct Edges;

/// The node file.
pub(super) struct Nodes;

/// The attribute that has a column of its own among the first of the edge file.
const KIND: &str = "kind";

impl Exporter for Edges {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let mut table = CsvWriter::new(out, options.csv)?;
        let mut columns = attributes::of_ties(network);
        columns.retain(|column| column.name != KIND);
        let first = ["Id", "Source", "Target", "Type", "Kind", "Weight", "Label"];
        header(
            &mut table,
            &first,
            columns.iter().map(|column| column.name.as_ref()),
        )?;
        let direction = if network.directed {
            "Directed"
        } else {
            "Undirected"
        };
        let names = node_names(network);
        for named in named_ties(network, &names) {
            let kind = named.view.kind;
            table.text(&named.id)?;
            table.text(&names[named.source])?;
            table.text(&names[named.target])?;
            table.text(direction)?;
            table.text(kind)?;
            table.number(&real(named.view.tie.weight))?;
            table.text(kind)?;
            values(&mut table, &named.view, &columns)?;
            table.end_row()?;
        }
        Ok(table.finish()?)
    }
}

impl Exporter for Nodes {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        Ok(nodes(network, options, None, out)?)
    }
}

/// Writes the nodes, a row each; in front of all else a column with what they are called in another
/// file, where there is one.
pub(super) fn nodes(
    network: &Network,
    options: &Options,
    also_called: Option<(&str, &[String])>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = CsvWriter::new(out, options.csv)?;
    let columns = attributes::of_nodes(network);
    let mut first: Vec<&str> = also_called.iter().map(|(heading, _)| *heading).collect();
    first.extend(["Id", "Label"]);
    header(
        &mut table,
        &first,
        columns.iter().map(|column| column.name.as_ref()),
    )?;
    let names = node_names(network);
    for (at, view) in NodeView::all(network).iter().enumerate() {
        if let Some((_, called)) = also_called {
            table.text(&called[at])?;
        }
        table.text(&names[at])?;
        table.text(&clean(&view.node.label))?;
        values(&mut table, view, &columns)?;
        table.end_row()?;
    }
    table.finish()
}

fn header<'n>(
    table: &mut CsvWriter<'_>,
    first: &[&str],
    mut rest: impl Iterator<Item = &'n str>,
) -> io::Result<()> {
    first.iter().try_for_each(|name| table.number(name))?;
    rest.try_for_each(|name| table.text(name))?;
    table.end_row()
}

fn values<S>(table: &mut CsvWriter<'_>, view: &S, columns: &[Attribute<S>]) -> io::Result<()> {
    for column in columns {
        match column.value(view) {
            None => table.number(&"")?,
            Some(value @ (Value::Integer(_) | Value::Real(_))) => {
                table.number(&value.joined())?;
            }
            Some(value) => table.text(&value.joined().to_string())?,
        }
    }
    Ok(())
}
