//! Which sections of an open graph are known to be as they were written.

use super::error::GraphError;
use super::format::{SECTIONS, Section};
use std::sync::OnceLock;

/// Which sections are known to be sound.
pub(super) enum Verification {
    /// All: they were compared with their checksums on opening, or made here.
    Done,
    /// Those that were read: each is compared once, when it is first read.
    OnReading(Box<[OnceLock<bool>; SECTIONS]>),
}

impl Verification {
    /// Compares each section when it is first read.
    pub(super) fn on_reading() -> Self {
        Self::OnReading(Box::new([const { OnceLock::new() }; SECTIONS]))
    }

    /// Tells whether a section can be read; `compare` compares it with its checksum.
    pub(super) fn allows(&self, section: Section, compare: impl FnOnce() -> bool) -> bool {
        match self {
            Self::Done => true,
            Self::OnReading(known) => {
                let known = known.get(section.position());
                known.is_some_and(|known| *known.get_or_init(compare))
            }
        }
    }

    /// Fails where a section that was read is damaged.
    pub(super) fn check(&self) -> Result<(), GraphError> {
        let Self::OnReading(known) = self else {
            return Ok(());
        };
        let is_damaged = |section: &Section| {
            let known = known.get(section.position());
            known.is_some_and(|known| known.get() == Some(&false))
        };
        match Section::all().find(is_damaged) {
            Some(section) => Err(GraphError::Damaged(section.name())),
            None => Ok(()),
        }
    }
}
