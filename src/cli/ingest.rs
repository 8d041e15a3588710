//! `demarche ingest`

use super::Outcome;
use super::args::IngestArgs;
use super::open::compile_reported;
use super::output::write_to;
use super::terminal::{Terminal, tally};

pub(super) fn run(args: &IngestArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let compiled = compile_reported(&args.studies, |compiled| {
        if args.json {
            Terminal::report_json(&compiled.problems, &mut std::io::stderr().lock())?;
        } else {
            terminal.report(&compiled.problems);
        }
        Ok(())
    })?;
    let compiled = match compiled {
        Ok(compiled) => compiled,
        Err(outcome) => {
            if !args.json {
                terminal.say("nothing was written");
            }
            return Ok(outcome);
        }
    };
    terminal.explain(tally(&compiled.problems));
    if let Some(builder) = compiled.graph {
        let bytes = builder.finish()?;
        write_to(Some(&args.output), |out| Ok(out.write_all(&bytes)?))?;
        let statements: usize = compiled.studies.iter().map(|study| study.statements).sum();
        if args.json {
            return Ok(Outcome::Done);
        }
        terminal.say(format!(
            "{}: {statements} statements, {} bytes",
            args.output.display(),
            bytes.len()
        ));
    }
    Ok(Outcome::Done)
}
