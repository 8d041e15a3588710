//! The command line: arguments only. What they mean together is checked by each command.

use crate::export::{ColorBy, NetworkFormat};
use crate::model::{EdtfDate, InvalidDate};
use crate::network::{
    Compat, Counting, Duration, Logic, NetworkKind, NodeLevel, Normalization, Ties,
};
use crate::report::PageFormat;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, ValueHint};
use serde::{Deserialize, Deserializer, de};
use std::path::PathBuf;
use std::str::FromStr;

mod compare;

pub use compare::{CompareArgs, CompareSettings};

/// Coded political statements as a knowledge graph: SPARQL answers and networks of agreement and
/// disagreement.
///
/// A study is a folder of tables. `demarche run` makes everything from it: the graph, the answers
/// and the networks that its manifest lists.
#[derive(Debug, Parser)]
#[command(
    name = "demarche",
    version,
    propagate_version = true,
    max_term_width = 100
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// Say nothing but errors on stderr
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more on stderr: every note, where time goes
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Whether to use colours [NO_COLOR is respected]
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new study: a manifest, empty tables with headers, and a page on how to code
    Init(InitArgs),
    /// Read studies and report every problem in them; write nothing
    Check(CheckArgs),
    /// Compile studies and RDF files into one graph file
    Ingest(IngestArgs),
    /// Make everything of a study: check it, compile it, and write each output its manifest lists
    Run(RunArgs),
    /// Answer a saved query, a query file, or a query given as text
    Query(Box<QueryArgs>),
    /// List the saved queries, or show one with its parameters
    Queries(QueriesArgs),
    /// Project the statements into a network and export it
    Network(Box<NetworkArgs>),
    /// Say who stands together, over what, and how divided they are
    Coalitions(Box<CoalitionsArgs>),
    /// Compare groups of voices: how far each is of one mind, and where they part
    Compare(Box<CompareArgs>),
    /// Write all triples as RDF
    Export(ExportArgs),
    /// Say what is in a graph: counts, coverage, digest
    Info(InfoArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Write the manual pages
    Man(ManArgs),
    /// Write a made-up study, for benchmarks
    #[command(hide = true)]
    Synthesize(SynthesizeArgs),
}

/// `init`
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder to make; it must not exist or be empty
    #[arg(value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    /// Title of the study [default: the folder's name]
    #[arg(long)]
    pub title: Option<String>,
}

/// `check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Folders of studies, and RDF files
    #[arg(required = true, value_name = "STUDY")]
    pub studies: Vec<PathBuf>,
    /// Print the problems as JSON, one object a line, on stdout
    #[arg(long)]
    pub json: bool,
}

/// `ingest`
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// Folders of studies, and RDF files
    #[arg(required = true, value_name = "STUDY")]
    pub studies: Vec<PathBuf>,
    /// The graph file to write; `-` is stdout
    #[arg(short, long, value_name = "GRAPH")]
    pub output: PathBuf,
    /// Print the problems as JSON, one object a line, on stderr
    #[arg(long)]
    pub json: bool,
}

/// `run`
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Folder of the study
    #[arg(value_hint = ValueHint::DirPath)]
    pub study: PathBuf,
    /// Folder for the outputs [default: `out` in the study's folder]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// Folder of further saved queries; one of the same name replaces a built-in one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub queries: Option<PathBuf>,
}

/// `query`
#[derive(Debug, Args)]
pub struct QueryArgs {
    /// A graph file, or the folder of a study
    #[arg(value_name = "GRAPH")]
    pub graph: PathBuf,
    /// Name of a saved query (see `demarche queries`), or a file with a query; `-` is stdin
    #[arg(
        value_name = "NAME|FILE",
        required_unless_present = "text",
        conflicts_with = "text"
    )]
    pub query: Option<String>,
    /// The query as text
    #[arg(short = 'e', long = "text", value_name = "SPARQL")]
    pub text: Option<String>,
    /// A parameter of the query; may repeat
    #[arg(short, long = "param", value_name = "NAME=VALUE")]
    pub params: Vec<String>,
    /// table, csv, tsv, json, xml, md; for graphs ttl, nt, nq, trig, rdf, jsonld [default: by the
    /// output's extension, else table or ttl]
    #[arg(short, long)]
    pub format: Option<String>,
    /// File to write; `-` is stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Folder of further saved queries; one of the same name replaces a built-in one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub queries: Option<PathBuf>,
    /// Give up after this long, with exit code 124: 30s, 2m, 500ms
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
    /// Print the query as it is run, parameters bound, in place of running it
    #[arg(long)]
    pub show: bool,
}

