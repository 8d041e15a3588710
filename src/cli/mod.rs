//! The command line. Only here: arguments, terminal, environment, exit codes.

mod args;
mod check;
mod coalitions;
mod compare;
mod connect;
mod explain;
mod export;
mod failure;
mod info;
mod ingest;
mod init;
mod made;
mod manual;
mod network;
mod open;
mod output;
mod progress;
mod push;
mod queries;
mod query;
mod run;
mod serve;
mod shortened;
mod synthesize;
mod terminal;
mod validate;
mod watchdog;

use args::{Cli, Command};
use clap::Parser;
use failure::CommandError;
use std::process::ExitCode;
use terminal::Terminal;

/// What a command came to, where nothing stopped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All well: exit 0.
    Done,
    /// The data has errors or a check failed, and it has been said: exit 1.
    Rejected,
    /// Files could not be read, and it has been said: exit 3.
    Unreadable,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Rejected => 1,
            Outcome::Unreadable => 3,
        })
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    shortened::install_handler();
    let cli = Cli::parse();
    let terminal = Terminal::new(&cli.global);
    match run(cli.command, &terminal) {
        Ok(outcome) => outcome.into(),
        Err(error) => failure::report(&error, &terminal),
    }
}

fn run(command: Command, terminal: &Terminal) -> Result<Outcome, CommandError> {
    match command {
        Command::Init(args) => init::run(&args, terminal),
        Command::Check(args) => check::run(&args, terminal),
        Command::Ingest(args) => ingest::run(&args, terminal),
        Command::Network(args) => network::run(&args, terminal),
        Command::Coalitions(args) => coalitions::run(&args, terminal),
        Command::Compare(args) => compare::run(&args, terminal),
        Command::Export(args) => export::run(&args, terminal),
        Command::Push(args) => push::run(&args, terminal),
        Command::Info(args) => info::run(&args, terminal),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::run(&args, terminal),
        Command::Query(args) => query::run(&args, terminal),
        Command::Queries(args) => queries::run(&args, terminal),
        Command::Run(args) => run::run(&args, terminal),
        Command::Serve(args) => serve::run(&args, terminal),
        Command::ServeWorker(args) => serve::work(&args),
        Command::Validate(args) => validate::run(&args, terminal),
        Command::Synthesize(args) => synthesize::run(&args, terminal),
    }
}
