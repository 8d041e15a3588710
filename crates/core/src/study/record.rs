//! The cells of one row.

use super::limits::MOST_COLUMNS;
use super::quotes::{Quoted, separator};
use memchr::memchr;
use std::ops::Range;

/// The cells of a row: pieces of its text, or of what becomes of it without doubled quotes. Used
/// again for row after row.
#[derive(Default)]
pub(super) struct Record {
    cells: Vec<Cell>,
    /// Cells beyond the most that a table can have; these are not kept.
    surplus: usize,
    /// Cells that hold quotes, one after the other, as they are meant.
    unescaped: String,
    /// Whether any cell is quoted.
    pub(super) quoted: bool,
}

struct Cell {
    range: Range<usize>,
    unescaped: bool,
}

impl Record {
    /// Reads the row that begins at a byte of a text; gives where the next one begins, or line ends
    /// before it.
    pub(super) fn read(&mut self, text: &str, start: usize) -> usize {
        self.cells.clear();
        self.surplus = 0;
        self.unescaped.clear();
        self.quoted = false;
        let bytes = text.as_bytes();
        let mut at = start;
        loop {
            let end = if bytes.get(at) == Some(&b'"') {
                self.read_quoted(text, at)
            } else {
                let end = separator(bytes, at);
                self.push(Cell {
                    range: at..end,
                    unescaped: false,
                });
                end
            };
            if bytes.get(end) != Some(&b',') {
                return (end + 1).min(bytes.len());
            }
            at = end + 1;
        }
    }

    fn read_quoted(&mut self, text: &str, start: usize) -> usize {
        self.quoted = true;
        let Quoted { close, end } = Quoted::at(text.as_bytes(), start);
        let inner = &text[start + 1..close];
        if end <= close + 1 && memchr(b'"', inner.as_bytes()).is_none() {
            self.push(Cell {
                range: start + 1..close,
                unescaped: false,
            });
            return end;
        }
        if self.cells.len() == MOST_COLUMNS {
            self.surplus += 1;
            return end;
        }
        let from = self.unescaped.len();
        self.unescaped.push_str(&inner.replace("\"\"", "\""));
        self.unescaped
            .push_str(text.get(close + 1..end).unwrap_or_default());
        self.push(Cell {
            range: from..self.unescaped.len(),
            unescaped: true,
        });
        end
    }

    /// Adds a cell. A line of commas is a row of millions of them, each of which would take more
    /// memory than its comma does.
    fn push(&mut self, cell: Cell) {
        if self.cells.len() < MOST_COLUMNS {
            self.cells.push(cell);
        } else {
            self.surplus += 1;
        }
    }

    /// The number of cells that are kept; at least one.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The number of cells that are not kept, since no table can have so many.
    pub(super) fn surplus(&self) -> usize {
        self.surplus
    }

    /// A cell by its number, as it stands between separators or quotes.
    pub(super) fn get<'r>(&'r self, text: &'r str, index: usize) -> Option<&'r str> {
        let cell = self.cells.get(index)?;
        let held_by = if cell.unescaped {
            &self.unescaped
        } else {
            text
        };
        Some(&held_by[cell.range.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All rows of a text, as this reader has them.
    fn rows(text: &str) -> Vec<Vec<String>> {
        let (mut record, mut rows, mut at) = (Record::default(), Vec::new(), 0);
        loop {
            at += text[at..].len() - text[at..].trim_start_matches(['\r', '\n']).len();
            if at == text.len() {
                return rows;
            }
            at = record.read(text, at);
            let cells = (0..record.len()).filter_map(|index| record.get(text, index));
            rows.push(cells.map(str::to_owned).collect());
        }
    }

    #[test]
    fn quotes_are_taken_off() {
        let rows = rows("a,\"b, \"\"c\"\"\"\r\n\"d\ne\" ,6\" f\r\n\n,\n");
        assert_eq!(rows, [["a", "b, \"c\""], ["d\ne ", "6\" f"], ["", ""]]);
    }

    proptest! {
        /// The `csv` crate reads the same rows, whatever is wrong with a text.
        #[test]
        fn rows_are_those_of_another_reader(text in "[ab\"\",,\n\r é]{0,40}") {
            let mut reader = csv::ReaderBuilder::new()
                .flexible(true)
                .has_headers(false)
                .from_reader(text.as_bytes());
            let wanted: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .collect();
            prop_assert_eq!(rows(&text), wanted);
        }
    }
}
