//! `demarche network`

use super::args::NetworkArgs;
use super::failure::{CommandError, Context, usage};
use super::made::{job_error, say_written, source_date_epoch};
use super::open::{Opened, open};
use super::output::{is_stdout, write_to};
use super::progress::Progress;
use super::terminal::{Terminal, count};
use super::{Outcome, explain, watchdog};
use crate::export::{self, NetworkFormat, Suggestion};
use crate::fetch::Wanted;
use crate::network::measures::BETWEENNESS_UP_TO;
use crate::network::{self, Counting, Mode, Network, NetworkKind};
use crate::plan::{Destination, Form, NetworkJob, Prepared, strongest_ties};

pub(super) fn run(args: &NetworkArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    if let Some(ends) = &args.explain {
        return explain_pair(args, ends, terminal);
    }
    let settings = &args.settings.settings;
    let Some(output) = args.output.as_deref() else {
        if settings.format.is_some() || settings.window.is_some() {
            return Err(usage(
                "a network in a format needs a file",
                "name one by -o; `-` is stdout",
            ));
        }
        return show(args, terminal);
    };
    let job = NetworkJob::new(args.kind, settings.clone(), output).map_err(job_error)?;
    let modified = source_date_epoch()?;
    watchdog::start(args.timeout.as_deref())?;
    let graph = match open(&args.graph, Wanted::Coded, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let progress = Progress::start(terminal, "projecting and laying out".to_owned());
    let prepared = job.prepare(&graph, modified)?;
    let written = if is_stdout(output) {
        write_to(None, |out| {
            prepared.write(Destination::Stream { out, width: None })?;
            Ok(())
        })?;
        Vec::new()
    } else {
        prepared
            .write(Destination::File(output))
            .with_context(|| format!("{} cannot be written", output.display()))?
    };
    drop(progress);
    let counting = settings.count.unwrap_or_default();
    say_form(&prepared.form, prepared.format(), counting, terminal);
    say_written(&written, terminal);
    if prepared.form.is_empty() {
        terminal.say("warning: the network is empty; try other --nodes or filters, or --isolates");
    }
    Ok(Outcome::Done)
}

/// Prints the strongest ties as a table.
fn show(args: &NetworkArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    watchdog::start(args.timeout.as_deref())?;
    let graph = match open(&args.graph, Wanted::Coded, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let progress = Progress::start(terminal, "projecting".to_owned());
    let options = args.settings.settings.network_options();
    let network = network::build(&*graph, args.kind, &options)?;
    drop(progress);
    let ties = strongest_ties(&network);
    write_to(None, |out| Ok(ties.table.text(terminal.width(), out)?))?;
    let counting = options.count;
    terminal.say(left_out(&network, counting));
    terminal.say(format!(
        "{} of {} between {}; -o writes the network to a file",
        ties.table.rows.len(),
        count(network.graph.edge_count(), "tie"),
        count(network.graph.node_count(), "node"),
    ));
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
    let options = args.settings.settings.network_options();
    let explanation = network::explain(&*graph, args.kind, &options, [one, other])?;
    explain::write(&explanation, args.output.as_deref())?;
    Ok(Outcome::Done)
}

/// Says what went into a network and what did not.
fn say_form(form: &Form, format: NetworkFormat, counting: Counting, terminal: &Terminal) {
    match form {
        Form::Still(network) => {
            terminal.say(left_out(network, counting));
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
        form if form.undated() > 0 => {
            let undated = count(form.undated(), "statement");
            terminal.say(format!("{undated} without a date, in no window"));
        }
        _ => {}
    }
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
