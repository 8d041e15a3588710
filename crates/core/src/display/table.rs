//! Tables for people.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table as Grid,
    TableStyle, Width,
};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// The content of a column, which decides how it is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Content {
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

impl Content {
    /// Returns the content of a column that also holds a cell of this content.
    #[must_use]
    pub fn joined(self, cell: Self) -> Self {
        if self == Self::Empty || self == cell {
            cell
        } else {
            Self::Texts
        }
    }
}

/// A table whose cells are text already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// The content of each column.
    pub columns: Vec<Content>,
}

/// Blanks on both sides of a cell.
const PADDING: usize = 2;

/// A line under the header, and nothing else that is not the content.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

impl Table {
    /// Writes an aligned table; with a width, cells wrap so that it fits. Texts have to be
    /// [`visible`](super::visible).
    ///
    /// # Errors
    /// Those of `out`.
    pub fn text(&self, width: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
        let mut grid = Grid::new();
        grid.load_style(STYLE);
        grid.set_content_arrangement(ContentArrangement::Disabled);
        grid.set_header(self.line(&self.header));
        for row in &self.rows {
            grid.add_row(self.line(row));
        }
        for column in grid.column_iter_mut() {
            column.set_padding((0, 2));
        }
        if let Some(width) = width {
            self.fit(&mut grid, width);
        }
        for line in grid.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// Writes a table in Markdown, as GitHub and Pandoc read it. Texts have to be
    /// [`escaped`](super::escaped).
    ///
    /// # Errors
    /// Those of `out`.
    pub fn markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut line = |row: &[String]| writeln!(out, "| {} |", row.join(" | "));
        line(&self.header)?;
        let rule = |column: &Content| match column {
            Content::Numbers => "---:".to_owned(),
            _ => "---".to_owned(),
        };
        line(&self.columns.iter().map(rule).collect::<Vec<_>>())?;
        self.rows.iter().try_for_each(|row| line(row))
    }

    fn line(&self, row: &[String]) -> Vec<Cell> {
        let cells = row.iter().enumerate();
        cells
            .map(|(column, text)| {
                let alignment = match self.columns.get(column) {
                    Some(Content::Numbers) => CellAlignment::Right,
                    _ => CellAlignment::Left,
                };
                Cell::new(text).set_alignment(alignment)
            })
            .collect()
    }

    /// Makes cells wrap so that the table is no wider than this.
    fn fit(&self, grid: &mut Grid, width: usize) {
        grid.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        grid.set_content_arrangement(ContentArrangement::Dynamic);
        for (at, unbroken) in self.unbroken(width).into_iter().enumerate() {
            let unbroken = unbroken.and_then(|width| u16::try_from(width).ok());
            if let (Some(width), Some(column)) = (unbroken, grid.column_mut(at)) {
                column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
            }
        }
    }

    /// Returns the widths of columns that are not to be broken, where that leaves room for the
    /// texts.
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
            .map(|(at, content)| (*content != Content::Texts).then(|| widest(at)))
            .collect();
        // All of them; if that is too much, the short ones; else none.
        for longest in [usize::MAX, SHORT] {
            let kept = widths
                .iter()
                .map(|width| width.filter(|width| *width <= longest));
            let kept: Vec<Option<usize>> = kept.collect();
            let taken = kept.iter().map(|width| width.unwrap_or(LEAST_TEXT));
            if taken.sum::<usize>() <= room {
                return kept;
            }
        }
        vec![None; widths.len()]
    }
}
