//! Time limits that hold.

use super::args;
use super::failure::{CommandError, usage};
use std::time::Duration;

/// Exit code of a command that ran out of time, as of timeout(1).
pub(super) const TIMED_OUT: u8 = 124;

/// Ends the process when the time is up.
///
/// A thread of its own, since SPARQL evaluation looks at Oxigraph's cancellation token only when
/// it scans patterns, not inside joins and sorts: a cancelled query can go on for a minute and
/// take all memory. Files being written aside are removed first.
pub(super) fn start(timeout: Option<&str>) -> Result<(), CommandError> {
    let Some(text) = timeout else { return Ok(()) };
    let limit = duration(text)?;
    let said = text.to_owned();
    std::thread::spawn(move || {
        std::thread::sleep(limit);
        crate::sink::abandon();
        eprintln!(
            "error: timed out after {said}\n  hint: give it longer with --timeout, or ask for less"
        );
        std::process::exit(TIMED_OUT.into());
    });
    Ok(())
}

/// A duration that an option names.
pub(super) fn duration(text: &str) -> Result<Duration, CommandError> {
    args::duration(text).map_err(|hint| usage(format!("`{text}` is no duration"), hint))
}
