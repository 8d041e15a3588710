//! `demarche query`

use super::args::QueryArgs;
use super::open::{Opened, open};
use super::output::{is_stdout, write_to};
use super::terminal::{Terminal, count};
use super::{Outcome, watchdog};
use crate::fetch::Wanted;
use crate::graph::Graph;
use crate::query::{Catalogue, Prepared, QueryError, QueryForm, ResultFormat, parse_pair};
use anyhow::Context;
use std::io::Read;
use std::path::Path;

pub(super) fn run(args: &QueryArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    watchdog::start(args.timeout.as_deref())?;
    let graph = match open(&args.graph, Wanted::Everything, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let prepared = prepare(args, &graph)?;
    if args.show {
        write_to(args.output.as_deref(), |out| {
            Ok(writeln!(out, "{}", prepared.sparql())?)
        })?;
        return Ok(Outcome::Done);
    }
    let format = format_of(
        args.format.as_deref(),
        args.output.as_deref(),
        prepared.form(),
    )?;
    let mut rows = 0;
    write_to(args.output.as_deref(), |out| {
        rows = prepared.execute(&graph, format, terminal.width(), out)?;
        Ok(())
    })?;
    match &args.output {
        Some(path) if !is_stdout(path) => {
            terminal.say(format!("{}: {}", path.display(), count(rows, "row")))
        }
        // A table without rows looks like nothing happened.
        _ if rows == 0 => terminal.say("0 rows"),
        _ => terminal.explain(count(rows, "row")),
    }
    Ok(Outcome::Done)
}

fn prepare(args: &QueryArgs, graph: &Graph) -> anyhow::Result<Prepared> {
    let values = args
        .params
        .iter()
        .map(|pair| parse_pair(pair))
        .collect::<Result<Vec<_>, QueryError>>()?;
    if let Some(text) = &args.text {
        return Ok(Prepared::from_text(text, "the query", &values, graph)?);
    }
    let name = args.query.as_deref().unwrap_or_default();
    if name == "-" {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .context("stdin cannot be read")?;
        return Ok(Prepared::from_text(&text, "stdin", &values, graph)?);
    }
    if is_file_name(name) {
        let text =
            std::fs::read_to_string(name).with_context(|| format!("{name} cannot be read"))?;
        return Ok(Prepared::from_text(&text, name, &values, graph)?);
    }
    Ok(Prepared::from_saved(
        catalogue(args.queries.as_deref())?.get(name)?,
        &values,
        graph,
    )?)
}

/// Saved queries have plain names; everything with an extension or a folder is a file.
pub(super) fn is_file_name(name: &str) -> bool {
    name.contains(['/', '\\', '.'])
}

/// The built-in queries and those of a folder.
pub(super) fn catalogue(folder: Option<&Path>) -> Result<Catalogue, QueryError> {
    folder.map_or_else(Catalogue::embedded, Catalogue::with_folder)
}

/// The format asked for by name, else by the file's extension, else the one that people read.
pub(super) fn format_of(
    name: Option<&str>,
    output: Option<&Path>,
    form: QueryForm,
) -> anyhow::Result<ResultFormat> {
    match (name, output.filter(|path| !is_stdout(path))) {
        (Some(name), _) => Ok(ResultFormat::from_name(name)?),
        (None, Some(path)) => ResultFormat::from_path(path)
            .with_context(|| format!("{}: the extension names no format", path.display())),
        (None, None) => Ok(form.default_format()),
    }
}
