//! Studies and RDF files become one graph.

use crate::diagnostic::{Code, Place, Problem, Problems};
use crate::graph::{GraphBuilder, GraphError};
use crate::rdf::{is_rdf_file, ontology, read_rdf, study_triples};
use crate::study::{self, Manifest, OutputEntry};
use std::path::{Path, PathBuf};

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

/// Reads studies (folders) and RDF files, and collects their triples and the ontology's.
///
/// All problems of all inputs are found in one run.
///
/// # Errors
/// [`GraphError::TooMany`] past what a graph file can hold.
pub fn compile(inputs: &[PathBuf]) -> Result<Compiled, GraphError> {
    let mut compiler = Compiler {
        graph: GraphBuilder::new(),
        failed: None,
        problems: Problems::new(),
        studies: Vec::new(),
        outputs: Vec::new(),
    };
    for triple in ontology() {
        compiler.insert(&triple);
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
    let Compiler {
        graph,
        failed,
        problems,
        studies,
        outputs,
    } = compiler;
    if let Some(error) = failed {
        return Err(error);
    }
    let graph = (!problems.has_errors()).then_some(graph);
    Ok(Compiled {
        graph,
        problems: problems.sorted(),
        studies,
        outputs,
    })
}

struct Compiler {
    graph: GraphBuilder,
    /// The first triple that the graph did not take.
    failed: Option<GraphError>,
    problems: Problems,
    studies: Vec<Counts>,
    outputs: Vec<OutputEntry>,
}

impl Compiler {
    fn insert(&mut self, triple: &oxigraph::model::Triple) {
        if let Err(error) = self.graph.insert(triple.as_ref()) {
            self.failed.get_or_insert(error);
        }
    }

    fn study(&mut self, folder: &Path) {
        let reading = study::read(folder);
        self.problems.extend(reading.problems);
        if let Some(manifest) = reading.manifest {
            self.background(folder, &manifest);
            self.outputs.extend(manifest.outputs);
        }
        if let Some(study) = reading.study {
            self.studies.push(Counts {
                title: study.metadata.title.clone(),
                themes: study.themes.len(),
                claims: study.claims.len(),
                actors: study.actors.len(),
                sources: study.sources.len(),
                statements: study.statements.len(),
            });
            study_triples(&study, &mut |triple| self.insert(&triple));
        }
    }

    fn background(&mut self, folder: &Path, manifest: &Manifest) {
        for file in &manifest.rdf {
            let path = folder.join(file);
            if path.exists() || !is_rdf_file(&path) {
                self.rdf_file(&path, &manifest.metadata.base);
            } else {
                self.problems.push(
                    Problem::new(Code::Unreadable, Place::file(path), "no such file")
                        .with_hint(format!("{} lists it under `rdf`", study::MANIFEST)),
                );
            }
        }
    }

    fn rdf_file(&mut self, path: &Path, base: &str) {
        let mut problems = Problems::new();
        read_rdf(path, base, &mut problems, &mut |triple| {
            self.insert(&triple)
        });
        self.problems.extend(problems);
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
        self.problems.push(
            Problem::new(
                Code::RdfFormat,
                Place::file(path),
                "neither a study nor an RDF file",
            )
            .with_hint(hint),
        );
    }
}
