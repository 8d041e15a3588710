//! `demarche compare`

use super::args::CompareArgs;
use super::failure::CommandError;
use super::made::{job_error, write_page};
use super::open::{Opened, open};
use super::output::is_stdout;
use super::progress::Progress;
use super::terminal::Terminal;
use super::{Outcome, watchdog};
use crate::fetch::Wanted;
use crate::plan::{CompareJob, page_format};

pub(super) fn run(args: &CompareArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let output = args.output.as_deref().filter(|path| !is_stdout(path));
    let settings = args.settings.settings.clone();
    let named = settings.format.as_deref();
    let format = page_format(named, output, "format of comparisons").map_err(job_error)?;
    let job = CompareJob::new(args.by, format, settings)?;
    watchdog::start(args.timeout.as_deref())?;
    let graph = match open(&args.graph, Wanted::Coded, terminal)? {
        Opened::Graph(graph) => graph,
        Opened::Rejected(outcome) => return Ok(outcome),
    };
    let progress = Progress::start(terminal, "comparing".to_owned());
    let prepared = job.prepare(&graph)?;
    drop(progress);
    write_page(&prepared, output, terminal)?;
    Ok(Outcome::Done)
}
