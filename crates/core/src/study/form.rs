//! What is wrong with a row whatever its columns mean.

use super::row::{Row, trim};
use crate::diagnostic::{Code, Problem};

/// A cell may hold up to this many bytes.
pub(super) const MAX_CELL: usize = 1 << 20;

/// Characters that a text may hold and should not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Suspects {
    /// Control characters other than tabs and line ends.
    pub(super) controls: bool,
    /// Characters that are not seen: see [`is_hidden`].
    pub(super) hidden: bool,
}

impl Suspects {
    /// Looks at the bytes of a text, many of them together. What is not found is not there; what
    /// is found has to be looked for character by character.
    pub(super) fn find(bytes: &[u8]) -> Self {
        // Without branches, so that the compiler can compare many bytes at once. C1 controls begin
        // with C2.
        let controls = bytes.iter().fold(false, |found, byte| {
            let control = (*byte < b' ') & (*byte != b'\n') & (*byte != b'\r') & (*byte != b'\t');
            found | control | (*byte == 0x7F) | (*byte == 0xC2)
        });
        let hidden = bytes.windows(3).fold(false, |found, bytes| {
            let (a, b, c) = (bytes[0], bytes[1], bytes[2]);
            // U+202A to U+202E, U+2066 to U+2069.
            let turns = (a == 0xE2) & ((b == 0x80) & (c >= 0xAA) | (b == 0x81) & (c >= 0xA6));
            // U+FDD0 to U+FDEF; the last two code points of the first plane, and of the others.
            let arabic = (a == 0xEF) & (b == 0xB7) & (c >= 0x90);
            let last = ((a == 0xEF) | (a & 0xCF == 0x8F)) & (b == 0xBF) & (c >= 0xBE);
            found | turns | arabic | last
        });
        Self { controls, hidden }
    }
}

/// Tells whether a character changes what a text looks like without being seen: those that turn
/// the direction of what follows, and code points that Unicode says are no characters.
fn is_hidden(c: char) -> bool {
    let number = u32::from(c);
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FDD0}'..='\u{FDEF}')
        || number & 0xFFFE == 0xFFFE
}

/// Tells whether a character is a control character that no text needs.
pub(super) fn is_unwanted(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

impl Row<'_> {
    /// Checks that the row has the right number of cells and nothing in them that no text should
    /// have. Below a quote that went wrong, its length tells nothing.
    pub(super) fn check_form(&mut self, below_fault: bool, suspects: Suspects) -> bool {
        let width = self.table.width;
        let has_ink = |cell: &str| !trim(cell).is_empty();
        let surplus = self.record.surplus() > 0
            || self.record.len() > width && self.cells().skip(width).any(has_ink);
        let right_length = self.record.len() >= width && !surplus;
        if !right_length && !below_fault {
            // The first cell too many, or the last there is.
            let cell = width.min(self.record.len() - 1);
            let message = format!(
                "a row of {} cells under a header of {width}",
                self.record.len() + self.record.surplus()
            );
            self.push(Code::RowLength, cell, |place| {
                Problem::new(Code::RowLength, place, message)
                    .with_hint("a cell that holds a comma or a quote must stand in double quotes")
            });
        }
        let readable =
            self.report_long_cells() && (!suspects.controls || self.report_control_characters());
        if suspects.hidden {
            self.report_hidden_characters();
        }
        right_length && readable
    }

    pub(super) fn report_long_cells(&mut self) -> bool {
        let mut none = true;
        for (index, cell) in self.cells().enumerate() {
            if cell.len() <= MAX_CELL {
                continue;
            }
            none = false;
            self.push(Code::CellTooLong, index, |place| {
                let message = format!("a cell of {} bytes", cell.len());
                let beginning: String = cell.chars().take(100).collect();
                Problem::new(Code::CellTooLong, place, message)
                    .with_cell(beginning)
                    .with_hint("a cell holds up to 1,048,576 bytes; is a closing quote missing?")
            });
        }
        none
    }

    pub(super) fn report_control_characters(&mut self) -> bool {
        let mut none = true;
        for (index, cell) in self.cells().enumerate() {
            let Some(c) = cell.chars().find(|c| is_unwanted(*c)) else {
                continue;
            };
            none = false;
            self.push(Code::ControlCharacter, index, |place| {
                let message = format!("a control character (U+{:04X}) in a cell", u32::from(c));
                Problem::new(Code::ControlCharacter, place, message)
                    .with_cell(cell)
                    .with_hint("type the cell anew")
            });
        }
        none
    }

    /// Warns of characters that are not seen. Right-to-left scripts need none of these, so the row
    /// is read, but what a reader sees may not be what the cell says.
    fn report_hidden_characters(&mut self) {
        for (index, cell) in self.cells().enumerate() {
            let Some(c) = cell.chars().find(|c| is_hidden(*c)) else {
                continue;
            };
            self.push(Code::HiddenCharacter, index, |place| {
                let message = format!("a character that is not seen (U+{:04X})", u32::from(c));
                Problem::new(Code::HiddenCharacter, place, message)
                    .with_cell(cell)
                    .with_hint("type the cell anew, without what was copied with it")
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_suspect_is_missed(text in "(\\PC|[\u{0}-\u{9F}\u{2028}-\u{2070}\u{FDC8}-\u{FDF4}\u{FFF8}-\u{FFFF}\u{1FFFC}-\u{20002}]){0,12}") {
            let found = Suspects::find(text.as_bytes());
            prop_assert!(found.controls || !text.contains(is_unwanted));
            prop_assert!(found.hidden || !text.contains(is_hidden));
        }
    }

    #[test]
    fn plain_texts_are_not_suspected() {
        let text = "Café, “quoted” – 外交部，说。 \u{200F}";
        let found = Suspects::find(text.as_bytes());
        assert!(!found.hidden);
    }
}
