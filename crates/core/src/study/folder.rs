//! Folders: which of them are studies.

use super::manifest::MANIFEST;
use super::rows::paths;
use std::path::{Path, PathBuf};

/// The number of entries of a folder that are looked at for studies, so that a large folder takes
/// no time.
const ENTRIES: usize = 1000;

/// Tells whether a folder holds a manifest or a table of a study.
pub fn is_study(folder: &Path) -> bool {
    folder.join(MANIFEST).exists() || paths(folder).any(|table| table.exists())
}

/// The studies right below a folder, by name: folders with a manifest.
pub fn studies_below(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = folder
        .read_dir()
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    entries.sort_unstable();
    entries.truncate(ENTRIES);
    entries.retain(|entry| entry.join(MANIFEST).is_file());
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn studies_are_folders_with_a_manifest() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b", "a", "empty"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in ["b", "a"] {
            fs::write(folder.path().join(name).join(MANIFEST), "").unwrap();
        }
        let below = studies_below(folder.path());
        assert_eq!(below, ["a", "b"].map(|name| folder.path().join(name)));
        assert!(!is_study(folder.path()));
        assert!(is_study(&below[0]));
        assert!(studies_below(&folder.path().join("nowhere")).is_empty());
    }
}
