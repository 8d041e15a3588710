//! Editing one row of a table, so that the bytes of that row alone change.

use super::columns::Positions;
use super::edit_error::EditError;
use super::form::{MAX_CELL, is_unwanted};
use super::kinds::AllKinds;
use super::limits::ProblemLog;
use super::manifest;
use super::record::Record;
use super::replace::replace_if_unchanged;
use super::schema::{CellKind, ColumnSchema, TableName};
use super::table::{Beginning, Table, report_quotes};
use super::text::refusal;
use super::text_of_table::{NewCell, TableText, read_bytes};
use super::values::{self, CellFault};
use crate::diagnostic::{Code, Problems};
use crate::model::{KindOf, composed};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A table of a study, open for editing.
///
/// Everything that is not edited stays as it is, byte for byte: columns that the format does not
/// know, headers that the manifest renames, the order of columns, quotes, line ends, the byte order
/// mark, and a line end that the last row lacks. Nothing is written before [`save`](Self::save).
///
/// Columns are named as the format names them, whatever header the manifest gives them; columns
/// that the format does not know, by their header. Values are checked as [`open`](super::open)
/// checks them, but for references: whether there is a row of that name is seen when the study is
/// read.
///
/// ```
/// use demarche_core::study::{TableEditor, TableName, template};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = tempfile::tempdir()?;
/// for file in template("Dams") {
///     std::fs::write(folder.path().join(file.name), file.content)?;
/// }
/// let mut actors = TableEditor::open(folder.path(), TableName::Actors)?;
/// let row = actors.append(&[("id", "delta"), ("label", "Delta"), ("type", "state")])?;
/// actors.edit(row, &[("label", "Republic of Delta")])?;
/// actors.save()?;
/// let actors = TableEditor::open(folder.path(), TableName::Actors)?;
/// assert_eq!(actors.get(row, "label").as_deref(), Some("Republic of Delta"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct TableEditor {
    table: TableName,
    path: PathBuf,
    renamed: BTreeMap<String, String>,
    kinds: AllKinds,
    version: String,
    text: TableText,
    layout: Layout,
}

/// Where the columns and rows of a text are.
#[derive(Debug)]
struct Layout {
    positions: Positions,
    /// Columns that the format does not know, by their number in a row.
    foreign: Vec<(usize, String)>,
    width: usize,
    /// Where the header begins, in bytes.
    header: usize,
    rows: Vec<RowSpan>,
}

#[derive(Debug, Clone, Copy)]
struct RowSpan {
    /// Where it begins, in bytes.
    start: usize,
    line: u64,
    /// Whether it has as many cells as the header, and no character in them that none should have.
    sound: bool,
}

impl TableEditor {
    /// Reads a table of a study's folder.
    ///
    /// # Errors
    /// [`EditError::Unreadable`] where the manifest or the header cannot be read, or where quotes
    /// went wrong, so that nobody knows which row is which.
    pub fn open(folder: &Path, table: TableName) -> Result<Self, EditError> {
        let path = folder.join(table.file_name());
        let unreadable = |problems: Problems| EditError::Unreadable {
            path: path.clone(),
            problems,
        };
        let mut problems = Problems::new();
        let Some(manifest) = manifest::read(folder, &mut problems) else {
            return Err(unreadable(problems));
        };
        let bytes =
            read_bytes(&path).map_err(|refused| unreadable(refusal(&path, &refused).into()))?;
        let version = digest(&bytes);
        let text =
            TableText::from_bytes(&path, bytes).map_err(|problem| unreadable(problem.into()))?;
        let renamed = manifest.columns.get(table.as_str()).cloned();
        let renamed = renamed.unwrap_or_default();
        let layout = Layout::read(&path, table, &text, &renamed).map_err(unreadable)?;
        Ok(Self {
            table,
            kinds: AllKinds::new(Some(&manifest)),
            renamed,
            version,
            text,
            layout,
            path,
        })
    }

    /// The digest of the file as it was read or saved last: 64 hexadecimal digits of SHA-256.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The number of rows, without those in which all cells are empty.
    pub fn len(&self) -> usize {
        self.layout.rows.len()
    }

