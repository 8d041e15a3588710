//! `demarche info`

use super::Outcome;
use super::args::InfoArgs;
use super::open::{Opened, open};
use super::output::write_to;
use super::terminal::Terminal;
use crate::report::Overview;

pub(super) fn run(args: &InfoArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let graph = match open(&args.graph, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    if args.verify {
        graph.verify()?;
        terminal.say("every checksum is right");
    }
    let overview = Overview::of(&graph)?;
    write_to(None, |out| {
        if args.json {
            serde_json::to_writer_pretty(&mut *out, &overview).map_err(std::io::Error::from)?;
            Ok(writeln!(out)?)
        } else {
            Ok(write!(out, "{overview}")?)
        }
    })?;
    Ok(Outcome::Done)
}
