//! `demarche query`

use super::args::QueryArgs;
use super::connect::{endpoint, services};
use super::failure::{CommandError, Context, usage};
use super::open::{Opened, open_here, open_there};
use super::output::{is_stdout, write_to};
use super::terminal::{Terminal, count};
use super::{Outcome, watchdog};
use crate::fetch::{Wanted, frame};
use crate::query::{
    Catalogue, Prepared, QueryError, QueryForm, Question, ResultFormat, parse_pair,
};
use std::io::{Read, Write};
use std::path::Path;

pub(super) fn run(args: &QueryArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    watchdog::start(args.timeout.as_deref())?;
    let question = question(args)?;
    let opened = match endpoint(&args.graph, terminal)? {
        Some(_) if !args.fetch && !args.allow_service.is_empty() => {
            return Err(usage(
                "--allow-service is for queries that are answered here",
                "whom an endpoint asks is its own affair; --fetch reads its triples and answers here",
            ));
        }
        Some(endpoint) if !args.fetch => {
            let frame = frame(&endpoint, question.classes()?.as_deref())?;
            let prepared = question.prepare(&frame)?;
            return answer(args, &prepared, terminal, |format, out| {
                let (width, prefixes) = (terminal.width(), frame.prefixes());
                prepared.ask(&endpoint, format, width, &prefixes, out)
            });
        }
        Some(endpoint) => open_there(&endpoint, Wanted::Everything, terminal)?,
        None => open_here(&args.graph.place, terminal)?,
    };
    let graph = match opened {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let services = services(&args.allow_service, &args.graph.connection)?;
    let prepared = question.prepare(&graph)?.with_services(services);
    answer(args, &prepared, terminal, |format, out| {
        prepared.execute(&graph, format, terminal.width(), out)
    })
}

/// Writes the answer, or the query itself where that is asked for.
fn answer(
    args: &QueryArgs,
    prepared: &Prepared,
    terminal: &Terminal,
    write: impl FnOnce(ResultFormat, &mut dyn Write) -> Result<usize, QueryError>,
) -> Result<Outcome, CommandError> {
    let output = args.output.as_deref();
    if args.show {
        write_to(output, |out| Ok(writeln!(out, "{}", prepared.sparql())?))?;
        return Ok(Outcome::Done);
    }
    let format = format_of(args.format.as_deref(), output, prepared.form())?;
    let mut rows = 0;
    write_to(output, |out| {
        rows = write(format, out)?;
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

/// What is asked: a saved query, a file, or a text.
fn question(args: &QueryArgs) -> Result<Question, CommandError> {
    let values = args
        .params
        .iter()
        .map(|pair| parse_pair(pair))
        .collect::<Result<Vec<_>, QueryError>>()?;
    if let Some(text) = &args.text {
        return Ok(Question::text(text.clone(), "the query", values));
    }
    let name = args.query.as_deref().unwrap_or_default();
    if name == "-" {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .context("stdin cannot be read")?;
        return Ok(Question::text(text, "stdin", values));
    }
    if is_file_name(name) {
        let text =
            std::fs::read_to_string(name).with_context(|| format!("{name} cannot be read"))?;
        return Ok(Question::text(text, name, values));
    }
    let catalogue = catalogue(args.queries.as_deref())?;
    Ok(Question::saved(catalogue.get(name)?, values))
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
) -> Result<ResultFormat, CommandError> {
    match (name, output.filter(|path| !is_stdout(path))) {
        (Some(name), _) => Ok(ResultFormat::from_name(name)?),
        (None, Some(path)) => ResultFormat::from_path(path)
            .with_context(|| format!("{}: the extension names no format", path.display())),
        (None, None) => Ok(form.default_format()),
    }
}
