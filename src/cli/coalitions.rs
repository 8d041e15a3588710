//! `demarche coalitions`

use super::args::{CoalitionsArgs, CoalitionsSettings};
use super::failure::{CommandError, usage};
use super::network::filter;
use super::open::{Opened, open};
use super::output::{is_stdout, write_to};
use super::progress::Progress;
use super::terminal::{Terminal, count};
use super::{Outcome, watchdog};
use crate::fetch::Wanted;
use crate::graph::Graph;
use crate::network::Options;
use crate::page::{PageFormat, PageStyle};
use crate::report::Coalitions;
use std::path::Path;

pub(super) fn run(args: &CoalitionsArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let output = args.output.as_deref().filter(|path| !is_stdout(path));
    let format = match args.settings.format {
        Some(format) => format,
        None => output.map_or(Ok(PageFormat::Table), of_path)?,
    };
    watchdog::start(args.timeout.as_deref())?;
    let graph = match open(&args.graph, Wanted::Coded, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let progress = Progress::start(terminal, "looking for coalitions".to_owned());
    let found = find(&graph, &args.settings)?;
    drop(progress);
    let width = terminal.width().filter(|_| output.is_none());
    write_to(output, |out| {
        write(&found, format, &args.settings, width, out)
    })?;
    if let Some(path) = output {
        let number = count(found.coalitions.len(), "coalition");
        terminal.say(format!("{}: {number}", path.display()));
    }
    Ok(Outcome::Done)
}

/// The format that a file's extension asks for.
fn of_path(path: &Path) -> Result<PageFormat, CommandError> {
    PageFormat::of_path(path).ok_or_else(|| {
        usage(
            format!("{}: the extension names no format", path.display()),
            format!("name it by --format: {}", PageFormat::NAMES.join(", ")),
        )
    })
}

/// Writes coalitions.
pub(super) fn write(
    found: &Coalitions,
    format: PageFormat,
    settings: &CoalitionsSettings,
    width: Option<usize>,
    out: &mut dyn std::io::Write,
) -> Result<(), CommandError> {
    let style = PageStyle {
        format,
        width,
        csv: settings.csv.dialect(),
    };
    Ok(found.write(&style, out)?)
}

/// Finds the coalitions that are asked for.
pub(super) fn find(
    graph: &Graph,
    settings: &CoalitionsSettings,
) -> Result<Coalitions, CommandError> {
    let options = Options {
        filter: filter(&settings.filter),
        nodes: settings.nodes,
        count: settings.count,
        normalize: settings.normalize,
        logic: settings.logic,
        min_weight: settings.min_weight.unwrap_or(0.0),
        top: settings.top,
        resolution: settings.resolution.unwrap_or(1.0),
        seed: settings.seed,
        ..Options::default()
    };
    Ok(Coalitions::of(graph, &options)?)
}