/// `queries`
#[derive(Debug, Args)]
pub struct QueriesArgs {
    /// Show this one, with its parameters and its text
    pub name: Option<String>,
    /// Folder of further saved queries
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub queries: Option<PathBuf>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `network`
#[derive(Debug, Args)]
pub struct NetworkArgs {
    /// A graph file, or the folder of a study
    #[arg(value_name = "GRAPH")]
    pub graph: PathBuf,
    /// What is tied: actors that agree, that disagree, both (signed), that speak of the same
    /// (shared); actors and claims (positions); claims; speakers and whom they address (addressed)
    #[arg(value_name = "KIND", value_parser = words::<NetworkKind>(NetworkKind::NAMES))]
    pub kind: NetworkKind,
    /// File to write, its format by its extension: .gexf, .graphml, .csv (and a node file beside
    /// it), .svg (a picture; of positions a heat map), .png where built in, each also .gz or .zst;
    /// `-` is stdout
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
    #[arg(short, long, value_parser = words::<NetworkFormat>(&["gexf", "graphml", "csv", "matrix", "svg", "png"]))]
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
    pub(super) fn keys() -> Vec<String> {
        long_options::<Self>()
    }
}

impl CoalitionsSettings {
    /// The keys that a manifest can use: the long options.
    pub(super) fn keys() -> Vec<String> {
        long_options::<Self>()
    }
}

fn long_options<A: Args>() -> Vec<String> {
    let command = A::augment_args(clap::Command::new("settings"));
    let longs = command.get_arguments().filter_map(|arg| arg.get_long());
    longs.map(str::to_owned).collect()
}

/// `coalitions`
#[derive(Debug, Args)]
pub struct CoalitionsArgs {
    /// A graph file, or the folder of a study
    #[arg(value_name = "GRAPH")]
    pub graph: PathBuf,
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
    /// Which statements go in.
    #[command(flatten)]
    #[serde(flatten)]
    pub filter: FilterArgs,
}

/// Filters of statements.
#[derive(Debug, Args, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[command(next_help_heading = "Filters (each but the dates may repeat)")]
pub struct FilterArgs {
    /// From this date on: 2013, 2013-02, 2013-02-20
    #[arg(long, value_name = "DATE", value_parser = date)]
    #[serde(deserialize_with = "date_if")]
    pub since: Option<EdtfDate>,
    /// Up to this date, inclusive
    #[arg(long, value_name = "DATE", value_parser = date)]
    #[serde(deserialize_with = "date_if")]
    pub until: Option<EdtfDate>,
    /// Theme of the claim
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub theme: Vec<String>,
    /// Claim
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub claim: Vec<String>,
    /// Speaker, or body spoken for
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub actor: Vec<String>,
    /// Speech act
    #[arg(long, value_name = "ACT")]
    #[serde(deserialize_with = "one_or_many")]
    pub act: Vec<String>,
    /// Level of authority
    #[arg(long, value_name = "LEVEL")]
    #[serde(deserialize_with = "one_or_many")]
    pub authority: Vec<String>,
    /// Sector of the speaker
    #[arg(long, value_name = "SECTOR")]
    #[serde(deserialize_with = "one_or_many")]
    pub sector: Vec<String>,
    /// Country of the speaker
    #[arg(long, value_name = "CODE")]
    #[serde(deserialize_with = "one_or_many")]
    pub country: Vec<String>,
    /// Source
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub source: Vec<String>,
    /// Not this theme
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_theme: Vec<String>,
    /// Not this claim
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_claim: Vec<String>,
    /// Not this speaker, or body spoken for
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_actor: Vec<String>,
    /// Not this act
    #[arg(long, value_name = "ACT")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_act: Vec<String>,
    /// Not this level
    #[arg(long, value_name = "LEVEL")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_authority: Vec<String>,
    /// Not this sector
    #[arg(long, value_name = "SECTOR")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_sector: Vec<String>,
    /// Not this country
    #[arg(long, value_name = "CODE")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_country: Vec<String>,
    /// Not this source
    #[arg(long, value_name = "ID")]
    #[serde(deserialize_with = "one_or_many")]
    pub not_source: Vec<String>,
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
    /// Write GraphML that Gephi reads without merging parallel ties
    #[arg(long = "for", value_name = "PROGRAM", value_parser = ["gephi"])]
    #[serde(rename = "for")]
    pub dialect: Option<String>,
    /// In CSV, put ' before cells that a spreadsheet would run as formulas
    #[arg(long)]
    pub safe_cells: bool,
}

/// A parser of one of these words.
fn words<T>(names: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: FromStr + Clone + Send + Sync + 'static,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|word| word.parse::<T>())
}

fn date(text: &str) -> Result<EdtfDate, InvalidDate> {
    EdtfDate::parse(text)
}

fn date_if<'de, D: Deserializer<'de>>(from: D) -> Result<Option<EdtfDate>, D::Error> {
    EdtfDate::parse(&String::deserialize(from)?)
        .map(Some)
        .map_err(de::Error::custom)
}

fn word<'de, D: Deserializer<'de>, T: FromStr<Err: std::fmt::Display>>(
    from: D,
) -> Result<T, D::Error> {
    String::deserialize(from)?
        .parse()
        .map_err(de::Error::custom)
}

fn word_if<'de, D: Deserializer<'de>, T: FromStr<Err: std::fmt::Display>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    word(from).map(Some)
}

