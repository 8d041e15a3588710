//! `demarche compare`

use super::args::{CompareArgs, CompareSettings};
use super::failure::{CommandError, usage};
use super::network::filter;
use super::open::{Opened, open};
use super::output::{is_stdout, write_to};
use super::progress::Progress;
use super::terminal::{Terminal, count};
use super::{Outcome, watchdog};
use crate::compare::{self, By, Comparison, Options, PERMUTATIONS};
use crate::fetch::Wanted;
use crate::graph::Graph;
use crate::page::{PageFormat, PageStyle};
use std::path::Path;

/// Why JSON and a part do not go together.
pub(super) const JSON_IS_WHOLE: &str = "JSON holds all parts of a comparison";

pub(super) fn run(args: &CompareArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let output = args.output.as_deref().filter(|path| !is_stdout(path));
    let format = format_of(&args.settings, output)?;
    watchdog::start(args.timeout.as_deref())?;
    let graph = match open(&args.graph, Wanted::Coded, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let progress = Progress::start(terminal, "comparing".to_owned());
    let comparison = compare(&graph, args.by, &args.settings)?;
    drop(progress);
    write_to(args.output.as_deref(), |out| {
        write(&comparison, format, &args.settings, terminal.width(), out)
    })?;
    if let Some(path) = output {
        terminal.say(format!("{}: {}", path.display(), size(&comparison)));
    }
    Ok(Outcome::Done)
}

/// The format that is asked for, by name or by the file's extension, else the one that people read.
fn format_of(
    settings: &CompareSettings,
    output: Option<&Path>,
) -> Result<PageFormat, CommandError> {
    let named = match (settings.format, output) {
        (Some(format), _) => Some(format),
        (None, None) => Some(PageFormat::Table),
        (None, Some(path)) => PageFormat::of_path(path),
    };
    let Some(format) = named else {
        let path = output.unwrap_or(Path::new("")).display();
        return Err(usage(
            format!("{path}: the extension names no format of comparisons"),
            format!("name it by --format: {}", PageFormat::NAMES.join(", ")),
        ));
    };
    if format == PageFormat::Json && settings.part.is_some() {
        return Err(usage(
            JSON_IS_WHOLE,
            "leave --part out, or use csv, md or table",
        ));
    }
    Ok(format)
}

/// Makes the comparison that is asked for.
pub(super) fn compare(
    graph: &Graph,
    by: By,
    settings: &CompareSettings,
) -> Result<Comparison, CommandError> {
    let options = Options {
        groups: settings.groups.clone(),
        filter: filter(&settings.filter),
        nodes: settings.nodes,
        count: settings.count,
        unit: settings.unit,
        least: settings.least.unwrap_or(1),
        permutations: settings.permutations.unwrap_or(PERMUTATIONS),
        seed: settings.seed,
        ..Options::by(by)
    };
    Ok(compare::compare(graph, &options)?)
}

/// Writes a comparison.
pub(super) fn write(
    comparison: &Comparison,
    format: PageFormat,
    settings: &CompareSettings,
    width: Option<usize>,
    out: &mut dyn std::io::Write,
) -> Result<(), CommandError> {
    let style = PageStyle {
        format,
        width,
        csv: settings.csv.dialect(),
    };
    Ok(compare::write(comparison, settings.part, &style, out)?)
}

/// "2 groups, 31 claims".
pub(super) fn size(comparison: &Comparison) -> String {
    let (groups, claims) = (comparison.groups.len(), comparison.claims.len());
    format!("{}, {}", count(groups, "group"), count(claims, "claim"))
}
