//! `demarche check`

use super::Outcome;
use super::args::CheckArgs;
use super::failure::CommandError;
use super::open::check_reported;
use super::terminal::{Terminal, tally};

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let checked = check_reported(&args.studies, terminal, |problems| {
        if args.json {
            Terminal::report_json(problems, &mut std::io::stdout().lock())?;
        } else {
            terminal.report(problems);
        }
        let more = if terminal.is_verbose() {
            ""
        } else {
            " (-v shows notes)"
        };
        terminal.say(format!("{}{more}", tally(problems)));
        Ok(())
    })?;
    let studies = match checked {
        Ok(studies) => studies,
        Err(outcome) => return Ok(outcome),
    };
    for study in &studies {
        terminal.say(format!(
            "{}: {} statements of {} actors on {} claims in {} sources",
            study.title, study.statements, study.actors, study.claims, study.sources
        ));
    }
    Ok(Outcome::Done)
}
