//! Where the bytes of an open graph lie.

use super::error::GraphError;
use super::format::Section;
use super::header::Header;
use super::packed::Content;
use memmap2::Mmap;
use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

/// The bytes of a graph.
pub(super) enum Backing {
    /// A file, mapped.
    Mapped(MappedFile),
    /// A file in memory: words, so that sections of `u32` and `u64` are aligned, and its length in
    /// bytes.
    Owned(Vec<u64>, usize),
    /// Sections that were made here, in the order of the file.
    Sections(Vec<Content>),
}

impl Backing {
    /// Copies the bytes of a file.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        let mut words = vec![0_u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Self::Owned(words, bytes.len())
    }

    /// Returns the file as one slice; `None` of a graph that was made here.
    pub(super) fn file(&self) -> Option<&[u8]> {
        match self {
            Self::Mapped(file) => Some(&file.map),
            Self::Owned(words, length) => Some(&bytemuck::cast_slice(words)[..*length]),
            Self::Sections(_) => None,
        }
    }

    /// Returns the content of a section.
    pub(super) fn section(&self, header: &Header, section: Section) -> &[u8] {
        match self {
            Self::Sections(contents) => {
                let content = contents.get(section.position());
                content.map_or(&[], Content::as_bytes)
            }
            // The header's ranges were checked against the file's length when it was opened.
            Self::Mapped(_) | Self::Owned(..) => {
                let file = self.file().unwrap_or(&[]);
                file.get(header.range(section)).unwrap_or(&[])
            }
        }
    }

    /// Writes the graph file.
    pub(super) fn write(&self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        if let Some(file) = self.file() {
            return out.write_all(file);
        }
        out.write_all(&header.to_bytes())?;
        for section in Section::all() {
            let content = self.section(header, section);
            out.write_all(content)?;
            let padding = content.len().next_multiple_of(8) - content.len();
            out.write_all(&[0; 8][..padding])?;
        }
        Ok(())
    }

    /// Fails where the file was written to since it was opened.
    pub(super) fn check_unchanged(&self) -> Result<(), GraphError> {
        match self {
            Self::Mapped(file) if file.is_changed() => Err(GraphError::Changed),
            _ => Ok(()),
        }
    }
}

/// A file that is mapped into memory, and what its folder's entry said when it was.
pub(super) struct MappedFile {
    map: Mmap,
    file: File,
    opened: Written,
}

/// When a file was last written to, and how long it was then.
#[derive(PartialEq, Eq)]
struct Written {
    length: u64,
    time: Option<SystemTime>,
}

impl Written {
    fn from_metadata(metadata: &Metadata) -> Self {
        Self {
            length: metadata.len(),
            // Not the time of the entry's last change: a file that another replaced by a rename
            // has a new one of that, and its content is as it was.
            time: metadata.modified().ok(),
        }
    }
}

impl MappedFile {
    /// Maps a file.
    pub(super) fn open(path: &Path) -> Result<Self, GraphError> {
        let io = |source| GraphError::Io {
            path: path.to_owned(),
            source,
        };
        let file = File::open(path).map_err(io)?;
        let metadata = file.metadata().map_err(io)?;
        if metadata.is_dir() {
            return Err(io(io::ErrorKind::IsADirectory.into()));
        }
        if metadata.len() == 0 {
            // An empty file cannot be mapped.
            return Err(GraphError::NotAGraph);
        }
        // SAFETY: the map is read-only and private. This program never changes a graph file in
        // place, it replaces it by a rename, which leaves the mapped inode as it was. Where another
        // program writes into it, the bytes change under us: every read is bounds-checked, no text
        // is kept as `str` without validation, and `check_unchanged` tells of it. Where one
        // shortens it, reading raises SIGBUS, which ends the process and no more.
        let map = unsafe { Mmap::map(&file) }.map_err(io)?;
        Ok(Self {
            map,
            file,
            opened: Written::from_metadata(&metadata),
        })
    }

    fn is_changed(&self) -> bool {
        let now = self.file.metadata();
        // A file that nothing can be learnt of any more may be any.
        now.map_or(true, |now| Written::from_metadata(&now) != self.opened)
    }
}
