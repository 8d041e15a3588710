//! How CSV files are written: the same words for every command that writes some.

use super::parse::{word, words};
use crate::display::{CsvDialect, Delimiter};
use clap::Args;
use serde::Deserialize;

/// Dialects of CSV files.
#[derive(Debug, Args, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[command(next_help_heading = "Output")]
pub struct CsvArgs {
    /// In CSV, put ' before cells that a spreadsheet would run as formulas
    #[arg(long)]
    pub safe_cells: bool,
    /// Begin CSV and Pajek files with a byte order mark, by which Excel and Pajek know UTF-8
    #[arg(long)]
    pub bom: bool,
    /// What stands between the cells of CSV files
    #[arg(long, default_value_t, value_parser = words::<Delimiter>(Delimiter::NAMES))]
    #[serde(deserialize_with = "word")]
    pub delimiter: Delimiter,
}

impl CsvArgs {
    /// Returns the dialect that is asked for.
    pub(in crate::cli) fn dialect(&self) -> CsvDialect {
        CsvDialect {
            safe_cells: self.safe_cells,
            bom: self.bom,
            delimiter: self.delimiter,
        }
    }
}
