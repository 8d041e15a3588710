//! Arguments of `validate`.

use super::graph::GraphArgs;
use super::parse::words;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Formats of a report, by name.
pub const FORMATS: &[&str] = &["table", "json", "ttl", "nt", "nq", "trig", "rdf", "jsonld"];

/// `validate`
#[derive(Debug, Args)]
pub struct ValidateArgs {
    /// The graph.
    #[command(flatten)]
    pub graph: GraphArgs,
    /// Shapes to hold the graph against, an RDF file [default: those of a demarche graph]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub shapes: Option<PathBuf>,
    /// Pass over parts of SHACL that are not supported, and list them, in place of refusing them
    #[arg(long)]
    pub ignore_unsupported: bool,
    /// Folder of the study that the graph was made of: results then name file, line and column
    /// [default: GRAPH, where it is a folder]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub study: Option<PathBuf>,
    /// File to write, its format by its extension: .txt, .json, .ttl, .nt, ...; `-` is stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Format: table for people, json, or a format of RDF for a sh:ValidationReport [default: by
    /// the output's extension, else table]
    #[arg(short, long, value_parser = words::<String>(FORMATS))]
    pub format: Option<String>,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Results listed at most for each constraint component of each shape; the rest is counted
    #[arg(long, value_name = "N", default_value_t = crate::validate::LIMIT)]
    pub limit: usize,
    /// Give up after this long, with exit code 124: 30s, 2m, 500ms
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
}
