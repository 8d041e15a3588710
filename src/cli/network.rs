//! `demarche network`

use super::args::{FilterArgs, NetworkArgs, NetworkSettings};
use super::failure::{CommandError, Context, usage};
use super::open::{Opened, open};
use super::output::{is_stdout, write_to};
use super::over_time::OverTime;
use super::progress::Progress;
use super::terminal::{Terminal, count};
use super::{Outcome, explain, over_time, watchdog};
use crate::export::{self, ExportError, NetworkFormat, Suggestion};
use crate::fetch::Wanted;
use crate::graph::Graph;
use crate::model::Day;
use crate::network::measures::BETWEENNESS_UP_TO;
use crate::network::{self, Counting, Criteria, Filter, Mode, Network, NetworkKind};
use std::path::{Path, PathBuf};

pub(super) fn run(args: &NetworkArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    if let Some(ends) = &args.explain {
        return explain_pair(args, ends, terminal);
    }
    // Asked for by the command line unless a pair is explained.
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    let settings = &args.settings;
    let format = format_of(settings, output)?;
    format.check(args.kind, settings.nodes)?;
    watchdog::start(args.timeout.as_deref())?;
    let graph = match open(&args.graph, Wanted::Coded, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let progress = Progress::start(terminal, "projecting and laying out".to_owned());
    let projected = project(&graph, args.kind, settings, format)?;
    let files = write_all(&projected, format, output, settings)?;
    drop(progress);
    match &projected {
        Projected::Still(network) => {
            terminal.say(left_out(network, settings.count));
            if let Some(Suggestion::FewerTies { ties }) = export::suggestion(network, format) {
                terminal.say(format!(
                    "hint: {ties} ties hide each other in a picture; --top 5 leaves the five strongest \
                     of each node"
                ));
            }
            for unread in unread(network) {
                terminal.explain(unread);
            }
        }
        Projected::OverTime(made) if made.undated > 0 => {
            let undated = count(made.undated, "statement");
            terminal.say(format!("{undated} without a date, in no window"));
        }
        Projected::OverTime(_) => {}
    }
    for (file, what) in files {
        terminal.say(format!("{}: {what}", file.display()));
    }
    if projected.is_empty() {
        terminal.say("warning: the network is empty; try other --nodes or filters, or --isolates");
    }
    Ok(Outcome::Done)
}

fn explain_pair(
    args: &NetworkArgs,
    ends: &[String],
    terminal: &Terminal,
) -> Result<Outcome, CommandError> {
    watchdog::start(args.timeout.as_deref())?;
    let graph = match open(&args.graph, Wanted::Everything, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    // The command line takes two.
    let [one, other] = ends else {
        return Err(usage("--explain takes two nodes", "name both"));
    };
    let options = options(&args.settings);
    let explanation = network::explain(&*graph, args.kind, &options, [one, other])?;
    explain::write(&explanation, args.output.as_deref())?;
    Ok(Outcome::Done)
}

/// What a network has become before it is written.
pub(super) enum Projected {
    Still(Box<Network>),
    OverTime(OverTime),
}

impl Projected {
    fn is_empty(&self) -> bool {
        match self {
            Self::Still(network) => network.graph.node_count() == 0,
            Self::OverTime(over_time) => over_time.is_empty(),
        }
    }
}

/// Makes what is asked for.
pub(super) fn project(
    graph: &Graph,
    kind: NetworkKind,
    settings: &NetworkSettings,
    format: NetworkFormat,
) -> Result<Projected, CommandError> {
    Ok(match settings.window {
        Some(window) => {
            Projected::OverTime(over_time::project(graph, kind, settings, (window, format))?)
        }
        None if settings.step.is_some() || settings.split => {
            return Err(usage(
                "step and split are of windows, and there is none",
                "give the windows a length: window 1y",
            ));
        }
        None => Projected::Still(Box::new(network::build(graph, kind, &options(settings))?)),
    })
}

/// Writes it; says of each file what is in it.
pub(super) fn write_all(
    projected: &Projected,
    format: NetworkFormat,
    output: &Path,
    settings: &NetworkSettings,
) -> Result<Vec<(PathBuf, String)>, CommandError> {
    match projected {
        Projected::Still(network) => {
            let files = write(network, format, output, settings)?;
            Ok(files
                .into_iter()
                .map(|file| (file, size(network)))
                .collect())
        }
        Projected::OverTime(made) => over_time::write_all(made, format, output, settings),
    }
}

/// The format that is asked for, by name or by the file's extension.
pub(super) fn format_of(
    settings: &NetworkSettings,
    output: &Path,
) -> Result<NetworkFormat, CommandError> {
    let format = settings
        .format
        .or_else(|| NetworkFormat::of_path(output))
        .ok_or_else(|| {
            let hint = format!("name it by --format: {}", NetworkFormat::names());
            usage(
                format!(
                    "{}: the extension names no network format",
                    output.display()
                ),
                hint,
            )
        })?;
    if !format.is_built() {
        return Err(ExportError::NoPng.into());
    }
    Ok(format)
}

/// The settings as the library has them.
pub(super) fn options(settings: &NetworkSettings) -> network::Options {
    network::Options {
        filter: filter(&settings.filter),
        nodes: settings.nodes,
        count: settings.count,
        ties: settings.ties,
        normalize: settings.normalize,
        logic: settings.logic,
        compat: settings.compat,
        isolates: settings.isolates,
        min_weight: settings.min_weight.unwrap_or(0.0),
        top: settings.top,
        list_claims: settings.list_claims.unwrap_or(network::LIST_CLAIMS),
        resolution: settings.resolution.unwrap_or(1.0),
        seed: settings.look.seed,
    }
}

/// Writes a network to a file and what goes beside it, or to stdout.
pub(super) fn write(
    network: &Network,
    format: NetworkFormat,
    output: &Path,
    settings: &NetworkSettings,
) -> Result<Vec<PathBuf>, CommandError> {
    let options = export::Options {
        gexf: settings.look.gexf_version,
        for_gephi: settings.look.dialect.is_some(),
        csv: settings.look.csv.dialect(),
        color_by: settings.look.color_by.clone(),
        layout_seed: settings.look.seed,
        modified: source_date_epoch()?,
        ..export::Options::default()
    };
    if is_stdout(output) {
        write_to(None, |out| {
            Ok(export::write_to(network, format, &options, out)?)
        })?;
        return Ok(Vec::new());
    }
    export::write(network, format, output, &options)
        .with_context(|| format!("{} cannot be written", output.display()))
}

/// The filter that is asked for.
pub(super) fn filter(args: &FilterArgs) -> Filter {
    Filter {
        since: args.since.clone(),
        until: args.until.clone(),
        only: Criteria {
            theme: args.theme.clone(),
            claim: args.claim.clone(),
            actor: args.actor.clone(),
            act: args.act.clone(),
            authority: args.authority.clone(),
            sector: args.sector.clone(),
            country: args.country.clone(),
            source: args.source.clone(),
        },
        not: Criteria {
            theme: args.not_theme.clone(),
            claim: args.not_claim.clone(),
            actor: args.not_actor.clone(),
            act: args.not_act.clone(),
            authority: args.not_authority.clone(),
            sector: args.not_sector.clone(),
            country: args.not_country.clone(),
            source: args.not_source.clone(),
        },
    }
}

/// The day that `SOURCE_DATE_EPOCH` names, where it is set: files carry no clock of their own.
/// See <https://reproducible-builds.org/specs/source-date-epoch/>.
fn source_date_epoch() -> Result<Option<Day>, CommandError> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    let seconds = value.to_str().and_then(|text| text.parse::<i64>().ok());
    let moment = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let date = moment.map(|moment| jiff::tz::TimeZone::UTC.to_datetime(moment).date());
    let day = date.and_then(|date| Day::parse(&date.to_string()));
    day.map(Some).ok_or_else(|| {
        usage(
            "SOURCE_DATE_EPOCH is no number of seconds since 1970",
            "unset it, or set it to one",
        )
    })
}

/// What was not read off the ties, since the network is too large.
fn unread(network: &Network) -> Vec<String> {
    let actors = || {
        network
            .graph
            .node_weights()
            .filter(|node| node.mode == Mode::Actor)
    };
    let mut said = Vec::new();
    if actors().next().is_some() && actors().all(|node| node.betweenness.is_none()) {
        said.push(format!(
            "no betweenness: nodes times ties of agreement are more than {BETWEENNESS_UP_TO}"
        ));
    }
    if network.kind == NetworkKind::Positions
        && network.graph.edge_count() > 0
        && actors().all(|node| node.coalition.is_none())
    {
        said.push("no coalitions: too many nodes meet on the same claims, or none do".to_owned());
    }
    said
}

/// "64 nodes, 120 ties".
pub(super) fn size(network: &Network) -> String {
    let (nodes, ties) = (network.graph.node_count(), network.graph.edge_count());
    format!("{}, {}", count(nodes, "node"), count(ties, "tie"))
}

/// What went in and what was left out, a sentence.
fn left_out(network: &Network, counting: Counting) -> String {
    let summary = &network.summary;
    let mut parts = vec![format!(
        "{} of {} selected",
        summary.selected,
        count(summary.statements, "statement")
    )];
    let reasons = [
        (summary.neutral, "neutral, tie nobody"),
        (summary.without_node, "without a node of this level"),
        (summary.incomplete, "incomplete"),
    ];
    parts.extend(
        reasons
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, why)| format!("{n} {why}")),
    );
    let counted_or_not = summary.selected - summary.neutral - summary.without_node;
    let repeated = counted_or_not.saturating_sub(summary.counted);
    if repeated > 0 {
        parts.push(format!(
            "{repeated} {}",
            not_counted(network.kind, counting)
        ));
    }
    parts.push(format!("{} counted", summary.counted));
    parts.join("; ")
}

/// Says what became of statements that take a side and are not counted.
fn not_counted(kind: NetworkKind, counting: Counting) -> &'static str {
    match counting {
        _ if kind == NetworkKind::Addressed => "to nobody of this level, or repeated",
        Counting::Sources => "repeated within a source",
        Counting::Year => "repeated within a year",
        Counting::Month => "repeated within a month",
        Counting::Week => "repeated within a week",
        Counting::Once | Counting::Statements => "repeated",
    }
}