    /// Tells whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.layout.rows.is_empty()
    }

    /// The line of the file in which a row begins, from 1.
    pub fn line(&self, row: usize) -> Option<u64> {
        self.layout.rows.get(row).map(|row| row.line)
    }

    /// The columns of the table, in the order in which it has them.
    pub fn columns(&self) -> Vec<&str> {
        let known = self.layout.positions.found();
        let known = known.map(|(index, column)| (index, column.name));
        let foreign = self.layout.foreign.iter();
        let foreign = foreign.map(|(index, header)| (*index, header.as_str()));
        let mut columns: Vec<(usize, &str)> = known.chain(foreign).collect();
        columns.sort_unstable();
        columns.into_iter().map(|(_, name)| name).collect()
    }

    /// The value of a cell, without white space around it. `None` where there is no such row or
    /// column.
    pub fn get(&self, row: usize, column: &str) -> Option<String> {
        let row = self.layout.rows.get(row)?;
        let index = self.layout.index(column)?;
        let mut record = Record::default();
        record.read(self.text.as_str(), row.start);
        let cell = record.get(self.text.as_str(), index).unwrap_or_default();
        Some(cell.trim().to_owned())
    }

    /// The first row of an identifier.
    pub fn find(&self, id: &str) -> Option<usize> {
        let id = composed(id);
        (0..self.len()).find(|row| {
            let found = self.get(*row, "id");
            found.is_some_and(|found| composed(&found) == id)
        })
    }

    /// Gives cells of a row other values. Cells that hold them already stay as they are.
    ///
    /// # Errors
    /// [`EditError`] for a row or a column that is not there, a malformed row, and values that the
    /// columns do not take; the row is then as it was.
    pub fn edit(&mut self, row: usize, values: &[(&str, &str)]) -> Result<(), EditError> {
        let span = *self.layout.rows.get(row).ok_or(EditError::NoRow(row))?;
        if !span.sound {
            return Err(EditError::MalformedRow { line: span.line });
        }
        let mut normalized = Vec::new();
        for (column, value) in values {
            let (index, value) = self.checked(column, value, Some(row))?;
            if self.get(row, column).is_none_or(|old| old != value) {
                normalized.push((index, value));
            }
        }
        if normalized.is_empty() {
            return Ok(());
        }
        let mut cells: Vec<NewCell<'_>> = normalized
            .iter()
            .map(|(index, value)| NewCell {
                index: *index,
                value,
            })
            .collect();
        let mut text = self.text.clone();
        text.replace_cells(span.start, &mut cells);
        self.set_text(text)
    }

    /// Adds a row after the last; gives its number. Columns that are not named stay empty. All its
    /// cells are quoted if those of the row before are.
    ///
    /// # Errors
    /// [`EditError`] for columns that are not there, and for values that the columns do not take,
    /// such as none at all where one must be.
    pub fn append(&mut self, values: &[(&str, &str)]) -> Result<usize, EditError> {
        let mut cells = vec![String::new(); self.layout.width];
        for (column, value) in values {
            let (index, value) = self.checked(column, value, None)?;
            cells[index] = value;
        }
        let required = self.table.schema().columns.iter();
        for column in required.filter(|column| column.required) {
            let index = self.layout.positions.named(column.name);
            if index.is_none_or(|index| cells[index].is_empty()) {
                return Err(refused(column.name, values::empty(column.name)));
            }
        }
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let last = self.layout.rows.last();
        let after = last.map_or(self.layout.header, |row| row.start);
        let mut text = self.text.clone();
        text.insert_row(after, &cells);
        self.set_text(text)?;
        Ok(self.len() - 1)
    }

    /// Removes a row. Those after it move up by one.
    ///
    /// # Errors
    /// [`EditError::NoRow`] where there is none.
    pub fn remove(&mut self, row: usize) -> Result<(), EditError> {
        let span = self.layout.rows.get(row).ok_or(EditError::NoRow(row))?;
        let mut text = self.text.clone();
        text.remove_row(span.start);
        self.set_text(text)
    }

    /// The bytes that [`save`](Self::save) would write.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.text.to_bytes()
    }

    /// Writes the table aside and puts it in the place of the file, with the file's permissions.
    /// A lock on the file keeps others who edit it so from doing it at the same time.
    ///
    /// # Errors
    /// [`EditError::Changed`] where the file is no longer what was read, [`EditError::Locked`]
    /// where others are writing it for longer than a second, and [`EditError::Io`]. The file is
    /// then as it was.
    pub fn save(&mut self) -> Result<(), EditError> {
        let bytes = self.text.to_bytes();
        let is_unchanged = |bytes: &[u8]| digest(bytes) == self.version;
        replace_if_unchanged(&self.path, is_unchanged, &bytes)?;
        self.version = digest(&bytes);
        Ok(())
    }

    /// Takes a text in the place of the old one, if it can be read as a table.
    fn set_text(&mut self, text: TableText) -> Result<(), EditError> {
        let layout = Layout::read(&self.path, self.table, &text, &self.renamed);
        self.layout = layout.map_err(|problems| EditError::Unreadable {
            path: self.path.clone(),
            problems,
        })?;
        self.text = text;
        Ok(())
    }

    /// The number in a row of a column's cells, and the value as it will be read.
    fn checked(
        &self,
        column: &str,
        value: &str,
        row: Option<usize>,
    ) -> Result<(usize, String), EditError> {
        let index = self.layout.index(column);
        let index = index.ok_or_else(|| EditError::NoColumn {
            table: self.table,
            column: column.to_owned(),
        })?;
        // Line ends within cells are LF, whichever end rows.
        let value = value.replace("\r\n", "\n").replace('\r', "\n");
        let value = value.trim();
        let of_format = self.table.schema().column(column);
        let checked = check_characters(value).and_then(|()| match of_format {
            Some(column) => self.check(column, value, row),
            None => Ok(()),
        });
        checked.map_err(|fault| refused(column, fault))?;
        Ok((index, value.to_owned()))
    }

    fn check(
        &self,
        column: &ColumnSchema,
        value: &str,
        row: Option<usize>,
    ) -> Result<(), CellFault> {
        values::check(self.table, column, value)?;
        if value.is_empty() {
            return Ok(());
        }
        match column.kind {
            CellKind::Identifier => match self.find(value).filter(|other| Some(*other) != row) {
                Some(other) => {
                    let line = self.line(other).unwrap_or_default();
                    let message = format!("the identifier is taken by line {line}");
                    Err(CellFault::new(Code::RepeatedId, value, message))
                }
                None => Ok(()),
            },
            CellKind::Kind(of) => {
                let kinds = match of {
                    KindOf::Actor => &self.kinds.actors,
                    KindOf::Sector => &self.kinds.sectors,
                    KindOf::Source => &self.kinds.sources,
                };
                match kinds.get(value) {
                    Some(_) => Ok(()),
                    None => Err(values::unlisted(column.name, value, &kinds.codes())),
                }
            }
            _ => Ok(()),
        }
    }
}

