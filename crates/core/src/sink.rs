//! Output files that appear whole or not at all.

mod orphans;
mod staging;

pub use staging::Staging;

use std::collections::BTreeSet;
use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How the bytes of a file are compressed, by its last extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// As they are.
    None,
    /// `.gz`, and `.svgz` for a compressed picture
    Gzip,
    /// `.zst`
    Zstd,
}

impl Compression {
    /// The compression that a file name asks for, and the name without that extension.
    pub fn of(path: &Path) -> (Self, PathBuf) {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => (Self::Gzip, path.with_extension("")),
            Some("svgz") => (Self::Gzip, path.with_extension("svg")),
            Some("zst") => (Self::Zstd, path.with_extension("")),
            _ => (Self::None, path.to_owned()),
        }
    }
}

/// Writes a file aside, in the folder it belongs in, then syncs and renames it into place.
///
/// Whatever happens before the rename, the old file stays as it was and nothing is left behind. Only
/// a process that is killed leaves its file written aside; the next write into the folder removes
/// it, once it is a minute old.
///
/// # Errors
/// Those of creating, writing, syncing and renaming, and whatever `write` returns.
pub fn write_atomically<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    write_aside(path, None, write)
}

/// Writes a file that is there anew, as [`write_atomically`] does, with the permissions that it
/// has: nobody can read it who could not before.
///
/// # Errors
/// As [`write_atomically`], and where there is no such file.
pub fn replace_atomically<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let permissions = path.metadata()?.permissions();
    write_aside(path, Some(permissions), write)
}

fn write_aside<E: From<io::Error>>(
    path: &Path,
    permissions: Option<Permissions>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory").into());
    }
    let compression = Compression::of(path).0;
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        // A device or a pipe (`/dev/null`) is written to, never replaced.
        return write_compressed(&File::options().write(true).open(path)?, compression, write);
    }
    // A link is followed, never replaced: `/dev/stdout` is one, even where a file is behind it.
    let target = match path.is_symlink() {
        true => path.canonicalize()?,
        false => path.to_owned(),
    };
    let path = target.as_path();
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    // Asked first, for an error that speaks of the folder and not of the temporary file.
    folder.metadata()?;
    if is_first_in(folder) {
        orphans::remove(folder);
    }
    let temporary = orphans::create_locked(folder)?;
    let _listed = Listed::new(temporary.path());
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions)?;
    }
    write_compressed(temporary.as_file(), compression, write)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)?;
    Ok(())
}

/// Whether this process has not yet written into a folder. To look for orphans before each of many
/// files would take time that grows with the square of their number.
fn is_first_in(folder: &Path) -> bool {
    static WRITTEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    written.insert(folder.to_owned())
}

fn write_compressed<E: From<io::Error>>(
    file: &File,
    compression: Compression,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    match compression {
        Compression::None => write(&mut out)?,
        Compression::Gzip => {
            // No name and no time in the header: the same content gives the same bytes.
            let mut gzip = flate2::GzBuilder::new().write(&mut out, flate2::Compression::default());
            write(&mut gzip)?;
            gzip.finish()?;
        }
        Compression::Zstd => {
            let mut text = Vec::new();
            write(&mut text)?;
            // Into memory first: ruzstd panics where its own writer fails, a full disk for one.
            let level = ruzstd::encoding::CompressionLevel::Fastest;
            out.write_all(&ruzstd::encoding::compress_to_vec(text.as_slice(), level))?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Temporary files that are being written, for [`abandon`].
static IN_PROGRESS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Keeps a temporary file on the list while it is being written.
struct Listed(PathBuf);

impl Listed {
    fn new(path: &Path) -> Self {
        in_progress().push(path.to_owned());
        Self(path.to_owned())
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        in_progress().retain(|path| *path != self.0);
    }
}

fn in_progress() -> MutexGuard<'static, Vec<PathBuf>> {
    // The list is whole even if a thread panicked while it held it.
    IN_PROGRESS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes files that are being written aside, for a process about to end from another thread.
/// Nothing more can be put into place afterwards.
pub fn abandon() {
    let list = in_progress();
    for path in list.iter() {
        // One that is gone or already in place needs no removing. What is no file is the folder of a
        // whole run.
        if std::fs::remove_file(path).is_err() {
            let _ = std::fs::remove_dir_all(path);
        }
    }
    // The lock is kept for good, so that no further file can start before the process ends.
    std::mem::forget(list);
}

/// Makes the rename itself durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write_text(path: &Path, text: &str) -> io::Result<()> {
        write_atomically(path, |out| out.write_all(text.as_bytes()))
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write_text(&path, "old").unwrap();
        let result = write_atomically(&path, |out| {
            out.write_all(b"new")?;
            Err(io::Error::other("stopped half-way"))
        });
        assert!(result.is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn compressed_files_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let text = "one line of many\n".repeat(5000);
        let gz = folder.path().join("a.nt.gz");
        write_text(&gz, &text).unwrap();
        let read = io::read_to_string(flate2::read::GzDecoder::new(File::open(&gz).unwrap()));
        assert_eq!(read.unwrap(), text);
        let zst = folder.path().join("a.nt.zst");
        write_text(&zst, &text).unwrap();
        let decoder = ruzstd::decoding::StreamingDecoder::new(File::open(&zst).unwrap()).unwrap();
        assert_eq!(io::read_to_string(decoder).unwrap(), text);
        assert_eq!(
            Compression::of(&zst),
            (Compression::Zstd, folder.path().join("a.nt"))
        );
    }
}
