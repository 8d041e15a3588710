//! A folder of tables becomes a study, with every problem at its place.

mod actors;
mod claims;
mod columns;
mod consistency;
mod manifest;
mod quotes;
mod read;
mod references;
mod row;
mod sources;
mod statements;
mod table;
mod template;
mod text;
mod themes;

pub use manifest::{MANIFEST, Manifest, OutputEntry};
pub use read::{Reading, read};
pub use template::{TemplateFile, template};
