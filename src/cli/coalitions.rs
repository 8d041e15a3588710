//! `demarche coalitions`

use super::args::CoalitionsArgs;
use super::failure::CommandError;
use super::made::{job_error, write_page};
use super::open::{Opened, open};
use super::output::is_stdout;
use super::progress::Progress;
use super::terminal::Terminal;
use super::{Outcome, watchdog};
use crate::fetch::Wanted;
use crate::plan::{CoalitionsJob, page_format};

pub(super) fn run(args: &CoalitionsArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let output = args.output.as_deref().filter(|path| !is_stdout(path));
    let settings = args.settings.settings.clone();
    let named = settings.format.as_deref();
    let format = page_format(named, output, "format").map_err(job_error)?;
    let job = CoalitionsJob { format, settings };
    watchdog::start(args.timeout.as_deref())?;
    let graph = match open(&args.graph, Wanted::Coded, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let progress = Progress::start(terminal, "looking for coalitions".to_owned());
    let prepared = job.prepare(&graph)?;
    drop(progress);
    write_page(&prepared, output, terminal)?;
    Ok(Outcome::Done)
}
