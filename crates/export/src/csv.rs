//! A pair of CSV files, for spreadsheets, R and Gephi's import wizard: the edges and, beside them,
//! the nodes.
//!
//! The first columns have the names that Gephi looks for. The type of an edge is always written,
//! since Gephi takes a missing one for directed.

use super::attributes::{self, Attribute, NodeView, Value, real};
use super::names::{clean, named_ties, node_names};
use super::{ExportError, Exporter, Options};
use demarche_network::Network;
use std::borrow::Cow;
use std::fmt::{Display, Write as _};
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
        let mut table = Table::new(out, options)?;
        let columns: Vec<_> = attributes::of_ties(network)
            .filter(|a| a.name != KIND)
            .collect();
        let first = ["Id", "Source", "Target", "Type", "Kind", "Weight", "Label"];
        table.header(&first, columns.iter().map(|column| column.name))?;
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
            table.values(&named.view, &columns)?;
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
    let mut table = Table::new(out, options)?;
    let columns: Vec<_> = attributes::of_nodes(network).collect();
    let mut first: Vec<&str> = also_called.iter().map(|(heading, _)| *heading).collect();
    first.extend(["Id", "Label"]);
    table.header(&first, columns.iter().map(|column| column.name))?;
    let names = node_names(network);
    for (at, view) in NodeView::all(network).iter().enumerate() {
        if let Some((_, called)) = also_called {
            table.text(&called[at])?;
        }
        table.text(&names[at])?;
        table.text(&clean(&view.node.label))?;
        table.values(view, &columns)?;
        table.end_row()?;
    }
    table.finish()
}

/// A CSV file being written cell by cell.
pub(super) struct Table<'a> {
    writer: ::csv::Writer<&'a mut dyn Write>,
    safe: bool,
    /// Room to write a value in.
    cell: String,
}

impl<'a> Table<'a> {
    /// Begins a file.
    pub(super) fn new(out: &'a mut dyn Write, options: &Options) -> io::Result<Self> {
        super::begin_text(out, options)?;
        // RFC 4180, but lines end as they do everywhere else in what this program writes.
        Ok(Self {
            writer: ::csv::Writer::from_writer(out),
            safe: options.safe_cells,
            cell: String::new(),
        })
    }

    /// Writes text, made safe for spreadsheets where that is asked for.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        let text = if self.safe {
            safe(text)
        } else {
            Cow::Borrowed(text)
        };
        Ok(self.writer.write_field(text.as_ref())?)
    }

    /// Writes a number as it is: `-1` is no formula.
    pub(super) fn number(&mut self, number: &dyn Display) -> io::Result<()> {
        self.cell.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.cell, "{number}");
        Ok(self.writer.write_field(&self.cell)?)
    }

    pub(super) fn end_row(&mut self) -> io::Result<()> {
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }

    fn header<'n>(
        &mut self,
        first: &[&str],
        rest: impl Iterator<Item = &'n str>,
    ) -> io::Result<()> {
        first.iter().try_for_each(|name| self.number(name))?;
        rest.into_iter().try_for_each(|name| self.number(&name))?;
        self.end_row()
    }

    fn values<S>(&mut self, view: &S, columns: &[&Attribute<S>]) -> io::Result<()> {
        for column in columns {
            match column.value(view) {
                None => self.number(&"")?,
                Some(value @ (Value::Integer(_) | Value::Real(_))) => {
                    self.number(&value.joined())?;
                }
                Some(value) => {
                    let mut cell = std::mem::take(&mut self.cell);
                    cell.clear();
                    // Writing to a string cannot fail.
                    let _ = write!(cell, "{}", value.joined());
                    let written = self.text(&cell);
                    self.cell = cell;
                    written?;
                }
            }
        }
        Ok(())
    }
}

/// Text with `'` before it where a spreadsheet would run it as a formula. Spaces in front do not
/// stop all of them.
fn safe(text: &str) -> Cow<'_, str> {
    if text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
    {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn formulas_are_defused() {
        assert_eq!(safe("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(safe(" @SUM(A1)"), "' @SUM(A1)");
        assert_eq!(safe("＝1+1"), "'＝1+1");
        assert_eq!(safe("外交部 = MFA"), "外交部 = MFA");
    }
}
