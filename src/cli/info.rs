//! `demarche info`

use super::Outcome;
use super::args::InfoArgs;
use super::failure::CommandError;
use super::open::{Opened, open};
use super::output::write_to;
use super::terminal::Terminal;
use crate::fetch::Wanted;
use crate::report::{Overview, digest};
use serde::Serialize;

/// What is said of a graph.
#[derive(Serialize)]
struct Info {
    #[serde(flatten)]
    overview: Overview,
    /// SHA-256 of the graph as N-Triples.
    digest: String,
}

pub(super) fn run(args: &InfoArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let graph = match open(&args.graph, Wanted::Everything, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    if args.verify {
        graph.verify()?;
        terminal.say("every checksum is right");
    }
    let info = Info {
        overview: Overview::of(&graph),
        digest: digest(&graph)?,
    };
    graph.check()?;
    write_to(None, |out| {
        if args.json {
            serde_json::to_writer_pretty(&mut *out, &info).map_err(std::io::Error::from)?;
            Ok(writeln!(out)?)
        } else {
            let Info { overview, digest } = &info;
            Ok(write!(
                out,
                "{overview}sha256 of its N-Triples\n  {digest}\n"
            )?)
        }
    })?;
    Ok(Outcome::Done)
}
