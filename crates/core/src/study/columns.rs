//! The header row of a table: where it has the columns of the schema, and which others.

use super::limits::ProblemLog;
use super::places::CellCursor;
use super::record::Record;
use super::row::Row;
use super::schema::{ColumnSchema, Field, TableSchema};
use super::table::{RowAt, Table, join};
use super::values::nearest_id;
use crate::diagnostic::{Code, Place, Problem};
use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};

/// Where a table has the columns of its schema.
#[derive(Debug)]
pub(super) struct Positions {
    schema: &'static TableSchema,
    /// The number in a row of each column's cells.
    cells: Vec<Option<usize>>,
}

impl Positions {
    pub(super) fn new(schema: &'static TableSchema) -> Self {
        Self {
            schema,
            cells: vec![None; schema.columns.len()],
        }
    }

    /// The number in a row of a field's cells, if the table has the column.
    pub(super) fn get(&self, field: Field) -> Option<usize> {
        self.cells.get(field.number).copied().flatten()
    }

    /// The same by name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        let number = self.schema.names().position(|other| other == name)?;
        self.cells[number]
    }

    fn has(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    fn set(&mut self, name: &str, cell: usize) {
        if let Some(number) = self.schema.names().position(|other| other == name) {
            self.cells[number] = Some(cell);
        }
    }

    /// The columns that the table has, with the number in a row of their cells.
    pub(super) fn found(&self) -> impl Iterator<Item = (usize, &'static ColumnSchema)> {
        let pairs = self.cells.iter().zip(self.schema.columns);
        pairs.filter_map(|(cell, column)| cell.map(|cell| (cell, column)))
    }
}

/// The header row of a table.
pub(super) struct Header<'h> {
    /// The text of the block that it is in.
    pub(super) text: &'h str,
    pub(super) record: &'h Record,
    pub(super) at: RowAt,
    /// The headers that the manifest gives columns; `None` where there is no manifest to say.
    pub(super) renamed: Option<&'h BTreeMap<String, String>>,
}

impl<'h> Header<'h> {
    /// The cells without white space around them.
    fn names(&self) -> impl Iterator<Item = &'h str> {
        let (record, text) = (self.record, self.text);
        let cells = (0..record.len()).filter_map(move |index| record.get(text, index));
        cells.map(str::trim)
    }

    /// The header that the manifest gives a column.
    fn renamed(&self, column: &str) -> Option<&'h String> {
        self.renamed?.get(column)
    }
}

impl Table {
    /// Finds the columns; false where the rows cannot be read without one that is missing.
    pub(super) fn read_header(&mut self, header: &Header<'_>, problems: &mut ProblemLog) -> bool {
        let mut row = Row {
            table: self,
            text: header.text,
            record: header.record,
            at: header.at,
            problems,
            cursor: Cell::new(CellCursor::new(header.at.line)),
        };
        if !row.report_long_cells() || !row.report_control_characters() {
            return false;
        }
        report_repeated(&mut row, header);
        let mut positions = Positions::new(self.schema);
        let mut extra = Vec::new();
        let mut earlier = HashSet::new();
        for (index, name) in header.names().enumerate() {
            if name.is_empty() || !earlier.insert(name) {
                continue;
            }
            let is_headed = |column: &&str| {
                let renamed = header.renamed(column);
                renamed.map_or(*column, |header| header.trim()) == name
            };
            match self.schema.names().find(is_headed) {
                Some(column) => positions.set(column, index),
                None => extra.push((index, name.to_owned())),
            }
        }
        self.positions = positions;
        self.extra = extra;
        if header.renamed.is_some() {
            self.report_missing(header, problems);
            self.report_extra(header, problems);
        }
        let mut columns = self.schema.columns.iter();
        columns.all(|column| !column.required || self.positions.has(column.name))
    }

