//! A CSV file as rows, each of which knows its place.

use super::row::Row;
use crate::diagnostic::{Code, Place, Problem, Problems, nearest};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// The columns that the format knows of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    /// The table's name: the file's stem.
    pub(super) table: &'static str,
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
}

impl Columns {
    pub(super) fn all(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }
}

/// Where a row begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowAt {
    byte: usize,
    line: u64,
}

/// A table that was read whole, and where its columns are.
pub(super) struct Table {
    pub(super) columns: Columns,
    path: PathBuf,
    text: String,
    position: HashMap<&'static str, usize>,
    /// Columns that the format does not know.
    pub(super) extra: Vec<(usize, String)>,
    width: usize,
}

impl Table {
    /// Reads a table's file and header. `None` where nothing can be read from it; the reasons are
    /// among the problems.
    pub(super) fn open(
        path: &Path,
        columns: Columns,
        renamed: &BTreeMap<String, String>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let text = read_text(path, problems)?;
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
        let mut table = Self {
            columns,
            path: path.to_owned(),
            position: HashMap::new(),
            extra: Vec::new(),
            width: header.len(),
            text,
        };
        table
            .read_header(&header, renamed, problems)
            .then_some(table)
    }

    /// Finds the columns; false where the rows cannot be read without one that is missing.
    fn read_header(
        &mut self,
        header: &csv::StringRecord,
        renamed: &BTreeMap<String, String>,
        problems: &mut Problems,
    ) -> bool {
        let names: Vec<&str> = header.iter().map(str::trim).collect();
        let at = RowAt { byte: 0, line: 1 };
        for (index, name) in names.iter().enumerate() {
            if let Some(problem) = self.repeated(&names, index, name, at) {
                problems.push(problem);
                continue;
            }
            let known = self
                .columns
                .all()
                .find(|column| renamed.get(*column).map_or(*column, String::as_str) == *name);
            match known {
                Some(column) => {
                    self.position.insert(column, index);
                }
                None => self.extra.push((index, (*name).to_owned())),
            }
        }
        self.report_missing(problems);
        self.report_extra(at, problems);
        self.columns
            .required
            .iter()
            .all(|column| self.position.contains_key(column))
    }

    fn repeated(&self, names: &[&str], index: usize, name: &str, at: RowAt) -> Option<Problem> {
        let problem =
            |message| Problem::new(Code::RepeatedColumn, self.place_of(at, index), message);
        if name.is_empty() {
            return Some(
                problem("a column without a name")
                    .with_hint("name the column in the header row, or delete it"),
            );
        }
        names[..index]
            .contains(&name)
            .then(|| problem("a second column of this name").with_cell(name))
    }

    fn report_missing(&self, problems: &mut Problems) {
        for column in self.columns.required {
            if self.position.contains_key(column) {
                continue;
            }
            let mut extra = self.extra.iter().map(|(_, name)| name.as_str());
            let hint = match extra.clone().find(|name| name.contains([';', '\t'])) {
                Some(_) => {
                    "the cells are not separated by commas: save the table as comma-separated CSV"
                        .to_owned()
                }
                None => match nearest(column, &mut extra) {
                    Some(name) => format!(
                        "is it `{name}`? then say so in demarche.toml: [columns.{}] {column} = \"{name}\"",
                        self.columns.table
                    ),
                    None => format!(
                        "the columns of this table are: {}",
                        join(self.columns.all())
                    ),
                },
            };
            let message = format!("no column `{column}`");
            problems.push(
                Problem::new(Code::MissingColumn, Place::at(&self.path, 1, 1), message)
                    .with_hint(hint),
            );
        }
    }

    fn report_extra(&self, at: RowAt, problems: &mut Problems) {
        for (index, name) in &self.extra {
            let absent = self
                .columns
                .optional
                .iter()
                .copied()
                .filter(|column| !self.position.contains_key(column));
            let place = self.place_of(at, *index);
            problems.push(match nearest(name, absent) {
                Some(column) => Problem::new(
                    Code::AlmostColumn,
                    place,
                    "a column the format does not know",
                )
                .with_cell(name)
                .with_hint(format!(
                    "did you mean `{column}`? as it stands it is kept as an attribute"
                )),
                None => Problem::new(
                    Code::KeptColumn,
                    place,
                    "a column beyond the format's is kept as an attribute",
                )
                .with_cell(name),
            });
        }
    }

    /// Reads every row with `parse`, which says of each what is wrong with it, and keeps those that
    /// it could make something of.
    pub(super) fn rows<T>(
        &self,
        problems: &mut Problems,
        mut parse: impl FnMut(&mut Row<'_>) -> Option<T>,
    ) -> Vec<(RowAt, T)> {
        let mut items = Vec::new();
        let mut reader = csv_reader(&self.text);
        let mut record = csv::StringRecord::new();
        let mut last = RowAt { byte: 0, line: 1 };
        // Reading from memory as flexible UTF-8 rows cannot fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            let at = self.row_at(&record);
            if last.byte > 0 || at.byte > 0 {
                last = at;
            }
            if record.iter().all(|cell| cell.trim().is_empty())
                || !self.sound(&record, at, problems)
            {
                continue;
            }
            let mut row = Row {
                table: self,
                record: &record,
                at,
                problems,
            };
            items.extend(parse(&mut row).map(|item| (at, item)));
        }
        self.report_unclosed(last, problems);
        items
    }

