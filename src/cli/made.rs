//! What commands that make an output have in common.

use super::failure::{CommandError, usage};
use super::output::{is_stdout, write_to};
use super::terminal::Terminal;
use crate::model::Day;
use crate::plan::{Destination, JobError, Prepared, Written};
use std::path::Path;

/// An error of an output, in the words of a command line: the file is named first.
pub(super) fn job_error(error: JobError) -> CommandError {
    match error {
        JobError::NoFormat { file, what, known } => usage(
            format!("{}: the extension names no {what}", file.display()),
            format!("name it by --format: {known}"),
        ),
        error => error.into(),
    }
}

/// Writes a prepared output to a file and says so, or to stdout.
pub(super) fn write_page(
    prepared: &dyn Prepared,
    output: Option<&Path>,
    terminal: &Terminal,
) -> Result<(), CommandError> {
    match output {
        Some(path) if !is_stdout(path) => {
            let written = prepared.write(Destination::File(path)).map_err(|error| {
                CommandError::from(error).within(format!("{} cannot be written", path.display()))
            })?;
            say_written(&written, terminal);
        }
        _ => write_to(None, |out| {
            let width = terminal.width();
            prepared.write(Destination::Stream { out, width })?;
            Ok(())
        })?,
    }
    Ok(())
}

/// Says of each file how much is in it.
pub(super) fn say_written(written: &[Written], terminal: &Terminal) {
    for Written { file, content } in written {
        terminal.say(format!("{}: {}", file.display(), content.size()));
    }
}

/// The day that `SOURCE_DATE_EPOCH` names, where it is set: files carry no clock of their own.
/// See <https://reproducible-builds.org/specs/source-date-epoch/>.
pub(super) fn source_date_epoch() -> Result<Option<Day>, CommandError> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    let seconds = value.to_str().and_then(|text| text.parse::<i64>().ok());
    let moment = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let date = moment.map(|moment| jiff::tz::TimeZone::UTC.to_datetime(moment).date());
    let day = date.and_then(|date| Day::parse(&date.to_string()));
    day.map(Some).ok_or_else(|| {
        usage(
            "SOURCE_DATE_EPOCH is no number of seconds since 1970",
            "unset it, or set it to one",
        )
    })
}
