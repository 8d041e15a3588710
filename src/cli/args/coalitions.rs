//! `demarche coalitions`.

use super::graph::GraphArgs;
use super::settings::{OfCoalitions, SettingArgs};
use clap::Args;
use std::path::PathBuf;

/// `coalitions`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche coalitions study --nodes state
      Which states stand together, and over which claims
  demarche coalitions study --theme attribution --since 2013 -o camps.md
      Who stands together over one theme, as a page
  demarche coalitions study --nodes state --resolution 2 -o camps.csv
      More and smaller coalitions, a row for each member")]
pub struct CoalitionsArgs {
    /// File to write: .txt, .md and .json tell all, .csv is a row for each member; `-` is stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Give up after this long, with exit code 124: 30s, 2m, 500ms
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
    /// Everything that a manifest can say of them too.
    #[command(flatten)]
    pub settings: SettingArgs<OfCoalitions>,
    /// The graph. Its options stand last: most graphs are files.
    #[command(flatten)]
    pub graph: GraphArgs,
}
