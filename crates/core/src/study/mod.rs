//! A folder of tables becomes a study, with every problem at its place.
//!
//! [`open`] reads everything but the statements, and checks it. [`Opened::read`] then streams the
//! statements in blocks through as many threads as there are, each of which gives its share, row by
//! row, to a [`Consumer`] of its own; no table's text is held.

mod actors;
mod blocks;
mod claims;
mod columns;
mod edit;
mod edit_error;
#[cfg(test)]
mod edit_tests;
mod folder;
mod form;
mod inside;
mod keys;
mod kinds;
mod limits;
mod locate;
mod logic;
mod manifest;
mod manifest_text;
mod places;
mod quotes;
mod read;
mod record;
mod references;
mod replace;
mod row;
mod rows;
mod same;
mod schema;
mod sources;
mod statements;
mod stream;
mod switches;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod text_of_table;
mod themes;
mod values;

pub use edit::TableEditor;
pub use edit_error::EditError;
pub use folder::{is_study, studies_below};
pub use inside::{OutsideStudy, inside};
pub use locate::{Cell, Located, locate};
pub use manifest::{MANIFEST, Manifest, OutputEntry};
pub use read::{Opened, Reading, open, size};
pub use schema::{CellKind, ColumnSchema, TableName, TableSchema, Vocabulary};
pub use stream::Consumer;
pub use template::{TemplateFile, template};
pub use values::CellFault;
