//! Errors become one line, a hint, and an exit code.

use super::terminal::Terminal;
use crate::diagnostic::{Advice, ErrorKind, Hint, Wording};
use std::error::Error;
use std::process::ExitCode;

/// What stopped a command. Made of errors with [`Advice`] alone: one without a kind and a hint does
/// not compile here.
#[derive(Debug)]
pub(super) struct CommandError {
    /// What was being done, outermost first.
    context: Vec<String>,
    cause: Box<dyn Advice>,
    /// A hint that only the command could give.
    hint: Option<Hint>,
}

impl<E: Advice> From<E> for CommandError {
    fn from(cause: E) -> Self {
        Self {
            context: Vec::new(),
            cause: Box::new(cause),
            hint: None,
        }
    }
}

impl CommandError {
    /// The error with what was being done.
    pub(super) fn within(mut self, doing: String) -> Self {
        self.context.insert(0, doing);
        self
    }

    /// The error with a hint in place of its own.
    pub(super) fn with_hint(self, hint: impl Into<Hint>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// The error in one line: what was being done, and the causes from the outermost, each once.
    pub(super) fn line(&self) -> String {
        let mut causes: Vec<String> = self.context.clone();
        let mut next: Option<&dyn Error> = Some(self.cause.as_ref());
        while let Some(cause) = next {
            causes.push(cause.to_string());
            next = cause.source();
        }
        let mut line = String::new();
        for cause in causes {
            if line.is_empty() {
                line = cause;
            } else if !line.ends_with(&cause) {
                line = format!("{line}: {cause}");
            }
        }
        line.replace('\n', " ")
    }

    /// The hint, in the words of a command line.
    pub(super) fn hint(&self) -> Option<String> {
        let hint = self.hint.clone().or_else(|| self.cause.hint());
        hint.map(|hint| hint.worded(&CommandLine))
    }

    /// The exit code: 1 the data has errors or a check failed, 2 usage, 3 input or output, 124 out
    /// of time. A reader that went away is no error.
    fn exit_code(&self) -> u8 {
        match self.cause.kind() {
            ErrorKind::Closed => 0,
            ErrorKind::Data => 1,
            ErrorKind::Usage => 2,
            ErrorKind::Io | ErrorKind::Remote | ErrorKind::Memory => 3,
            ErrorKind::Timeout => super::watchdog::TIMED_OUT,
        }
    }
}

/// Says what was being done when an error came.
pub(super) trait Context<T> {
    /// With a text before the error.
    fn context(self, doing: &str) -> Result<T, CommandError>;

    /// With a text before the error, which is made only where there is one.
    fn with_context(self, doing: impl FnOnce() -> String) -> Result<T, CommandError>;
}

impl<T, E: Into<CommandError>> Context<T> for Result<T, E> {
    fn context(self, doing: &str) -> Result<T, CommandError> {
        self.with_context(|| doing.to_owned())
    }

    fn with_context(self, doing: impl FnOnce() -> String) -> Result<T, CommandError> {
        self.map_err(|error| error.into().within(doing()))
    }
}

/// The command line asks for something that cannot be.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct Usage {
    message: String,
    hint: Hint,
}

impl Advice for Usage {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }

    fn hint(&self) -> Option<Hint> {
        Some(self.hint.clone())
    }
}

/// An error of the command line, with what to write in its place.
pub(super) fn usage(message: impl Into<String>, hint: impl Into<Hint>) -> CommandError {
    Usage {
        message: message.into(),
        hint: hint.into(),
    }
    .into()
}

/// Says what stopped a command, and gives the exit code.
pub(super) fn report(error: &CommandError, terminal: &Terminal) -> ExitCode {
    let code = ExitCode::from(error.exit_code());
    if error.cause.kind() == ErrorKind::Closed {
        return code;
    }
    if let Some(problems) = error.cause.problems() {
        terminal.report(&problems);
        return code;
    }
    terminal.complain(&error.line());
    if let Some(hint) = error.hint() {
        terminal.hint(&hint);
    }
    code
}

/// The words of a command line.
pub(super) struct CommandLine;

impl Wording for CommandLine {
    fn option(&self, name: &str, value: Option<&str>) -> String {
        match value {
            Some(value) => format!("--{name} {value}"),
            None => format!("--{name}"),
        }
    }

    fn command(&self, command: &str) -> String {
        format!("`demarche {command}`")
    }

    fn credentials(&self) -> String {
        "set DEMARCHE_USER and DEMARCHE_PASSWORD, or DEMARCHE_TOKEN, or name it in ~/.netrc"
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn what_was_being_done_stands_before_the_causes_and_nothing_twice() {
        let missing = || io::Error::new(io::ErrorKind::NotFound, "no such file");
        let read: Result<(), io::Error> = Err(missing());
        let error = read.context("a.csv: no such file").unwrap_err();
        assert_eq!(error.line(), "a.csv: no such file");
        let read: Result<(), io::Error> = Err(missing());
        let error = read.context("a.csv").context("output b").unwrap_err();
        assert_eq!(error.line(), "output b: a.csv: no such file");
        assert_eq!(error.exit_code(), 3);
    }

    #[test]
    fn a_reader_that_went_away_is_no_failure() {
        let error = CommandError::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(error.exit_code(), 0);
    }

    #[test]
    fn hints_name_options_as_they_are_typed() {
        let error = usage(
            "no",
            Hint::phrase([crate::diagnostic::Part::setting("nodes", "state")]),
        );
        assert_eq!(error.hint().as_deref(), Some("--nodes state"));
        assert_eq!(error.exit_code(), 2);
    }
}
