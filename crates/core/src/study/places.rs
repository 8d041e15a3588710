//! The places of cells in a text, found from left to right.

use super::quotes::cell_end;
use crate::diagnostic::Place;
use memchr::{memchr_iter, memrchr};
use std::path::Path;

/// A place in a text that moves forward: lines and columns are counted once, however many places
/// in one long row are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextCursor {
    byte: usize,
    line: u64,
    column: u64,
}

impl TextCursor {
    /// The beginning of a text that begins in this line.
    pub(super) fn new(line: u64) -> Self {
        Self {
            byte: 0,
            line,
            column: 1,
        }
    }

    /// Moves to a later byte, which begins a character.
    pub(super) fn advance(&mut self, text: &str, byte: usize) {
        let byte = byte.clamp(self.byte, text.len());
        let passed = &text.as_bytes()[self.byte..byte];
        // What continues a character in UTF-8 is no column of its own.
        let characters = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        match memrchr(b'\n', passed) {
            Some(last) => {
                self.line += memchr_iter(b'\n', passed).count() as u64;
                self.column = 1 + characters(&passed[last + 1..]) as u64;
            }
            None => self.column += characters(passed) as u64,
        }
        self.byte = byte;
    }

    pub(super) fn place(&self, path: &Path) -> Place {
        Place::at(path, self.line, self.column)
    }
}

/// The places of the cells of one row.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellCursor {
    first_line: u64,
    cell: usize,
    at: TextCursor,
}

impl CellCursor {
    /// The first cell of a row that begins in this line.
    pub(super) fn new(first_line: u64) -> Self {
        Self {
            first_line,
            cell: 0,
            at: TextCursor::new(first_line),
        }
    }

    /// Moves to a cell by its number in the row, whose text begins here; the row's end where it
    /// has fewer. Gives the byte at which the cell begins.
    pub(super) fn move_to(&mut self, row: &str, cell: usize) -> usize {
        if cell < self.cell {
            *self = Self::new(self.first_line);
        }
        let bytes = row.as_bytes();
        let mut byte = self.at.byte;
        while self.cell < cell {
            let end = cell_end(bytes, byte);
            if bytes.get(end) != Some(&b',') {
                byte = end;
                // Past the last cell: whatever is asked for next is looked for from the beginning.
                self.cell = usize::MAX;
                break;
            }
            byte = end + 1;
            self.cell += 1;
        }
        self.at.advance(row, byte);
        byte
    }

    pub(super) fn place(&self, path: &Path) -> Place {
        self.at.place(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Forward or back, a cell is where counting from the beginning finds it.
        #[test]
        fn cells_are_where_they_are_however_one_gets_there(
            row in "[a\"\",\n é]{0,40}",
            cells in prop::collection::vec(0..12_usize, 1..8),
        ) {
            let path = Path::new("a.csv");
            let mut cursor = CellCursor::new(1);
            for cell in cells {
                let start = cursor.move_to(&row, cell);
                prop_assert_eq!(start, super::super::quotes::cell_start(row.as_bytes(), cell));
                prop_assert_eq!(cursor.place(path), Place::in_text(path, &row, start));
            }
        }
    }
}
