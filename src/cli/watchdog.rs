//! Limits of time and memory that hold.

use super::args;
use super::failure::{CommandError, usage};
use std::time::Duration;

/// Exit code of a command that ran out of time, as of timeout(1).
pub(super) const TIMED_OUT: u8 = 124;

/// Exit code of a command that would take too much memory.
const TOO_MUCH_MEMORY: i32 = 125;

/// How often memory is looked at. A process takes some 5 MB in this time.
const MEMORY_INTERVAL: Duration = Duration::from_millis(20);

/// Ends the process when it holds more bytes of memory than this; by default half of the machine's.
///
/// Counts what is in memory and of no file, so a mapped graph file is free. Without effect on
/// systems that do not tell. A limit held by the system would end the process in the midst of an
/// allocation, with files written aside left behind.
pub(super) fn limit_memory(bytes: Option<u64>) {
    let Some(limit) = bytes.or_else(|| Some(machine_memory()? / 2)) else {
        return;
    };
    if memory_held().is_none() {
        return;
    }
    let watch = move || {
        while memory_held().is_none_or(|held| held <= limit) {
            std::thread::sleep(MEMORY_INTERVAL);
        }
        crate::sink::abandon();
        eprintln!(
            "error: more than {} MB of memory would be needed\n  \
             hint: ask for less, or allow more with --max-memory",
            limit / 1_000_000
        );
        std::process::exit(TOO_MUCH_MEMORY);
    };
    // Without a thread for it there is no limit, as on other systems.
    let _ = std::thread::Builder::new()
        .stack_size(128 << 10)
        .spawn(watch);
}

/// Bytes of memory that this process holds and no file does.
fn memory_held() -> Option<u64> {
    kilobytes("/proc/self/status", "RssAnon:")
}

/// Bytes of memory of this machine, or of the container.
fn machine_memory() -> Option<u64> {
    let machine = kilobytes("/proc/meminfo", "MemTotal:");
    let container = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let container = container.and_then(|bytes| bytes.trim().parse().ok());
    machine.into_iter().chain(container).min()
}

/// A figure that Linux gives in kB, in bytes.
fn kilobytes(file: &str, key: &str) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    let number: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(number << 10)
}

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
