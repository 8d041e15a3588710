//! The answer of a query.

use super::{Destination, Prepared, Sources};
use crate::error::JobError;
use crate::written::{Content, Written};
use demarche_core::study::inside;
use demarche_graph::Graph;
use demarche_query::{Prepared as PreparedQuery, QueryForm, ResultFormat};
use std::path::{Path, PathBuf};

/// A query to answer.
#[derive(Debug)]
pub struct QueryJob {
    /// The query.
    pub query: QueryText,
    /// Values of its parameters.
    pub params: Vec<(String, String)>,
    /// The format of the answer by name; else by the file's extension.
    pub format: Option<String>,
    /// The file, for its extension.
    pub file: PathBuf,
}

/// Where the text of a query is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryText {
    /// A saved query of this name.
    Saved(String),
    /// A file, relative to the study's folder.
    File(PathBuf),
}

impl QueryText {
    /// Tells a name from a file: saved queries have plain names; everything with an extension or a
    /// folder is a file.
    pub fn from_name(name: &str) -> Self {
        if name.contains(['/', '\\', '.']) {
            Self::File(name.into())
        } else {
            Self::Saved(name.to_owned())
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Saved(name) => name.clone(),
            Self::File(path) => path.display().to_string(),
        }
    }
}

impl QueryJob {
    pub(crate) fn prepare<'a>(
        &self,
        sources: Sources<'a>,
    ) -> Result<impl Prepared + use<'a>, JobError> {
        let Sources {
            graph, catalogue, ..
        } = sources;
        let query = match &self.query {
            QueryText::Saved(name) => {
                PreparedQuery::from_saved(catalogue.get(name)?, &self.params, graph)?
            }
            QueryText::File(file) => {
                // A stranger's manifest shall not show what else is on the machine.
                let path = inside(sources.study, file)?;
                let text = std::fs::read_to_string(&path).map_err(|source| {
                    let path = path.clone();
                    JobError::QueryFile { path, source }
                })?;
                let label = path.display().to_string();
                PreparedQuery::from_text(&text, &label, &self.params, graph)?
            }
        };
        let format = answer_format(self.format.as_deref(), &self.file, query.form())?;
        Ok(PreparedAnswer {
            name: self.query.name(),
            graph,
            query,
            format,
        })
    }
}

fn answer_format(
    named: Option<&str>,
    file: &Path,
    form: QueryForm,
) -> Result<ResultFormat, JobError> {
    let format = match named {
        Some(name) => ResultFormat::from_name(name)?,
        None => ResultFormat::from_path(file)?,
    };
    // Known before the answer is: a query may take long.
    if format.fits(form) {
        Ok(format)
    } else {
        Err(demarche_query::QueryError::FormatMismatch { format, form }.into())
    }
}

struct PreparedAnswer<'a> {
    name: String,
    graph: &'a Graph,
    query: PreparedQuery,
    format: ResultFormat,
}

impl Prepared for PreparedAnswer<'_> {
    fn write(&self, to: Destination<'_>) -> Result<Vec<Written>, JobError> {
        let mut rows = 0;
        let file = to.write_one(|out, width| {
            rows = self.query.execute(self.graph, self.format, width, out)?;
            Ok(())
        })?;
        let query = self.name.clone();
        let content = Content::Answer { query, rows };
        Ok(file
            .map(|file| Written { file, content })
            .into_iter()
            .collect())
    }
}
