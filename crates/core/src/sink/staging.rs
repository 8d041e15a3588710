//! A folder in which files are written aside until all of them are complete.

use super::{Listed, orphans, sync_folder};
use std::io;
use std::path::{Path, PathBuf};

/// A folder beside the place where its files belong. Dropped, it is removed with what is left in it.
pub struct Staging {
    folder: tempfile::TempDir,
    // Removed by `abandon` as well, where the process is about to end.
    _listed: Listed,
}

impl Staging {
    /// Makes an empty folder inside `target`, which has to be there.
    ///
    /// # Errors
    /// Those of making it.
    pub fn new(target: &Path) -> io::Result<Self> {
        orphans::remove_folders(target);
        let folder = tempfile::Builder::new()
            .prefix(orphans::FOLDER)
            .tempdir_in(target)?;
        let listed = Listed::new(folder.path());
        Ok(Self {
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
