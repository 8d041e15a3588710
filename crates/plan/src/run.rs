//! Everything that a study's manifest lists, made in one go.

use crate::error::{JobError, RunError};
use crate::outputs::{Destination, Output, Sources, read};
use crate::place::Place;
use crate::written::{Content, Written};
use demarche_core::diagnostic::{Code, Problems};
use demarche_core::meter::Meter;
use demarche_core::model::Day;
use demarche_core::sink::{Staging, write_atomically};
use demarche_export::report::Summary;
use demarche_graph::compile::{Compiled, compile_watched};
use demarche_graph::{Graph, GraphBuilder, GraphError};
use demarche_query::Catalogue;
use demarche_shacl::{LIMIT, Report as ShaclReport, Shapes, validate};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

/// What to run.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The study's folder.
    pub study: &'a Path,
    /// The folder for the outputs; `out` in the study's folder unless given.
    pub output: Option<&'a Path>,
    /// A folder of further saved queries.
    pub queries: Option<&'a Path>,
    /// The day that files carry as that of their last change.
    pub modified: Option<Day>,
}

/// What a run is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The tables are read; a meter tells how far.
    Reading,
    /// The triples are sorted.
    Sorting,
    /// The graph is held against the shapes of demarche graphs.
    Checking,
    /// Outputs are made.
    Making,
}

/// What came of a run.
pub struct Report {
    /// Everything wrong or worth knowing in the study, in order of place.
    pub problems: Problems,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a run ended.
pub enum Outcome {
    /// The study has errors. Nothing was written.
    Rejected,
    /// The study has no statements. Nothing was written.
    Empty,
    /// The graph breaks shapes of demarche graphs. Nothing was written.
    DoesNotConform {
        /// What it breaks.
        report: ShaclReport,
        /// The graph.
        graph: Box<Graph>,
    },
    /// An output cannot be made or written. No file has changed.
    Failed(RunError),
    /// All is made.
    Done {
        /// The study at a glance.
        summary: Box<Summary>,
        /// The files, the graph first, then in the order of the manifest.
        files: Vec<Written>,
    },
}

/// Makes everything that a study's manifest lists, and the graph.
///
/// All outputs are made and written aside, and only when the last one is complete are they put in
/// place: whatever fails, no file has changed. `watch` is told of each stage before it begins.
///
/// # Errors
/// [`GraphError::TooMany`] past what a graph file can hold. All else is in the [`Outcome`], beside
/// the problems of the study.
pub fn run(
    request: &Request<'_>,
    meter: &Meter,
    watch: &mut dyn FnMut(Stage),
) -> Result<Report, GraphError> {
    watch(Stage::Reading);
    let Compiled {
        graph,
        mut problems,
        outputs,
        ..
    } = compile_watched(&[request.study.to_owned()], meter)?;
    let outputs = read(&outputs).unwrap_or_else(|found| {
        found.into_iter().for_each(|problem| problems.push(problem));
        Vec::new()
    });
    let problems = problems.sorted();
    let outcome = match graph.filter(|_| !problems.has_errors()) {
        // Files without anything in them would look like an answer.
        Some(_) if problems.has(Code::NoStatements) => Outcome::Empty,
        Some(builder) => {
            make_all(request, builder, &outputs, watch).unwrap_or_else(Outcome::Failed)
        }
        None => Outcome::Rejected,
    };
    Ok(Report { problems, outcome })
}

fn make_all(
    request: &Request<'_>,
    builder: GraphBuilder,
    outputs: &[Output],
    watch: &mut dyn FnMut(Stage),
) -> Result<Outcome, RunError> {
    watch(Stage::Sorting);
    let graph = builder.build()?;
    watch(Stage::Checking);
    let report = validate(&graph, &Shapes::embedded()?, LIMIT)?;
    if !report.conforms() {
        let graph = Box::new(graph);
        return Ok(Outcome::DoesNotConform { report, graph });
    }
    watch(Stage::Making);
    let summary = Box::new(Summary::of(&graph)?);
    let files = make_files(request, &graph, outputs)?;
    Ok(Outcome::Done { summary, files })
}

fn make_files(
    request: &Request<'_>,
    graph: &Graph,
    outputs: &[Output],
) -> Result<Vec<Written>, RunError> {
    let Request {
        study,
        output,
        queries,
        modified,
    } = *request;
    let catalogue = queries.map_or_else(Catalogue::embedded, Catalogue::with_folder)?;
    let graph_file = graph_file(study)?;
    let default = study.join("out");
    let place = match output {
        Some(folder) => Place::make(folder, None)?,
        None => Place::make(&default, Some(study))?,
    };
    let staging = Staging::new(place.folder()).map_err(unwritable(place.folder()))?;
    write_atomically(&staging.path().join(&graph_file), |out| graph.write(out))
        .map_err(unwritable(&place.named(&graph_file)))?;
    let content = Content::GraphFile {
        triples: graph.len(),
    };
    let mut files = vec![Written {
        file: graph_file.clone(),
        content,
    }];
    let mut taken = HashSet::from([graph_file]);
    let sources = Sources {
        graph,
        study,
        catalogue: &catalogue,
        modified,
    };
    for output in outputs {
        for written in stage(output, sources, &staging)? {
            // Of an output's own files, those that go beside the one that the manifest names.
            if !taken.insert(written.file.clone()) {
                return Err(RunError::Twice(place.named(&written.file)));
            }
            files.push(written);
        }
    }
    put_in_place(&staging, &place)?;
    for written in &mut files {
        written.file = place.named(&written.file);
    }
    Ok(files)
}

/// Makes an output and writes it aside. The files it returns are relative to the folder of outputs.
fn stage(
    output: &Output,
    sources: Sources<'_>,
    staging: &Staging,
) -> Result<Vec<Written>, RunError> {
    let failed = |source: JobError| RunError::Output {
        file: output.file.clone(),
        source: Box::new(source),
    };
    let path = staging.path().join(&output.file);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| failed(error.into()))?;
    }
    let prepared = output.job.prepare(sources).map_err(failed)?;
    let written = prepared.write(Destination::File(&path)).map_err(failed)?;
    let relative = |written: Written| {
        let file = written.file.strip_prefix(staging.path());
        let file = file.map_or_else(|_| written.file.clone(), Path::to_owned);
        Written { file, ..written }
    };
    Ok(written.into_iter().map(relative).collect())
}

/// Puts all files in place. What could go wrong is looked for before the first one is moved.
fn put_in_place(staging: &Staging, place: &Place) -> Result<(), RunError> {
    let files = staging.files().map_err(unwritable(staging.path()))?;
    let mut moves = Vec::with_capacity(files.len());
    for file in files {
        let target = place.find(&file)?;
        moves.push((file, target));
    }
    for (file, target) in moves {
        staging
            .put(&file, &target)
            .map_err(unwritable(&place.named(&file)))?;
    }
    Ok(())
}

/// The graph file has the name of the study's folder.
fn graph_file(study: &Path) -> Result<PathBuf, RunError> {
    let full = study.canonicalize().map_err(|source| RunError::Io {
        path: study.to_owned(),
        doing: "read",
        source,
    })?;
    let mut name = full.file_name().ok_or(RunError::Nameless)?.to_owned();
    name.push(".demarche");
    Ok(name.into())
}

fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> RunError + use<> {
    let path = path.to_owned();
    move |source| RunError::Io {
        path,
        doing: "written",
        source,
    }
}
