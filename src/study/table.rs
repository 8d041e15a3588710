//! A CSV file as rows, each of which knows its place.

use super::quotes::{cell_start, quote_faults};
use super::row::Row;
use super::text::read_text;
use crate::diagnostic::{Code, Place, Problem, Problems, nearest};
use crate::model::Id;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// The columns that the format knows of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    /// The table's name: the file's stem.
    pub(super) table: &'static str,
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
    /// Those of them that name rows.
    pub(super) references: &'static [&'static str],
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
    /// Where cells begin whose quotes went wrong.
    faults: Vec<usize>,
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

    /// Finds the columns; false where the rows cannot be read without one that is missing.
    fn read_header(
        &mut self,
        header: &csv::StringRecord,
        renamed: Option<&BTreeMap<String, String>>,
        problems: &mut Problems,
    ) -> bool {
        let names: Vec<&str> = header.iter().map(str::trim).collect();
        let at = self.row_at(header);
        if !self.report_control_characters(header, at, problems) {
            return false;
        }
        let none = BTreeMap::new();
        let known_names = renamed.unwrap_or(&none);
        for (index, name) in names.iter().enumerate() {
            if let Some(problem) = self.repeated(&names, index, name, at) {
                problems.push(problem);
                continue;
            }
            let known = self.columns.all().find(|column| {
                known_names
                    .get(*column)
                    .map_or(*column, |header| header.trim())
                    == *name
            });
            match known {
                Some(column) => {
                    self.position.insert(column, index);
                }
                None => self.extra.push((index, (*name).to_owned())),
            }
        }
        if let Some(renamed) = renamed {
            self.report_missing(renamed, at, problems);
            self.report_extra(at, problems);
        }
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
            .map(|problem| {
                problem.with_hint("rename one of the two in the header row, or delete it")
            })
    }

    fn report_missing(
        &self,
        renamed: &BTreeMap<String, String>,
        at: RowAt,
        problems: &mut Problems,
    ) {
        let place = || Place::at(&self.path, at.line, 1);
        for column in self.columns.all() {
            if self.position.contains_key(column) {
                continue;
            }
            if let Some(header) = renamed.get(column) {
                if self
                    .position
                    .keys()
                    .any(|other| renamed.get(*other) == Some(header))
                {
                    // It stands for another column as well, which has been said.
                    continue;
                }
                let message =
                    format!("no column `{header}`, which demarche.toml names for `{column}`");
                let names = self.extra.iter().map(|(_, name)| name.as_str());
                let hint = nearest(header, names).map(|name| format!("did you mean `{name}`?"));
                let problem = Problem::new(Code::MissingColumn, place(), message);
                problems.push(problem.with_hint_if(hint));
                continue;
            }
            if !self.columns.required.contains(&column) {
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
                        "is it `{name}`? rename it, or say so in demarche.toml: [columns.{}] {column} = \"{name}\"",
                        self.columns.table
                    ),
                    None => format!(
                        "the columns of this table are: {}",
                        join(self.columns.all())
                    ),
                },
            };
            let message = format!("no column `{column}`");
            problems.push(Problem::new(Code::MissingColumn, place(), message).with_hint(hint));
        }
    }

    fn report_extra(&self, at: RowAt, problems: &mut Problems) {
        // A header that holds another separator is no column at all, which has been said.
        let columns = self
            .extra
            .iter()
            .filter(|(_, name)| !name.contains([';', '\t']));
        for (index, name) in columns {
            let absent = self
                .columns
                .optional
                .iter()
                .copied()
                // A name of the format's own is no typing error: the manifest calls that column
                // otherwise.
                .filter(|column| !self.position.contains_key(column) && column != name);
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

    fn report_control_characters(
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

    /// The place of a cell by its number in the row. Slow, and used for problems alone.
    fn place_of(&self, at: RowAt, index: usize) -> Place {
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

fn join<'a>(names: impl Iterator<Item = &'a str>) -> String {
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
