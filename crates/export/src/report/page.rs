//! A page of headings, sentences and tables, as text and as Markdown.

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use demarche_core::display::{escaped, visible};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// A part of a page.
pub(super) enum Block {
    Title(String),
    Heading(String),
    Text(String),
    /// The first column is of texts, the others of numbers.
    Table {
        header: &'static [&'static str],
        rows: Vec<Vec<String>>,
    },
}

/// Lines of text are no longer than this, nor than the terminal is wide.
const LINE: usize = 100;

/// A line under the header, and nothing else.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// The page for a terminal. With a width, cells wrap so that tables fit.
pub(super) fn text(page: &[Block], width: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let line = width.unwrap_or(LINE).min(LINE);
    for (at, block) in page.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        match block {
            Block::Title(text) | Block::Text(text) => wrapped(&visible(text), line, out)?,
            Block::Heading(text) => writeln!(out, "{}", visible(text))?,
            Block::Table { header, rows } => aligned(header, rows, width, out)?,
        }
    }
    Ok(())
}

fn wrapped(text: &str, line: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut used = 0;
    for word in text.split_whitespace() {
        let width = word.width();
        if used > 0 && used + 1 + width > line {
            writeln!(out)?;
            used = 0;
        }
        if used > 0 {
            write!(out, " ")?;
            used += 1;
        }
        write!(out, "{word}")?;
        used += width;
    }
    writeln!(out)
}

fn aligned(
    header: &[&str],
    rows: &[Vec<String>],
    width: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_content_arrangement(ContentArrangement::Disabled);
    let line = |cells: Vec<String>| -> Vec<Cell> {
        let cells = cells.iter().enumerate();
        let cell = |(column, text): (usize, &String)| {
            Cell::new(visible(text)).set_alignment(match column {
                0 => CellAlignment::Left,
                _ => CellAlignment::Right,
            })
        };
        cells.map(cell).collect()
    };
    table.set_header(line(header.iter().map(|text| (*text).to_owned()).collect()));
    for row in rows {
        table.add_row(line(row.clone()));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    if let Some(width) = width {
        table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The page in Markdown, as GitHub and Pandoc read it.
pub(super) fn markdown(page: &[Block], out: &mut dyn Write) -> io::Result<()> {
    for (at, block) in page.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        match block {
            Block::Title(text) => writeln!(out, "# {}", escaped(text))?,
            Block::Heading(text) => writeln!(out, "## {}", escaped(text))?,
            Block::Text(text) => writeln!(out, "{}", escaped(text))?,
            Block::Table { header, rows } => {
                writeln!(out, "| {} |", header.join(" | "))?;
                writeln!(out, "| ---{} |", " | ---:".repeat(header.len() - 1))?;
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
                    writeln!(out, "| {} |", cells.join(" | "))?;
                }
            }
        }
    }
    Ok(())
}

/// A number for people: whole, or with three decimals.
pub(super) fn number(number: f64) -> String {
    // Never `-0`.
    let rounded = (number * 1000.0).round() / 1000.0 + 0.0;
    rounded.to_string()
}

/// A share for people: per cent with one decimal.
pub(super) fn share(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
