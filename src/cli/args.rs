//! The command line: arguments only. What they mean together is checked by each command.

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

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
    /// Write all triples as RDF
    Export(ExportArgs),
    /// Say what is in a graph: counts, coverage, digest
    Info(InfoArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Write the manual pages
    Man(ManArgs),
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
    /// agreement, disagreement, signed (both), or positions (actors and claims)
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// File to write, its format by its extension: .gexf, .graphml, .csv (and a node file beside
    /// it); `-` is stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// gexf, graphml, csv or matrix [default: by the output's extension]
    #[arg(short, long)]
    pub format: Option<String>,
    /// What the nodes are: actor, institution, state, sector, authority
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "actor",
        help_heading = "Projection"
    )]
    pub nodes: String,
    /// How statements count: statements (each), sources (once a source), year, month, week, once
    #[arg(
        long,
        value_name = "RULE",
        default_value = "sources",
        help_heading = "Projection"
    )]
    pub count: String,
    /// none, or average: weights divided by the mean activity of the two ends
    #[arg(
        long,
        value_name = "RULE",
        default_value = "none",
        help_heading = "Projection"
    )]
    pub normalize: String,
    /// Of signed networks: both (agreement and disagreement apart) or net (their difference)
    #[arg(
        long,
        value_name = "RULE",
        default_value = "both",
        help_heading = "Projection"
    )]
    pub ties: String,
    /// Keep nodes without ties
    #[arg(long, help_heading = "Projection")]
    pub isolates: bool,
    /// Leave out ties weaker than this
    #[arg(long, value_name = "WEIGHT", help_heading = "Projection")]
    pub min_weight: Option<f64>,
    /// Which statements go in.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// How the file looks.
    #[command(flatten)]
    pub look: LookArgs,
    /// Give up after this long, with exit code 124: 30s, 2m, 500ms
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
}

/// Filters of statements.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Filters (each may repeat; --not-… excludes)")]
pub struct FilterArgs {
    /// From this date on: 2013, 2013-02, 2013-02-20
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Up to this date, inclusive
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Theme of the claim
    #[arg(long, value_name = "ID")]
    pub theme: Vec<String>,
    /// Claim
    #[arg(long, value_name = "ID")]
    pub claim: Vec<String>,
    /// Speaker, or body spoken for
    #[arg(long, value_name = "ID")]
    pub actor: Vec<String>,
    /// Speech act
    #[arg(long, value_name = "ACT")]
    pub act: Vec<String>,
    /// Level of authority
    #[arg(long, value_name = "LEVEL")]
    pub authority: Vec<String>,
    /// Sector of the speaker
    #[arg(long, value_name = "SECTOR")]
    pub sector: Vec<String>,
    /// Country of the speaker
    #[arg(long, value_name = "CODE")]
    pub country: Vec<String>,
    /// Source
    #[arg(long, value_name = "ID")]
    pub source: Vec<String>,
    /// Not this theme
    #[arg(long, value_name = "ID")]
    pub not_theme: Vec<String>,
    /// Not this claim
    #[arg(long, value_name = "ID")]
    pub not_claim: Vec<String>,
    /// Not this speaker, or body spoken for
    #[arg(long, value_name = "ID")]
    pub not_actor: Vec<String>,
    /// Not this act
    #[arg(long, value_name = "ACT")]
    pub not_act: Vec<String>,
    /// Not this level
    #[arg(long, value_name = "LEVEL")]
    pub not_authority: Vec<String>,
    /// Not this sector
    #[arg(long, value_name = "SECTOR")]
    pub not_sector: Vec<String>,
    /// Not this country
    #[arg(long, value_name = "CODE")]
    pub not_country: Vec<String>,
    /// Not this source
    #[arg(long, value_name = "ID")]
    pub not_source: Vec<String>,
}

/// Looks and dialects of network files.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Output")]
pub struct LookArgs {
    /// Colour nodes by country, sector, kind or authority [default: what varies]
    #[arg(long, value_name = "ATTRIBUTE")]
    pub color_by: Option<String>,
    /// Seed of the layout
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// GraphML that Gephi reads without merging parallel ties
    #[arg(long = "for", value_name = "PROGRAM", value_parser = ["gephi"])]
    pub dialect: Option<String>,
    /// In CSV, put ' before cells that a spreadsheet would run as formulas
    #[arg(long)]
    pub safe_cells: bool,
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
