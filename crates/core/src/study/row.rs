//! One row of a table, its cells read into types.

use super::columns::Column;
use super::record::Record;
use super::table::{RowAt, Table};
use crate::diagnostic::{Code, Place, Problem, Problems, nearest};
use crate::model::{
    Attribute, EdtfDate, Id, InvalidDate, InvalidId, Kind, RowId, Values, composed,
};
use oxilangtag::LanguageTag;
use oxiri::Iri;
use rustc_hash::FxHashMap;

/// One row. Every method that finds something wrong says so and gives `None`.
pub(super) struct Row<'r> {
    pub(super) table: &'r Table,
    /// The block it stands in.
    pub(super) text: &'r str,
    pub(super) record: &'r Record,
    pub(super) at: RowAt,
    pub(super) problems: &'r mut Problems,
}

impl<'r> Row<'r> {
    /// A cell without surrounding white space; empty where the table lacks the column.
    pub(super) fn cell(&self, column: Column) -> &'r str {
        self.table
            .positions
            .of(column)
            .and_then(|index| self.record.get(self.text, index))
            .map_or("", trim)
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        let (record, text) = (self.record, self.text);
        (0..record.len()).filter_map(move |index| record.get(text, index))
    }

    /// Whether no cell holds anything.
    pub(super) fn is_blank(&self) -> bool {
        self.cells().all(|cell| trim(cell).is_empty())
    }

    /// The place of a cell by its number in the row. Slow, and used for problems alone.
    pub(super) fn place_of(&self, index: usize) -> Place {
        let row = &self.text[self.at.in_block..];
        self.table.place_in(row, self.at, index)
    }

    /// The place of a cell.
    pub(super) fn place(&self, column: &str) -> Place {
        self.table.positions.named(column).map_or_else(
            || Place::at(&self.table.path, self.at.line, 1),
            |index| self.place_of(index),
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

    fn report(
        &mut self,
        code: Code,
        column: Column,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        let cell = self.cell(column);
        self.report_value(code, column, cell, message, hint);
    }

    /// Reports one of the values of a cell.
    fn report_value(
        &mut self,
        code: Code,
        column: Column,
        value: &str,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        let problem = Problem::new(code, self.place(column.name), message);
        let problem = if value.is_empty() {
            problem
        } else {
            problem.with_cell(value)
        };
        self.problems.push(problem.with_hint_if(hint));
    }

    /// Text, if there is any.
    pub(super) fn text(&self, column: Column) -> Option<&'r str> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty())
    }

    /// Text to be kept, if there is any.
    pub(super) fn owned(&self, column: Column) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    /// Text that must be there.
    pub(super) fn required(&mut self, column: Column) -> Option<&'r str> {
        let text = self.text(column);
        if text.is_none() {
            let message = format!("`{}` is empty", column.name);
            self.report(Code::RequiredCell, column, message, None);
        }
        text
    }

    /// The values of a cell that takes many.
    pub(super) fn list(&self, column: Column) -> Values<'r> {
        Values::of(self.cell(column))
    }

    /// The one value of a cell that takes no more.
    fn single(&mut self, column: Column) -> Option<&'r str> {
        let text = self.text(column)?;
        if text.contains(';') {
            let message = format!("`{}` takes one value", column.name);
            self.report(
                Code::SingleValue,
                column,
                message,
                Some(
                    match self.table.columns.table {
                        "statements" => "code one row for each value",
                        _ => "keep one of them",
                    }
                    .to_owned(),
                ),
            );
            return None;
        }
        Some(text)
    }

    /// The row's own identifier.
    pub(super) fn id(&mut self, column: Column) -> Option<RowId<'r>> {
        let text = self.required(column)?;
        self.parse_id(column, text)
    }

    /// The row's own identifier, where it may be left out.
    pub(super) fn optional_id(&mut self, column: Column) -> Result<Option<RowId<'r>>, ()> {
        match self.text(column) {
            None => Ok(None),
            Some(text) => self.parse_id(column, text).map(Some).ok_or(()),
        }
    }

    fn parse_id(&mut self, column: Column, text: &'r str) -> Option<RowId<'r>> {
        match RowId::new(text) {
            Ok(id) => Some(id),
            Err(error) => {
                let text = composed(text);
                let hint = match (&error, Id::suggest(&text)) {
                    (InvalidId::Empty, _) | (_, None) => None,
                    (_, Some(id)) => Some(format!(
                        "letters, digits and - _ . ~ can stand in it, for example `{id}`"
                    )),
                };
                let message = format!("not an identifier: {error}");
                self.report_value(Code::InvalidId, column, &text, message, hint);
                None
            }
        }
    }

    /// Every well-formed reference of the row, without a word on what else is wrong with it.
    pub(super) fn loose_references(&self) -> Vec<(&'static str, Id)> {
        let columns = self.table.columns.references.iter();
        let values = columns.flat_map(|name| {
            let values = self.list(self.table.columns.column(name));
            values.iter().map(|id| (*name, id))
        });
        values
            .filter_map(|(column, id)| Some((column, RowId::new(id).ok()?.into())))
            .collect()
    }

    /// An identifier of another row that must be there.
    pub(super) fn required_reference(&mut self, column: Column) -> Option<RowId<'r>> {
        self.required(column)?;
        self.reference(column)
    }

    /// An identifier of another row, if there is one.
    pub(super) fn reference(&mut self, column: Column) -> Option<RowId<'r>> {
        let text = self.single(column)?;
        self.parse_id(column, text)
    }

    /// Identifiers of other rows.
    pub(super) fn references<T: From<RowId<'r>>>(&mut self, column: Column) -> Vec<T> {
        self.list(column)
            .iter()
            .filter_map(|text| self.parse_id(column, text))
            .map(T::from)
            .collect()
    }

    /// A value of a closed vocabulary.
    pub(super) fn vocabulary<T: Copy>(
        &mut self,
        column: Column,
        members: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(column)?;
        let found = members.iter().copied().find(|member| code(*member) == text);
        if found.is_none() {
            let codes: Vec<&str> = members.iter().map(|member| code(*member)).collect();
            self.report_unlisted(column, text, &codes);
        }
        found
    }

    /// A value of an open vocabulary: built in, or declared by the manifest.
    pub(super) fn kind(
        &mut self,
        column: Column,
        builtin: &[&str],
        declared: &Option<Vec<Id>>,
    ) -> Option<Kind> {
        let text = self.text(column)?;
        let Some(declared) = declared else {
            // Without a manifest any code could be a declared one.
            return Id::new(text).ok().map(|code| Kind {
                code,
                declared: true,
            });
        };
        let is_declared = declared.iter().any(|code| code.as_str() == text);
        if is_declared || builtin.contains(&text) {
            return Id::new(text).ok().map(|code| Kind {
                code,
                declared: is_declared,
            });
        }
        let codes: Vec<&str> = builtin
            .iter()
            .copied()
            .chain(declared.iter().map(Id::as_str))
            .collect();
        self.report_unlisted(column, text, &codes);
        None
    }

    fn report_unlisted(&mut self, column: Column, text: &str, codes: &[&str]) {
        let hint = match nearest(text, codes.iter().copied()) {
            Some(code) => format!("did you mean `{code}`?"),
            None => format!("one of: {}", codes.join(", ")),
        };
        self.report(
            Code::NotInVocabulary,
            column,
            format!("no {} that the vocabulary has", column.name),
            Some(hint),
        );
    }

    /// A date, out of those read before where it is among them.
    pub(super) fn date<'d>(
        &mut self,
        column: Column,
        dates: &'d mut Dates,
    ) -> Option<&'d EdtfDate> {
        match dates.read(self.text(column)?) {
            Ok(date) => Some(date),
            Err(error) => {
                let hint = error
                    .suggestion
                    .as_ref()
                    .map(|date| format!("write `{date}`"));
                let hint = hint.or_else(|| {
                    Some("write 2013, 2013-02, 2013-02-20 or 2013-02/2013-05".to_owned())
                });
                self.report(Code::InvalidDate, column, error.to_string(), hint);
                None
            }
        }
    }

    /// An absolute IRI.
    pub(super) fn iri(&mut self, column: Column) -> Option<String> {
        let text = self.text(column)?;
        self.parse_iri(column, text)
    }

    /// Absolute IRIs.
    pub(super) fn iris(&mut self, column: Column) -> Vec<String> {
        self.list(column)
            .iter()
            .filter_map(|text| self.parse_iri(column, text))
            .collect()
    }

    fn parse_iri(&mut self, column: Column, text: &str) -> Option<String> {
        if let Err(error) = Iri::parse(text) {
            let hint = if text.starts_with("www.") {
                format!("write `https://{text}`")
            } else {
                "write it in full (https://…), with spaces and <>\"{}|\\^` percent-encoded"
                    .to_owned()
            };
            self.report_value(
                Code::InvalidIri,
                column,
                text,
                format!("not an absolute IRI ({error})"),
                Some(hint),
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// An ISO 3166-1 alpha-3 code, by its form.
    pub(super) fn country(&mut self, column: Column) -> Option<String> {
        let text = self.single(column)?;
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Some(text.to_owned());
        }
        let hint = "write the three-letter code of ISO 3166-1, for example CHN, USA, GBR";
        self.report(
            Code::InvalidCountry,
            column,
            "not a country code",
            Some(hint.to_owned()),
        );
        None
    }

    /// A BCP 47 tag.
    pub(super) fn language(&mut self, column: Column) -> Option<String> {
        let text = self.single(column)?;
        if is_language_tag(text) {
            return Some(text.to_owned());
        }
        let hint = "write a BCP 47 tag, for example en, zh, pt-BR";
        self.report(
            Code::InvalidLanguage,
            column,
            "not a language tag",
            Some(hint.to_owned()),
        );
        None
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
    match bytes.is_empty() || is_ink(bytes.first()) && is_ink(bytes.last()) {
        true => text,
        false => text.trim(),
    }
}

/// Whether a text is a well-formed BCP 47 tag.
pub(super) fn is_language_tag(text: &str) -> bool {
    LanguageTag::parse(text).is_ok()
}
