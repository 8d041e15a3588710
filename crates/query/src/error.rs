//! What can go wrong with a query.

use super::results::{QueryForm, ResultFormat};
use super::syntax_error::QuerySyntaxError;
use demarche_core::diagnostic::{Advice, ErrorKind, Hint, Part, Problems};
use demarche_remote::endpoint::EndpointError;
use demarche_remote::http::HttpError;
use oxigraph::sparql::QueryEvaluationError;
use std::io;
use std::path::PathBuf;

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
    Syntax(#[from] Box<QuerySyntaxError>),
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
    /// The endpoint that a `SERVICE` in the query asked, and that did not answer.
    fn service(&self) -> Option<&EndpointError> {
        match self {
            Self::Evaluation(QueryEvaluationError::Service(error)) => error.downcast_ref(),
            _ => None,
        }
    }
}

impl Advice for QueryError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Evaluation(_) => self.service().map_or(ErrorKind::Data, Advice::kind),
            Self::Write(error) | Self::Read { source: error, .. } => Advice::kind(error),
            Self::Endpoint(error) => error.kind(),
            _ => ErrorKind::Usage,
        }
    }

    fn hint(&self) -> Option<Hint> {
        Some(match self {
            Self::UnknownQuery { suggestion, .. } => did_you_mean(
                suggestion.as_deref(),
                vec![Part::command("queries"), " lists them".into()],
            ),
            Self::UnknownParameter {
                suggestion, known, ..
            } => {
                let rest = match known.as_slice() {
                    [] => "it takes no parameters".to_owned(),
                    known => format!("it takes {}", known.join(", ")),
                };
                did_you_mean(suggestion.as_deref(), vec![rest.into()])
            }
            Self::MissingParameter { name, values, .. } => match values.as_slice() {
                [] => format!("add {name}=VALUE").into(),
                values => {
                    format!("add {name}=VALUE, where VALUE is one of {}", listed(values)).into()
                }
            },
            Self::RepeatedParameter(_) => "give it once".into(),
            Self::NotAPair(text) => format!("for instance {text}=VALUE").into(),
            Self::InvalidValue { hint, .. } => hint.clone()?.into(),
            Self::AmbiguousName { iris, .. } => {
                format!("give the IRI: {}", iris.join(" or ")).into()
            }
            Self::UnknownFormat { suggestion, .. } => did_you_mean(
                suggestion.as_deref(),
                vec![format!("there are {}", ResultFormat::names().join(", ")).into()],
            ),
            Self::FormatMismatch { form, .. } => {
                format!("these can: {}", form.formats().join(", ")).into()
            }
            Self::Syntax(error) => error.hint.clone()?.into(),
            Self::Endpoint(EndpointError::Http(HttpError::Status {
                status: 400 | 500 | 501,
                ..
            })) => Hint::phrase([
                "where the store refuses a query, ".into(),
                Part::option("fetch"),
                " reads its triples and answers here".into(),
            ]),
            Self::Endpoint(EndpointError::Partial { .. }) => Hint::phrase([
                Part::option("fetch"),
                " reads its triples, page by page, and answers here".into(),
            ]),
            Self::Endpoint(error) => return error.hint(),
            Self::ReadOnly { .. } => {
                "use SELECT, ASK, CONSTRUCT or DESCRIBE; data comes from the study".into()
            }
            Self::ServiceNotAllowed(_) => Hint::phrase([
                Part::setting("allow-service", "IRI"),
                " allows one, by the name that the query has".into(),
            ]),
            Self::Evaluation(_) => return self.service().and_then(Advice::hint),
            Self::Unsupported { .. } | Self::Write(_) | Self::Read { .. } => return None,
        })
    }

    fn problems(&self) -> Option<Problems> {
        match self {
            Self::Syntax(error) => Some(error.problem().into()),
            _ => None,
        }
    }
}

/// The nearest name, then what else helps.
fn did_you_mean(suggestion: Option<&str>, otherwise: Vec<Part>) -> Hint {
    let nearest = suggestion.map(|name| Part::from(format!("did you mean \"{name}\"? ")));
    Hint::Phrase(nearest.into_iter().chain(otherwise).collect())
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
