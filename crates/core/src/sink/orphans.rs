//! Files written aside whose writer was killed.
//!
//! Each writer holds an advisory lock on its file, which ends with the process, however it ends. A
//! file of ours whose lock is free has lost its writer, and the next writer removes it.
//!
//! Between creating a file and locking it, a writer can meet a cleaner. Whoever locks first wins: a
//! writer that does not get the lock, or gets it on a file that has been removed by then, makes
//! another file; a cleaner that does not get the lock leaves the file alone, and holds the lock
//! while it removes one, so that nobody can take it up.
//!
//! A lock tells nothing where the file system has none (then taking it fails, and files stay) or
//! keeps it to one machine, as some network mounts do. For the latter, files that were written to
//! in the last minute are not touched.

use std::ffi::OsStr;
use std::fs::{DirEntry, File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::NamedTempFile;

const PREFIX: &str = ".demarche-";
const SUFFIX: &str = ".tmp";
/// Letters and digits between prefix and suffix.
const RANDOM: usize = 8;
/// How long nobody must have written to a file before it counts as left behind.
const LEFT_FOR: Duration = Duration::from_secs(60);
/// How often a writer makes another file. A cleaner takes no file younger than a minute, so even
/// one loss is next to impossible.
const ATTEMPTS: usize = 8;

/// A new file to write aside, locked where the file system has locks.
pub(super) fn create_locked(folder: &Path) -> io::Result<NamedTempFile> {
    for _ in 0..ATTEMPTS {
        let temporary = create_in(folder)?;
        match temporary.as_file().try_lock() {
            // A cleaner holds it.
            Err(TryLockError::WouldBlock) => continue,
            // No locks here: then no cleaner gets one either.
            Err(TryLockError::Error(_)) => return Ok(temporary),
            Ok(()) => {}
        }
        // The name is random: what is there under it is this file.
        if temporary.path().symlink_metadata().is_ok() {
            return Ok(temporary);
        }
    }
    Err(io::Error::other("temporary files disappear"))
}

/// A temporary file with the permissions of a file created the plain way, so that others can read
/// it; temporary files are private by default.
fn create_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Removes what killed writers have left in a folder. Nothing depends on it, so whatever fails is
/// left for another time.
pub(super) fn remove(folder: &Path) {
    let Ok(entries) = folder.read_dir() else {
        return;
    };
    let now = SystemTime::now();
    for entry in entries.flatten() {
        if is_ours(&entry.file_name()) && is_old(&entry, now) {
            // See above.
            let _ = remove_unlocked(&entry.path());
        }
    }
}

fn is_ours(name: &OsStr) -> bool {
    name.to_str()
        .and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX))
        .is_some_and(|random| {
            random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Whether this is a plain file that nobody has written to for a while. One from the future, by
/// another machine's clock, is not.
fn is_old(entry: &DirEntry, now: SystemTime) -> bool {
    // Of the entry itself: a link is not followed.
    entry.metadata().is_ok_and(|metadata| {
        metadata.is_file()
            && metadata
                .modified()
                .is_ok_and(|then| now.duration_since(then).is_ok_and(|age| age >= LEFT_FOR))
    })
}

/// Removes a file whose lock is free.
fn remove_unlocked(path: &Path) -> io::Result<()> {
    // For writing, as some network file systems ask of who wants a lock for itself alone.
    let file = File::options().write(true).open(path)?;
    file.try_lock()?;
    std::fs::remove_file(path)
    // Only now is the lock given back.
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// A name that a writer could have used.
    const LEFT: &str = ".demarche-aB3dE6gH.tmp";

    fn make(path: &Path, age: Duration) -> File {
        let file = File::create(path).unwrap();
        file.set_modified(SystemTime::now() - age).unwrap();
        file
    }

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = folder.read_dir().unwrap();
        let name = |entry: io::Result<DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn only_old_files_of_ours_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        make(&at(LEFT), LEFT_FOR * 2);
        make(&at(".demarche-00000000.tmp"), Duration::ZERO);
        for foreign in [
            ".demarche-short.tmp",
            ".demarche-much-too-long.tmp",
            ".demarche-12_45678.tmp",
            ".demarche-12345678.txt",
            "demarche-12345678.tmp",
            "graph.demarche",
        ] {
            make(&at(foreign), LEFT_FOR * 2);
        }
        std::fs::create_dir(at(".demarche-folder00.tmp")).unwrap();
        let before = names_in(folder.path());
        remove(folder.path());
        let mut expected = before;
        expected.retain(|name| name != LEFT);
        assert_eq!(names_in(folder.path()), expected);
    }

    #[test]
    fn a_file_from_the_future_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = make(&folder.path().join(LEFT), Duration::ZERO);
        file.set_modified(SystemTime::now() + LEFT_FOR * 2).unwrap();
        drop(file);
        remove(folder.path());
        assert_eq!(names_in(folder.path()), [LEFT]);
    }

    #[test]
    fn a_file_that_is_being_written_stays_however_old() {
        let folder = tempfile::tempdir().unwrap();
        let temporary = create_locked(folder.path()).unwrap();
        let long_ago = SystemTime::now() - LEFT_FOR * 100;
        temporary.as_file().set_modified(long_ago).unwrap();
        remove(folder.path());
        assert!(temporary.path().exists());
        assert!(is_ours(temporary.path().file_name().unwrap()));
        // Its writer is gone, and the file is not.
        let (file, path) = temporary.keep().unwrap();
        drop(file);
        std::fs::File::open(&path)
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
        remove(folder.path());
        assert!(names_in(folder.path()).is_empty());
    }

    #[test]
    fn a_folder_that_is_not_there_is_no_matter() {
        remove(Path::new("no/such/folder"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_neither_followed_nor_removed() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        make(&target, LEFT_FOR * 2);
        std::os::unix::fs::symlink(&target, folder.path().join(LEFT)).unwrap();
        remove(folder.path());
        assert_eq!(names_in(folder.path()), [LEFT, "target"]);
    }

    /// Cleaners that take files of any age, against writers: every writer gets a file that stays.
    #[test]
    fn cleaners_and_starters_agree_on_who_has_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let done = AtomicBool::new(false);
        let clean = || {
            while !done.load(Ordering::Relaxed) {
                for entry in folder.path().read_dir().unwrap().flatten() {
                    if is_ours(&entry.file_name()) {
                        // Lost to the writer, or to the other cleaner.
                        let _ = remove_unlocked(&entry.path());
                    }
                }
            }
        };
        let write = || {
            for round in 0..200 {
                // All attempts may be lost to cleaners as eager as these.
                let Ok(temporary) = create_locked(folder.path()) else {
                    continue;
                };
                std::thread::yield_now();
                let name = format!("{:?}-{round}", std::thread::current().id());
                temporary.persist(folder.path().join(name)).unwrap();
            }
        };
        std::thread::scope(|scope| {
            let cleaners = [scope.spawn(clean), scope.spawn(clean)];
            let writers = [scope.spawn(write), scope.spawn(write)];
            let results = writers.map(|writer| writer.join());
            done.store(true, Ordering::Relaxed);
            let all = results.into_iter().chain(cleaners.map(|one| one.join()));
            assert!(all.into_iter().all(|result| result.is_ok()));
        });
    }
}
