//! One row of a table, its cells read into types.

use super::kinds::Kinds;
use super::limits::ProblemLog;
use super::places::CellCursor;
use super::record::Record;
use super::schema::{Field, TableName};
use super::table::{RowAt, Table};
use super::values::{self, CellFault};
use crate::diagnostic::{Code, Place, Problem};
use crate::model::{Attribute, EdtfDate, Id, InvalidDate, Kind, RowId, Values, composed};
use rustc_hash::FxHashMap;
use std::cell::Cell;

/// One row. Every method that finds something wrong reports it and gives `None`.
pub(super) struct Row<'r> {
    pub(super) table: &'r Table,
    /// The text of the block that the row is in.
    pub(super) text: &'r str,
    pub(super) record: &'r Record,
    pub(super) at: RowAt,
    pub(super) problems: &'r mut ProblemLog,
    /// The place of the last cell that was asked for.
    pub(super) cursor: Cell<CellCursor>,
}

impl<'r> Row<'r> {
    /// A cell without surrounding white space; empty where the table lacks the column.
    pub(super) fn cell(&self, field: Field) -> &'r str {
        self.table
            .positions
            .get(field)
            .and_then(|index| self.record.get(self.text, index))
            .map_or("", trim)
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        let (record, text) = (self.record, self.text);
        (0..record.len()).filter_map(move |index| record.get(text, index))
    }

    /// Tells whether no cell holds anything, and there are no more cells than a table can have.
    pub(super) fn is_blank(&self) -> bool {
        self.record.surplus() == 0 && self.cells().all(|cell| trim(cell).is_empty())
    }

    /// The place of a cell by its number in the row. Slow, and used for problems alone.
    pub(super) fn place_of_cell(&self, index: usize) -> Place {
        let mut cursor = self.cursor.get();
        cursor.move_to(&self.text[self.at.in_block..], index);
        self.cursor.set(cursor);
        cursor.place(&self.table.path)
    }

    /// The place of a field's cell; of the row where the table lacks the column.
    pub(super) fn place(&self, field: &str) -> Place {
        self.table.positions.named(field).map_or_else(
            || Place::at(&self.table.path, self.at.line, 1),
            |index| self.place_of_cell(index),
        )
    }

    /// The identifier of a row, or what the hint to a wrong one says, so that references to it are
    /// not wrong as well.
    pub(super) fn rough_id(&self) -> Option<String> {
        let index = self.table.positions.named("id")?;
        let cell = composed(self.record.get(self.text, index)?.trim());
        let id = Id::new(&cell).ok().or_else(|| Id::suggest(&cell))?;
        Some(id.as_str().to_owned())
    }

    /// Adds a problem of a cell by its number in the row. It is made only if it will be listed.
    pub(super) fn push(
        &mut self,
        code: Code,
        index: usize,
        problem: impl FnOnce(Place) -> Problem,
    ) {
        let mut cursor = self.cursor.get();
        let row = &self.text[self.at.in_block..];
        let path = &self.table.path;
        self.problems.push(code, self.at.line, || {
            cursor.move_to(row, index);
            problem(cursor.place(path))
        });
        self.cursor.set(cursor);
    }

    /// Adds a problem of a field's cell.
    pub(super) fn push_at(
        &mut self,
        code: Code,
        field: &str,
        problem: impl FnOnce(Place) -> Problem,
    ) {
        match self.table.positions.named(field) {
            Some(index) => self.push(code, index, problem),
            None => {
                let place = Place::at(&self.table.path, self.at.line, 1);
                self.problems.push(code, self.at.line, || problem(place));
            }
        }
    }

    fn report(&mut self, field: Field, fault: CellFault) {
        self.push_at(fault.code, field.name, |place| {
            let problem = Problem::new(fault.code, place, fault.message);
            let problem = if fault.value.is_empty() {
                problem
            } else {
                problem.with_cell(fault.value)
            };
            problem.with_hint_if(fault.hint)
        });
    }

    /// The value, or a report of the fault.
    fn value<T>(&mut self, field: Field, read: Result<T, CellFault>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.report(field, fault);
                None
            }
        }
    }

    /// Text, if there is any.
    pub(super) fn text(&self, field: Field) -> Option<&'r str> {
        Some(self.cell(field)).filter(|cell| !cell.is_empty())
    }

    /// Text to be kept, if there is any.
    pub(super) fn owned(&self, field: Field) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    /// Text that must be there.
    pub(super) fn required(&mut self, field: Field) -> Option<&'r str> {
        let text = self.text(field).ok_or_else(|| values::empty(field.name));
        self.value(field, text)
    }

    /// The values of a cell that takes many.
    pub(super) fn list(&self, field: Field) -> Values<'r> {
        Values::new(self.cell(field))
    }

    /// The one value of a cell that takes no more.
    fn single(&mut self, field: Field) -> Option<&'r str> {
        let text = self.text(field)?;
        let single = values::single(self.table.name(), field.name, text);
        self.value(field, single.map(|()| text))
    }

    /// The row's own identifier.
    pub(super) fn id(&mut self, field: Field) -> Option<RowId<'r>> {
        let text = self.required(field)?;
        self.value(field, values::identifier(text))
    }

    /// The row's own identifier, where it may be left out.
    pub(super) fn optional_id(&mut self, field: Field) -> Result<Option<RowId<'r>>, ()> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let id = self.value(field, values::identifier(text));
        id.map(Some).ok_or(())
    }

    /// Every well-formed reference of the row, whatever else is wrong with it.
    pub(super) fn loose_references(&self) -> impl Iterator<Item = Reference> {
        let fields = self.table.schema.references();
        fields.flat_map(|(field, table)| {
            let values = self.list(field).iter();
            values.filter_map(move |id| {
                Some(Reference {
                    field: field.name,
                    table,
                    id: RowId::new(id).ok()?.into(),
                })
            })
        })
    }

    /// An identifier of another row that must be there.
    pub(super) fn required_reference(&mut self, field: Field) -> Option<RowId<'r>> {
        self.required(field)?;
        self.reference(field)
    }

    /// An identifier of another row, if there is one.
    pub(super) fn reference(&mut self, field: Field) -> Option<RowId<'r>> {
        let text = self.single(field)?;
        self.value(field, values::identifier(text))
    }

    /// Identifiers of other rows.
    pub(super) fn references<T: From<RowId<'r>>>(&mut self, field: Field) -> Vec<T> {
        self.list(field)
            .iter()
            .filter_map(|text| self.value(field, values::identifier(text)))
            .map(T::from)
            .collect()
    }

    /// A value of a closed vocabulary.
    pub(super) fn vocabulary<T: Copy>(
        &mut self,
        field: Field,
        members: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(field)?;
        let found = members.iter().copied().find(|member| code(*member) == text);
        if found.is_none() {
            let codes: Vec<&str> = members.iter().map(|member| code(*member)).collect();
            self.report(field, values::unlisted(field.name, text, &codes));
        }
        found
    }

    /// A value of an open vocabulary.
    pub(super) fn kind(&mut self, field: Field, kinds: &Kinds) -> Option<Kind> {
        let text = self.text(field)?;
        let kind = kinds.get(text);
        if kind.is_none() && kinds.is_complete() {
            self.report(field, values::unlisted(field.name, text, &kinds.codes()));
        }
        kind
    }

    /// A date, out of those read before where it is among them.
    pub(super) fn date<'d>(&mut self, field: Field, dates: &'d mut Dates) -> Option<&'d EdtfDate> {
        let text = self.text(field)?;
        match dates.read(text) {
            Ok(date) => Some(date),
            Err(error) => {
                self.report(field, values::no_date(text, &error));
                None
            }
        }
    }

    /// An absolute IRI that people will want to open.
    pub(super) fn address(&mut self, field: Field) -> Option<String> {
        let text = self.text(field)?;
        self.parse_iri(field, text)
    }

    /// Absolute IRIs.
    pub(super) fn iris(&mut self, field: Field) -> Vec<String> {
        self.list(field)
            .iter()
            .filter_map(|text| self.parse_iri(field, text))
            .collect()
    }

    fn parse_iri(&mut self, field: Field, text: &str) -> Option<String> {
        self.value(field, values::iri(text))?;
        if let Some(fault) = values::unlinked(text) {
            self.report(field, fault);
        }
        Some(text.to_owned())
    }

    /// An ISO 3166-1 alpha-3 code, by its form.
    pub(super) fn country(&mut self, field: Field) -> Option<String> {
        let text = self.single(field)?;
        self.value(field, values::country(text))?;
        Some(text.to_owned())
    }

    /// A BCP 47 tag.
    pub(super) fn language(&mut self, field: Field) -> Option<String> {
        let text = self.single(field)?;
        self.value(field, values::language(text))?;
        Some(text.to_owned())
    }

    /// The cells of columns that the format does not know, by number of the column among these.
    pub(super) fn extra(&self) -> impl Iterator<Item = (usize, Attribute<&'r str>)> + use<'r> {
        let (table, record, text) = (self.table, self.record, self.text);
        let columns = table.extra.iter().enumerate();
        columns.filter_map(move |(number, (index, column))| {
            let value = trim(record.get(text, *index)?);
            (!value.is_empty()).then_some((
                number,
                Attribute {
                    column: column.as_str(),
                    value,
                },
            ))
        })
    }

    /// The same, to be kept.
    pub(super) fn attributes(&self) -> Vec<Attribute> {
        self.extra()
            .map(|(_, Attribute { column, value })| Attribute {
                column: column.to_owned(),
                value: value.to_owned(),
            })
            .collect()
    }
}

