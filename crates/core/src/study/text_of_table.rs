//! The text of a table that is edited, so that what is not edited stays byte for byte.

use super::blocks::{Block, Refused, lf_for_cr, open_file};
use super::quotes::{Quoted, cell_end, cell_start, next_quoted, row_end};
use super::text::{not_utf8, refusal};
use crate::diagnostic::Problem;
use memchr::memchr;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// The byte order mark with which some programs begin UTF-8.
const MARK: &str = "\u{FEFF}";

/// The text of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableText {
    /// Without the mark, and with LF for CR where lines end in CR alone.
    text: String,
    has_mark: bool,
    pub(super) cr_lines: bool,
}

/// A cell to be written.
pub(super) struct NewCell<'v> {
    /// The number in the row of the cell.
    pub(super) index: usize,
    pub(super) value: &'v str,
}

impl TableText {
    /// Reads a file's bytes as text, as the readers of tables do.
    pub(super) fn from_bytes(path: &Path, bytes: Vec<u8>) -> Result<Self, Problem> {
        if bytes.iter().take(2).any(|byte| *byte == 0) {
            return Err(refusal(path, &Refused::Nul));
        }
        let mut bytes = bytes;
        let has_mark = bytes.starts_with(MARK.as_bytes());
        if has_mark {
            bytes.drain(..MARK.len());
        }
        let cr_lines = memchr(b'\n', &bytes).is_none() && memchr(b'\r', &bytes).is_some();
        if cr_lines {
            lf_for_cr(&mut bytes);
        }
        let text = String::from_utf8(bytes)
            .map_err(|error| not_utf8(path, error.utf8_error().valid_up_to() as u64))?;
        Ok(Self {
            text,
            has_mark,
            cr_lines,
        })
    }

    /// The bytes of the file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mark = if self.has_mark { MARK } else { "" };
        let mut bytes = [mark.as_bytes(), self.text.as_bytes()].concat();
        if self.cr_lines {
            // There was no LF in the file, so each of these was a CR.
            bytes
                .iter_mut()
                .filter(|byte| **byte == b'\n')
                .for_each(|byte| *byte = b'\r');
        }
        bytes
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The whole text as the one block of its file.
    pub(super) fn block(&self) -> Block {
        let bytes = self.text.as_bytes();
        let mut faults = Vec::new();
        let mut from = 0;
        while let Some(quote) = next_quoted(bytes, from) {
            let quoted = Quoted::at(bytes, quote);
            faults.extend(quoted.fault(bytes, quote));
            from = quoted.end;
        }
        Block {
            index: 0,
            start: 0,
            line: 1,
            bytes: Vec::new(),
            faults,
            follows_fault: false,
        }
    }

    /// Replaces cells of the row that begins at this byte. Cells keep their quotes; others get some
    /// where they need them.
    pub(super) fn replace_cells(&mut self, row: usize, cells: &mut [NewCell<'_>]) {
        // From the last to the first, so that the places of those before do not move.
        cells.sort_by_key(|cell| std::cmp::Reverse(cell.index));
        for cell in cells {
            let bytes = &self.text.as_bytes()[row..];
            let start = cell_start(bytes, cell.index);
            let end = cell_end(bytes, start);
            let quoted = bytes.get(start) == Some(&b'"');
            let written = encode(cell.value, quoted);
            self.text.replace_range(row + start..row + end, &written);
        }
    }

    /// Adds a row after the row that begins at this byte; gives where it begins.
    pub(super) fn insert_row(&mut self, after: usize, cells: &[&str]) -> usize {
        let quotes_all = self.quotes_all(after);
        let cells = cells.iter().map(|value| encode(value, quotes_all));
        let row = cells.collect::<Vec<_>>().join(",");
        let end = after + row_end(&self.text.as_bytes()[after..]);
        match self.line_end_at(end) {
            "" => {
                // The file ends without a line end, and shall go on doing so.
                let line_end = self.line_end_before(after).to_owned();
                self.text.insert_str(end, &format!("{line_end}{row}"));
                end + line_end.len()
            }
            line_end => {
                let line_end = line_end.to_owned();
                let start = end + line_end.len();
                self.text.insert_str(start, &format!("{row}{line_end}"));
                start
            }
        }
    }

    /// Removes the row that begins at this byte, and one line end with it.
    pub(super) fn remove_row(&mut self, row: usize) {
        let end = row + row_end(&self.text.as_bytes()[row..]);
        let range: Range<usize> = match self.line_end_at(end) {
            "" => row - last_line_end(&self.text[..row]).len()..end,
            line_end => row..end + line_end.len(),
        };
        self.text.replace_range(range, "");
    }

    /// Tells whether every cell of a row is quoted.
    fn quotes_all(&self, row: usize) -> bool {
        let bytes = &self.text.as_bytes()[row..];
        let mut at = 0;
        loop {
            if bytes.get(at) != Some(&b'"') {
                return false;
            }
            let end = cell_end(bytes, at);
            if bytes.get(end) != Some(&b',') {
                return true;
            }
            at = end + 1;
        }
    }

    /// The line end at a byte; empty at the end of the text.
    fn line_end_at(&self, byte: usize) -> &str {
        let rest = &self.text[byte..];
        let length = if rest.starts_with("\r\n") {
            2
        } else {
            rest.len().min(1)
        };
        &rest[..length]
    }

    /// The line end before a row, or one that will do for the only row there is.
    fn line_end_before(&self, row: usize) -> &str {
        match last_line_end(&self.text[..row]) {
            "" => "\n",
            line_end => line_end,
        }
    }
}

/// The line end that a text ends with.
fn last_line_end(text: &str) -> &str {
    let ends = ["\r\n", "\n", "\r"];
    let end = ends.into_iter().find(|end| text.ends_with(end));
    end.unwrap_or_default()
}

/// A value as it stands in a table, quoted where it has to be or was before.
fn encode(value: &str, quoted: bool) -> String {
    if quoted || value.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// Reads the bytes of a file that ends.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    open_file(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
