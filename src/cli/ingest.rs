//! `demarche ingest`

use super::Outcome;
use super::args::IngestArgs;
use super::failure::CommandError;
use super::open::compile_reported;
use super::output::write_to;
use super::progress::Progress;
use super::terminal::{Terminal, count, tally};

pub(super) fn run(args: &IngestArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let compiled = compile_reported(&args.studies, terminal, |problems| {
        if args.json {
            Terminal::report_json(problems, &mut std::io::stderr().lock())?;
        } else {
            terminal.report(problems);
        }
        Ok(())
    })?;
    let sound = match compiled {
        Ok(sound) => sound,
        Err(outcome) => {
            if !args.json {
                terminal.say("nothing was written");
            }
            return Ok(outcome);
        }
    };
    terminal.explain(tally(&sound.problems));
    let progress = Progress::start(terminal, "sorting".to_owned());
    let graph = sound.graph.build()?;
    drop(progress);
    let progress = Progress::start(terminal, "writing".to_owned());
    write_to(Some(&args.output), |out| Ok(graph.write(out)?))?;
    drop(progress);
    if args.json {
        return Ok(Outcome::Done);
    }
    let statements: usize = sound.studies.iter().map(|study| study.statements).sum();
    let output = args.output.display();
    terminal.say(format!(
        "{output}: {}, {}",
        count(statements, "statement"),
        count(graph.byte_len(), "byte")
    ));
    Ok(Outcome::Done)
}
