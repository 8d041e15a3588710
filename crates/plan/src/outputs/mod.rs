//! Outputs: what is made of a graph, each prepared and then written.

mod coalitions;
mod compare;
mod graph;
mod manifest;
mod network;
mod query;

pub use coalitions::CoalitionsJob;
pub use compare::CompareJob;
pub use graph::{GraphJob, graph_format};
pub use manifest::read;
pub use network::{Form, NetworkJob, PreparedNetwork};
pub use query::{QueryJob, QueryText};

use crate::error::JobError;
use crate::written::Written;
use demarche_core::model::Day;
use demarche_core::sink::write_atomically;
use demarche_graph::Graph;
use demarche_network::page::PageFormat;
use demarche_query::Catalogue;
use std::io::Write;
use std::path::{Path, PathBuf};

/// An output of a manifest.
#[derive(Debug)]
pub struct Output {
    /// Where it goes, relative to the folder of outputs.
    pub file: PathBuf,
    /// What it is.
    pub job: Job,
}

/// One thing to make of a graph.
#[derive(Debug)]
#[non_exhaustive]
pub enum Job {
    /// A network, or networks over time.
    Network(Box<NetworkJob>),
    /// Groups side by side.
    Compare(Box<CompareJob>),
    /// A page of coalitions.
    Coalitions(Box<CoalitionsJob>),
    /// The answer of a query.
    Query(QueryJob),
    /// All triples.
    Graph(GraphJob),
}

/// What jobs of a study are made from.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'a> {
    pub(crate) graph: &'a Graph,
    /// The study's folder, which holds files with queries.
    pub(crate) study: &'a Path,
    pub(crate) catalogue: &'a Catalogue,
    /// The day that files carry as that of their last change.
    pub(crate) modified: Option<Day>,
}

impl Job {
    pub(crate) fn prepare<'a>(
        &'a self,
        sources: Sources<'a>,
    ) -> Result<Box<dyn Prepared + 'a>, JobError> {
        let graph = sources.graph;
        Ok(match self {
            Self::Network(job) => Box::new(job.prepare(graph, sources.modified)?),
            Self::Compare(job) => Box::new(job.prepare(graph)?),
            Self::Coalitions(job) => Box::new(job.prepare(graph)?),
            Self::Query(job) => Box::new(job.prepare(sources)?),
            Self::Graph(job) => Box::new(job.prepare(graph)),
        })
    }
}

/// An output that is worked out and only has to be written.
pub trait Prepared {
    /// Writes it, and returns a row for each file.
    ///
    /// # Errors
    /// [`JobError`] where it cannot be written, and where its format cannot hold it.
    fn write(&self, to: Destination<'_>) -> Result<Vec<Written>, JobError>;
}

/// Where an output goes.
pub enum Destination<'a> {
    /// A file, which appears whole or not at all; some formats write more beside it.
    File(&'a Path),
    /// A stream, which takes one file.
    Stream {
        /// The stream.
        out: &'a mut dyn Write,
        /// The columns that a table for people may take, where that is known.
        width: Option<usize>,
    },
}

impl Destination<'_> {
    /// Writes an output that is one file, and returns its path, if it has one.
    fn write_one(
        self,
        write: impl FnOnce(&mut dyn Write, Option<usize>) -> Result<(), JobError>,
    ) -> Result<Option<PathBuf>, JobError> {
        match self {
            Self::File(path) => {
                write_atomically(path, |out| write(out, None))?;
                Ok(Some(path.to_owned()))
            }
            Self::Stream { out, width } => {
                write(out, width)?;
                Ok(None)
            }
        }
    }
}

/// Returns the format of a page: by its name, else by the file's extension, else the one that people
/// read.
///
/// # Errors
/// [`JobError::NoFormat`] for an extension that names none.
pub fn page_format(
    named: Option<&str>,
    file: Option<&Path>,
    what: &'static str,
) -> Result<PageFormat, JobError> {
    let found = match (named, file) {
        (Some(name), _) => name.parse().ok(),
        (None, Some(file)) => PageFormat::of_path(file),
        (None, None) => Some(PageFormat::Table),
    };
    found.ok_or_else(|| JobError::NoFormat {
        file: file.map(Path::to_owned).unwrap_or_default(),
        what,
        known: PageFormat::NAMES.join(", "),
    })
}
