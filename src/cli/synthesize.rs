//! `demarche synthesize`

use super::Outcome;
use super::args::SynthesizeArgs;
use super::failure::{CommandError, Context};
use super::init::new_folder;
use super::progress::Progress;
use super::terminal::{Terminal, count};
use crate::synthetic::{Settings, write_study};

pub(super) fn run(args: &SynthesizeArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let settings = settings(args);
    settings.check()?;
    let folder = &args.folder;
    new_folder(folder)?;
    let progress = Progress::start(terminal, "writing".to_owned());
    write_study(folder, &settings)
        .with_context(|| format!("{} cannot be written", folder.display()))?;
    drop(progress);
    terminal.say(format!(
        "{}: {}",
        folder.display(),
        count(settings.statements, "made-up statement")
    ));
    Ok(Outcome::Done)
}

fn settings(args: &SynthesizeArgs) -> Settings {
    let usual = Settings::of_size(args.statements);
    Settings {
        actors: args.actors.unwrap_or(usual.actors),
        claims: args.claims.unwrap_or(usual.claims),
        sources: args.sources.unwrap_or(usual.sources),
        coalitions: args.coalitions,
        noise: args.noise,
        seed: args.seed,
        ..usual
    }
}
