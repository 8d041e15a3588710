//! `demarche export`

use super::Outcome;
use super::args::ExportArgs;
use super::failure::{CommandError, usage};
use super::open::{Opened, open};
use super::output::{is_stdout, write_to};
use super::terminal::{Terminal, count};
use crate::fetch::Wanted;
use crate::graph::Graph;
use crate::rdf::{GraphFormat, write_triples};
use std::io::Write;

pub(super) fn run(args: &ExportArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let format = format_of(args)?;
    let graph = match open(&args.graph, Wanted::Everything, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    write_to(Some(&args.output), |out| write_graph(&graph, format, out))?;
    if !is_stdout(&args.output) {
        terminal.say(format!(
            "{}: {}",
            args.output.display(),
            count(graph.len(), "triple")
        ));
    }
    Ok(Outcome::Done)
}

/// Writes all triples of a graph in canonical order.
pub(super) fn write_graph(
    graph: &Graph,
    format: GraphFormat,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    write_triples(
        || {
            graph
                .triples()
                .map(|triple| triple.map_err(CommandError::from))
        },
        &graph.prefixes(),
        format,
        out,
    )
}

fn format_of(args: &ExportArgs) -> Result<GraphFormat, CommandError> {
    let names = || {
        GraphFormat::ALL
            .iter()
            .map(|format| format.name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    match &args.format {
        Some(name) => GraphFormat::from_name(name).ok_or_else(|| {
            usage(
                format!("no RDF format `{name}`"),
                format!("one of: {}", names()),
            )
        }),
        None => GraphFormat::of(&args.output).ok_or_else(|| {
            let hint = format!("name it by -f: {}", names());
            usage(
                format!(
                    "{}: the extension names no RDF format",
                    args.output.display()
                ),
                hint,
            )
        }),
    }
}
