//! Arguments of `compare`.

use super::csv::CsvArgs;
use super::filter::FilterArgs;
use super::graph::GraphArgs;
use super::parse::{long_options, one_or_many, word_if, words};
use crate::compare::{By, Part, Unit};
use crate::network::{Counting, NodeLevel};
use crate::page::PageFormat;
use clap::Args;
use serde::Deserialize;
use std::path::PathBuf;

/// `compare`
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The graph.
    #[command(flatten)]
    pub graph: GraphArgs,
    /// What sorts voices into groups: the sector, country or type of the actor, or the level of
    /// authority of the statement
    #[arg(long, value_name = "WHAT", value_parser = words::<By>(By::NAMES))]
    pub by: By,
    /// File to write, its format by its extension: .txt, .md, .csv, .json; `-` is stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Everything that a manifest can say of a comparison too.
    #[command(flatten)]
    pub settings: CompareSettings,
    /// Give up after this long, with exit code 124: 30s, 2m, 500ms
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
}

/// How groups are compared: options on the command line, keys of an `[[output]]` in a manifest.
#[derive(Debug, Args, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct CompareSettings {
    /// Format [default: by the output's extension, else table]
    #[arg(short, long, value_parser = words::<PageFormat>(PageFormat::NAMES))]
    #[serde(deserialize_with = "word_if")]
    pub format: Option<PageFormat>,
    /// Only this part: what was found, unanimity within groups, distances between pairs of groups,
    /// or claim by claim [default: all; in csv claims]
    #[arg(long, value_parser = words::<Part>(Part::NAMES))]
    #[serde(deserialize_with = "word_if")]
    pub part: Option<Part>,
    /// The groups to compare, in this order: military,civilian-government [default: all with two
    /// voices or more]
    #[arg(
        long,
        value_name = "GROUP,...",
        value_delimiter = ',',
        help_heading = "Comparison"
    )]
    #[serde(deserialize_with = "one_or_many")]
    pub groups: Vec<String>,
    /// Who a voice is: an actor, or the institution or state that statements are rolled up to
    #[arg(long, default_value_t, value_parser = words::<NodeLevel>(&["actor", "institution", "state"]), help_heading = "Comparison")]
    pub nodes: NodeLevel,
    /// How often a stance that is repeated counts when a voice's side is worked out
    #[arg(long, default_value_t, value_parser = words::<Counting>(Counting::NAMES), help_heading = "Comparison")]
    pub count: Counting,
    /// What shares and tests count: actors, each by the side that most of its statements on a claim
    /// are on, or statements, which of one actor are not independent
    #[arg(long, default_value_t, value_parser = words::<Unit>(Unit::NAMES), help_heading = "Comparison")]
    pub unit: Unit,
    /// Compare a group only on claims on which it has so many voices (or statements) [default: 1]
    #[arg(long, value_name = "N", help_heading = "Comparison")]
    pub least: Option<u32>,
    /// Permutations of a test where groups are too large for an exact one [default: 9999]
    #[arg(long, value_name = "N", help_heading = "Comparison")]
    pub permutations: Option<u32>,
    /// Where permutations start from
    #[arg(long, default_value_t, help_heading = "Comparison")]
    pub seed: u64,
    /// How CSV files are written.
    #[command(flatten)]
    #[serde(flatten)]
    pub csv: CsvArgs,
    /// Which statements go in.
    #[command(flatten)]
    #[serde(flatten)]
    pub filter: FilterArgs,
}

impl CompareSettings {
    /// The keys that a manifest can use: the long options.
    pub(in crate::cli) fn keys() -> Vec<String> {
        long_options::<Self>()
    }
}
