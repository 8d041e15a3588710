//! Opening what commands work on: a graph file, or a study compiled on the fly.

use super::Outcome;
use super::args::GraphArgs;
use super::connect::endpoint;
use super::failure::{CommandError, Context, usage};
use super::progress::{Progress, Unit};
use super::terminal::Terminal;
use crate::compile::{Checked, Compiled, Counts, check, compile_watched};
use crate::diagnostic::Problems;
use crate::endpoint::Endpoint;
use crate::fetch::{Wanted, fetch};
use crate::graph::{Graph, GraphBuilder, GraphError};
use crate::meter::Meter;
use crate::plan;
use crate::study::OutputEntry;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What opening gave: a graph, or an outcome that has been reported.
pub(super) enum Opened {
    /// The graph. Boxed, since the other variant is a byte.
    Graph(Box<Graph>),
    /// The study has errors; they have been said.
    Rejected(Outcome),
}

/// Opens a graph file, to see that others can.
pub(super) fn check_openable(path: &Path) -> Result<(), CommandError> {
    open_file(path).map(drop)
}

/// Opens a graph file; a study's folder is compiled in memory, an endpoint's graph read into it.
pub(super) fn open(
    args: &GraphArgs,
    wanted: Wanted,
    terminal: &Terminal,
) -> Result<Opened, CommandError> {
    match endpoint(args, terminal)? {
        Some(endpoint) => open_there(&endpoint, wanted, terminal),
        None => open_here(&args.place, terminal),
    }
}

/// Reads the graph of an endpoint, with a sign of life.
pub(super) fn open_there(
    endpoint: &Endpoint,
    wanted: Wanted,
    terminal: &Terminal,
) -> Result<Opened, CommandError> {
    let meter = Arc::new(Meter::default());
    let _progress = Progress::metered(terminal, "reading", Unit::Triples, &meter);
    let builder = fetch(endpoint, wanted, &meter)?;
    Ok(Opened::Graph(Box::new(builder.build()?)))
}

/// Opens a graph file; a study's folder is compiled in memory.
pub(super) fn open_here(path: &Path, terminal: &Terminal) -> Result<Opened, CommandError> {
    if path.is_dir() {
        let Compiled {
            graph, problems, ..
        } = compile_shown(&[path.to_owned()], terminal)?;
        terminal.report(&problems);
        return Ok(match graph {
            Some(builder) => Opened::Graph(Box::new(builder.build()?)),
            None => Opened::Rejected(rejected(problems.has_io_errors())),
        });
    }
    Ok(Opened::Graph(Box::new(open_file(path)?)))
}

/// Opens a graph file.
fn open_file(path: &Path) -> Result<Graph, CommandError> {
    match Graph::open(path) {
        Ok(graph) => Ok(graph),
        Err(GraphError::NotAGraph) if crate::rdf::is_rdf_file(path) => Err(usage(
            format!("{}: an RDF file, not a graph file", path.display()),
            format!(
                "`demarche ingest {} -o GRAPH` makes one of it",
                path.display()
            ),
        )),
        // Errors of reading name the file themselves.
        Err(error @ GraphError::Io { .. }) => Err(error.into()),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

/// The outcome for inputs with errors.
pub(super) fn rejected(io: bool) -> Outcome {
    if io {
        Outcome::Unreadable
    } else {
        Outcome::Rejected
    }
}

/// Compiles, with a sign of life if it takes long.
fn compile_shown(inputs: &[PathBuf], terminal: &Terminal) -> Result<Compiled, GraphError> {
    let meter = Arc::new(Meter::default());
    let _progress = Progress::metered(terminal, "reading", Unit::Bytes, &meter);
    compile_watched(inputs, &meter)
}

/// Compiled studies without errors.
pub(super) struct Sound {
    pub(super) graph: GraphBuilder,
    pub(super) problems: Problems,
    pub(super) studies: Vec<Counts>,
}

/// Compiles studies, reads what their manifests list, and reports all problems. The outcome, where
/// there are errors.
pub(super) fn compile_reported(
    inputs: &[PathBuf],
    terminal: &Terminal,
    report: impl FnOnce(&Problems) -> Result<(), CommandError>,
) -> Result<Result<Sound, Outcome>, CommandError> {
    let Compiled {
        graph,
        problems,
        studies,
        outputs,
    } = compile_shown(inputs, terminal)?;
    let problems = reported(problems, &outputs, report)?;
    Ok(match graph.filter(|_| !problems.has_errors()) {
        Some(graph) => Ok(Sound {
            graph,
            problems,
            studies,
        }),
        None => Err(rejected(problems.has_io_errors())),
    })
}

/// Checks studies and what their manifests list, and reports all problems. What they hold, or the
/// outcome, where there are errors.
pub(super) fn check_reported(
    inputs: &[PathBuf],
    terminal: &Terminal,
    report: impl FnOnce(&Problems) -> Result<(), CommandError>,
) -> Result<Result<Vec<Counts>, Outcome>, CommandError> {
    let meter = Arc::new(Meter::default());
    let progress = Progress::metered(terminal, "reading", Unit::Bytes, &meter);
    let Checked {
        problems,
        studies,
        outputs,
    } = check(inputs, &meter);
    drop(progress);
    let problems = reported(problems, &outputs, report)?;
    if problems.has_errors() {
        return Ok(Err(rejected(problems.has_io_errors())));
    }
    Ok(Ok(studies))
}

/// Reads what manifests list as outputs, and reports all problems.
fn reported(
    mut problems: Problems,
    outputs: &[OutputEntry],
    report: impl FnOnce(&Problems) -> Result<(), CommandError>,
) -> Result<Problems, CommandError> {
    if let Err(found) = plan::read(outputs) {
        found.into_iter().for_each(|problem| problems.push(problem));
    }
    let problems = problems.sorted();
    report(&problems)?;
    Ok(problems)
}