impl Layout {
    fn read(
        path: &Path,
        table: TableName,
        text: &TableText,
        renamed: &BTreeMap<String, String>,
    ) -> Result<Self, Problems> {
        let block = text.block();
        let mut problems = Problems::new();
        report_quotes(path, &block, text.as_str(), &mut problems);
        if problems.has_errors() {
            return Err(problems);
        }
        let beginning = Beginning {
            first: Some((&block, text.as_str())),
            cr_lines: text.cr_lines,
        };
        let schema = table.schema();
        let Some(found) =
            Table::from_header(path, schema, &beginning, Some(renamed), &mut problems)
        else {
            return Err(problems);
        };
        let mut rows = Vec::new();
        // Rows with errors are there all the same; they alone cannot be edited.
        let mut log = ProblemLog::default();
        found.rows(&block, text.as_str(), &mut log, |row, sound| {
            rows.push(RowSpan {
                start: row.at.in_block,
                line: row.at.line,
                sound,
            });
        });
        Ok(Self {
            positions: found.positions,
            foreign: found.extra,
            width: found.width,
            header: found.header,
            rows,
        })
    }

    /// The number in a row of a column's cells.
    fn index(&self, column: &str) -> Option<usize> {
        let foreign = || self.foreign.iter().find(|(_, header)| header == column);
        let known = self.positions.named(column);
        known.or_else(|| foreign().map(|(index, _)| *index))
    }
}

fn refused(column: &str, fault: CellFault) -> EditError {
    EditError::Value {
        column: column.to_owned(),
        fault,
    }
}

/// Refuses what no cell may hold.
fn check_characters(value: &str) -> Result<(), CellFault> {
    if value.len() > MAX_CELL {
        let message = format!("a cell of {} bytes", value.len());
        return Err(CellFault::new(Code::CellTooLong, "", message));
    }
    let unwanted = value.chars().find(|c| is_unwanted(*c));
    match unwanted {
        Some(c) => {
            let message = format!("a control character (U+{:04X}) in a cell", u32::from(c));
            Err(CellFault::new(Code::ControlCharacter, value, message))
        }
        None => Ok(()),
    }
}

fn digest(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing into a text cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
