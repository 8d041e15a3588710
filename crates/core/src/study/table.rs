//! A CSV file as rows, each of which knows its place.

use super::blocks::{Block, Blocks, lf_for_cr};
use super::columns::{Columns, Positions};
use super::quotes::{QuoteFault, cell_start, row_end};
use super::record::Record;
use super::row::Row;
use crate::diagnostic::{Code, Place, Problem, Problems};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Where a row begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowAt {
    /// In the file, in bytes.
    pub(super) byte: u64,
    pub(super) line: u64,
    /// In its block, in bytes.
    pub(super) in_block: usize,
}

/// A table and where its columns are. Its text is read in blocks and not kept; for the few rows
/// that turn out to be wrong when all are read, it is read again at their place.
pub(super) struct Table {
    pub(super) columns: Columns,
    pub(super) path: PathBuf,
    pub(super) positions: Positions,
    /// Columns that the format does not know.
    pub(super) extra: Vec<(usize, String)>,
    pub(super) width: usize,
    /// Where its rows begin in the first block.
    pub(super) rows_from: usize,
    cr_lines: bool,
    again: Mutex<Option<Window>>,
}

impl Table {
    /// Reads the header, which is in the first block. `None` where the rows cannot be read; the
    /// reasons are among the problems. `renamed` is what the manifest calls the columns, `None`
    /// where it could not be read: then a column that is missing may be there under another name.
    pub(super) fn of(
        path: &Path,
        columns: Columns,
        (blocks, first): (&Blocks<'_>, Option<(&Block, &str)>),
        renamed: Option<&BTreeMap<String, String>>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let mut header = Record::default();
        let found = first.and_then(|(block, text)| {
            let at = skip_line_ends(block, text, 0, block.line)?;
            Some((block, text, at, header.read(text, at.in_block)))
        });
        let names = |text: &str| {
            let mut cells = (0..header.len()).filter_map(|index| header.get(text, index));
            cells.any(|name| !name.trim().is_empty())
        };
        let Some((block, text, at, end)) = found.filter(|(_, text, ..)| names(text)) else {
            let hint = format!(
                "the first row must name the columns: {}",
                join(columns.all())
            );
            let problem = Problem::new(Code::NoHeader, Place::at(path, 1, 1), "no header row");
            problems.push(problem.with_hint(hint));
            return None;
        };
        if block.faults.first().is_some_and(|fault| fault.byte < end) {
            return None;
        }
        let mut table = Self {
            positions: Positions::none(&columns),
            columns,
            path: path.to_owned(),
            extra: Vec::new(),
            width: header.len(),
            rows_from: end,
            cr_lines: blocks.cr_lines,
            again: Mutex::new(None),
        };
        table
            .read_header(text, (&header, at), renamed, problems)
            .then_some(table)
    }

    /// Gives each row of a block that is not blank to `take`, and whether its form is right. What
    /// is wrong with its form is among the problems.
    pub(super) fn rows(
        &self,
        block: &Block,
        text: &str,
        problems: &mut Problems,
        mut take: impl FnMut(&mut Row<'_>, bool),
    ) {
        let may_hold_controls = may_hold_controls(text.as_bytes());
        let mut record = Record::default();
        let mut faults = block.faults.iter().peekable();
        let mut below_fault = block.follows_fault;
        let mut end = match block.index {
            0 => self.rows_from,
            _ => 0,
        };
        let mut line = block.line + lines(&text[..end]);
        while let Some(at) = skip_line_ends(block, text, end, line) {
            end = record.read(text, at.in_block);
            line = at.line
                + match record.quoted {
                    true => lines(&text[at.in_block..end]),
                    false => u64::from(text.as_bytes()[end - 1] == b'\n'),
                };
            // A row in which quotes went wrong is not what it seems to be.
            let mut wrong = false;
            while faults.next_if(|fault| fault.byte < end).is_some() {
                wrong = true;
            }
            let mut row = Row {
                table: self,
                text,
                record: &record,
                at,
                problems,
            };
            if !wrong && !row.is_blank() {
                let sound = row.check_form(below_fault, may_hold_controls);
                take(&mut row, sound);
            }
            below_fault |= wrong;
        }
    }

    /// The place of a cell, by the name of its column.
    pub(super) fn place(&self, at: RowAt, column: &str) -> Place {
        self.positions.named(column).map_or_else(
            || Place::at(&self.path, at.line, 1),
            |index| self.place_of(at, index),
        )
    }

    /// The place of a cell by its number in the row. Reads the row again.
    pub(super) fn place_of(&self, at: RowAt, index: usize) -> Place {
        match self.row_again(at) {
            Ok(row) => self.place_in(&row, at, index),
            Err(_) => Place::at(&self.path, at.line, 1),
        }
    }

    /// The place of a cell and what is in it.
    pub(super) fn cell_again(&self, at: RowAt, column: &str) -> (Place, String) {
        let (Some(index), Ok(row)) = (self.positions.named(column), self.row_again(at)) else {
            return (self.place(at, column), String::new());
        };
        let mut record = Record::default();
        record.read(&row, 0);
        let cell = record.get(&row, index).unwrap_or_default().trim();
        (self.place_in(&row, at, index), cell.to_owned())
    }

    /// The place of a cell of a row, whose text begins here.
    pub(super) fn place_in(&self, row: &str, at: RowAt, index: usize) -> Place {
        let place = Place::in_text(&self.path, row, cell_start(row.as_bytes(), index));
        Place {
            line: place.line.map(|line| line + at.line - 1),
            ..place
        }
    }

    /// The text of a row.
    pub(super) fn row_again(&self, at: RowAt) -> io::Result<String> {
        // A panic while it was held would have ended the reading.
        let mut again = self.again.lock().unwrap_or_else(PoisonError::into_inner);
        let window = match &mut *again {
            Some(window) => window,
            none => none.insert(Window::open(&self.path, self.cr_lines)?),
        };
        let row = window.row(at.byte)?;
        Ok(String::from_utf8_lossy(row).into_owned())
    }
}

/// A piece of a file, for looking at rows again. Those that are looked at follow each other mostly.
struct Window {
    file: File,
    cr_lines: bool,
    start: u64,
    bytes: Vec<u8>,
}

impl Window {
    const SIZE: usize = 1 << 16;

    fn open(path: &Path, cr_lines: bool) -> io::Result<Self> {
        Ok(Self {
            file: File::open(path)?,
            cr_lines,
            start: 0,
            bytes: Vec::new(),
        })
    }

    /// The row that begins at a byte of the file.
    fn row(&mut self, byte: u64) -> io::Result<&[u8]> {
        let mut size = Self::SIZE;
        loop {
            let offset = byte
                .checked_sub(self.start)
                .map(|offset| offset as usize)
                .filter(|offset| *offset < self.bytes.len());
            if let Some(offset) = offset {
                let end = row_end(&self.bytes[offset..]);
                // The window may end within the row; at the end of the file it does not matter.
                if offset + end < self.bytes.len() || (offset == 0 && self.bytes.len() < size) {
                    return Ok(&self.bytes[offset..offset + end]);
                }
                size = 2 * size.max(self.bytes.len());
            }
            self.start = byte;
            self.bytes.clear();
            self.file.seek(SeekFrom::Start(byte))?;
            let read = self.file.by_ref().take(size as u64);
            let read = { read }.read_to_end(&mut self.bytes)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if self.cr_lines {
                lf_for_cr(&mut self.bytes);
            }
        }
    }
}

/// Where the next row begins, `None` where there is none.
fn skip_line_ends(block: &Block, text: &str, from: usize, mut line: u64) -> Option<RowAt> {
    for (offset, byte) in text.as_bytes()[from..].iter().enumerate() {
        match byte {
            b'\n' => line += 1,
            b'\r' => {}
            _ => {
                let in_block = from + offset;
                return Some(RowAt {
                    byte: block.start + in_block as u64,
                    line,
                    in_block,
                });
            }
        }
    }
    None
}

fn lines(text: &str) -> u64 {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64
}

/// Whether a text may hold control characters: it does not where this is false, for most texts.
fn may_hold_controls(bytes: &[u8]) -> bool {
    // Without branches, many bytes are looked at together. C1 controls begin with C2.
    bytes.iter().fold(false, |found, byte| {
        let control = (*byte < b' ') & (*byte != b'\n') & (*byte != b'\r') & (*byte != b'\t');
        found | control | (*byte == 0x7F) | (*byte == 0xC2)
    })
}

pub(super) fn join<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Reports the cells of a block whose quotes went wrong.
pub(super) fn report_quotes(path: &Path, block: &Block, text: &str, problems: &mut Problems) {
    for QuoteFault { byte, unclosed } in &block.faults {
        let (message, hint) = if *unclosed {
            (
                "a quote that is never closed",
                "close the cell with a double quote; write a quote inside a quoted cell twice",
            )
        } else {
            (
                "a quoted cell that goes on after its closing quote",
                "write a quote inside a quoted cell twice; or is this one, or one above, not closed?",
            )
        };
        let place = Place::in_text(path, text, *byte);
        let place = Place {
            line: place.line.map(|line| line + block.line - 1),
            ..place
        };
        problems.push(Problem::new(Code::UnclosedQuote, place, message).with_hint(hint));
    }
}
