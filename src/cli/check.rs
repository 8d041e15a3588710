//! `demarche check`

use super::Outcome;
use super::args::CheckArgs;
use super::failure::CommandError;
use super::open::check_reported;
use super::terminal::Terminal;
use crate::diagnostic::{Severity, count, verdict};

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let checked = check_reported(&args.studies, terminal, |problems| {
        if args.json {
            Terminal::report_json(problems, &mut std::io::stdout().lock())?;
        } else {
            terminal.report(problems);
        }
        let hides_notes = !terminal.is_verbose() && problems.count(Severity::Note) > 0;
        let more = if hides_notes { " (-v shows notes)" } else { "" };
        terminal.say(format!("{}{more}", verdict(problems)));
        for (code, number) in problems.switched_off() {
            terminal.say(format!("{code} is switched off by the manifest: {number}"));
        }
        Ok(())
    })?;
    let studies = match checked {
        Ok(studies) => studies,
        Err(outcome) => return Ok(outcome),
    };
    for study in &studies {
        terminal.say(format!(
            "{}: {} of {} on {} in {}",
            study.title,
            count(study.statements, "statement"),
            count(study.actors, "actor"),
            count(study.claims, "claim"),
            count(study.sources, "source")
        ));
    }
    Ok(Outcome::Done)
}