/// In a manifest one value needs no brackets.
fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a text or a list of texts")]
    enum Values {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Values::deserialize(from)? {
        Values::One(value) => vec![value],
        Values::Many(values) => values,
    })
}

/// `export`
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// A graph file, or the folder of a study
    #[arg(value_name = "GRAPH")]
    pub graph: PathBuf,
    /// File to write, its format by its extension: .ttl .nt .nq .trig .rdf .jsonld, and .gz or
    /// .zst on top; `-` is stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// ttl, nt, nq, trig, rdf or jsonld [default: by the output's extension]
    #[arg(short, long)]
    pub format: Option<String>,
}

/// `info`
#[derive(Debug, Args)]
pub struct InfoArgs {
    /// A graph file, or the folder of a study
    #[arg(value_name = "GRAPH")]
    pub graph: PathBuf,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
    /// Read the whole file and compare all checksums
    #[arg(long)]
    pub verify: bool,
}

/// `synthesize`
#[derive(Debug, Args)]
pub struct SynthesizeArgs {
    /// Folder to make; it must not exist or be empty
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    /// How many statements
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub statements: usize,
    /// How many actors: states, their institutions and persons [default: grows with the root of
    /// the statements]
    #[arg(long, value_name = "N")]
    pub actors: Option<usize>,
    /// How many claims [default: half as many as actors]
    #[arg(long, value_name = "N")]
    pub claims: Option<usize>,
    /// How many sources [default: one for five statements]
    #[arg(long, value_name = "N")]
    pub sources: Option<usize>,
    /// How many coalitions of states are planted
    #[arg(long, value_name = "K", default_value_t = 2)]
    pub coalitions: usize,
    /// The share of statements that depart from their coalition's line, 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.1)]
    pub noise: f64,
    /// Another seed gives another debate
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
}

/// `completions`
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// `man`
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Folder to write a page for each command into [default: the main page to stdout]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
}
