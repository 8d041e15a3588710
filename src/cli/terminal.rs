//! What is known of the terminal, and what is said on it.

use super::args::{Color, Global};
use crate::diagnostic::{Listing, Problems, to_json};
pub(super) use crate::diagnostic::{count, tally};
use crate::display::visible;
use std::fmt::Display;
use std::io::{IsTerminal, Write};

/// Standard error, and how wide and colourful standard output is.
#[derive(Clone)]
pub(crate) struct Terminal {
    quiet: bool,
    verbose: bool,
    colour: bool,
}

impl Terminal {
    pub(super) fn new(global: &Global) -> Self {
        let wanted = || {
            std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
                && std::io::stderr().is_terminal()
        };
        Self {
            quiet: global.quiet,
            verbose: global.verbose > 0,
            colour: match global.color {
                Color::Auto => wanted(),
                Color::Always => true,
                Color::Never => false,
            },
        }
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    pub(super) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether anyone would see a sign of life on stderr.
    pub(super) fn shows_progress(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// How many columns a table may take. `None` where output is no terminal: nothing is cut then.
    pub(super) fn width(&self) -> Option<usize> {
        if !std::io::stdout().is_terminal() {
            return None;
        }
        terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
    }

    /// Whether data for people that goes to standard output may have colours.
    pub(super) fn colours_stdout(&self) -> bool {
        self.colour && std::io::stdout().is_terminal()
    }

    /// Says something that is not data.
    pub(super) fn say(&self, message: impl Display) {
        if !self.quiet {
            self.write(&lines(&message.to_string()));
        }
    }

    /// Says something for whoever asked for more.
    pub(super) fn explain(&self, message: impl Display) {
        if self.verbose {
            self.write(&lines(&message.to_string()));
        }
    }

    /// Says an error.
    pub(super) fn complain(&self, message: &str) {
        let (on, off) = if self.colour {
            ("\u{1b}[1;31m", "\u{1b}[0m")
        } else {
            ("", "")
        };
        self.write(&format!("{on}error{off}: {}", lines(message)));
    }

    pub(super) fn hint(&self, hint: &str) {
        self.write(&format!("  hint: {}", lines(hint)));
    }

    fn write(&self, text: &str) {
        // A standard error that is gone is no reason to stop.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    /// Prints problems: errors always, warnings unless quiet, notes if verbose.
    pub(super) fn report(&self, problems: &Problems) {
        let listing = Listing {
            warnings: !self.quiet,
            notes: self.verbose,
            all: self.verbose,
            colour: self.colour,
        };
        self.write(&listing.render(problems));
    }

    /// Prints problems as JSON, one a line.
    ///
    /// # Errors
    /// Those of `out`.
    pub(super) fn report_json(problems: &Problems, out: &mut dyn Write) -> std::io::Result<()> {
        for problem in problems.iter() {
            writeln!(out, "{}", to_json(problem))?;
        }
        out.flush()
    }
}

/// The lines of a message, each ended, without characters that steer a terminal: titles, names of
/// files and what other servers say are in messages, and others wrote them.
fn lines(message: &str) -> String {
    message
        .split('\n')
        .map(|line| format!("{}\n", visible(line)))
        .collect()
}
