//! A folder in which files are written aside until all of them are complete.

use super::{Listed, orphans, sync_folder};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// A folder beside the place where its files belong. Dropped, it is removed with what is left in it.
pub struct Staging {
    folder: tempfile::TempDir,
    // Removed by `abandon` as well, where the process is about to end.
    _listed: Listed,
    // Tells the next run that this one is alive; some systems lock no folders.
    _lock: Option<File>,
}

impl Staging {
    /// Makes an empty folder inside `target`, which has to be there.
    ///
    /// # Errors
    /// Those of making it.
    pub fn new(target: &Path) -> io::Result<Self> {
        orphans::remove(target);
        orphans::remove_folders(target);
        let folder = tempfile::Builder::new()
            .prefix(orphans::FOLDER)
            .tempdir_in(target)?;
        let listed = Listed::new(folder.path());
        Ok(Self {
            _lock: orphans::lock_folder(folder.path()).ok(),
            folder,
            _listed: listed,
        })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The files in it, relative to it, in order of their names.
    ///
    /// # Errors
    /// Those of reading folders.
    pub fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut folders = vec![self.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir()? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                } else if let Ok(file) = entry.path().strip_prefix(self.path()) {
                    files.push(file.to_owned());
                }
            }
        }
        files.sort_unstable();
        Ok(files)
    }

    /// Puts a file in its place, over the one that may be there.
    ///
    /// # Errors
    /// Those of renaming.
    pub fn put(&self, file: &Path, place: &Path) -> io::Result<()> {
        std::fs::rename(self.path().join(file), place)?;
        match place.parent() {
            Some(folder) => sync_folder(folder),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_folder_that_a_killed_run_left_is_gone_and_one_of_a_live_run_stays() {
        let target = tempfile::tempdir().unwrap();
        let alive = Staging::new(target.path()).unwrap();
        let dead = target.path().join(".demarche-run-dead00");
        std::fs::create_dir(&dead).unwrap();
        std::fs::write(dead.join("half"), "half a fi").unwrap();
        for folder in [alive.path(), &dead] {
            let then = std::time::SystemTime::now() - std::time::Duration::from_secs(120);
            File::open(folder).unwrap().set_modified(then).unwrap();
        }
        let next = Staging::new(target.path()).unwrap();
        assert!(alive.path().is_dir() && next.path().is_dir());
        assert!(!dead.exists());
    }

    #[test]
    fn what_is_not_put_in_place_is_gone() {
        let target = tempfile::tempdir().unwrap();
        let staging = Staging::new(target.path()).unwrap();
        std::fs::create_dir(staging.path().join("b")).unwrap();
        std::fs::write(staging.path().join("b/two"), "2").unwrap();
        std::fs::write(staging.path().join("one"), "1").unwrap();
        assert_eq!(
            staging.files().unwrap(),
            [Path::new("b/two"), Path::new("one")]
        );
        staging
            .put(Path::new("one"), &target.path().join("one"))
            .unwrap();
        drop(staging);
        let left: Vec<_> = target.path().read_dir().unwrap().collect();
        assert_eq!(left.len(), 1);
    }
}
