//! Replacing a file that nobody else has changed meanwhile.

use super::blocks::Refused;
use super::edit_error::EditError;
use super::text_of_table::read_bytes;
use crate::sink::replace_atomically;
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

/// How often a lock is asked for, and how long to wait in between: a second in all.
const ATTEMPTS: usize = 50;
const PAUSE: Duration = Duration::from_millis(20);

/// Writes a file anew if its bytes are still those that were read.
pub(super) fn replace_if_unchanged(
    path: &Path,
    is_unchanged: impl Fn(&[u8]) -> bool,
    bytes: &[u8],
) -> Result<(), EditError> {
    let failed = |error| EditError::Io {
        path: path.to_owned(),
        error,
    };
    // Held until the new file is in place.
    let _lock = lock(path)?;
    let now = read_bytes(path).map_err(|refused| match refused {
        Refused::Io(error) => failed(error),
        _ => EditError::Changed(path.to_owned()),
    })?;
    if !is_unchanged(&now) {
        return Err(EditError::Changed(path.to_owned()));
    }
    replace_atomically(path, |out| out.write_all(bytes)).map_err(failed)
}

/// Locks the file that is at a path, for those who lock it as well.
fn lock(path: &Path) -> Result<File, EditError> {
    let failed = |error| EditError::Io {
        path: path.to_owned(),
        error,
    };
    for _ in 0..ATTEMPTS {
        // For writing too, as some network file systems ask of who wants a lock for itself alone.
        let file = File::options().read(true).write(true).open(path);
        let file = file.map_err(failed)?;
        match file.try_lock() {
            // Whoever held the lock before may have put another file into place.
            Ok(()) if is_at(&file, path).map_err(failed)? => return Ok(file),
            Ok(()) => continue,
            // No locks on this file system: what the bytes were is all that tells of others.
            Err(TryLockError::Error(_)) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
        }
    }
    Err(EditError::Locked(path.to_owned()))
}

/// Tells whether an open file is the one at a path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (open, there) = (file.metadata()?, path.metadata()?);
    Ok(open.dev() == there.dev() && open.ino() == there.ino())
}

/// Elsewhere an open file cannot be replaced, so it is the one that is there.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}
