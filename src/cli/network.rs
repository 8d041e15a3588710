//! `demarche network`

use super::args::{FilterArgs, NetworkArgs, NetworkSettings};
use super::failure::usage;
use super::open::{Opened, open};
use super::output::{is_stdout, write_to};
use super::progress::Progress;
use super::terminal::{Terminal, count};
use super::{Outcome, watchdog};
use crate::export::{self, NetworkFormat};
use crate::graph::Graph;
use crate::model::Day;
use crate::network::{self, Criteria, Filter, Network, NetworkKind};
use anyhow::Context;
use std::path::{Path, PathBuf};

pub(super) fn run(args: &NetworkArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let format = format_of(&args.settings, &args.output)?;
    watchdog::start(args.timeout.as_deref())?;
    let graph = match open(&args.graph, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let progress = Progress::start(terminal, "projecting and laying out".to_owned());
    let network = project(&graph, args.kind, &args.settings)?;
    let files = write(&network, format, &args.output, &args.settings)?;
    drop(progress);
    terminal.say(left_out(&network));
    for file in files {
        terminal.say(format!("{}: {}", file.display(), size(&network)));
    }
    if network.graph.node_count() == 0 {
        terminal.say("warning: the network is empty; try other --nodes or filters, or --isolates");
    }
    Ok(Outcome::Done)
}

/// The format that is asked for, by name or by the file's extension.
pub(super) fn format_of(
    settings: &NetworkSettings,
    output: &Path,
) -> anyhow::Result<NetworkFormat> {
    settings
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
        })
}

/// Makes the network that is asked for.
pub(super) fn project(
    graph: &Graph,
    kind: NetworkKind,
    settings: &NetworkSettings,
) -> anyhow::Result<Network> {
    let options = network::Options {
        filter: filter(&settings.filter),
        nodes: settings.nodes,
        count: settings.count,
        ties: settings.ties,
        normalize: settings.normalize,
        isolates: settings.isolates,
        min_weight: settings.min_weight.unwrap_or(0.0),
        top: settings.top,
        list_claims: settings.list_claims.unwrap_or(network::LIST_CLAIMS),
    };
    Ok(network::build(graph, kind, &options)?)
}

/// Writes a network to a file and what goes beside it, or to stdout.
pub(super) fn write(
    network: &Network,
    format: NetworkFormat,
    output: &Path,
    settings: &NetworkSettings,
) -> anyhow::Result<Vec<PathBuf>> {
    let options = export::Options {
        graphml_for_gephi: settings.look.dialect.is_some(),
        safe_cells: settings.look.safe_cells,
        color_by: settings.look.color_by,
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
fn source_date_epoch() -> anyhow::Result<Option<Day>> {
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

/// "64 nodes, 120 ties".
pub(super) fn size(network: &Network) -> String {
    let (nodes, ties) = (network.graph.node_count(), network.graph.edge_count());
    format!("{}, {}", count(nodes, "node"), count(ties, "tie"))
}

/// What went in and what was left out, a sentence.
pub(super) fn left_out(network: &Network) -> String {
    let summary = &network.summary;
    let mut parts = vec![format!(
        "{} of {} statements selected",
        summary.selected, summary.statements
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
    parts.push(format!("{} counted", summary.counted));
    parts.join("; ")
}
