//! A CSV file as rows, each of which knows its place.

use super::blocks::{Block, Blocks, lf_for_cr};
use super::columns::{Header, Positions};
use super::form::Suspects;
use super::limits::{LONGEST_ROW, MOST_COLUMNS, ProblemLog};
use super::places::{CellCursor, TextCursor};
use super::quotes::{QuoteFault, row_end};
use super::record::Record;
use super::row::Row;
use super::schema::{TableName, TableSchema};
use crate::diagnostic::{Code, Place, Problem, Problems};
use std::cell::Cell;
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
    pub(super) schema: &'static TableSchema,
    pub(super) path: PathBuf,
    pub(super) positions: Positions,
    /// Columns that the format does not know, by their number in a row.
    pub(super) extra: Vec<(usize, String)>,
    pub(super) width: usize,
    /// Where its header begins in the first block.
    pub(super) header: usize,
    /// Where its rows begin in the first block.
    pub(super) rows_from: usize,
    cr_lines: bool,
    again: Mutex<Option<Window>>,
}

/// The beginning of a table, from which its header is read.
pub(super) struct Beginning<'b> {
    /// The first block and its text; `None` where the file is empty.
    pub(super) first: Option<(&'b Block, &'b str)>,
    /// Whether lines end in CR alone.
    pub(super) cr_lines: bool,
}

impl<'b> Beginning<'b> {
    pub(super) fn new(blocks: &Blocks<'_>, first: Option<(&'b Block, &'b str)>) -> Self {
        Self {
            first,
            cr_lines: blocks.cr_lines,
        }
    }
}

impl Table {
    /// Reads the header. `None` where the rows cannot be read; the reasons are among the problems.
    /// `renamed` holds the manifest's names of the columns, `None` where it could not be read: then
    /// a column that is missing may be there under another name.
    pub(super) fn from_header(
        path: &Path,
        schema: &'static TableSchema,
        beginning: &Beginning<'_>,
        renamed: Option<&BTreeMap<String, String>>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let mut record = Record::default();
        let found = beginning.first.and_then(|(block, text)| {
            let at = skip_line_ends(block, text, 0, block.line)?;
            Some((block, text, at, record.read(text, at.in_block)))
        });
        let names_any = |text: &str| {
            let mut cells = (0..record.len()).filter_map(|index| record.get(text, index));
            cells.any(|name| !name.trim().is_empty())
        };
        let Some((block, text, at, end)) = found.filter(|(_, text, ..)| names_any(text)) else {
            let names = join(schema.names());
            problems.push(
                Problem::new(Code::NoHeader, Place::at(path, 1, 1), "no header row")
                    .with_hint(format!("the first row must name the columns: {names}")),
            );
            return None;
        };
        if block.faults.first().is_some_and(|fault| fault.byte < end) {
            return None;
        }
        if record.surplus() > 0 {
            let columns = record.len() + record.surplus();
            problems.push(too_many_columns(Place::at(path, at.line, 1), columns));
            return None;
        }
        let mut table = Self {
            positions: Positions::new(schema),
            schema,
            path: path.to_owned(),
            extra: Vec::new(),
            width: record.len(),
            header: at.in_block,
            rows_from: end,
            cr_lines: beginning.cr_lines,
            again: Mutex::new(None),
        };
        let mut log = ProblemLog::default();
        let header = Header {
            text,
            record: &record,
            at,
            renamed,
        };
        let readable = table.read_header(&header, &mut log);
        log.report(path, problems);
        readable.then_some(table)
    }

    /// The table of the study that it is.
    pub(super) fn name(&self) -> TableName {
        self.schema.table
    }

    /// Gives each row of a block that is not blank to `take`, and whether its form is right. What
    /// is wrong with its form is among the problems.
    pub(super) fn rows(
        &self,
        block: &Block,
        text: &str,
        problems: &mut ProblemLog,
        mut take: impl FnMut(&mut Row<'_>, bool),
    ) {
        let suspects = Suspects::find(text.as_bytes());
        let mut record = Record::default();
        let mut faults = block.faults.iter().peekable();
        let mut below_fault = block.follows_fault;
        let mut end = if block.index == 0 { self.rows_from } else { 0 };
        let mut line = block.line + lines(&text[..end]);
        while let Some(at) = skip_line_ends(block, text, end, line) {
            end = record.read(text, at.in_block);
            // Only a quoted cell can hold a line end, so most rows need not be looked through.
            line = at.line
                + if record.quoted {
                    lines(&text[at.in_block..end])
                } else {
                    u64::from(text.as_bytes()[end - 1] == b'\n')
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
                cursor: Cell::new(CellCursor::new(at.line)),
            };
            if !wrong && !row.is_blank() {
                let sound = row.check_form(below_fault, suspects);
                take(&mut row, sound);
            }
            below_fault |= wrong;
        }
    }

    /// The place of a cell, by the name of its column. Reads the row again.
    pub(super) fn place(&self, at: RowAt, column: &str) -> Place {
        self.cell_again(at, column).0
    }

    /// The place of a cell and what is in it. Reads the row again.
    pub(super) fn cell_again(&self, at: RowAt, column: &str) -> (Place, String) {
        let (Some(index), Ok(row)) = (self.positions.named(column), self.row_again(at)) else {
            return (Place::at(&self.path, at.line, 1), String::new());
        };
        let mut record = Record::default();
        record.read(&row, 0);
        let cell = record.get(&row, index).unwrap_or_default().trim();
        (self.place_in(&row, at, index), cell.to_owned())
    }

    /// The place of a cell of a row, whose text begins here.
    pub(super) fn place_in(&self, row: &str, at: RowAt, index: usize) -> Place {
        let mut cursor = CellCursor::new(at.line);
        cursor.move_to(row, index);
        cursor.place(&self.path)
    }

    /// The text of a row.
    pub(super) fn row_again(&self, at: RowAt) -> io::Result<String> {
        // A panic while it was held would have ended the reading.
        let mut again = self.again.lock().unwrap_or_else(PoisonError::into_inner);
        let window = match &mut *again {
            Some(window) => window,
            none => none.insert(Window::new(&self.path, self.cr_lines)?),
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

    fn new(path: &Path, cr_lines: bool) -> io::Result<Self> {
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

fn too_many_columns(place: Place, columns: usize) -> Problem {
    let message = format!("{columns} columns, and a table can have {MOST_COLUMNS}");
    Problem::new(Code::TooManyColumns, place, message)
        .with_hint("is this the table that was meant? give it a row for each thing")
}

/// The problem that a row is longer than anything that is read as one.
pub(super) fn row_too_long(path: &Path, line: u64) -> Problem {
    let message = format!("a row of more than {} mebibytes", LONGEST_ROW >> 20);
    Problem::new(Code::RowTooLong, Place::at(path, line, 1), message)
        .with_hint("is a closing quote missing, or is this no text?")
}

pub(super) fn join<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Reports the cells of a block whose quotes went wrong.
pub(super) fn report_quotes(path: &Path, block: &Block, text: &str, problems: &mut Problems) {
    let mut cursor = TextCursor::new(block.line);
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
        cursor.advance(text, *byte);
        let problem = Problem::new(Code::UnclosedQuote, cursor.place(path), message);
        problems.push(problem.with_hint(hint));
    }
}