/// A cell's reference to a row of a table.
pub(super) struct Reference {
    /// The column that it stands in.
    pub(super) field: &'static str,
    /// The table whose row it names.
    pub(super) table: TableName,
    pub(super) id: Id,
}

/// Dates that were read, since the same few come again and again.
#[derive(Default)]
pub(super) struct Dates {
    numbers: FxHashMap<Box<str>, usize>,
    dates: Vec<EdtfDate>,
}

impl Dates {
    fn read(&mut self, text: &str) -> Result<&EdtfDate, InvalidDate> {
        let number = match self.numbers.get(text) {
            Some(number) => *number,
            None => {
                let date = EdtfDate::parse(text)?;
                self.numbers.insert(text.into(), self.dates.len());
                self.dates.push(date);
                self.dates.len() - 1
            }
        };
        Ok(&self.dates[number])
    }
}

/// A text without white space around it; looking at two bytes is enough for most.
pub(super) fn trim(text: &str) -> &str {
    let is_ink = |byte: Option<&u8>| byte.is_some_and(|byte| (b'!'..=b'~').contains(byte));
    let bytes = text.as_bytes();
    if bytes.is_empty() || is_ink(bytes.first()) && is_ink(bytes.last()) {
        text
    } else {
        text.trim()
    }
}