    /// Whether a row has the right number of cells and nothing in them that no text should have.
    fn sound(&self, record: &csv::StringRecord, at: RowAt, problems: &mut Problems) -> bool {
        let before = problems.count(crate::diagnostic::Severity::Error);
        let surplus = record
            .iter()
            .skip(self.width)
            .any(|cell| !cell.trim().is_empty());
        if record.len() < self.width || surplus {
            let message = format!(
                "a row of {} cells under a header of {}",
                record.len(),
                self.width
            );
            problems.push(
                Problem::new(
                    Code::RowLength,
                    self.place_of(at, record.len().min(self.width) - 1),
                    message,
                )
                .with_hint("a cell that holds a comma or a quote must stand in double quotes"),
            );
        }
        for (index, cell) in record.iter().enumerate() {
            let problem = |code, message| {
                Problem::new(code, self.place_of(at, index), message).with_cell(cell)
            };
            if cell.len() > MAX_CELL {
                let message = format!("a cell of {} bytes", cell.len());
                problems.push(
                    problem(Code::CellTooLong, message.as_str()).with_hint(
                        "a cell holds up to 1,048,576 bytes; is a closing quote missing?",
                    ),
                );
            } else if cell
                .chars()
                .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            {
                problems.push(problem(
                    Code::ControlCharacter,
                    "a control character in a cell",
                ));
            }
        }
        problems.count(crate::diagnostic::Severity::Error) == before
    }

    /// A quote that is never closed swallows the rest of the file, so it is in the last row.
    fn report_unclosed(&self, last: RowAt, problems: &mut Problems) {
        let mut scan = Scan::new(self.text.as_bytes(), last);
        loop {
            match scan.skip_cell() {
                CellEnd::Comma => {}
                CellEnd::Row => return,
                CellEnd::Unclosed { line, column } => {
                    problems.push(
                        Problem::new(Code::UnclosedQuote, Place::at(&self.path, line, column), "a quote that is never closed")
                            .with_hint("close the cell with a double quote; write a quote inside a quoted cell twice"),
                    );
                    return;
                }
            }
        }
    }

    fn row_at(&self, record: &csv::StringRecord) -> RowAt {
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

    fn place_of(&self, at: RowAt, index: usize) -> Place {
        let mut scan = Scan::new(self.text.as_bytes(), at);
        for _ in 0..index {
            if !matches!(scan.skip_cell(), CellEnd::Comma) {
                break;
            }
        }
        Place::at(&self.path, scan.line, scan.column)
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

fn join<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Reads a text file, without its byte order mark.
pub(super) fn read_text(path: &Path, problems: &mut Problems) -> Option<String> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.push(unreadable(path, &error));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(match text.strip_prefix('\u{FEFF}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let place = {
                let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
                Place::in_text(path, &before, before.len())
            };
            let utf16 = error.as_bytes().starts_with(&[0xFF, 0xFE])
                || error.as_bytes().starts_with(&[0xFE, 0xFF]);
            let byte = error.as_bytes().get(valid).copied().unwrap_or_default();
            problems.push(
                Problem::new(
                    Code::NotUtf8,
                    place,
                    format!("not UTF-8: byte 0x{byte:02X}"),
                )
                .with_hint(if utf16 {
                    "the file is UTF-16; save it as CSV UTF-8"
                } else {
                    "save the file as UTF-8 (in Excel: CSV UTF-8)"
                }),
            );
            None
        }
    }
}

/// The problem that a file cannot be read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let problem = Problem::new(
        Code::Unreadable,
        Place::file(path),
        format!("cannot be read: {error}"),
    );
    match error.kind() {
        std::io::ErrorKind::NotFound => problem.with_hint(
            "a study has demarche.toml, themes.csv, claims.csv, actors.csv, sources.csv and statements.csv; `demarche init` makes them",
        ),
        std::io::ErrorKind::IsADirectory => problem.with_hint("a file is expected here, not a folder"),
        _ => problem,
    }
}

/// Walks the cells of a row to find their places. Slow, and used for problems alone.
struct Scan<'a> {
    text: &'a [u8],
    byte: usize,
    line: u64,
    column: u64,
}

enum CellEnd {
    Comma,
    Row,
    Unclosed { line: u64, column: u64 },
}

impl<'a> Scan<'a> {
    fn new(text: &'a [u8], at: RowAt) -> Self {
        Self {
            text,
            byte: at.byte,
            line: at.line,
            column: 1,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.byte).copied()
    }

    fn advance(&mut self) {
        match self.peek() {
            Some(b'\n') => {
                self.line += 1;
                self.column = 1;
            }
            // Bytes within a character do not count.
            Some(byte) if byte & 0xC0 != 0x80 => self.column += 1,
            _ => {}
        }
        self.byte += 1;
    }

    /// Moves past a cell and the comma after it.
    fn skip_cell(&mut self) -> CellEnd {
        if self.peek() == Some(b'"') {
            let (line, column) = (self.line, self.column);
            self.advance();
            loop {
                match self.peek() {
                    None => return CellEnd::Unclosed { line, column },
                    Some(b'"') => {
                        self.advance();
                        if self.peek() != Some(b'"') {
                            break;
                        }
                        self.advance();
                    }
                    Some(_) => self.advance(),
                }
            }
        }
        loop {
            match self.peek() {
                Some(b',') => {
                    self.advance();
                    return CellEnd::Comma;
                }
                None | Some(b'\r' | b'\n') => return CellEnd::Row,
                Some(_) => self.advance(),
            }
        }
    }
}
