//! The columns of a table: which the format knows, and where a header row has them.

use super::record::Record;
use super::row::Row;
use super::table::{RowAt, Table, join};
use crate::diagnostic::{Code, Place, Problem, Problems, nearest};
use std::collections::BTreeMap;

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

/// A column that the format knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) name: &'static str,
    /// Its number among its table's.
    number: usize,
}

impl Columns {
    /// The column of this name, for constants: there is no program where the table lacks it.
    pub(super) const fn column(&self, name: &'static str) -> Column {
        let mut number = 0;
        let required = self.required.len();
        loop {
            let other = match number < required {
                true => self.required[number],
                false => self.optional[number - required],
            };
            if is_same(name, other) {
                return Column { name, number };
            }
            number += 1;
        }
    }
}

/// Whether two texts are the same, for constants.
const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Where a table has the columns that the format knows.
#[derive(Debug, Default)]
pub(super) struct Positions {
    /// By number of the column.
    places: Vec<Option<usize>>,
    names: Vec<&'static str>,
}

impl Positions {
    pub(super) fn none(columns: &Columns) -> Self {
        let names: Vec<&str> = columns.all().collect();
        Self {
            places: vec![None; names.len()],
            names,
        }
    }

    /// The number in the row of a column's cells, if the table has it.
    pub(super) fn of(&self, column: Column) -> Option<usize> {
        self.places.get(column.number).copied().flatten()
    }

    /// The same by name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        let number = self.names.iter().position(|other| *other == name)?;
        self.places[number]
    }

    fn has(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    fn set(&mut self, name: &str, place: usize) {
        if let Some(number) = self.names.iter().position(|other| *other == name) {
            self.places[number] = Some(place);
        }
    }

    /// The columns that the table has.
    fn found(&self) -> impl Iterator<Item = &'static str> {
        let pairs = self.names.iter().zip(&self.places);
        pairs.filter_map(|(name, place)| place.map(|_| *name))
    }
}

impl Table {
    /// Finds the columns; false where the rows cannot be read without one that is missing.
    pub(super) fn read_header(
        &mut self,
        text: &str,
        (header, at): (&Record, RowAt),
        renamed: Option<&BTreeMap<String, String>>,
        problems: &mut Problems,
    ) -> bool {
        let cells = (0..header.len()).filter_map(|index| header.get(text, index));
        let names: Vec<&str> = cells.map(str::trim).collect();
        let readable = Row {
            table: self,
            text,
            record: header,
            at,
            problems,
        }
        .report_control_characters();
        if !readable {
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
                    self.positions.set(column, index);
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
            .all(|column| self.positions.has(column))
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
            if self.positions.has(column) {
                continue;
            }
            if let Some(header) = renamed.get(column) {
                let mut found = self.positions.found();
                if found.any(|other| renamed.get(other) == Some(header)) {
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
                .filter(|column| !self.positions.has(column) && column != name);
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
}