    fn report_missing(&self, header: &Header<'_>, problems: &mut ProblemLog) {
        let line = header.at.line;
        for column in self.schema.columns {
            if self.positions.has(column.name) {
                continue;
            }
            let (message, hint) = match header.renamed(column.name) {
                Some(renamed) => {
                    let mut found = self.positions.found();
                    if found.any(|(_, other)| header.renamed(other.name) == Some(renamed)) {
                        // It stands for another column as well, which has been said.
                        continue;
                    }
                    let names = self.extra.iter().map(|(_, name)| name.as_str());
                    let message = format!(
                        "no column `{renamed}`, which demarche.toml names for `{}`",
                        column.name
                    );
                    let near = nearest_id(renamed, names);
                    (message, near.map(|name| format!("did you mean `{name}`?")))
                }
                None if column.required => {
                    let message = format!("no column `{}`", column.name);
                    (message, Some(self.hint_to_missing(column)))
                }
                None => continue,
            };
            problems.push(Code::MissingColumn, line, || {
                let place = Place::at(&self.path, line, 1);
                Problem::new(Code::MissingColumn, place, message).with_hint_if(hint)
            });
        }
    }

    fn hint_to_missing(&self, column: &ColumnSchema) -> String {
        let mut extra = self.extra.iter().map(|(_, name)| name.as_str());
        if extra.clone().any(|name| name.contains([';', '\t'])) {
            return "the cells are not separated by commas: save the table as comma-separated CSV"
                .to_owned();
        }
        match nearest_id(column.name, &mut extra) {
            Some(name) => format!(
                "is it `{name}`? rename it, or say so in demarche.toml: [columns.{}] {} = \"{name}\"",
                self.schema.table, column.name
            ),
            None => format!(
                "the columns of this table are: {}",
                join(self.schema.names())
            ),
        }
    }

    fn report_extra(&self, header: &Header<'_>, problems: &mut ProblemLog) {
        // A header that holds another separator is no column at all, which has been said.
        let columns = self
            .extra
            .iter()
            .filter(|(_, name)| !name.contains([';', '\t']));
        let absent: Vec<&str> = self
            .schema
            .columns
            .iter()
            .filter(|column| !column.required && !self.positions.has(column.name))
            .map(|column| column.name)
            .collect();
        let mut cursor = CellCursor::new(header.at.line);
        let row = &header.text[header.at.in_block..];
        for (index, name) in columns {
            // A name of the format's own is no typing error: the manifest calls that column
            // otherwise.
            let candidates = absent.iter().copied().filter(|column| column != name);
            let near = nearest_id(name, candidates);
            let code = if near.is_some() {
                Code::AlmostColumn
            } else {
                Code::KeptColumn
            };
            problems.push(code, header.at.line, || {
                cursor.move_to(row, *index);
                let place = cursor.place(&self.path);
                match near {
                    Some(column) => Problem::new(code, place, "a column the format does not know")
                        .with_hint(format!(
                            "did you mean `{column}`? as it stands it is kept as an attribute"
                        )),
                    None => Problem::new(
                        code,
                        place,
                        "a column beyond the format's is kept as an attribute",
                    ),
                }
                .with_cell(name)
            });
        }
    }
}

/// Reports columns without a name, and those whose name an earlier one has.
fn report_repeated(row: &mut Row<'_>, header: &Header<'_>) {
    let mut earlier = HashSet::new();
    for (index, name) in header.names().enumerate() {
        if name.is_empty() {
            row.push(Code::RepeatedColumn, index, |place| {
                Problem::new(Code::RepeatedColumn, place, "a column without a name")
                    .with_hint("name the column in the header row, or delete it")
            });
        } else if !earlier.insert(name) {
            row.push(Code::RepeatedColumn, index, |place| {
                Problem::new(Code::RepeatedColumn, place, "a second column of this name")
                    .with_cell(name)
                    .with_hint("rename one of the two in the header row, or delete it")
            });
        }
    }
}
