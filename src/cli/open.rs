//! Opening what commands work on: a graph file, or a study compiled on the fly.

use super::Outcome;
use super::failure::usage;
use super::outputs::{self, Output};
use super::progress::Progress;
use super::terminal::Terminal;
use crate::compile::{Compiled, Counts, compile};
use crate::diagnostic::Problems;
use crate::graph::{Graph, GraphBuilder, GraphError};
use anyhow::Context;
use std::path::{Path, PathBuf};

/// What opening gave: a graph, or an outcome that has been reported.
pub(super) enum Opened {
    /// The graph. Boxed, since the other variant is a byte.
    Graph(Box<Graph>),
    /// The study has errors; they have been said.
    Rejected(Outcome),
}

/// Opens a graph file; a study's folder is compiled in memory.
pub(super) fn open(path: &Path, terminal: &Terminal) -> anyhow::Result<Opened> {
    let text = path.to_string_lossy();
    if text.starts_with("http://") || text.starts_with("https://") {
        return Err(usage(
            format!("{text}: this version reads graph files, not SPARQL endpoints"),
            "make a graph file with `demarche ingest STUDY -o GRAPH`",
        ));
    }
    if path.is_dir() {
        let Compiled {
            graph, problems, ..
        } = compile_shown(&[path.to_owned()], terminal)?;
        terminal.report(&problems);
        return Ok(match graph {
            Some(builder) => Opened::Graph(Box::new(Graph::from_bytes(&builder.finish()?)?)),
            None => Opened::Rejected(rejected(problems.has_io_errors())),
        });
    }
    match Graph::open(path) {
        Ok(graph) => Ok(Opened::Graph(Box::new(graph))),
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
    let _progress = Progress::start(terminal, "reading and compiling".to_owned());
    compile(inputs)
}

/// Compiled studies without errors.
pub(super) struct Sound {
    pub(super) graph: GraphBuilder,
    pub(super) problems: Problems,
    pub(super) studies: Vec<Counts>,
    pub(super) outputs: Vec<Output>,
}

/// Compiles studies, reads what their manifests list, and reports all problems. The outcome, where
/// there are errors.
pub(super) fn compile_reported(
    inputs: &[PathBuf],
    terminal: &Terminal,
    report: impl FnOnce(&Problems) -> anyhow::Result<()>,
) -> anyhow::Result<Result<Sound, Outcome>> {
    let Compiled {
        graph,
        mut problems,
        studies,
        outputs,
    } = compile_shown(inputs, terminal)?;
    let outputs = outputs::read(&outputs).unwrap_or_else(|found| {
        found.into_iter().for_each(|problem| problems.push(problem));
        Vec::new()
    });
    let problems = problems.sorted();
    report(&problems)?;
    Ok(match graph.filter(|_| !problems.has_errors()) {
        Some(graph) => Ok(Sound {
            graph,
            problems,
            studies,
            outputs,
        }),
        None => Err(rejected(problems.has_io_errors())),
    })
}
