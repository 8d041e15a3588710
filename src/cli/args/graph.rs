//! What commands work on: a graph file, a study, or a SPARQL endpoint.

use super::parse::{bytes, duration};
use clap::Args;
use oxigraph::model::NamedNode;
use std::path::PathBuf;
use std::time::Duration;

/// A graph, wherever it is.
#[derive(Debug, Args)]
pub struct GraphArgs {
    /// A graph file, the folder of a study, or the http(s) address of a SPARQL endpoint
    #[arg(value_name = "GRAPH", index = 1)]
    pub place: PathBuf,
    /// The named graph to read; the endpoint's default graph unless given
    #[arg(
        long = "graph",
        value_name = "IRI",
        value_parser = named_node,
        help_heading = "Options for SPARQL endpoints"
    )]
    pub named: Option<NamedNode>,
    /// How other servers are spoken to.
    #[command(flatten)]
    pub connection: ConnectionArgs,
}

/// How other servers are spoken to.
///
/// Names and passwords are no options: they would stand in the shell's history and in lists of
/// processes. DEMARCHE_USER and DEMARCHE_PASSWORD, or DEMARCHE_TOKEN, or ~/.netrc have them.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options for SPARQL endpoints")]
pub struct ConnectionArgs {
    /// How long a server may be silent before it is given up: 30s, 10m
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "5m")]
    pub wait: Duration,
    /// How often to try where a server is busy, fails, or cannot be reached
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), default_value = "6")]
    pub tries: u32,
    /// The longest answer that is read: 500MB, 4GB
    #[arg(long, value_name = "SIZE", value_parser = bytes, default_value = "4GB")]
    pub longest_answer: u64,
}

/// An IRI in full, with or without angle brackets.
pub(super) fn named_node(text: &str) -> Result<NamedNode, String> {
    let text = text.trim();
    let inside = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    NamedNode::new(inside.unwrap_or(text)).map_err(|error| error.to_string())
}
