//! Texts and tables for people: aligned for a terminal, in Markdown, or for spreadsheets.
//!
//! What is shown comes from tables and servers that strangers wrote, so every text goes through
//! [`visible`] before a terminal sees it, and through [`escaped`] before Markdown does.

mod csv;
mod table;
mod text;

pub use self::csv::{CsvDialect, CsvWriter, Delimiter, UnknownDelimiter};
pub use table::{Content, Table};
pub use text::{escaped, visible};
