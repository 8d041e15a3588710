//! `demarche run`: a whole study in one go.

use super::args::RunArgs;
use super::failure::CommandError;
use super::made::source_date_epoch;
use super::open::rejected;
use super::output::write_to;
use super::progress::{Progress, Unit};
use super::terminal::{Terminal, count};
use super::{Outcome, validate, watchdog};
use crate::diagnostic::{Problems, Severity};
use crate::display::visible;
use crate::meter::Meter;
use crate::plan::{self, Report, Request, Stage, Written};
use std::path::Path;
use std::sync::Arc;

pub(super) fn run(args: &RunArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    watchdog::start(args.timeout.as_deref())?;
    let request = Request {
        study: &args.study,
        output: args.output.as_deref(),
        queries: args.queries.as_deref(),
        modified: source_date_epoch()?,
    };
    let meter = Arc::new(Meter::default());
    // A stage's sign of life ends where the next one's begins.
    let mut _progress = None;
    let done = plan::run(&request, &meter, &mut |stage| {
        _progress = None;
        _progress = Some(match stage {
            Stage::Reading => Progress::metered(terminal, "reading", Unit::Bytes, &meter),
            Stage::Sorting => Progress::start(terminal, "sorting".to_owned()),
            Stage::Checking => Progress::start(terminal, "checking".to_owned()),
            Stage::Making => Progress::start(terminal, "making".to_owned()),
        });
    });
    drop(_progress);
    let Report { problems, outcome } = done?;
    terminal.report(&problems);
    match outcome {
        plan::Outcome::Failed(error) => Err(error.into()),
        plan::Outcome::Rejected => {
            terminal.say("nothing was written");
            Ok(rejected(problems.has_io_errors()))
        }
        plan::Outcome::Empty => {
            terminal.complain(&format!(
                "{}: the study has no statements, so nothing was written",
                args.study.display()
            ));
            terminal.hint("code a row in statements.csv; README.md of a new study says how");
            Ok(Outcome::Rejected)
        }
        plan::Outcome::DoesNotConform { report, graph } => {
            validate::report_of_study(&report, &graph.prefixes(), &args.study, terminal);
            terminal.say("nothing was written");
            Ok(Outcome::Rejected)
        }
        plan::Outcome::Done { summary, files } => {
            write_to(None, |out| {
                write!(out, "{summary}")?;
                writeln!(out, "\nWritten")?;
                files.iter().try_for_each(|Written { file, content }| {
                    writeln!(out, "  {}  {}", shown(file), visible(&content.to_string()))
                })?;
                Ok(())
            })?;
            for Written { file, .. } in files.iter().filter(|file| file.content.is_empty()) {
                terminal.say(format!("warning: {} has nothing in it", file.display()));
            }
            say_notes(&problems, terminal);
            Ok(Outcome::Done)
        }
    }
}

fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

fn say_notes(problems: &Problems, terminal: &Terminal) {
    let notes = problems.count(Severity::Note);
    if notes > 0 && !terminal.is_verbose() {
        terminal.say(format!(
            "{} on the study; `demarche check -v` shows {}",
            count(notes, "note"),
            if notes == 1 { "it" } else { "them" }
        ));
    }
}
