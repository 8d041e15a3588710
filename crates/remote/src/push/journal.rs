//! How far a push came, on disk, so that one that was killed goes on where it stopped.

use super::PushError;
use demarche_core::sink::write_atomically;
use serde::{Deserialize, Serialize};
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// What is being pushed where, by which a later run knows that it is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Same {
    /// The address of the store.
    pub(super) store: String,
    /// The graph's name there.
    pub(super) graph: String,
    /// SHA-256 of the graph as N-Triples.
    pub(super) digest: String,
    /// Into which graph it is loaded: a staging graph, or the graph itself.
    pub(super) into: String,
}

/// How far it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Stage {
    /// So many triples were taken, in canonical order.
    Loading(u64),
    /// All were taken and counted; the staging graph is being put in place.
    Moving,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    same: Same,
    stage: Stage,
    /// The graphs that other pushes to the same store loaded into and did not put in place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left: Vec<String>,
}

/// A journal on disk, held by one process at a time.
pub(super) struct Journal {
    path: PathBuf,
    lock_path: PathBuf,
    /// Held until the journal is dropped, or the process ends.
    _lock: File,
    same: Same,
    left: Vec<String>,
}

impl Journal {
    /// Opens a journal. Returns with it how far an earlier run of the same push came.
    pub(super) fn open(path: &Path, same: Same) -> Result<(Self, Option<Stage>), PushError> {
        let failed = |source| PushError::Journal {
            path: path.to_owned(),
            source,
        };
        let mut lock_path = path.as_os_str().to_owned();
        lock_path.push(".lock");
        let lock_path = PathBuf::from(lock_path);
        let lock = File::create(&lock_path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(PushError::Busy(path.to_owned())),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let mut journal = Self {
            path: path.to_owned(),
            lock_path,
            _lock: lock,
            same,
            left: Vec::new(),
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        // Journals appear whole, so what does not read as one is somebody's file, not to be replaced.
        let entry = text.map(|text| serde_json::from_str::<Entry>(&text));
        let entry = entry
            .transpose()
            .map_err(|_| PushError::NotAJournal(path.to_owned()))?;
        let Some(entry) = entry.filter(|entry| entry.same.store == journal.same.store) else {
            return Ok((journal, None));
        };
        journal.left = entry.left;
        if entry.same == journal.same {
            return Ok((journal, Some(entry.stage)));
        }
        // What an earlier push left is kept through any number of pushes that are killed in turn.
        journal.left.push(entry.same.into);
        journal.left.retain(|graph| *graph != journal.same.into);
        Ok((journal, None))
    }

    /// Returns the graphs that other pushes loaded into and did not put in place.
    pub(super) fn left(&self) -> &[String] {
        &self.left
    }

    /// Writes down how far it came; it is on the disk when this returns.
    pub(super) fn write(&self, stage: Stage) -> Result<(), PushError> {
        let entry = Entry {
            same: self.same.clone(),
            stage,
            left: self.left.clone(),
        };
        write_atomically(&self.path, |out| {
            serde_json::to_writer_pretty(&mut *out, &entry).map_err(io::Error::from)?;
            writeln!(out)
        })
        .map_err(|source| PushError::Journal {
            path: self.path.clone(),
            source,
        })
    }

    /// All is done: there is nothing to go on with.
    pub(super) fn remove(&self) -> Result<(), PushError> {
        match std::fs::remove_file(&self.path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(PushError::Journal {
                path: self.path.clone(),
                source,
            }),
            _ => Ok(()),
        }
    }
}

impl Drop for Journal {
    /// Without a journal there is nothing to lock; a lock left behind locks nobody out.
    fn drop(&mut self) {
        if !self.path.exists() {
            let _ = std::fs::remove_file(&self.lock_path);
        }
    }
}
