//! A folder of tables becomes a study, with every problem at its place.
//!
//! [`open`] reads everything but the statements, and checks it. [`Opened::read`] then streams the
//! statements in blocks through as many threads as there are, each of which gives its share, row by
//! row, to a [`Consumer`] of its own; no table's text is held.

mod actors;
mod blocks;
mod claims;
mod columns;
mod folder;
mod form;
mod inside;
mod keys;
mod locate;
mod logic;
mod manifest;
mod manifest_text;
mod quotes;
mod read;
mod record;
mod references;
mod row;
mod rows;
mod same;
mod sources;
mod statements;
mod stream;
mod switches;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod themes;

pub use folder::{is_study, studies_below};
pub use inside::{OutsideStudy, inside};
pub use locate::{Cell, Located, locate};
pub use manifest::{MANIFEST, Manifest, OutputEntry};
pub use read::{Opened, Reading, open, size};
pub use stream::Consumer;
pub use template::{TemplateFile, template};
