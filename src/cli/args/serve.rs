//! `demarche serve`.

use super::graph::named_node;
use clap::{Args, ValueHint};
use oxigraph::model::NamedNode;
use std::net::IpAddr;
use std::path::PathBuf;

/// `serve`
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// A graph file, or the folder of a study
    #[arg(value_name = "GRAPH")]
    pub graph: PathBuf,
    /// Port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 7878)]
    pub port: u16,
    /// Address to listen on; other than loopback lets other machines in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// A further name that clients may call the server by, besides localhost; may repeat
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// A site whose pages may read answers (CORS): https://example.org, or `*`; may repeat
    #[arg(long, value_name = "ORIGIN")]
    pub cors: Vec<String>,
    /// An endpoint that queries may ask by SERVICE, under this name; may repeat [default: none]
    #[arg(long, value_name = "IRI", value_parser = named_node)]
    pub allow_service: Vec<NamedNode>,
    /// How long a query may compute, and wait for its turn: 30s, 2m, 500ms
    #[arg(
        long,
        value_name = "DURATION",
        default_value = "30s",
        help_heading = "Limits"
    )]
    pub timeout: String,
    /// Memory that a query may take: 512M, 1G
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "1G",
        help_heading = "Limits"
    )]
    pub memory: String,
    /// Size that the answer of a query may have: 64K, 256M
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "256M",
        help_heading = "Limits"
    )]
    pub max_answer: String,
    /// Rows, or triples, that the answer of a query may have [default: what --max-answer holds]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub max_rows: Option<u64>,
    /// Queries that run at once [default: one for each processor]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub workers: Option<usize>,
    /// Queries that may wait for their turn
    #[arg(long, value_name = "N", default_value_t = 128, help_heading = "Limits")]
    pub queue: usize,
    /// How long running queries may go on once the server is told to stop
    #[arg(
        long,
        value_name = "DURATION",
        default_value = "5s",
        help_heading = "Limits"
    )]
    pub grace: String,
}

/// `serve-worker`
#[derive(Debug, Args)]
pub struct WorkerArgs {
    /// The graph file
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graph: PathBuf,
    /// Bytes of memory
    #[arg(long, value_name = "BYTES")]
    pub memory: u64,
    /// An endpoint that the query may ask by SERVICE
    #[arg(long, value_name = "IRI", value_parser = named_node)]
    pub allow_service: Vec<NamedNode>,
}
