//! The header of a graph file: how much there is of everything, and where it lies.

use super::error::GraphError;
use super::format::{
    BLOCK, CHECKSUM_AT, ENTRY_LEN, HEADER_LEN, LENGTH_AT, MAGIC, SECTIONS, Section, TABLE_AT,
    VERSION,
};
use super::packed::{Content, width_of};
use demarche_core::statements::StatementColumn;
use std::ops::Range;

/// How many there are of what a graph consists of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Totals {
    /// Distinct terms.
    pub(super) terms: u64,
    /// Triples.
    pub(super) triples: u64,
    /// Distinct predicates.
    pub(super) predicates: u64,
    /// Distinct pairs of predicate and object.
    pub(super) groups: u64,
    /// Instances of `dm:Statement`.
    pub(super) statements: u64,
}

impl Totals {
    /// Whether all can be counted in the 32 bits of ids.
    fn fit_ids(self) -> bool {
        let limit = u64::from(u32::MAX);
        self.terms <= limit
            && self.triples <= limit
            && self.predicates <= limit
            && self.groups <= limit
            && self.statements <= limit
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
pub(super) struct Header {
    /// How many there are of everything.
    pub(super) totals: Totals,
    length: u64,
    entries: [Entry; SECTIONS],
}

impl Header {
    /// Lays out sections with these contents one after the other.
    pub(super) fn for_sections(totals: Totals, sections: &[Content]) -> Self {
        let mut end = HEADER_LEN as u64;
        let mut entries = [Entry::default(); SECTIONS];
        for (entry, content) in entries.iter_mut().zip(sections) {
            let content = content.as_bytes();
            *entry = Entry {
                offset: end,
                length: content.len() as u64,
                checksum: crc32fast::hash(content),
            };
            end = (end + entry.length).next_multiple_of(8);
        }
        Self {
            totals,
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
        put(16, &self.totals.terms.to_le_bytes());
        put(24, &self.totals.triples.to_le_bytes());
        put(LENGTH_AT, &self.length.to_le_bytes());
        put(40, &self.totals.predicates.to_le_bytes());
        put(48, &self.totals.groups.to_le_bytes());
        put(56, &self.totals.statements.to_le_bytes());
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
    /// [`GraphError`] if this is no graph file, one of another version, a cut or a damaged one.
    pub(super) fn read(file: &[u8]) -> Result<Self, GraphError> {
        if !file.starts_with(MAGIC) {
            return Err(GraphError::NotAGraph);
        }
        if file.len() < 12 {
            return Err(GraphError::truncated_or_foreign(file));
        }
        // The version comes before length and checksum: another format may lay its header out
        // otherwise.
        match u32_at(file, 8) {
            VERSION => {}
            0 => return Err(GraphError::Damaged("the header")),
            version if version < VERSION => return Err(GraphError::Older(version)),
            version => return Err(GraphError::Newer(version)),
        }
        let Some(header) = file.get(..HEADER_LEN) else {
            return Err(GraphError::truncated_or_foreign(file));
        };
        let intact = crc32fast::hash(&header[..CHECKSUM_AT]) == u32_at(header, CHECKSUM_AT)
            && header[CHECKSUM_AT + 4..].iter().all(|byte| *byte == 0);
        if !intact || u32_at(header, 12) != SECTIONS as u32 {
            return Err(GraphError::Damaged("the header"));
        }
        let header = Self::parse(header);
        header.check(file)?;
        Ok(header)
    }

    fn parse(header: &[u8]) -> Self {
        let mut entries = [Entry::default(); SECTIONS];
        for (at, entry) in (TABLE_AT..).step_by(ENTRY_LEN).zip(&mut entries) {
            *entry = Entry {
                offset: u64_at(header, at),
                length: u64_at(header, at + 8),
                checksum: u32_at(header, at + 16),
            };
        }
        Self {
            totals: Totals {
                terms: u64_at(header, 16),
                triples: u64_at(header, 24),
                predicates: u64_at(header, 40),
                groups: u64_at(header, 48),
                statements: u64_at(header, 56),
            },
            length: u64_at(header, LENGTH_AT),
            entries,
        }
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
        let fits = found == self.length
            && self.totals.fit_ids()
            && Section::all().all(|section| self.lies_well(section))
            && Section::all().all(|section| self.is_as_long_as_counted(section));
        if fits {
            Ok(())
        } else {
            Err(GraphError::Damaged("the header"))
        }
    }

    fn lies_well(&self, section: Section) -> bool {
        let entry = self.entry(section);
        let end = entry.offset.checked_add(entry.length);
        entry.offset >= HEADER_LEN as u64
            && entry.offset.is_multiple_of(8)
            && end.is_some_and(|end| end <= self.length)
    }

    /// Whether a section has the length that the totals, each below 2³², ask for.
    fn is_as_long_as_counted(&self, section: Section) -> bool {
        let length = self.entry(section).length;
        let Totals {
            terms,
            triples,
            predicates,
            groups,
            statements,
        } = self.totals;
        match section {
            Section::TermBlocks => length == 8 * (terms.div_ceil(BLOCK as u64) + 1),
            Section::TermText => true,
            Section::Predicates => length == 4 * predicates,
            Section::SubjectIndex => length.is_multiple_of(4) && length > 0,
            Section::SpoPredicates => length == triples * width_of(predicates),
            Section::SpoObjects | Section::GroupSubjects => length == 4 * triples,
            Section::PredicateIndex => length == 4 * (predicates + 1),
            Section::GroupObjects | Section::ObjectGroups => length == 4 * groups,
            Section::GroupIndex => length == 4 * (groups + 1),
            Section::ObjectIndex => length == 4 * (terms + 1),
            Section::ColumnValues(_) => length.is_multiple_of(4),
            Section::ColumnCodes(column) => {
                length == statements * self.code_width(column) || (length, statements) == (0, 0)
            }
            Section::AddresseeRows => length.is_multiple_of(4),
            Section::Addressees => length == self.entry(Section::AddresseeRows).length,
        }
    }

    /// Returns the bytes that each row of a column takes; none where the column has no value.
    pub(super) fn code_width(&self, column: StatementColumn) -> u64 {
        match self.entry(Section::ColumnValues(column)).length / 4 {
            0 => 0,
            values => width_of(values + 1),
        }
    }

    fn entry(&self, section: Section) -> Entry {
        self.entries
            .get(section.position())
            .copied()
            .unwrap_or_default()
    }

    /// Compares the content of a section with its checksum.
    pub(super) fn is_sound(&self, section: Section, content: &[u8]) -> bool {
        crc32fast::hash(content) == self.entry(section).checksum
    }

    /// Where a section lies in the file.
    pub(super) fn range(&self, section: Section) -> Range<usize> {
        let Entry { offset, length, .. } = self.entry(section);
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
