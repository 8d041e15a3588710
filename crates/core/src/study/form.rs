//! What is wrong with a row whatever its columns mean.

use super::row::{Row, trim};
use crate::diagnostic::{Code, Problem};

/// A cell may hold up to this many bytes.
const MAX_CELL: usize = 1 << 20;

impl Row<'_> {
    /// Whether the row has the right number of cells and nothing in them that no text should have.
    /// Below a quote that went wrong, its length tells nothing.
    pub(super) fn check_form(&mut self, below_fault: bool, may_hold_controls: bool) -> bool {
        let width = self.table.width;
        let surplus = self.record.len() > width
            && self.cells().skip(width).any(|cell| !trim(cell).is_empty());
        let right_length = self.record.len() >= width && !surplus;
        if !right_length && !below_fault {
            // The first cell too many, or the last there is.
            let cell = width.min(self.record.len() - 1);
            let message = format!(
                "a row of {} cells under a header of {width}",
                self.record.len()
            );
            self.problems.push(
                Problem::new(Code::RowLength, self.place_of(cell), message)
                    .with_hint("a cell that holds a comma or a quote must stand in double quotes"),
            );
        }
        let readable =
            self.report_long_cells() && (!may_hold_controls || self.report_control_characters());
        right_length && readable
    }

    fn report_long_cells(&mut self) -> bool {
        let mut none = true;
        for (index, cell) in self.cells().enumerate() {
            if cell.len() <= MAX_CELL {
                continue;
            }
            none = false;
            let message = format!("a cell of {} bytes", cell.len());
            let beginning: String = cell.chars().take(100).collect();
            self.problems.push(
                Problem::new(Code::CellTooLong, self.place_of(index), message)
                    .with_cell(beginning)
                    .with_hint("a cell holds up to 1,048,576 bytes; is a closing quote missing?"),
            );
        }
        none
    }

    pub(super) fn report_control_characters(&mut self) -> bool {
        let unwanted = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        let mut none = true;
        for (index, cell) in self.cells().enumerate() {
            if let Some(c) = cell.chars().find(|c| unwanted(*c)) {
                none = false;
                let message = format!("a control character (U+{:04X}) in a cell", u32::from(c));
                self.problems.push(
                    Problem::new(Code::ControlCharacter, self.place_of(index), message)
                        .with_cell(cell)
                        .with_hint("type the cell anew"),
                );
            }
        }
        none
    }
}
