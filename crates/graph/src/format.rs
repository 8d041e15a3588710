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

use demarche_core::statements::StatementColumn;

#[cfg(target_endian = "big")]
compile_error!("graph files are little-endian and are mapped as they are");

/// The rank of a term in a graph's dictionary.
pub type TermId = u32;

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
pub const COLUMNS: usize = StatementColumn::ALL.len();

/// Where the header keeps the length of the file.
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
    ColumnValues(StatementColumn),
    /// The value of each row, as a position among the distinct ones.
    ColumnCodes(StatementColumn),
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
        let columns = StatementColumn::ALL
            .into_iter()
            .flat_map(|column| [Self::ColumnValues(column), Self::ColumnCodes(column)]);
        let last = [Self::AddresseeRows, Self::Addressees];
        BEFORE.into_iter().chain(columns).chain(last)
    }

    /// Its position in the file's order.
    pub(super) fn position(self) -> usize {
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
            Self::ColumnValues(column) => FIRST_COLUMN + 2 * (column as usize),
            Self::ColumnCodes(column) => FIRST_COLUMN + 2 * (column as usize) + 1,
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
