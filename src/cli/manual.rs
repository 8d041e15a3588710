//! `demarche completions` and `demarche man`

use super::Outcome;
use super::args::{Cli, CompletionsArgs, ManArgs};
use super::failure::{CommandError, Context};
use super::output::write_to;
use super::terminal::Terminal;
use clap::CommandFactory;

pub(super) fn completions(args: &CompletionsArgs) -> Result<Outcome, CommandError> {
    // Into memory first: the generator panics where its writer fails, as a closed pipe does.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "demarche", &mut text);
    write_to(None, |out| Ok(out.write_all(&text)?))?;
    Ok(Outcome::Done)
}

pub(super) fn run(args: &ManArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.output else {
        write_to(None, |out| Ok(clap_mangen::Man::new(command).render(out)?))?;
        return Ok(Outcome::Done);
    };
    std::fs::create_dir_all(folder)
        .with_context(|| format!("{} cannot be made", folder.display()))?;
    let subcommands: Vec<clap::Command> = command.get_subcommands().cloned().collect();
    let mut pages = vec![("demarche.1".to_owned(), clap_mangen::Man::new(command))];
    for subcommand in subcommands {
        let name = format!("demarche-{}", subcommand.get_name());
        pages.push((
            format!("{name}.1"),
            clap_mangen::Man::new(subcommand).title(name),
        ));
    }
    for (name, page) in &pages {
        write_to(Some(&folder.join(name)), |out| Ok(page.render(out)?))?;
    }
    terminal.say(format!("{}: {} pages", folder.display(), pages.len()));
    Ok(Outcome::Done)
}
