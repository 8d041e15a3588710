//! `demarche compare`.

use super::graph::GraphArgs;
use super::parse::words;
use super::settings::{OfCompare, SettingArgs};
use crate::compare::By;
use clap::Args;
use std::path::PathBuf;

/// `compare`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche compare study --by sector --groups military,civilian-government
      How far soldiers and civil servants are of one mind
  demarche compare study --by authority --country CHN
      Whether a state's voices differ by their level of authority
  demarche compare study --by country --part pairs -o distances.csv
      How far apart countries are, a row for each pair")]
pub struct CompareArgs {
    /// What sorts voices into groups: the sector, country or type of the actor, or the level of
    /// authority of the statement
    #[arg(long, value_name = "WHAT", value_parser = words::<By>(By::NAMES))]
    pub by: By,
    /// File to write, its format by its extension: .txt, .md, .csv, .json; `-` is stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Give up after this long, with exit code 124: 30s, 2m, 500ms
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
    /// Everything that a manifest can say of a comparison too.
    #[command(flatten)]
    pub settings: SettingArgs<OfCompare>,
    /// The graph. Its options stand last: most graphs are files.
    #[command(flatten)]
    pub graph: GraphArgs,
}
