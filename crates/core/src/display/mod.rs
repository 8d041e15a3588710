//! Texts and tables for people: aligned for a terminal, or in Markdown.
//!
//! What is shown comes from tables and servers that strangers wrote, so every text goes through
//! [`visible`] before a terminal sees it, and through [`escaped`] before Markdown does.

mod table;
mod text;

pub use table::{Content, Table};
pub use text::{escaped, visible};
