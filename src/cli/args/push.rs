//! `push`

use super::graph::{ConnectionArgs, named_node};
use super::parse::bytes;
use clap::{ArgGroup, Args, ValueEnum, ValueHint};
use oxigraph::model::NamedNode;
use std::path::PathBuf;

/// `push`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("name").required(true)))]
pub struct PushArgs {
    /// A graph file, or the folder of a study
    #[arg(value_name = "GRAPH")]
    pub graph: PathBuf,
    /// The store's address for graphs (SPARQL 1.1 Graph Store Protocol)
    #[arg(value_name = "ADDRESS")]
    pub address: String,
    /// The named graph that it replaces
    #[arg(long = "graph", value_name = "IRI", value_parser = named_node, group = "name")]
    pub named: Option<NamedNode>,
    /// Replace the default graph
    #[arg(long, group = "name")]
    pub default_graph: bool,
    /// The store's address for queries [default: by that for graphs]
    #[arg(long, value_name = "ADDRESS")]
    pub sparql: Option<String>,
    /// The store's address for updates [default: by that for graphs]
    #[arg(long, value_name = "ADDRESS")]
    pub update: Option<String>,
    /// Load where the graph belongs at once, seen by readers while it grows, in place of a staging
    /// graph
    #[arg(long)]
    pub in_place: bool,
    /// About how much goes in one request, before it is packed
    #[arg(long, value_name = "SIZE", value_parser = bytes, default_value = "10MB")]
    pub chunk: u64,
    /// Whether to pack what is sent
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub gzip: Gzip,
    /// File that says how far it came [default: beside the graph, while it is at work]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub journal: Option<PathBuf>,
    /// Send all, also what an earlier push sent
    #[arg(long)]
    pub restart: bool,
    /// Say what would be sent where; send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How the store is spoken to.
    #[command(flatten)]
    pub connection: ConnectionArgs,
}

/// When to pack what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Gzip {
    /// To other machines, if the store takes it
    Auto,
    /// If the store takes it
    Always,
    /// Never
    Never,
}
