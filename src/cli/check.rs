//! `demarche check`

use super::Outcome;
use super::args::CheckArgs;
use super::open::compile_reported;
use super::terminal::{Terminal, tally};

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let compiled = compile_reported(&args.studies, |compiled| {
        if args.json {
            Terminal::report_json(&compiled.problems, &mut std::io::stdout().lock())?;
        } else {
            terminal.report(&compiled.problems);
        }
        let more = if terminal.is_verbose() {
            ""
        } else {
            " (-v shows notes)"
        };
        terminal.say(format!("{}{more}", tally(&compiled.problems)));
        Ok(())
    })?;
    let compiled = match compiled {
        Ok(compiled) => compiled,
        Err(outcome) => return Ok(outcome),
    };
    for study in &compiled.studies {
        terminal.say(format!(
            "{}: {} statements of {} actors on {} claims in {} sources",
            study.title, study.statements, study.actors, study.claims, study.sources
        ));
    }
    Ok(Outcome::Done)
}
