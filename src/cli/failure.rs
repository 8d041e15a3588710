//! Errors become one line, a hint, and an exit code.

use super::terminal::Terminal;
use crate::compare::CompareError;
use crate::diagnostic::{Problem, Problems};
use crate::endpoint::EndpointError;
use crate::export::ExportError;
use crate::fetch::FetchError;
use crate::graph::GraphError;
use crate::http::HttpError;
use crate::network::NetworkError;
use crate::push::PushError;
use crate::query::{QueryError, QueryErrorKind};
use crate::validate::ShapesError;
use std::io;
use std::process::ExitCode;

/// The command line asks for something that cannot be: exit 2.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Usage {
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

/// A [`Usage`] error with a hint.
pub(super) fn usage(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Usage {
        message: message.into(),
        hint: Some(hint.into()),
    }
    .into()
}

/// Says what stopped a command, and gives the exit code: 1 the data has errors or a check failed,
/// 2 usage, 3 input or output. A reader that went away is no error.
pub(super) fn report(error: &anyhow::Error, terminal: &Terminal) -> ExitCode {
    if error.chain().any(is_broken_pipe) {
        return ExitCode::SUCCESS;
    }
    if let Some(problems) = error.chain().find_map(problems_of) {
        terminal.report(&problems);
        return ExitCode::from(exit_code(error));
    }
    terminal.complain(&one_line(error));
    if let Some(hint) = hint(error) {
        terminal.hint(&hint);
    }
    ExitCode::from(exit_code(error))
}

/// What is wrong with a user's own text, at its places.
fn problems_of(cause: &(dyn std::error::Error + 'static)) -> Option<Problems> {
    match cause.downcast_ref::<ShapesError>() {
        Some(ShapesError(problems)) => Some(problems.clone()),
        None => syntax_problem(cause.downcast_ref()?).map(Problems::from),
    }
}

/// A query that is no SPARQL is drawn at its place in the user's own text.
fn syntax_problem(error: &QueryError) -> Option<Problem> {
    match error {
        QueryError::Syntax(error) => Some(error.problem()),
        _ => None,
    }
}

/// The I/O error in a cause, also where another error stands for it.
fn io_error<'a>(cause: &'a (dyn std::error::Error + 'static)) -> Option<&'a io::Error> {
    if let Some(ExportError::Io(error)) = cause.downcast_ref() {
        return Some(error);
    }
    if let Some(GraphError::Io { source, .. }) = cause.downcast_ref() {
        return Some(source);
    }
    match cause.downcast_ref() {
        Some(QueryError::Write(error) | QueryError::Read { source: error, .. }) => Some(error),
        _ => cause.downcast_ref(),
    }
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    io_error(cause).is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// The causes of an error, from the outermost, each once.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !line.ends_with(&cause) {
            line = if line.is_empty() {
                cause
            } else {
                format!("{line}: {cause}")
            };
        }
    }
    line.replace('\n', " ")
}

/// Another server, or the way to it.
fn is_remote(cause: &(dyn std::error::Error + 'static)) -> bool {
    let of_query = cause.downcast_ref::<QueryError>();
    let of_push = cause.downcast_ref::<PushError>();
    of_query.is_some_and(|error| error.kind() == QueryErrorKind::Remote)
        || of_push.is_some_and(PushError::is_remote)
        || cause.is::<HttpError>()
        || cause.is::<EndpointError>()
        || cause.is::<FetchError>()
}

/// Data that a format cannot hold is no failure of input or output.
fn is_failure(error: &io::Error) -> bool {
    error.kind() != io::ErrorKind::InvalidData
}

fn exit_code(error: &anyhow::Error) -> u8 {
    let is_usage = |cause: &(dyn std::error::Error + 'static)| {
        // What a network is asked to be comes from the command line; only the graph is data.
        let of_network =
            matches!(cause.downcast_ref(), Some(error) if !matches!(error, NetworkError::Graph(_)));
        let of_query = cause.downcast_ref::<QueryError>().is_some_and(|error| {
            matches!(error.kind(), QueryErrorKind::Usage | QueryErrorKind::Syntax)
        });
        // Those of the networks behind a comparison come as themselves.
        let of_comparison = cause.is::<CompareError>();
        let of_format = matches!(cause.downcast_ref(), Some(ExportError::NoTiesInRdf(_)));
        let of_shapes = cause.downcast_ref();
        let of_shapes = of_shapes.is_some_and(|ShapesError(problems)| !problems.has_io_errors());
        of_network || of_query || of_comparison || of_format || of_shapes || cause.is::<Usage>()
    };
    // Shapes that are not wrong could not be read.
    let is_far =
        |cause: &(dyn std::error::Error + 'static)| is_remote(cause) || cause.is::<ShapesError>();
    if error.chain().any(is_usage) {
        2
    } else if error.chain().any(is_far) || error.chain().filter_map(io_error).any(is_failure) {
        3
    } else {
        1
    }
}

fn hint(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| {
        if let Some(usage) = cause.downcast_ref::<Usage>() {
            usage.hint.clone()
        } else if let Some(error) = cause.downcast_ref::<NetworkError>() {
            error.hint()
        } else if let Some(error) = cause.downcast_ref::<CompareError>() {
            error.hint()
        } else if let Some(error) = cause.downcast_ref::<QueryError>() {
            error.hint()
        } else if let Some(error) = cause.downcast_ref::<PushError>() {
            error.hint()
        } else if let Some(error) = cause.downcast_ref::<FetchError>() {
            error.hint()
        } else if let Some(error) = cause.downcast_ref::<EndpointError>() {
            error.hint()
        } else if let Some(error) = cause.downcast_ref::<HttpError>() {
            error.hint()
        } else if let Some(error) = cause.downcast_ref::<ExportError>() {
            error.hint().map(str::to_owned)
        } else if let Some(io::ErrorKind::AddrInUse) = cause.downcast_ref().map(io::Error::kind) {
            Some("another program listens there; --port 0 takes a free port".to_owned())
        } else {
            graph_hint(cause.downcast_ref()?).map(str::to_owned)
        }
    })
}

fn graph_hint(error: &GraphError) -> Option<&'static str> {
    match error {
        GraphError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => {
            Some("`demarche ingest STUDY -o GRAPH` makes a graph file")
        }
        GraphError::NotAGraph => Some("`demarche ingest STUDY -o GRAPH` makes a graph file"),
        GraphError::Truncated { .. } | GraphError::Damaged(_) => {
            Some("make it again from the study: `demarche ingest STUDY -o GRAPH`")
        }
        GraphError::Changed => Some(
            "run the command again; put a new graph file in the place of an old one by a rename, \
             not by writing into it",
        ),
        GraphError::Newer(_) => Some("update demarche, or make the file again from the study"),
        _ => None,
    }
}
