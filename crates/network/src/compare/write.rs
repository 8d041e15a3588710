//! Comparisons as files.

use super::model::Comparison;
use super::sheets::Sheet;
use crate::page::{PageFormat, PageStyle};
use crate::{UnknownChoice, words};
use demarche_core::display::{Content, CsvDialect, CsvWriter, Table, escaped, visible};
use serde::{Deserialize, Deserializer, de};
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

/// A part of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// What was found, and what it does not show.
    Findings,
    /// Unanimity within groups.
    Groups,
    /// Distances between groups.
    Pairs,
    /// Claim by claim.
    Claims,
}

words! { Part {
    Findings = "findings",
    Groups = "groups",
    Pairs = "pairs",
    Claims = "claims",
} }

/// Writes a comparison, or a part of it. Without one, CSV holds the claims, JSON everything always,
/// and the others everything.
///
/// # Errors
/// Those of `out`.
pub fn write(
    comparison: &Comparison,
    part: Option<Part>,
    style: &PageStyle,
    out: &mut dyn Write,
) -> io::Result<()> {
    match style.format {
        PageFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &comparison.to_json())?;
            writeln!(out)
        }
        PageFormat::Csv => csv(comparison, part.unwrap_or(Part::Claims), style.csv, out),
        PageFormat::Table | PageFormat::Markdown => {
            let style = Style {
                markdown: style.format == PageFormat::Markdown,
                width: style.width,
            };
            let parts = part.as_ref().map_or(Part::ALL, std::slice::from_ref);
            if part.is_none() {
                style.heading(comparison, out)?;
            }
            for (at, part) in parts.iter().enumerate() {
                // What stands above is set off by an empty line.
                if at > 0 || parts.len() > 1 {
                    writeln!(out)?;
                }
                style.part(comparison, *part, out)?;
            }
            Ok(())
        }
    }
}

fn csv(
    comparison: &Comparison,
    part: Part,
    dialect: CsvDialect,
    out: &mut dyn Write,
) -> io::Result<()> {
    let sheet = match part {
        Part::Findings => comparison.sentences(),
        Part::Groups => comparison.unanimity(true),
        Part::Pairs => comparison.distances(true),
        Part::Claims => comparison.claims_for_programs(),
    };
    let mut file = CsvWriter::new(out, dialect)?;
    for (name, _) in &sheet.header {
        file.text(name)?;
    }
    file.end_row()?;
    for row in &sheet.rows {
        for (cell, (_, is_number)) in row.iter().zip(&sheet.header) {
            if *is_number {
                file.number(cell)?;
            } else {
                file.text(cell)?;
            }
        }
        file.end_row()?;
    }
    file.finish()
}

/// How texts for people look.
struct Style {
    markdown: bool,
    width: Option<usize>,
}

impl Style {
    /// What was compared.
    fn heading(&self, comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
        let (begin, end) = if self.markdown {
            ("# ", "\n")
        } else {
            ("", "")
        };
        let titles = self.clean(&comparison.titles.join("; "));
        writeln!(out, "{begin}{titles}{end}")?;
        let description = self.clean(&comparison.description);
        writeln!(out, "Groups by {}, from the {description}", comparison.by)
    }

    fn part(&self, comparison: &Comparison, part: Part, out: &mut dyn Write) -> io::Result<()> {
        match part {
            Part::Findings => {
                self.list("Findings", &comparison.findings(), out)?;
                let caveats = comparison.caveats();
                if caveats.is_empty() {
                    return Ok(());
                }
                writeln!(out)?;
                self.list("What this does not show", &caveats, out)
            }
            Part::Groups => self.sheet(&comparison.unanimity(false), out),
            Part::Pairs => self.sheet(&comparison.distances(false), out),
            Part::Claims => {
                self.sheet(&comparison.claims_for_people(true), out)?;
                let others = comparison.claims_for_people(false);
                if others.rows.is_empty() {
                    return Ok(());
                }
                writeln!(out)?;
                self.sheet(&others, out)
            }
        }
    }

    fn title(&self, title: &str, out: &mut dyn Write) -> io::Result<()> {
        if self.markdown {
            writeln!(out, "## {title}\n")
        } else {
            writeln!(out, "{title}")
        }
    }

    fn list(&self, title: &str, sentences: &[String], out: &mut dyn Write) -> io::Result<()> {
        self.title(title, out)?;
        sentences
            .iter()
            .try_for_each(|sentence| writeln!(out, "* {}", self.clean(sentence)))
    }

    fn sheet(&self, sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
        self.title(sheet.title, out)?;
        if sheet.rows.is_empty() {
            return writeln!(out, "(none)");
        }
        let clean = |text: &String| self.clean(text);
        let header = &sheet.header;
        let table = Table {
            header: header.iter().map(|(name, _)| clean(name)).collect(),
            columns: header
                .iter()
                .map(|(_, is_number)| {
                    if *is_number {
                        Content::Numbers
                    } else {
                        Content::Texts
                    }
                })
                .collect(),
            rows: sheet
                .rows
                .iter()
                .map(|row| row.iter().map(clean).collect())
                .collect(),
        };
        if self.markdown {
            table.markdown(out)
        } else {
            table.text(self.width, out)
        }
    }

    fn clean(&self, text: &str) -> String {
        match self.markdown {
            true => escaped(text),
            false => visible(text),
        }
    }
}
