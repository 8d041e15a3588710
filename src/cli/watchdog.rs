//! Time limits that hold.

use super::failure::usage;
use std::time::Duration;

/// Exit code of a command that ran out of time, as of timeout(1).
const TIMED_OUT: i32 = 124;

/// Ends the process when the time is up.
///
/// A thread of its own, since SPARQL evaluation looks at Oxigraph's cancellation token only when
/// it scans patterns, not inside joins and sorts: a cancelled query can go on for a minute and
/// take all memory. Files being written aside are removed first.
pub(super) fn start(timeout: Option<&str>) -> anyhow::Result<()> {
    let Some(text) = timeout else { return Ok(()) };
    let limit = duration(text)?;
    let said = text.to_owned();
    std::thread::spawn(move || {
        std::thread::sleep(limit);
        crate::sink::abandon();
        eprintln!(
            "error: timed out after {said}\n  hint: give it longer with --timeout, or ask for less"
        );
        std::process::exit(TIMED_OUT);
    });
    Ok(())
}

/// A duration that an option names.
pub(super) fn duration(text: &str) -> anyhow::Result<Duration> {
    parse(text).ok_or_else(|| {
        usage(
            format!("`{text}` is no duration"),
            "write a number and a unit: 500ms, 30s, 2m, 1h",
        )
    })
}

/// A duration as a number and a unit; a bare number is seconds.
fn parse(text: &str) -> Option<Duration> {
    let text = text.trim();
    let text = match text.parse::<u32>() {
        Ok(_) => format!("{text}s"),
        Err(_) => text.to_owned(),
    };
    let duration: jiff::SignedDuration = text.parse().ok()?;
    Duration::try_from(duration)
        .ok()
        .filter(|duration| !duration.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(parse("30"), Some(Duration::from_secs(30)));
        assert_eq!(parse("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(parse("2m"), Some(Duration::from_secs(120)));
        for bad in ["", "0s", "-1s", "soon", "1y"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
