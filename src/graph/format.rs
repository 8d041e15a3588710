//! The layout of a graph file, version 2.
//!
//! Little-endian. A header of 1024 bytes, then sections, each at a multiple of 8:
//!
//! | at | size | what |
//! | --- | --- | --- |
//! | 0 | 8 | `DEMARCHE` |
//! | 8 | 4 | format version |
//! | 12 | 4 | number of sections |
//! | 16 | 8 | number of terms |
//! | 24 | 8 | number of triples |
//! | 32 | 8 | length of the file |
//! | 40 | 8 | number of predicates |
//! | 48 | 8 | number of groups: distinct pairs of predicate and object |
//! | 56 | 8 | number of statements |
//! | 64 | 32 × 24 | for each section: offset, length, CRC-32, zero |
//! | 832 | 4 | CRC-32 of bytes 0 to 831 |
//! | 836 | 188 | zero |
//!
//! **Terms** are sorted by their text, which begins with a letter for the kind: `I` an IRI; `L`
//! language tag, NUL, value; `S` a plain string; `T` datatype IRI, NUL, value. They stand in blocks
//! of [`BLOCK`]. In a block, the first is its length and text; each other is how many bytes it shares
//! with the one before, how many follow, and these. Numbers in it are LEB128.
//!
//! **Triples** are kept in three orders, each reached by its first id without a search:
//!
//! * by subject: where a subject's triples begin; for each triple the position of its predicate
//!   among the predicates (in one, two or four bytes, as few as number them all) and its object;
//! * by predicate: where a predicate's groups begin; for each group its object and where its
//!   subjects begin; the subjects;
//! * by object: where an object's groups begin; the groups, which are those above.
//!
//! **Columns** of statements, one row for each instance of `dm:Statement`, by id: for each column
//! its distinct values, ascending, and for each row the position of its value among them (in as few
//! bytes as hold all positions and one more, which stands for a missing value).

use super::GraphError;
use std::ops::Range;

#[cfg(target_endian = "big")]
compile_error!("graph files are little-endian and are mapped as they are");

/// What every graph file begins with.
pub const MAGIC: &[u8; 8] = b"DEMARCHE";
/// The format version this program writes, and the only one it reads.
pub const VERSION: u32 = 2;
/// Length of the header in bytes.
pub const HEADER_LEN: usize = 1024;
/// Number of sections.
pub const SECTIONS: usize = 32;
/// Terms in a block of the dictionary.
pub const BLOCK: usize = 16;
/// Number of columns of statements.
pub const COLUMNS: usize = 9;

pub(super) const LENGTH_AT: usize = 32;
/// Where the header's table of sections begins.
pub const TABLE_AT: usize = 64;
/// Length of a section's entry in the header.
pub const ENTRY_LEN: usize = 24;
/// Where the header's own checksum is.
pub const CHECKSUM_AT: usize = TABLE_AT + SECTIONS * ENTRY_LEN;

/// A section of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Where each block of terms begins, and where the last ends: `u64`.
    TermBlocks,
    /// The blocks of terms.
    TermText,
    /// The predicates, ascending: `u32`.
    Predicates,
    /// Where each subject's triples begin: `u32`.
    SubjectIndex,
    /// The predicate of each triple, as a position among the predicates.
    SpoPredicates,
    /// The object of each triple: `u32`.
    SpoObjects,
    /// Where each predicate's groups begin: `u32`.
    PredicateIndex,
    /// The object of each group: `u32`.
    GroupObjects,
    /// Where each group's subjects begin: `u32`.
    GroupIndex,
    /// The subjects of each group: `u32`.
    GroupSubjects,
    /// Where each object's groups begin: `u32`.
    ObjectIndex,
    /// The groups of each object: `u32`.
    ObjectGroups,
    /// The distinct values of a column of statements: `u32`.
    ColumnValues(u8),
    /// The value of each row, as a position among the distinct ones.
    ColumnCodes(u8),
    /// Rows of statements with addressees, once for each: `u32`.
    AddresseeRows,
    /// The addressees: `u32`.
    Addressees,
}

const FIRST_COLUMN: usize = 12;
const LAST_PAIR: usize = FIRST_COLUMN + 2 * COLUMNS;

