//! Studies and RDF files become one graph.

use crate::rdf::{Mapping, Totals, TripleSink, is_rdf_file, ontology, read_rdf};
use crate::{GraphBuilder, GraphError, GraphPart};
use demarche_core::diagnostic::{Advice, Code, Place, Problem, Problems};
use demarche_core::meter::Meter;
use demarche_core::model::Statement;
use demarche_core::study::{self, Consumer, Manifest, OutputEntry};
use oxigraph::model::TripleRef;
use std::path::{Path, PathBuf};

/// So many studies are named to whoever gave a folder without one.
const STUDIES_NAMED: usize = 3;

/// What blank nodes of an RDF file that belongs to no study are named under.
const FREE_BASE: &str = "https://w3id.org/demarche/";

/// Rows of a study's tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// The study's title.
    pub title: String,
    /// Rows of `themes.csv`.
    pub themes: usize,
    /// Rows of `claims.csv`.
    pub claims: usize,
    /// Rows of `actors.csv`.
    pub actors: usize,
    /// Rows of `sources.csv`.
    pub sources: usize,
    /// Rows of `statements.csv`.
    pub statements: usize,
}

/// What compiling gave.
pub struct Compiled {
    /// The graph. Empty if there was any error.
    pub graph: Option<GraphBuilder>,
    /// Everything wrong or worth knowing, in order of place.
    pub problems: Problems,
    /// What each study holds.
    pub studies: Vec<Counts>,
    /// Outputs that the manifests list.
    pub outputs: Vec<OutputEntry>,
}

/// What checking gave.
pub struct Checked {
    /// Everything wrong or worth knowing, in order of place.
    pub problems: Problems,
    /// What each study holds.
    pub studies: Vec<Counts>,
    /// Outputs that the manifests list.
    pub outputs: Vec<OutputEntry>,
}

/// Reads studies (folders) and RDF files, and collects their triples and the ontology's.
///
/// All problems of all inputs are found in one run.
///
/// # Errors
/// [`GraphError::TooMany`] past what a graph file can hold.
pub fn compile(inputs: &[PathBuf]) -> Result<Compiled, GraphError> {
    compile_watched(inputs, &Meter::default())
}

/// The same, telling a meter of the bytes that are read.
///
/// # Errors
/// As [`compile`].
pub fn compile_watched(inputs: &[PathBuf], meter: &Meter) -> Result<Compiled, GraphError> {
    let Compiler {
        checked,
        sinks: parts,
        ..
    } = read_inputs::<GraphPart>(inputs, meter);
    let Checked {
        problems,
        studies,
        outputs,
    } = checked;
    let graph = (!problems.has_errors()).then(|| {
        let mut of_ontology = GraphPart::new();
        ontology().for_each(|triple| of_ontology.insert(triple.as_ref()));
        let mut graph = GraphBuilder::new();
        graph.add(of_ontology);
        parts.into_iter().for_each(|part| graph.add(part));
        graph
    });
    Ok(Compiled {
        graph,
        problems,
        studies,
        outputs,
    })
}

/// Reads studies (folders) and RDF files to find all their problems, and makes nothing of them.
pub fn check(inputs: &[PathBuf], meter: &Meter) -> Checked {
    read_inputs::<Nothing>(inputs, meter).checked
}

fn read_inputs<'m, S: Sink>(inputs: &[PathBuf], meter: &'m Meter) -> Compiler<'m, S>
where
    S::Term: Send,
{
    let mut compiler = Compiler {
        checked: Checked {
            problems: Problems::new(),
            studies: Vec::new(),
            outputs: Vec::new(),
        },
        sinks: Vec::new(),
        meter,
    };
    for input in inputs {
        meter.expect(match input.is_dir() {
            true => study::size(input),
            false => input.metadata().map_or(0, |metadata| metadata.len()),
        });
    }
    for input in inputs {
        if is_rdf_file(input) && !input.is_dir() {
            compiler.rdf_file(input, FREE_BASE);
        } else if input.is_file() {
            compiler.report_file(input);
        } else {
            compiler.study(input);
        }
    }
    compiler.checked.problems = std::mem::take(&mut compiler.checked.problems).sorted();
    compiler
}

/// What takes the triples of a thread.
trait Sink: TripleSink + Default + Send {}

impl<S: TripleSink + Default + Send> Sink for S {}

/// A sink that keeps nothing, for checking.
#[derive(Default)]
struct Nothing;

impl TripleSink for Nothing {
    type Term = ();

    fn iri(&mut self, _: &[&str]) {}
    fn plain(&mut self, _: &str) {}
    fn tagged(&mut self, _: &str, _: &str) {}
    fn typed(&mut self, _: &str, _: &str) {}
    fn triple(&mut self, (): (), (): (), (): ()) {}
    fn insert(&mut self, _: TripleRef<'_>) {}
}

/// Maps the statements of a thread.
struct Mapper<'a, S: TripleSink>(Mapping<'a, S>);

