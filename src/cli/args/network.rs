//! `demarche network`.

use super::graph::GraphArgs;
use super::parse::words;
use super::settings::{OfNetwork, SettingArgs};
use crate::network::NetworkKind;
use clap::Args;
use std::path::PathBuf;

/// `network`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche network study signed --nodes state
      The strongest ties of states, as a table
  demarche network study agreement --country CHN --since 2013 -o china.gexf
      Who agrees with whom among Chinese voices from 2013 on, for Gephi
  demarche network study signed --nodes state --explain china usa
      The statements behind the ties of two states")]
pub struct NetworkArgs {
    /// What is tied: actors that agree, that disagree, both (signed), that speak of the same
    /// (shared); actors and claims (positions); claims; speakers and whom they address (addressed)
    #[arg(value_name = "KIND", index = 2, value_parser = words::<NetworkKind>(NetworkKind::NAMES))]
    pub kind: NetworkKind,
    /// File to write, its format by its extension: .gexf, .graphml, .csv (and a node file beside
    /// it), .dl (UCINET; and a key), .net (Pajek; and .clu, .vec), .cyjs (Cytoscape), .json
    /// (graphology), .svg (a picture; of positions a heat map), .png where built in, .ttl or .nt
    /// (ties as RDF), each also .gz or .zst; `-` is stdout [default: a table of the strongest ties]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Instead of a network, list every statement behind the ties of these two nodes, by claim; with
    /// -o to a file: text, .csv or .json
    #[arg(long, num_args = 2, value_names = ["NODE", "NODE"], conflicts_with_all = ["format", "window"])]
    pub explain: Option<Vec<String>>,
    /// Give up after this long, with exit code 124: 30s, 2m, 500ms
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
    /// Everything that a manifest can say of a network too.
    #[command(flatten)]
    pub settings: SettingArgs<OfNetwork>,
    /// The graph. Its options stand last: most graphs are files.
    #[command(flatten)]
    pub graph: GraphArgs,
}
