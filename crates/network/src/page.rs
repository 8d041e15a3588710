//! The formats of pages that tell people and programs what was found.

use crate::{UnknownChoice, words};
use demarche_core::display::CsvDialect;
use demarche_core::sink::Compression;
use serde::{Deserialize, Deserializer, de};
use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// A format of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageFormat {
    /// Sentences and aligned tables, for reading in a terminal.
    Table,
    /// The same in Markdown.
    Markdown,
    /// One of the tables: CSV has no room for several.
    Csv,
    /// Everything, in full precision.
    Json,
}

words! { PageFormat { Table = "table", Markdown = "md", Csv = "csv", Json = "json", } }

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageStyle {
    /// Its format.
    pub format: PageFormat,
    /// The columns of the terminal that tables have to fit, if there is one.
    pub width: Option<usize>,
    /// How a CSV file is written.
    pub csv: CsvDialect,
}

impl PageFormat {
    /// Returns the format that a file's extension asks for; that of a compression on top is passed
    /// over.
    ///
    /// ```
    /// use demarche_network::page::PageFormat;
    /// use std::path::Path;
    /// let of = |name| PageFormat::of_path(Path::new(name));
    /// assert_eq!(of("who.md.gz"), Some(PageFormat::Markdown));
    /// assert_eq!(of("who.txt"), Some(PageFormat::Table));
    /// assert_eq!(of("who.pdf"), None);
    /// ```
    pub fn of_path(path: &Path) -> Option<Self> {
        let plain = Compression::of(path).1;
        match plain.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Table),
            extension => extension.parse().ok(),
        }
    }
}
