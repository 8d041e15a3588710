//! The command as a user meets it: files in, files and messages out.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

mod broken_studies;
mod cli_help;
mod determinism;
mod docs;
mod end_to_end;
#[cfg(unix)]
mod hostile;
mod ontology;
mod output_files;
mod saved_queries;
mod synthetic;
#[path = "../tiny_disk/mod.rs"]
mod tiny_disk;
