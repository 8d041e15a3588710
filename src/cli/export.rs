//! `demarche export`

use super::Outcome;
use super::args::ExportArgs;
use super::failure::{CommandError, usage};
use super::open::{Opened, open};
use super::output::{is_stdout, write_to};
use super::terminal::{Terminal, count};
use crate::fetch::Wanted;
use crate::plan::{Destination, GraphJob, Prepared, graph_format};
use crate::rdf::GraphFormat;

pub(super) fn run(args: &ExportArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let format = format_of(args)?;
    let graph = match open(&args.graph, Wanted::Everything, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let prepared = GraphJob { format }.prepare(&graph);
    write_to(Some(&args.output), |out| {
        prepared.write(Destination::Stream { out, width: None })?;
        Ok(())
    })?;
    if !is_stdout(&args.output) {
        let triples = count(graph.len(), "triple");
        terminal.say(format!("{}: {triples}", args.output.display()));
    }
    Ok(Outcome::Done)
}

fn format_of(args: &ExportArgs) -> Result<GraphFormat, CommandError> {
    graph_format(args.format.as_deref(), &args.output).ok_or_else(|| {
        let names = GraphFormat::ALL.iter().map(|format| format.name());
        let names = names.collect::<Vec<_>>().join(", ");
        match &args.format {
            Some(name) => usage(
                format!("no RDF format `{name}`"),
                format!("one of: {names}"),
            ),
            None => usage(
                format!(
                    "{}: the extension names no RDF format",
                    args.output.display()
                ),
                format!("name it by -f: {names}"),
            ),
        }
    })
}
