//! Rows as tables for people.

use super::short::{cell, is_number};
use crate::query::error::QueryError;
use crate::rdf::Prefix;
use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use oxigraph::sparql::QuerySolutionIter;
use std::io::Write;

/// The cells of an answer as text, and which columns are numbers.
struct Cells {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    numeric: Vec<bool>,
}

impl Cells {
    fn read(
        solutions: QuerySolutionIter<'_>,
        clean: impl Fn(&str) -> String,
        prefixes: &[Prefix],
    ) -> Result<Self, QueryError> {
        let header: Vec<String> = solutions
            .variables()
            .iter()
            .map(|variable| variable.as_str().to_owned())
            .collect();
        // A column is of numbers if all it holds are numbers, and it holds some.
        let mut numbers = vec![0_usize; header.len()];
        let mut others = vec![0_usize; header.len()];
        let mut rows = Vec::new();
        for solution in solutions {
            let solution = solution?;
            let mut row = Vec::with_capacity(header.len());
            for (column, term) in solution.values().iter().enumerate() {
                let Some(term) = term else {
                    row.push(String::new());
                    continue;
                };
                let kind = if is_number(term) {
                    &mut numbers
                } else {
                    &mut others
                };
                kind[column] += 1;
                row.push(clean(&cell(term, prefixes)));
            }
            rows.push(row);
        }
        let numeric = numbers
            .iter()
            .zip(&others)
            .map(|(n, o)| *n > 0 && *o == 0)
            .collect();
        Ok(Self {
            header,
            rows,
            numeric,
        })
    }
}

/// An aligned table; with a width, cells wrap so that it fits.
pub(super) fn text(
    solutions: QuerySolutionIter<'_>,
    width: Option<usize>,
    prefixes: &[Prefix],
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let cells = Cells::read(solutions, visible, prefixes)?;
    let mut table = Table::new();
    // A rule under the header and nothing else: the rows are what is to be read.
    table.load_style(TableStyle::new().header_separator(LineStyle::new('─', '─', '─', '─')));
    match width.and_then(|width| u16::try_from(width).ok()) {
        Some(width) => {
            table.set_width(width);
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    let aligned = |text: &String, column: usize| {
        let right = cells.numeric.get(column) == Some(&true);
        Cell::new(text).set_alignment(if right {
            CellAlignment::Right
        } else {
            CellAlignment::Left
        })
    };
    let line = |row: &Vec<String>| -> Vec<Cell> {
        row.iter()
            .enumerate()
            .map(|(column, text)| aligned(text, column))
            .collect()
    };
    table.set_header(line(&cells.header));
    for row in &cells.rows {
        table.add_row(line(row));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(cells.rows.len())
}

/// A table in Markdown, as GitHub and Pandoc read it.
pub(super) fn markdown(
    solutions: QuerySolutionIter<'_>,
    prefixes: &[Prefix],
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let cells = Cells::read(solutions, escaped, prefixes)?;
    let mut line = |row: &[String]| writeln!(out, "| {} |", row.join(" | "));
    line(&cells.header)?;
    let rule = |right: &bool| if *right { "---:" } else { "---" }.to_owned();
    line(&cells.numeric.iter().map(rule).collect::<Vec<_>>())?;
    for row in &cells.rows {
        line(row)?;
    }
    Ok(cells.rows.len())
}

/// A text on one line, without characters that steer a terminal or turn its writing direction.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// A text as Markdown that shows it as it is, in one cell.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("<br>"),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}
