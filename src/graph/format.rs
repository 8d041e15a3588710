//! The layout of a graph file, version 1.
//!
//! Little-endian. A header of 256 bytes, then sections, each at a multiple of 8:
//!
//! | at | size | what |
//! | --- | --- | --- |
//! | 0 | 8 | `DEMARCHE` |
//! | 8 | 4 | format version |
//! | 12 | 4 | number of sections |
//! | 16 | 8 | number of terms |
//! | 24 | 8 | number of triples |
//! | 32 | 8 | length of the file |
//! | 40 | 8 × 24 | for each section: offset, length, CRC-32, zero |
//! | 232 | 4 | CRC-32 of bytes 0 to 231 |
//! | 236 | 20 | zero |
//!
//! Sections, in this order: the terms' offsets (`u64`, one more than terms); their text; and for
//! each of SPO, POS and OSP an index over the first id (`u32`, one more than terms: where the
//! triples with that first id begin) and the remaining two ids of every triple (`u32` pairs).
//!
//! A term's text begins with a letter for its kind: `I` an IRI; `L` language tag, NUL, value;
//! `S` a plain string; `T` datatype IRI, NUL, value. Terms are sorted by these bytes.

use super::GraphError;
use std::ops::Range;

#[cfg(target_endian = "big")]
compile_error!("graph files are little-endian and are mapped as they are");

/// What every graph file begins with.
pub const MAGIC: &[u8; 8] = b"DEMARCHE";
/// The format version this program writes, and the latest it reads.
pub const VERSION: u32 = 1;
/// Length of the header in bytes.
pub const HEADER_LEN: usize = 256;
/// Number of sections.
pub const SECTIONS: usize = 8;

pub(super) const LENGTH_AT: usize = 32;
const TABLE_AT: usize = 40;
const ENTRY_LEN: usize = 24;
const CHECKSUM_AT: usize = TABLE_AT + SECTIONS * ENTRY_LEN;

/// A section of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Where each term's text begins.
    TermOffsets,
    /// The terms' text.
    TermText,
    /// Where each subject's triples begin.
    SpoIndex,
    /// Predicate and object of each triple.
    SpoPairs,
    /// Where each predicate's triples begin.
    PosIndex,
    /// Object and subject of each triple.
    PosPairs,
    /// Where each object's triples begin.
    OspIndex,
    /// Subject and predicate of each triple.
    OspPairs,
}

impl Section {
    /// Every section, in file order.
    pub const ALL: [Self; SECTIONS] = [
        Self::TermOffsets,
        Self::TermText,
        Self::SpoIndex,
        Self::SpoPairs,
        Self::PosIndex,
        Self::PosPairs,
        Self::OspIndex,
        Self::OspPairs,
    ];

    /// What it is called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::TermOffsets => "the table of terms",
            Self::TermText => "the text of terms",
            Self::SpoIndex => "the index of subjects",
            Self::SpoPairs => "the triples by subject",
            Self::PosIndex => "the index of predicates",
            Self::PosPairs => "the triples by predicate",
            Self::OspIndex => "the index of objects",
            Self::OspPairs => "the triples by object",
        }
    }

    /// Its length in bytes, where the counts fix it; overflow gives `None` too.
    fn fixed_len(self, terms: u64, triples: u64) -> Option<Option<u64>> {
        let table = |width: u64| terms.checked_add(1).and_then(|n| n.checked_mul(width));
        Some(match self {
            Self::TermOffsets => Some(table(8)?),
            Self::TermText => None,
            Self::SpoIndex | Self::PosIndex | Self::OspIndex => Some(table(4)?),
            Self::SpoPairs | Self::PosPairs | Self::OspPairs => Some(triples.checked_mul(8)?),
        })
    }
}

/// Where a section lies, and its checksum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Entry {
    offset: u64,
    length: u64,
    checksum: u32,
}

/// The header of a graph file, checked against the file's length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Number of terms.
    pub terms: u64,
    /// Number of triples.
    pub triples: u64,
    length: u64,
    entries: [Entry; SECTIONS],
}

impl Header {
    /// The header for sections of these contents, laid out one after the other.
    pub(super) fn for_sections(terms: u64, triples: u64, sections: [&[u8]; SECTIONS]) -> Self {
        let mut end = HEADER_LEN as u64;
        let entries = sections.map(|content| {
            let entry = Entry {
                offset: end,
                length: content.len() as u64,
                checksum: crc32fast::hash(content),
            };
            end = (end + entry.length).next_multiple_of(8);
            entry
        });
        Self {
            terms,
            triples,
            length: end,
            entries,
        }
    }

