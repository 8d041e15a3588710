//! Rows as tables for people.

use super::short::{cell, is_number};
use crate::error::QueryError;
use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};
use demarche_graph::rdf::Prefix;
use oxigraph::model::Term;
use oxigraph::sparql::QuerySolutionIter;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// What a column holds, which decides how it is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Column {
    /// Nothing yet.
    #[default]
    Empty,
    /// Numbers alone: flush right.
    Numbers,
    /// Words without blanks alone (IRIs, codes, dates): not broken if there is room.
    Words,
    /// Texts, or a mixture.
    Texts,
}

impl Column {
    fn with(self, term: &Term) -> Self {
        let kind = match term {
            Term::NamedNode(_) => Self::Words,
            term if is_number(term) => Self::Numbers,
            Term::Literal(literal) if !literal.value().contains(char::is_whitespace) => Self::Words,
            _ => Self::Texts,
        };
        if self == Self::Empty || self == kind {
            kind
        } else {
            Self::Texts
        }
    }
}

/// The cells of a table as text, and what its columns hold.
pub struct Cells {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub columns: Vec<Column>,
}

impl Cells {
    fn read(
        solutions: QuerySolutionIter<'_>,
        clean: impl Fn(&str) -> String,
        prefixes: &[Prefix],
    ) -> Result<Self, QueryError> {
        let names = solutions.variables().iter();
        let header: Vec<String> = names.map(|name| clean(name.as_str())).collect();
        let mut columns = vec![Column::Empty; header.len()];
        let mut rows = Vec::new();
        for solution in solutions {
            let solution = solution?;
            let cells = solution.values().iter().zip(&mut columns);
            let row = cells.map(|(term, column)| {
                let Some(term) = term else {
                    return String::new();
                };
                *column = column.with(term);
                clean(&cell(term, prefixes))
            });
            rows.push(row.collect());
        }
        Ok(Self {
            header,
            rows,
            columns,
        })
    }

    /// The widths of columns that are not to be broken, where that leaves room for the texts.
    fn unbroken(&self, room: usize) -> Vec<Option<usize>> {
        const LEAST_TEXT: usize = 12;
        const SHORT: usize = 22;
        let widest = |column: usize| {
            let cells = self.rows.iter().chain([&self.header]);
            let widths = cells.filter_map(|row| Some(row.get(column)?.width()));
            widths.max().unwrap_or(0) + PADDING
        };
        let columns = self.columns.iter().enumerate();
        let widths: Vec<Option<usize>> = columns
            .map(|(at, column)| (*column != Column::Texts).then(|| widest(at)))
            .collect();
        // All of them; if that is too much, the short ones; else none.
        for longest in [usize::MAX, SHORT] {
            let kept = widths
                .iter()
                .map(|width| width.filter(|width| *width <= longest));
            let kept: Vec<Option<usize>> = kept.collect();
            if kept
                .iter()
                .map(|width| width.unwrap_or(LEAST_TEXT))
                .sum::<usize>()
                <= room
            {
                return kept;
            }
        }
        vec![None; widths.len()]
    }
}

/// Blanks on both sides of a cell.
const PADDING: usize = 2;

/// A line under the header, and nothing else that is not the answer.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// An aligned table; with a width, cells wrap so that it fits.
pub(super) fn text(
    solutions: QuerySolutionIter<'_>,
    width: Option<usize>,
    prefixes: &[Prefix],
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let cells = Cells::read(solutions, visible, prefixes)?;
    cells.text(width, out)?;
    Ok(cells.rows.len())
}

/// A table in Markdown, as GitHub and Pandoc read it.
pub(super) fn markdown(
    solutions: QuerySolutionIter<'_>,
    prefixes: &[Prefix],
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let cells = Cells::read(solutions, escaped, prefixes)?;
    cells.markdown(out)?;
    Ok(cells.rows.len())
}

impl Cells {
    /// An aligned table; with a width, cells wrap so that it fits. Texts have to be
    /// [`visible`].
    pub fn text(&self, width: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new();
        table.load_style(STYLE);
        table.set_content_arrangement(ContentArrangement::Disabled);
        let aligned = |text: &String, column: usize| {
            let right = self.columns.get(column) == Some(&Column::Numbers);
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
        table.set_header(line(&self.header));
        for row in &self.rows {
            table.add_row(line(row));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        if let Some(width) = width {
            fit(&mut table, self, width);
        }
        for line in table.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// A table in Markdown. Texts have to be [`escaped`].
    pub fn markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut line = |row: &[String]| writeln!(out, "| {} |", row.join(" | "));
        line(&self.header)?;
        let rule = |column: &Column| match column {
            Column::Numbers => "---:".to_owned(),
            _ => "---".to_owned(),
        };
        line(&self.columns.iter().map(rule).collect::<Vec<_>>())?;
        self.rows.iter().try_for_each(|row| line(row))
    }
}

/// Makes cells wrap so that a table is no wider than this.
fn fit(table: &mut Table, cells: &Cells, width: usize) {
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    for (at, unbroken) in cells.unbroken(width).into_iter().enumerate() {
        let unbroken = unbroken.and_then(|width| u16::try_from(width).ok());
        if let (Some(width), Some(column)) = (unbroken, table.column_mut(at)) {
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
}

/// A text on one line, without characters that steer a terminal or turn its writing direction.
pub fn visible(text: &str) -> String {
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
pub fn escaped(text: &str) -> String {
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
