//! Data goes to stdout, or to a file that appears whole or not at all.

use super::failure::{CommandError, Context};
use crate::sink::write_atomically;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Whether a path means stdout.
pub(super) fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Writes to a file, or to stdout for `-` and where no file is named.
pub(super) fn write_to(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    match path {
        Some(path) if !is_stdout(path) => write_atomically(path, write)
            .with_context(|| format!("{} cannot be written", path.display())),
        _ => {
            let mut out = BufWriter::new(std::io::stdout().lock());
            write(&mut out)?;
            Ok(out.flush()?)
        }
    }
}
