//! What can go wrong with a query.

use super::results::{QueryForm, ResultFormat};
use super::syntax_error::QuerySyntaxError;
use crate::endpoint::EndpointError;
use crate::http::HttpError;
use oxigraph::sparql::QueryEvaluationError;
use std::io;
use std::path::PathBuf;

/// What an error asks for: the caller's exit code follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryErrorKind {
    /// A name, parameter or format that the command was given wrongly.
    Usage,
    /// A query text, or its header, that is not well-formed.
    Syntax,
    /// The query is fine; computing its answer failed.
    Evaluation,
    /// A file cannot be read or an answer cannot be written.
    Io,
    /// Another store did not answer.
    Remote,
}

/// A query that cannot be found, prepared, evaluated or written.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// No saved query has this name.
    #[error("no saved query is called \"{name}\"")]
    UnknownQuery {
        /// The name asked for.
        name: String,
        /// The nearest name there is.
        suggestion: Option<String>,
    },
    /// The query has no parameter of this name.
    #[error("{query} has no parameter \"{name}\"")]
    UnknownParameter {
        /// The query.
        query: String,
        /// The name given.
        name: String,
        /// The nearest name there is.
        suggestion: Option<String>,
        /// The names there are.
        known: Vec<String>,
    },
    /// A parameter that has no default was not given.
    #[error("{query} needs a value for \"{name}\"{}", described(description))]
    MissingParameter {
        /// The query.
        query: String,
        /// The parameter.
        name: String,
        /// What the query's header says of it.
        description: String,
        /// Values it can take, where they are known.
        values: Vec<String>,
    },
    /// A parameter was given more than once.
    #[error("\"{0}\" is given more than once")]
    RepeatedParameter(String),
    /// Not of the form `name=value`.
    #[error("\"{0}\" is not of the form name=value")]
    NotAPair(String),
    /// A value that does not fit its parameter.
    #[error("\"{value}\" is no value for \"{parameter}\": {reason}")]
    InvalidValue {
        /// The parameter.
        parameter: String,
        /// The value given.
        value: String,
        /// Why it does not fit.
        reason: String,
        /// What would.
        hint: Option<String>,
    },
    /// A short name that several studies of the graph use.
    #[error("\"{value}\" for \"{parameter}\" stands for {} things in this graph", iris.len())]
    AmbiguousName {
        /// The parameter.
        parameter: String,
        /// The short name.
        value: String,
        /// The IRIs it can stand for.
        iris: Vec<String>,
    },
    /// No result format has this name.
    #[error("no result format is called \"{name}\"")]
    UnknownFormat {
        /// The name given.
        name: String,
        /// The nearest name there is.
        suggestion: Option<String>,
    },
    /// A format that cannot hold this query's answer.
    #[error("{format} cannot hold the answer of {form}")]
    FormatMismatch {
        /// The format asked for.
        format: ResultFormat,
        /// The form of the query.
        form: QueryForm,
    },
    /// A text that is not a query, or a header that is not one.
    #[error(transparent)]
    Syntax(Box<QuerySyntaxError>),
    /// A SPARQL Update.
    #[error("{label} changes data; only queries that read can be run")]
    ReadOnly {
        /// The file, or what the text goes by.
        label: String,
    },
    /// SPARQL that makes no sense over a graph file.
    #[error("{what} cannot be used here: {reason}")]
    Unsupported {
        /// The keyword.
        what: &'static str,
        /// Why.
        reason: &'static str,
    },
    /// A `SERVICE` that may not be asked.
    #[error("SERVICE {0} may not be asked: no endpoint of this name is allowed")]
    ServiceNotAllowed(String),
    /// The evaluator gave up.
    #[error("the query could not be evaluated: {0}")]
    Evaluation(#[from] QueryEvaluationError),
    /// The endpoint that was asked did not answer.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// The answer could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// A file or folder of queries could not be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl From<QuerySyntaxError> for QueryError {
    fn from(error: QuerySyntaxError) -> Self {
        Self::Syntax(Box::new(error))
    }
}

fn described(description: &str) -> String {
    if description.is_empty() {
        String::new()
    } else {
        format!(" ({description})")
    }
}

impl QueryError {
    /// What the error asks for.
    pub fn kind(&self) -> QueryErrorKind {
        match self {
            Self::Syntax(_) => QueryErrorKind::Syntax,
            Self::Evaluation(_) => QueryErrorKind::Evaluation,
            Self::Write(_) | Self::Read { .. } => QueryErrorKind::Io,
            Self::Endpoint(_) => QueryErrorKind::Remote,
            _ => QueryErrorKind::Usage,
        }
    }

    /// What to do about it, in one line.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownQuery { suggestion, .. } => Some(did_you_mean(
                suggestion.as_deref(),
                "`demarche queries` lists them",
            )),
            Self::UnknownParameter {
                suggestion, known, ..
            } => {
                let rest = match known.as_slice() {
                    [] => "it takes no parameters".to_owned(),
                    known => format!("it takes {}", known.join(", ")),
                };
                Some(did_you_mean(suggestion.as_deref(), &rest))
            }
            Self::MissingParameter { name, values, .. } => Some(match values.as_slice() {
                [] => format!("add {name}=VALUE"),
                values => format!("add {name}=VALUE, where VALUE is one of {}", listed(values)),
            }),
            Self::RepeatedParameter(_) => Some("give it once".to_owned()),
            Self::NotAPair(text) => Some(format!("for instance {text}=VALUE")),
            Self::InvalidValue { hint, .. } => hint.clone(),
            Self::AmbiguousName { iris, .. } => {
                Some(format!("give the IRI: {}", iris.join(" or ")))
            }
            Self::UnknownFormat { suggestion, .. } => Some(did_you_mean(
                suggestion.as_deref(),
                &format!("there are {}", ResultFormat::names().join(", ")),
            )),
            Self::FormatMismatch { form, .. } => {
                Some(format!("these can: {}", form.formats().join(", ")))
            }
            Self::Syntax(error) => error.hint.clone(),
            Self::Endpoint(EndpointError::Http(HttpError::Status {
                status: 400 | 500 | 501,
                ..
            })) => Some(
                "where the store refuses a query, --fetch reads its triples and answers here"
                    .to_owned(),
            ),
            Self::Endpoint(EndpointError::Partial { .. }) => {
                Some("--fetch reads its triples, page by page, and answers here".to_owned())
            }
            Self::Endpoint(error) => error.hint(),
            Self::ReadOnly { .. } => {
                Some("use SELECT, ASK, CONSTRUCT or DESCRIBE; data comes from the study".to_owned())
            }
            Self::ServiceNotAllowed(_) => {
                Some("--allow-service IRI allows one, by the name that the query has".to_owned())
            }
            Self::Unsupported { .. } | Self::Evaluation(_) | Self::Write(_) | Self::Read { .. } => {
                None
            }
        }
    }
}

fn did_you_mean(suggestion: Option<&str>, otherwise: &str) -> String {
    match suggestion {
        Some(name) => format!("did you mean \"{name}\"? {otherwise}"),
        None => otherwise.to_owned(),
    }
}

/// Names with commas, cut where a line would grow too long to read.
pub(super) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut text = names
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    text
}
