//! A CSV file as rows, each of which knows its place.

use super::columns::Columns;
use super::quotes::{cell_start, quote_faults};
use super::row::Row;
use super::text::read_text;
use crate::diagnostic::{Code, Place, Problem, Problems};
use crate::model::Id;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Where a row begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowAt {
    byte: usize,
    pub(super) line: u64,
}

/// A table that was read whole, and where its columns are.
pub(super) struct Table {
    pub(super) columns: Columns,
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) position: HashMap<&'static str, usize>,
    /// Columns that the format does not know.
    pub(super) extra: Vec<(usize, String)>,
    pub(super) width: usize,
    /// Where cells begin whose quotes went wrong.
    pub(super) faults: Vec<usize>,
}

/// What the rows of a table hold.
pub(super) struct Content<T> {
    /// The rows that something could be made of.
    pub(super) rows: Vec<(RowAt, T)>,
    /// The identifiers of all rows, of those with errors too: a reference to such a row is right.
    pub(super) ids: Vec<String>,
    /// The references in rows with errors, by column, so that a wrong one is not hidden by what
    /// else is wrong in its row.
    pub(super) loose: Vec<(RowAt, &'static str, Id)>,
}

impl<T> Default for Content<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            ids: Vec::new(),
            loose: Vec::new(),
        }
    }
}

impl Table {
    /// Reads a table's file and header. `None` where nothing can be read from it; the reasons are
    /// among the problems. `renamed` is what the manifest calls the columns, `None` where it could
    /// not be read: then a column that is missing may be there under another name.
    pub(super) fn open(
        path: &Path,
        columns: Columns,
        renamed: Option<&BTreeMap<String, String>>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let text = read_text(path, problems)?;
        let faults = report_quotes(path, &text, problems);
        let mut reader = csv_reader(&text);
        let header = match reader.headers() {
            Ok(header) if header.iter().any(|name| !name.trim().is_empty()) => header.clone(),
            _ => {
                let hint = format!(
                    "the first row must name the columns: {}",
                    join(columns.all())
                );
                problems.push(
                    Problem::new(Code::NoHeader, Place::at(path, 1, 1), "no header row")
                        .with_hint(hint),
                );
                return None;
            }
        };
        let header_end = reader.position().byte() as usize;
        if faults.first().is_some_and(|fault| *fault < header_end) {
            return None;
        }
        let mut table = Self {
            columns,
            path: path.to_owned(),
            position: HashMap::new(),
            extra: Vec::new(),
            width: header.len(),
            text,
            faults,
        };
        table
            .read_header(&header, renamed, problems)
            .then_some(table)
    }

    /// Whether the quotes of the table are right, so that its rows are what they seem to be.
    pub(super) fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// Reads every row with `parse`, which says of each what is wrong with it, and keeps those that
    /// it could make something of.
    pub(super) fn rows<T>(
        &self,
        problems: &mut Problems,
        mut parse: impl FnMut(&mut Row<'_>) -> Option<T>,
    ) -> Content<T> {
        let mut content = Content::default();
        let mut reader = csv_reader(&self.text);
        let mut record = csv::StringRecord::new();
        // Reading from memory as flexible UTF-8 rows cannot fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            let at = self.row_at(&record);
            if self.has_fault(at.byte..reader.position().byte() as usize)
                || record.iter().all(|cell| cell.trim().is_empty())
            {
                continue;
            }
            content.ids.extend(self.id_of(&record));
            if !self.check_row(&record, at, problems) {
                continue;
            }
            let mut row = Row {
                table: self,
                record: &record,
                at,
                problems,
            };
            match parse(&mut row) {
                Some(item) => content.rows.push((at, item)),
                None => content.loose.extend(row.loose_references()),
            }
        }
        content
    }

    fn has_fault(&self, bytes: Range<usize>) -> bool {
        let before = self.faults.partition_point(|fault| *fault < bytes.start);
        self.faults
            .get(before)
            .is_some_and(|fault| *fault < bytes.end)
    }

    /// The identifier of a row, or what the hint to a wrong one says, so that references to it are
    /// not wrong as well.
    fn id_of(&self, record: &csv::StringRecord) -> Option<String> {
        let cell: String = record.get(self.index_of("id")?)?.trim().nfc().collect();
        let id = Id::new(&cell).ok().or_else(|| Id::suggest(&cell))?;
        Some(id.as_str().to_owned())
    }

