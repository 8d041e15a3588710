//! `demarche network`.

use super::csv::CsvArgs;
use super::filter::FilterArgs;
use super::graph::GraphArgs;
use super::parse::{long_options, parsed, word, word_if, words};
use crate::export::svg::timeline::Event;
use crate::export::{ColorBy, GexfVersion, NetworkFormat};
use crate::network::{
    Compat, Counting, Duration, Logic, NetworkKind, NodeLevel, Normalization, Ties,
};
use clap::Args;
use serde::Deserialize;
use std::path::PathBuf;

/// `network`
#[derive(Debug, Args)]
pub struct NetworkArgs {
    /// The graph.
    #[command(flatten)]
    pub graph: GraphArgs,
    /// What is tied: actors that agree, that disagree, both (signed), that speak of the same
    /// (shared); actors and claims (positions); claims; speakers and whom they address (addressed)
    #[arg(value_name = "KIND", value_parser = words::<NetworkKind>(NetworkKind::NAMES))]
    pub kind: NetworkKind,
    /// File to write, its format by its extension: .gexf, .graphml, .csv (and a node file beside
    /// it), .dl (UCINET; and a key), .net (Pajek; and .clu, .vec), .cyjs (Cytoscape), .json
    /// (graphology), .svg (a picture; of positions a heat map), .png where built in, .ttl or .nt
    /// (ties as RDF), each also .gz or .zst; `-` is stdout
    #[arg(short, long, value_name = "FILE", required_unless_present = "explain")]
    pub output: Option<PathBuf>,
    /// Instead of a network, list every statement behind the ties of these two nodes, by claim; with
    /// -o to a file: text, .csv or .json
    #[arg(long, num_args = 2, value_names = ["NODE", "NODE"], conflicts_with_all = ["format", "window"])]
    pub explain: Option<Vec<String>>,
    /// Everything that a manifest can say of a network too.
    #[command(flatten)]
    pub settings: NetworkSettings,
    /// Give up after this long, with exit code 124: 30s, 2m, 500ms
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
}

/// How a network is made and written: options on the command line, keys of an `[[output]]` in a
/// manifest.
#[derive(Debug, Args, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct NetworkSettings {
    /// Format of the file [default: by its extension]
    #[arg(short, long, value_parser = words::<NetworkFormat>(&NetworkFormat::NAMES))]
    #[serde(deserialize_with = "word_if")]
    pub format: Option<NetworkFormat>,
    /// What the nodes are: statements are rolled up from the speaker to the body spoken for and
    /// what it is part of
    #[arg(long, default_value_t, value_parser = words::<NodeLevel>(NodeLevel::NAMES), help_heading = "Projection")]
    pub nodes: NodeLevel,
    /// How often a stance that is repeated counts
    #[arg(long, default_value_t, value_parser = words::<Counting>(Counting::NAMES), help_heading = "Projection")]
    pub count: Counting,
    /// What weights are divided by: nothing; the mean activity of the two ends (average); their
    /// vectors' lengths (cosine); jaccard: what both have of all that either has; in positions the
    /// node's activity, or all that is said of the claim (prominence)
    #[arg(long, default_value_t, value_parser = words::<Normalization>(Normalization::NAMES), help_heading = "Projection")]
    pub normalize: Normalization,
    /// Whether stances count that follow from others, by what claims entail and contradict
    #[arg(long, default_value_t, value_parser = words::<Logic>(Logic::NAMES), help_heading = "Projection")]
    pub logic: Logic,
    /// Compute as another program does: dna3, where Discourse Network Analyzer 3 differs
    #[arg(long, value_name = "PROGRAM", value_parser = words::<Compat>(Compat::NAMES), help_heading = "Projection")]
    pub compat: Option<Compat>,
    /// Ties of a pair in a signed network or one of claims: agreement and disagreement apart, or their difference
    #[arg(long, default_value_t, value_parser = words::<Ties>(Ties::NAMES), help_heading = "Projection")]
    pub ties: Ties,
    /// Keep nodes without ties
    #[arg(long, help_heading = "Projection")]
    pub isolates: bool,
    /// Leave out ties weaker than this
    #[arg(long, value_name = "WEIGHT", help_heading = "Projection")]
    pub min_weight: Option<f64>,
    /// Leave out ties that are not among the N strongest of either end; in positions, all but the N
    /// strongest claims of each node
    #[arg(long, value_name = "N", help_heading = "Projection")]
    pub top: Option<u32>,
    /// List at most this many claims a tie, those that weigh most in it [default: 100]
    #[arg(long, value_name = "N", help_heading = "Projection")]
    pub list_claims: Option<u32>,
    /// How fine coalitions are: more than 1 gives more and smaller ones, less gives fewer [default:
    /// 1]
    #[arg(long, value_name = "NUMBER", help_heading = "Projection")]
    pub resolution: Option<f64>,
    /// A network for each window of time: 1y, 6m, 2w, 30d. In GEXF one that moves; in CSV a table of
    /// measures by window
    #[arg(long, value_name = "LENGTH", help_heading = "Time")]
    pub window: Option<Duration>,
    /// How far the next window begins after the last [default: where that ends]
    #[arg(
        long,
        value_name = "LENGTH",
        requires = "window",
        help_heading = "Time"
    )]
    pub step: Option<Duration>,
    /// Mark a day in pictures over time: 2013-06-05=Snowden; may repeat
    #[arg(
        long,
        value_name = "DAY=NAME",
        requires = "window",
        help_heading = "Time"
    )]
    #[serde(deserialize_with = "parsed")]
    pub event: Vec<Event>,
    /// Write a file a window: NAME-2013-01-01.gexf
    #[arg(long, requires = "window", help_heading = "Time")]
    pub split: bool,
    /// Which statements go in.
    #[command(flatten)]
    #[serde(flatten)]
    pub filter: FilterArgs,
    /// How the file looks.
    #[command(flatten)]
    #[serde(flatten)]
    pub look: LookArgs,
}

impl NetworkSettings {
    /// The keys that a manifest can use: the long options.
    pub(in crate::cli) fn keys() -> Vec<String> {
        long_options::<Self>()
    }
}

/// Looks and dialects of network files.
#[derive(Debug, Args, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[command(next_help_heading = "Output")]
pub struct LookArgs {
    /// What the colour of nodes stands for
    #[arg(long, value_name = "ATTRIBUTE", default_value = "auto")]
    #[serde(deserialize_with = "word")]
    pub color_by: ColorBy,
    /// Where the layout and the search for coalitions start from
    #[arg(long, default_value_t)]
    pub seed: u64,
    /// Write for this program alone: GraphML that Gephi reads without merging parallel ties, GEXF
    /// over time with a weight for each window
    #[arg(long = "for", value_name = "PROGRAM", value_parser = ["gephi"])]
    #[serde(rename = "for")]
    pub dialect: Option<String>,
    /// Version of GEXF; 1.2 is for programs that do not know 1.3, such as networkx before 3.6
    #[arg(long, value_name = "VERSION", default_value_t, value_parser = words::<GexfVersion>(GexfVersion::NAMES))]
    #[serde(deserialize_with = "word")]
    pub gexf_version: GexfVersion,
    /// How CSV files are written.
    #[command(flatten)]
    #[serde(flatten)]
    pub csv: CsvArgs,
}