impl Section {
    /// Every section, in file order.
    pub fn all() -> impl Iterator<Item = Self> {
        const BEFORE: [Section; FIRST_COLUMN] = [
            Section::TermBlocks,
            Section::TermText,
            Section::Predicates,
            Section::SubjectIndex,
            Section::SpoPredicates,
            Section::SpoObjects,
            Section::PredicateIndex,
            Section::GroupObjects,
            Section::GroupIndex,
            Section::GroupSubjects,
            Section::ObjectIndex,
            Section::ObjectGroups,
        ];
        let columns =
            (0..COLUMNS as u8).flat_map(|n| [Self::ColumnValues(n), Self::ColumnCodes(n)]);
        let last = [Self::AddresseeRows, Self::Addressees];
        BEFORE.into_iter().chain(columns).chain(last)
    }

    /// Its position in the file's order.
    fn position(self) -> usize {
        match self {
            Self::TermBlocks => 0,
            Self::TermText => 1,
            Self::Predicates => 2,
            Self::SubjectIndex => 3,
            Self::SpoPredicates => 4,
            Self::SpoObjects => 5,
            Self::PredicateIndex => 6,
            Self::GroupObjects => 7,
            Self::GroupIndex => 8,
            Self::GroupSubjects => 9,
            Self::ObjectIndex => 10,
            Self::ObjectGroups => 11,
            Self::ColumnValues(n) => FIRST_COLUMN + 2 * usize::from(n),
            Self::ColumnCodes(n) => FIRST_COLUMN + 2 * usize::from(n) + 1,
            Self::AddresseeRows => LAST_PAIR,
            Self::Addressees => LAST_PAIR + 1,
        }
    }

    /// What it is called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::TermBlocks => "the table of terms",
            Self::TermText => "the text of terms",
            Self::Predicates => "the list of predicates",
            Self::SubjectIndex => "the index of subjects",
            Self::SpoPredicates | Self::SpoObjects => "the triples by subject",
            Self::PredicateIndex => "the index of predicates",
            Self::GroupObjects | Self::GroupIndex | Self::GroupSubjects => {
                "the triples by predicate"
            }
            Self::ObjectIndex => "the index of objects",
            Self::ObjectGroups => "the triples by object",
            Self::ColumnValues(_)
            | Self::ColumnCodes(_)
            | Self::AddresseeRows
            | Self::Addressees => "the columns of statements",
        }
    }

    /// Whether it belongs to the dictionary of terms, and not to the triples.
    pub fn is_dictionary(self) -> bool {
        matches!(self, Self::TermBlocks | Self::TermText)
    }
}

/// Bytes that a position among so many takes: as few as hold them all.
pub(super) fn width_of(positions: u64) -> u64 {
    match positions {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

/// How many there are of what a graph consists of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Distinct terms.
    pub terms: u64,
    /// Triples.
    pub triples: u64,
    /// Distinct predicates.
    pub predicates: u64,
    /// Distinct pairs of predicate and object.
    pub groups: u64,
    /// Instances of `dm:Statement`.
    pub statements: u64,
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
    /// How many there are of everything.
    pub totals: Totals,
    length: u64,
    entries: [Entry; SECTIONS],
}

impl Header {
    /// The header for sections of these contents, laid out one after the other.
    pub(super) fn for_sections(totals: Totals, sections: &[&[u8]; SECTIONS]) -> Self {
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
    pub fn read(file: &[u8]) -> Result<Self, GraphError> {
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
        let Totals {
            terms,
            triples,
            predicates,
            groups,
            statements,
        } = self.totals;
        let limit = u64::from(u32::MAX);
        let counted = [terms, triples, predicates, groups, statements];
        let fits = found == self.length
            && counted.iter().all(|count| *count <= limit)
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
            Section::ColumnCodes(n) => {
                length == statements * self.code_width(n) || (length, statements) == (0, 0)
            }
            Section::AddresseeRows => length.is_multiple_of(4),
            Section::Addressees => length == self.entry(Section::AddresseeRows).length,
        }
    }

    /// Bytes that each row of a column takes; none where the column has no value at all.
    pub(super) fn code_width(&self, column: u8) -> u64 {
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

    /// Compares every section with its checksum.
    pub(super) fn verify(&self, file: &[u8]) -> Result<(), GraphError> {
        for section in Section::all() {
            let content = file.get(self.range(section)).unwrap_or(&[]);
            if crc32fast::hash(content) != self.entry(section).checksum {
                return Err(GraphError::Damaged(section.name()));
            }
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_numbered_as_they_are_listed() {
        let positions: Vec<usize> = Section::all().map(Section::position).collect();
        assert_eq!(positions, (0..SECTIONS).collect::<Vec<_>>());
        const { assert!(CHECKSUM_AT + 4 <= HEADER_LEN) };
    }
}