    /// Whether a row has the right number of cells and nothing in them that no text should have.
    fn check_row(&self, record: &csv::StringRecord, at: RowAt, problems: &mut Problems) -> bool {
        let surplus = record
            .iter()
            .skip(self.width)
            .any(|cell| !cell.trim().is_empty());
        let right_length = record.len() >= self.width && !surplus;
        // Below a quote that went wrong, the length of a row tells nothing.
        let follows = self.faults.first().is_some_and(|fault| *fault < at.byte);
        if !right_length && !follows {
            // The first cell too many, or the last there is.
            let cell = self.width.min(record.len() - 1);
            let message = format!(
                "a row of {} cells under a header of {}",
                record.len(),
                self.width
            );
            problems.push(
                Problem::new(Code::RowLength, self.place_of(at, cell), message)
                    .with_hint("a cell that holds a comma or a quote must stand in double quotes"),
            );
        }
        let readable = self.report_long_cells(record, at, problems)
            && self.report_control_characters(record, at, problems);
        right_length && readable
    }

    fn report_long_cells(
        &self,
        record: &csv::StringRecord,
        at: RowAt,
        problems: &mut Problems,
    ) -> bool {
        let mut none = true;
        for (index, cell) in record.iter().enumerate() {
            if cell.len() <= MAX_CELL {
                continue;
            }
            none = false;
            let message = format!("a cell of {} bytes", cell.len());
            let beginning: String = cell.chars().take(100).collect();
            problems.push(
                Problem::new(Code::CellTooLong, self.place_of(at, index), message)
                    .with_cell(beginning)
                    .with_hint("a cell holds up to 1,048,576 bytes; is a closing quote missing?"),
            );
        }
        none
    }

    pub(super) fn report_control_characters(
        &self,
        record: &csv::StringRecord,
        at: RowAt,
        problems: &mut Problems,
    ) -> bool {
        let unwanted = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        let mut none = true;
        for (index, cell) in record.iter().enumerate() {
            if let Some(c) = cell.chars().find(|c| unwanted(*c)) {
                none = false;
                let message = format!("a control character (U+{:04X}) in a cell", u32::from(c));
                let place = self.place_of(at, index);
                problems.push(
                    Problem::new(Code::ControlCharacter, place, message)
                        .with_cell(cell)
                        .with_hint("type the cell anew"),
                );
            }
        }
        none
    }

    pub(super) fn row_at(&self, record: &csv::StringRecord) -> RowAt {
        let (mut byte, mut line) = record
            .position()
            .map_or((0, 1), |at| (at.byte() as usize, at.line()));
        // The reader may place a row at the line end before it.
        while let Some(end) = self
            .text
            .as_bytes()
            .get(byte)
            .filter(|b| matches!(b, b'\r' | b'\n'))
        {
            line += u64::from(*end == b'\n');
            byte += 1;
        }
        RowAt { byte, line }
    }

    /// The place of a cell, by the name of its column.
    pub(super) fn place(&self, at: RowAt, column: &str) -> Place {
        self.position.get(column).map_or_else(
            || Place::at(&self.path, at.line, 1),
            |index| self.place_of(at, *index),
        )
    }

    /// The place of a cell by its number in the row. Slow, and used for problems alone.
    pub(super) fn place_of(&self, at: RowAt, index: usize) -> Place {
        let row = &self.text[at.byte..];
        let cell = cell_start(row, index);
        let place = Place::in_text(&self.path, row, cell);
        Place {
            line: place.line.map(|line| line + at.line - 1),
            ..place
        }
    }

    /// The number of the line a row begins in.
    pub(super) fn line(&self, at: RowAt) -> u64 {
        at.line
    }

    pub(super) fn index_of(&self, column: &str) -> Option<usize> {
        self.position.get(column).copied()
    }
}

/// A cell may hold up to this many bytes.
const MAX_CELL: usize = 1 << 20;

fn csv_reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes())
}

pub(super) fn join<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Reports the cells whose quotes went wrong; gives where they begin.
fn report_quotes(path: &Path, text: &str, problems: &mut Problems) -> Vec<usize> {
    let faults = quote_faults(text);
    for fault in &faults {
        let (message, hint) = if fault.unclosed {
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
        let place = Place::in_text(path, text, fault.byte);
        problems.push(Problem::new(Code::UnclosedQuote, place, message).with_hint(hint));
    }
    faults.into_iter().map(|fault| fault.byte).collect()
}
