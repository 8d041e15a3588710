//! Files written aside whose writer was killed.
//!
//! Each writer holds an advisory lock on its file, which ends with the process, however it ends. A
//! file of ours whose lock is free and that nobody has written to for a minute has lost its writer,
//! and the next writer into the folder removes it. The minute covers the moment between creating a
//! file and locking it, and file systems that keep locks to one machine or have none.

use std::fs::{DirEntry, File};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::NamedTempFile;

const PREFIX: &str = ".demarche-";
const SUFFIX: &str = ".tmp";
/// How long nobody must have written to a file before it counts as left behind.
const LEFT_FOR: Duration = Duration::from_secs(60);
/// What the folders of whole runs are called, before random letters.
pub(super) const FOLDER: &str = ".demarche-run-";
/// How long nothing must have changed in such a folder before it counts as left behind where it cannot be
/// locked: one output of a run may take its time.
const FOLDER_LEFT_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// Creates a file to write aside, locked where the file system has locks.
pub(super) fn create_locked(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::fs::Permissions;
        use std::os::unix::fs::PermissionsExt;
        // Others can read it, as they can a file that is created the plain way.
        builder.permissions(Permissions::from_mode(0o666));
    }
    let temporary = builder.tempfile_in(folder)?;
    // Without a lock the file is only less protected once nobody writes to it for a minute.
    let _ = temporary.as_file().try_lock();
    Ok(temporary)
}

/// Removes what killed writers have left in a folder. Nothing depends on it, so whatever fails is
/// left for another time.
pub(super) fn remove(folder: &Path) {
    let now = SystemTime::now();
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name
            .to_str()
            .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if is_ours && is_old(&entry, now) {
            let _ = remove_unlocked(&entry.path());
        }
    }
}

/// Removes the folders that killed runs have left in a folder, with what is in them.
pub(super) fn remove_folders(folder: &Path) {
    let Ok(entries) = folder.read_dir() else {
        return;
    };
    let now = SystemTime::now();
    for entry in entries.flatten() {
        let is_ours = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(FOLDER));
        // Of the entry itself: a link is not followed.
        let age = entry.metadata().ok().and_then(|metadata| {
            let then = metadata.modified().ok().filter(|_| metadata.is_dir())?;
            now.duration_since(then).ok()
        });
        let Some(age) = age.filter(|age| is_ours && *age >= LEFT_FOR) else {
            continue;
        };
        let lock = lock_folder(&entry.path());
        if age >= FOLDER_LEFT_FOR || lock.is_ok() {
            // As with files, what cannot be removed is left for another time.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Locks a folder until the handle is closed.
///
/// # Errors
/// Those of the system, where another holds it, or folders cannot be locked.
pub(super) fn lock_folder(folder: &Path) -> io::Result<File> {
    let handle = File::open(folder)?;
    handle.try_lock()?;
    Ok(handle)
}

/// Tells whether this is a plain file that nobody has written to for a while. One from the future,
/// by another machine's clock, is not.
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
    // The lock is held until the file is gone, so that nobody takes it up meanwhile.
    std::fs::remove_file(path)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
