//! `demarche coalitions`.

use super::csv::CsvArgs;
use super::filter::FilterArgs;
use super::graph::GraphArgs;
use super::parse::{long_options, word_if, words};
use crate::network::{Counting, Logic, NodeLevel, Normalization};
use crate::page::PageFormat;
use clap::Args;
use serde::Deserialize;
use std::path::PathBuf;

/// `coalitions`
#[derive(Debug, Args)]
pub struct CoalitionsArgs {
    /// The graph.
    #[command(flatten)]
    pub graph: GraphArgs,
    /// Everything that a manifest can say of them too.
    #[command(flatten)]
    pub settings: CoalitionsSettings,
    /// File to write; `-` is stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Give up after this long, with exit code 124: 30s, 2m, 500ms
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
}

/// How coalitions are found and told: options on the command line, keys of an `[[output]]` in a
/// manifest.
#[derive(Debug, Args, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct CoalitionsSettings {
    /// table and md tell all, json too, csv is a row for each member [default: by the output's
    /// extension, else table]
    #[arg(short, long, value_parser = words::<PageFormat>(PageFormat::NAMES))]
    #[serde(deserialize_with = "word_if")]
    pub format: Option<PageFormat>,
    /// What the members are: statements are rolled up from the speaker to the body spoken for and
    /// what it is part of
    #[arg(long, default_value_t, value_parser = words::<NodeLevel>(NodeLevel::NAMES), help_heading = "Projection")]
    pub nodes: NodeLevel,
    /// How often a stance that is repeated counts
    #[arg(long, default_value_t, value_parser = words::<Counting>(Counting::NAMES), help_heading = "Projection")]
    pub count: Counting,
    /// What weights are divided by, as in `demarche network`
    #[arg(long, default_value_t, value_parser = words::<Normalization>(Normalization::NAMES), help_heading = "Projection")]
    pub normalize: Normalization,
    /// Whether stances count that follow from others, by what claims entail and contradict
    #[arg(long, default_value_t, value_parser = words::<Logic>(Logic::NAMES), help_heading = "Projection")]
    pub logic: Logic,
    /// Leave out ties weaker than this
    #[arg(long, value_name = "WEIGHT", help_heading = "Projection")]
    pub min_weight: Option<f64>,
    /// Leave out ties that are not among the N strongest of either end
    #[arg(long, value_name = "N", help_heading = "Projection")]
    pub top: Option<u32>,
    /// How fine coalitions are: more than 1 gives more and smaller ones, less gives fewer [default:
    /// 1]
    #[arg(long, value_name = "NUMBER", help_heading = "Projection")]
    pub resolution: Option<f64>,
    /// Where the search starts from
    #[arg(long, default_value_t, help_heading = "Projection")]
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

impl CoalitionsSettings {
    /// The keys that a manifest can use: the long options.
    pub(in crate::cli) fn keys() -> Vec<String> {
        long_options::<Self>()
    }
}
