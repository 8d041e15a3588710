//! Where outputs may go: into their folder, and nowhere else.

use crate::error::RunError;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of outputs, with all links resolved.
pub(crate) struct Place {
    folder: PathBuf,
    /// As the user named it, for messages.
    named: PathBuf,
}

impl Place {
    /// Makes the folder. `within` is the study's folder where the folder of outputs is its `out`: a
    /// stranger's study could bring a link there that leads to anyone's files.
    pub(crate) fn make(named: &Path, within: Option<&Path>) -> Result<Self, RunError> {
        let outside = |within: &Path| RunError::Outside {
            path: named.to_owned(),
            folder: within.to_owned(),
        };
        if let Some(study) = within
            && named.is_symlink()
            && !is_below(named, study)
        {
            return Err(outside(study));
        }
        make(named)?;
        let folder = named
            .canonicalize()
            .map_err(|source| unreadable(named, source))?;
        Ok(Self {
            folder,
            named: named.to_owned(),
        })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of a file as the user would name it.
    pub(crate) fn named(&self, file: &Path) -> PathBuf {
        self.named.join(file)
    }

    /// Finds where a file is to be put, and makes the folders on the way. A link is followed as long
    /// as it stays inside.
    pub(crate) fn find(&self, file: &Path) -> Result<PathBuf, RunError> {
        let mut folder = self.folder.clone();
        for part in file.parent().into_iter().flat_map(Path::components) {
            folder.push(part);
            if folder.exists() || folder.is_symlink() {
                folder = self.resolved(&folder, file)?;
            } else {
                make(&folder)?;
            }
        }
        let path = folder.join(file.file_name().unwrap_or_default());
        let path = if path.is_symlink() {
            self.resolved(&path, file)?
        } else {
            path
        };
        // A pipe or a device is no output of a whole study.
        if path.exists() && !path.is_file() {
            return Err(RunError::NoFile(self.named(file)));
        }
        Ok(path)
    }

    fn resolved(&self, path: &Path, file: &Path) -> Result<PathBuf, RunError> {
        match path.canonicalize() {
            Ok(path) if path.starts_with(&self.folder) => Ok(path),
            // A link to nothing leads out as well: a file would be made at its end.
            _ => Err(RunError::Outside {
                path: self.named(file),
                folder: self.named.clone(),
            }),
        }
    }
}

fn is_below(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

fn make(folder: &Path) -> Result<(), RunError> {
    std::fs::create_dir_all(folder).map_err(|source| RunError::Io {
        path: folder.to_owned(),
        doing: "made",
        source,
    })
}

fn unreadable(path: &Path, source: io::Error) -> RunError {
    RunError::Io {
        path: path.to_owned(),
        doing: "read",
        source,
    }
}
