//! `demarche validate`

use super::args::ValidateArgs;
use super::connect::endpoint;
use super::failure::{CommandError, usage};
use super::open::{Opened, open_here};
use super::output::{is_stdout, write_to};
use super::progress::Progress;
use super::terminal::{Terminal, count};
use super::{Outcome, watchdog};
use crate::diagnostic::{Problem, Problems, render};
use crate::fetch::frame;
use crate::rdf::{GraphFormat, Prefix};
use crate::sink::Compression;
use crate::validate::{Report, Shapes, cell_problems, problems, to_json, validate, write_report};
use std::io::Write;
use std::path::Path;

pub(super) fn run(args: &ValidateArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let format = Format::of(args)?;
    watchdog::start(args.timeout.as_deref())?;
    if let Some(study) = args.study.as_deref().filter(|study| !study.is_dir()) {
        return Err(usage(
            format!("{}: not a study's folder", study.display()),
            "--study names the folder with demarche.toml",
        ));
    }
    // Before the graph, which takes longer.
    let shapes = match &args.shapes {
        Some(file) => Shapes::read(file, args.ignore_unsupported)?,
        None => Shapes::embedded()?,
    };
    let (report, prefixes) = match endpoint(&args.graph, terminal)? {
        Some(endpoint) => {
            let _progress = Progress::start(terminal, "validating".to_owned());
            let prefixes = frame(&endpoint, Some(&[]))?.prefixes();
            (validate(&endpoint, &shapes, args.limit)?, prefixes)
        }
        None => {
            let graph = match open_here(&args.graph.place, terminal)? {
                Opened::Graph(graph) => graph,
                Opened::Rejected(outcome) => return Ok(outcome),
            };
            let _progress = Progress::start(terminal, "validating".to_owned());
            (
                validate(graph.as_ref(), &shapes, args.limit)?,
                graph.prefixes(),
            )
        }
    };
    let place = &args.graph.place;
    let folder = place.is_dir().then_some(place);
    let places = match args.study.as_ref().or(folder) {
        Some(study) => cell_problems(&report, study, &prefixes),
        None => Vec::new(),
    };
    let output = args.output.as_deref();
    write_to(output, |out| {
        write(&report, &places, format, (&prefixes, terminal), out)
    })?;
    if !matches!(format, Format::Text) {
        report_ignored(&report, terminal);
    }
    if shapes.with_targets() == 0 {
        terminal.say("no shape has a target, so there was nothing to hold against any");
    }
    let file = output.filter(|path| !is_stdout(path));
    let file = file.map_or(String::new(), |path| format!("{}: ", path.display()));
    terminal.say(format!("{file}{}", verdict(&report)));
    Ok(match report.conforms() {
        true => Outcome::Done,
        false => Outcome::Rejected,
    })
}

/// How a report is written.
#[derive(Debug, Clone, Copy)]
enum Format {
    Text,
    Json,
    Rdf(GraphFormat),
}

impl Format {
    fn of(args: &ValidateArgs) -> Result<Self, CommandError> {
        if args.json {
            return Ok(Self::Json);
        }
        if let Some(name) = &args.format {
            return Ok(Self::named(name).unwrap_or(Self::Text));
        }
        let Some(path) = args.output.as_deref().filter(|path| !is_stdout(path)) else {
            return Ok(Self::Text);
        };
        let plain = Compression::of(path).1;
        let extension = plain.extension().and_then(|extension| extension.to_str());
        extension.and_then(Self::named).ok_or_else(|| {
            usage(
                format!(
                    "{}: the extension names no format of reports",
                    path.display()
                ),
                format!(
                    "name it by --format: {}",
                    super::args::VALIDATE_FORMATS.join(", ")
                ),
            )
        })
    }

    fn named(name: &str) -> Option<Self> {
        match name {
            "table" | "txt" => Some(Self::Text),
            "json" => Some(Self::Json),
            name => GraphFormat::from_name(name).map(Self::Rdf),
        }
    }
}

fn write(
    report: &Report,
    places: &[Option<Problem>],
    format: Format,
    (prefixes, terminal): (&[Prefix], &Terminal),
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    match format {
        Format::Text => Ok(text(report, places, prefixes, terminal, out)?),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &to_json(report, places))
                .map_err(std::io::Error::from)?;
            Ok(writeln!(out)?)
        }
        Format::Rdf(format) => Ok(write_report(report, format, prefixes, out)?),
    }
}

/// Writes each result as `check` draws a problem, notes too: the shapes asked for them.
fn text(
    report: &Report,
    places: &[Option<Problem>],
    prefixes: &[Prefix],
    terminal: &Terminal,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    for problem in problems(report, places, prefixes) {
        out.write_all(render(&problem, terminal.colours_stdout()).as_bytes())?;
    }
    report.ignored().iter().try_for_each(|problem| {
        out.write_all(render(problem, terminal.colours_stdout()).as_bytes())
    })
}

/// Says on the terminal what was passed over, for reports that have no room for it.
fn report_ignored(report: &Report, terminal: &Terminal) {
    let mut ignored = Problems::new();
    report
        .ignored()
        .iter()
        .for_each(|problem| ignored.push(problem.clone()));
    terminal.report(&ignored);
}

/// Says "conforms", or how many results there are.
pub(super) fn verdict(report: &Report) -> String {
    if report.conforms() {
        return "conforms".to_owned();
    }
    let results = count(report.findings().len(), "result");
    match report.omitted() {
        0 => format!("does not conform: {results}"),
        more => format!("does not conform: {results}, and {more} more that --limit leaves out"),
    }
}

/// Says what in a study's graph does not conform, at its places in the tables.
pub(super) fn report_of_study(
    report: &Report,
    prefixes: &[Prefix],
    study: &Path,
    terminal: &Terminal,
) {
    let cells = cell_problems(report, study, prefixes);
    let mut listed = Problems::new();
    for problem in problems(report, &cells, prefixes) {
        listed.push(problem);
    }
    terminal.report(&listed);
    terminal.say(verdict(report));
}
