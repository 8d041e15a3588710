//! Why an edit of a table was not made.

use super::schema::TableName;
use super::values::CellFault;
use crate::diagnostic::Problems;
use std::io;
use std::path::PathBuf;

/// An edit that was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The table, or the manifest, cannot be read as one.
    #[error("{} cannot be edited before its errors are mended", path.display())]
    Unreadable {
        /// The table.
        path: PathBuf,
        /// What is wrong.
        problems: Problems,
    },
    /// There is no such row.
    #[error("no row {0}")]
    NoRow(usize),
    /// The row has more or fewer cells than the header, or characters that no text should have.
    #[error("the row in line {line} cannot be edited before its errors are mended")]
    MalformedRow {
        /// Where it begins.
        line: u64,
    },
    /// The table has no such column.
    #[error("{table} has no column `{column}`")]
    NoColumn {
        /// The table.
        table: TableName,
        /// The column.
        column: String,
    },
    /// A value that the column does not take.
    #[error("{column}: {fault}")]
    Value {
        /// The column.
        column: String,
        /// What is wrong with the value.
        fault: CellFault,
    },
    /// Another program changed the file since it was read.
    #[error("{} was changed by someone else", .0.display())]
    Changed(PathBuf),
    /// Another program is writing the file.
    #[error("{} is being written by someone else", .0.display())]
    Locked(PathBuf),
    /// The file could not be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
}