impl<S: Sink> Consumer for Mapper<'_, S>
where
    S::Term: Send,
{
    fn take(&mut self, statement: &Statement<'_>) {
        self.0.statement(statement);
    }
}

struct Compiler<'m, S> {
    checked: Checked,
    sinks: Vec<S>,
    meter: &'m Meter,
}

impl<S: Sink> Compiler<'_, S>
where
    S::Term: Send,
{
    fn study(&mut self, folder: &Path) {
        if folder.is_dir() && !study::is_study(folder) {
            self.checked.problems.push(no_study(folder));
            return;
        }
        let opened = study::open(folder, self.meter);
        if let Some(manifest) = opened.manifest() {
            self.background(folder, manifest);
            self.checked
                .outputs
                .extend(manifest.outputs.iter().cloned());
        }
        let mut reading = opened.read(|study| Mapper(Mapping::new(study, S::default())));
        if let Some(manifest) = opened.manifest() {
            reading.problems.switch_off(&manifest.off);
        }
        self.checked.problems.extend(reading.problems);
        let (Some(study), Some(mappers)) = (opened.study(), reading.consumers) else {
            return;
        };
        self.checked.studies.push(Counts {
            title: study.metadata.title.clone(),
            themes: study.themes.len(),
            claims: study.claims.len(),
            actors: study.actors.len(),
            sources: study.sources.len(),
            statements: reading.statements,
        });
        let totals = Totals {
            statements: reading.statements,
            headers: reading.headers,
        };
        let mut of_tables = Mapping::new(study, S::default());
        of_tables.tables(&totals);
        self.sinks.push(of_tables.into_sink());
        let sinks = mappers.into_iter().map(|mapper| mapper.0.into_sink());
        self.sinks.extend(sinks);
    }

    fn background(&mut self, folder: &Path, manifest: &Manifest) {
        // What other inputs gave may not be switched off by this study.
        let of_others = std::mem::take(&mut self.checked.problems);
        self.rdf_files(folder, manifest);
        self.checked.problems.switch_off(&manifest.off);
        self.checked.problems.extend(of_others);
    }

    fn rdf_files(&mut self, folder: &Path, manifest: &Manifest) {
        for file in &manifest.rdf {
            let path = match study::inside(folder, file) {
                Ok(path) => path,
                Err(error) => {
                    let place = Place::file(folder.join(study::MANIFEST));
                    let hint = error.hint().map(|hint| hint.to_string());
                    let problem = Problem::new(Code::OutsideStudy, place, error.to_string());
                    self.checked.problems.push(problem.with_hint_if(hint));
                    continue;
                }
            };
            if path.exists() || !is_rdf_file(&path) {
                self.rdf_file(&path, &manifest.metadata.base);
            } else {
                self.checked.problems.push(
                    Problem::new(Code::Unreadable, Place::file(path), "no such file")
                        .with_hint(format!("{} lists it under `rdf`", study::MANIFEST)),
                );
            }
        }
    }

    fn rdf_file(&mut self, path: &Path, base: &str) {
        // Opening a pipe would wait for whoever writes to it, and a device may never end.
        if path
            .metadata()
            .is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
        {
            self.checked.problems.push(
                Problem::new(
                    Code::Unreadable,
                    Place::file(path),
                    "cannot be read: a pipe or a device",
                )
                .with_hint("a file is expected here"),
            );
            return;
        }
        let read = read_rdf(path, base, self.meter, &mut self.checked.problems);
        self.sinks.extend::<Vec<S>>(read);
    }

    fn report_file(&mut self, path: &Path) {
        let hint = if path.file_name().is_some_and(|name| name == study::MANIFEST) {
            "name the study's folder, not its manifest".to_owned()
        } else {
            format!(
                "a study is a folder; RDF files end in {}",
                crate::rdf::RDF_EXTENSIONS
            )
        };
        self.checked.problems.push(
            Problem::new(
                Code::RdfFormat,
                Place::file(path),
                "neither a study nor an RDF file",
            )
            .with_hint(hint),
        );
    }
}

/// The problem that a folder holds nothing of a study, with the studies right below it.
fn no_study(folder: &Path) -> Problem {
    let below = study::studies_below(folder);
    let named: Vec<String> = below
        .iter()
        .take(STUDIES_NAMED)
        .map(|study| study.strip_prefix(".").unwrap_or(study))
        .map(|study| format!("`{}`", study.display()))
        .collect();
    let hint = match below.len().saturating_sub(STUDIES_NAMED) {
        _ if named.is_empty() => {
            "name a folder with demarche.toml and tables; `demarche init` makes one".to_owned()
        }
        0 => format!("did you mean {}?", named.join(" or ")),
        more => format!(
            "did you mean {}, or one of {more} more?",
            named.join(" or ")
        ),
    };
    Problem::new(
        Code::Unreadable,
        Place::file(folder),
        "no study: neither demarche.toml nor a table is in this folder",
    )
    .with_hint(hint)
}
