//! The command line: arguments only. What they mean together is checked by each command.

mod coalitions;
mod compare;
mod graph;
mod network;
mod parse;
mod push;
mod serve;
mod settings;
mod validate;

pub use coalitions::CoalitionsArgs;
pub use compare::CompareArgs;
pub use graph::{ConnectionArgs, GraphArgs};
pub use network::NetworkArgs;
pub(in crate::cli) use parse::{bytes, duration};
pub use push::{Gzip, PushArgs};
pub use serve::{ServeArgs, WorkerArgs};
pub use validate::{FORMATS as VALIDATE_FORMATS, ValidateArgs};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, ValueHint};
use oxigraph::model::NamedNode;
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
    // What a command has of its own comes first.
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "verbose",
        display_order = 900
    )]
    pub quiet: bool,
    /// Say more on stderr: every note, where time goes
    #[arg(short, long, global = true, action = ArgAction::Count, display_order = 901)]
    pub verbose: u8,
    /// Whether to use colours [NO_COLOR is respected]
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        display_order = 902
    )]
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
    /// Hold a graph against SHACL shapes
    Validate(ValidateArgs),
    /// Write all triples as RDF
    Export(ExportArgs),
    /// Load a graph into another RDF store
    Push(PushArgs),
    /// Answer queries over HTTP: a SPARQL endpoint for this machine, read-only
    Serve(Box<ServeArgs>),
    /// Say what is in a graph: counts, coverage, digest
    Info(InfoArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Write the manual pages
    Man(ManArgs),
    /// Answer one query for `serve`, in a process of its own
    #[command(hide = true)]
    ServeWorker(WorkerArgs),
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
    #[arg(value_name = "STUDY", default_value = ".")]
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
#[command(after_help = "\
Examples:
  demarche run study
      The graph and all outputs that study/demarche.toml lists, into study/out
  demarche run study -o results
      The same into another folder
  demarche run study --timeout 5m
      All of it within five minutes, or nothing")]
pub struct RunArgs {
    /// Folder of the study
    #[arg(value_hint = ValueHint::DirPath, default_value = ".")]
    pub study: PathBuf,
    /// Folder for the outputs [default: `out` in the study's folder]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// Folder of further saved queries; one of the same name replaces a built-in one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub queries: Option<PathBuf>,
    /// Give up after this long, with exit code 124 and nothing written: 30s, 2m, 500ms
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
}

/// `query`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche query study sector-split
      The answer of a saved query; `demarche queries` lists them
  demarche query study actors-for-and-against -p claim=cyberattacks -o sides.csv
      With a value for a parameter, into a file
  demarche query study -e 'SELECT ?actor { ?actor a dm:Actor } LIMIT 5'
      A query given as text")]
pub struct QueryArgs {
    /// Name of a saved query (see `demarche queries`), or a file with a query; `-` is stdin
    #[arg(
        index = 2,
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
    /// Read an endpoint's triples and answer here, in place of having it answer
    #[arg(long, help_heading = "Options for SPARQL endpoints")]
    pub fetch: bool,
    /// An endpoint that the query may ask by SERVICE, under this name; may repeat [default: none]
    #[arg(long, value_name = "IRI", value_parser = graph::named_node)]
    pub allow_service: Vec<NamedNode>,
    /// Print the query as it is run, parameters bound, in place of running it
    #[arg(long)]
    pub show: bool,
    /// The graph. Its options stand last: most graphs are files.
    #[command(flatten)]
    pub graph: GraphArgs,
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

/// `export`
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The graph.
    #[command(flatten)]
    pub graph: GraphArgs,
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
    /// The graph.
    #[command(flatten)]
    pub graph: GraphArgs,
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
