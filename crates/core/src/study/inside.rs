//! Files that a manifest names: of the study's own folder alone.

use crate::diagnostic::{Advice, ErrorKind, Hint};
use std::path::{Component, Path, PathBuf};

/// A file that a manifest names and that lies outside the study's folder. A manifest can be a
/// stranger's, and what it names comes into graphs and answers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is outside the study's folder", file.display())]
pub struct OutsideStudy {
    /// The file, as the manifest names it.
    pub file: PathBuf,
}

impl Advice for OutsideStudy {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Data
    }

    fn hint(&self) -> Option<Hint> {
        Some("copy it into the study's folder; no leading /, no .., no link that leaves it".into())
    }
}

/// Returns the path of a file that a manifest names. One that is not there is inside if its name is.
///
/// # Errors
/// [`OutsideStudy`] for an absolute path, for `..`, and for a link that leaves the folder.
pub fn inside(folder: &Path, file: &Path) -> Result<PathBuf, OutsideStudy> {
    let outside = || OutsideStudy {
        file: file.to_owned(),
    };
    let is_below = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !file.components().all(is_below) {
        return Err(outside());
    }
    let path = folder.join(file);
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(file), Ok(folder)) if !file.starts_with(&folder) => Err(outside()),
        _ => Ok(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_folder_are_inside_and_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let is_inside = |file: &str| inside(folder.path(), Path::new(file)).is_ok();
        std::fs::write(folder.path().join("a.ttl"), "").unwrap();
        assert!(is_inside("a.ttl"));
        assert!(is_inside("./more/not-there.ttl"));
        assert!(!is_inside("/etc/hostname"));
        assert!(!is_inside("../a.ttl"));
        assert!(!is_inside("more/../../a.ttl"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leaves_the_folder_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        std::fs::write(other.path().join("secret.ttl"), "").unwrap();
        let link = folder.path().join("more");
        std::os::unix::fs::symlink(other.path(), &link).unwrap();
        assert!(inside(folder.path(), Path::new("more/secret.ttl")).is_err());
        std::fs::write(folder.path().join("a.ttl"), "").unwrap();
        std::os::unix::fs::symlink(folder.path().join("a.ttl"), folder.path().join("b.ttl"))
            .unwrap();
        assert!(inside(folder.path(), Path::new("b.ttl")).is_ok());
    }
}
