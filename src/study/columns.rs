//! The columns of a table: which the format knows, and where a header row has them.

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

impl Table {
    /// Finds the columns; false where the rows cannot be read without one that is missing.
    pub(super) fn read_header(
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
}
