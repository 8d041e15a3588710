//! Errors become one line, a hint, and an exit code.

use super::terminal::Terminal;
use crate::graph::GraphError;
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
    terminal.complain(&one_line(error));
    if let Some(hint) = hint(error) {
        terminal.hint(&hint);
    }
    ExitCode::from(exit_code(error))
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
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

fn exit_code(error: &anyhow::Error) -> u8 {
    if error.chain().any(|cause| cause.is::<Usage>()) {
        return 2;
    }
    match error
        .chain()
        .find_map(|cause| cause.downcast_ref::<GraphError>())
    {
        Some(GraphError::Io { .. }) => 3,
        Some(_) => 1,
        None if error.chain().any(|cause| cause.is::<io::Error>()) => 3,
        None => 1,
    }
}

fn hint(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| {
        if let Some(usage) = cause.downcast_ref::<Usage>() {
            return usage.hint.clone();
        }
        let graph = cause.downcast_ref::<GraphError>()?;
        let hint = match graph {
            GraphError::NotAGraph => "`demarche ingest STUDY -o GRAPH` makes a graph file",
            GraphError::Truncated { .. } | GraphError::Damaged(_) => {
                "make it again from the study: `demarche ingest STUDY -o GRAPH`"
            }
            GraphError::Newer(_) => "update demarche, or make the file again from the study",
            _ => return None,
        };
        Some(hint.to_owned())
    })
}