    /// Length of the whole file in bytes.
    pub(super) fn file_len(&self) -> u64 {
        self.length
    }

    /// The header as it stands in the file.
    pub(super) fn to_bytes(&self) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        put(0, MAGIC);
        put(8, &VERSION.to_le_bytes());
        put(12, &(SECTIONS as u32).to_le_bytes());
        put(16, &self.terms.to_le_bytes());
        put(24, &self.triples.to_le_bytes());
        put(LENGTH_AT, &self.length.to_le_bytes());
        for (at, entry) in (TABLE_AT..).step_by(ENTRY_LEN).zip(&self.entries) {
            put(at, &entry.offset.to_le_bytes());
            put(at + 8, &entry.length.to_le_bytes());
            put(at + 16, &entry.checksum.to_le_bytes());
        }
        let checksum = crc32fast::hash(&bytes[..CHECKSUM_AT]);
        bytes[CHECKSUM_AT..CHECKSUM_AT + 4].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// Reads and checks the header of a file.
    ///
    /// # Errors
    /// [`GraphError`] if this is no graph file, a newer one, a cut or a damaged one.
    pub fn read(file: &[u8]) -> Result<Self, GraphError> {
        if !file.starts_with(MAGIC) {
            return Err(GraphError::NotAGraph);
        }
        let Some(header) = file.get(..HEADER_LEN) else {
            return Err(GraphError::truncated_or_foreign(file));
        };
        // The version comes before the checksum: a newer format may lay its header out otherwise.
        let version = u32_at(header, 8);
        if version > VERSION {
            return Err(GraphError::Newer(version));
        }
        let intact = crc32fast::hash(&header[..CHECKSUM_AT]) == u32_at(header, CHECKSUM_AT)
            && header[CHECKSUM_AT + 4..].iter().all(|byte| *byte == 0);
        if !intact || version != VERSION || u32_at(header, 12) != SECTIONS as u32 {
            return Err(GraphError::Damaged("the header"));
        }
        let mut entries = [Entry::default(); SECTIONS];
        for (at, entry) in (TABLE_AT..).step_by(ENTRY_LEN).zip(&mut entries) {
            *entry = Entry {
                offset: u64_at(header, at),
                length: u64_at(header, at + 8),
                checksum: u32_at(header, at + 16),
            };
        }
        let header = Self {
            terms: u64_at(header, 16),
            triples: u64_at(header, 24),
            length: u64_at(header, LENGTH_AT),
            entries,
        };
        header.check(file)?;
        Ok(header)
    }

    /// Every range lies in the file, is aligned, and is as long as the counts say.
    fn check(&self, file: &[u8]) -> Result<(), GraphError> {
        let found = file.len() as u64;
        if found < self.length {
            return Err(GraphError::Truncated {
                found,
                expected: self.length,
            });
        }
        if found > self.length
            || self.terms > u64::from(u32::MAX)
            || self.triples > u64::from(u32::MAX)
        {
            return Err(GraphError::Damaged("the header"));
        }
        for (section, entry) in Section::ALL.into_iter().zip(&self.entries) {
            let end = entry.offset.checked_add(entry.length);
            let fits = entry.offset >= HEADER_LEN as u64
                && entry.offset % 8 == 0
                && end.is_some_and(|end| end <= self.length)
                && section
                    .fixed_len(self.terms, self.triples)
                    .is_some_and(|fixed| fixed.is_none_or(|length| length == entry.length));
            if !fits {
                return Err(GraphError::Damaged("the header"));
            }
        }
        Ok(())
    }

    /// Compares every section with its checksum.
    pub(super) fn verify(&self, file: &[u8]) -> Result<(), GraphError> {
        for section in Section::ALL {
            let content = file.get(self.range(section)).unwrap_or(&[]);
            if crc32fast::hash(content) != self.entries[section as usize].checksum {
                return Err(GraphError::Damaged(section.name()));
            }
        }
        Ok(())
    }

    /// Where a section lies in the file.
    pub(super) fn range(&self, section: Section) -> Range<usize> {
        let Entry { offset, length, .. } = self.entries[section as usize];
        offset as usize..(offset + length) as usize
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..at + 4)
        .and_then(|word| word.try_into().ok())
        .map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes
        .get(at..at + 8)
        .and_then(|word| word.try_into().ok())
        .map_or(0, u64::from_le_bytes)
}
