//! One row of a table, its cells read into types.

use super::table::{RowAt, Table};
use crate::diagnostic::{Code, Problem, Problems, nearest};
use crate::model::{Attribute, EdtfDate, Id, InvalidId, Kind};
use oxigraph::model::{Literal, NamedNode};
use unicode_normalization::UnicodeNormalization;

/// One row. Every method that finds something wrong says so and gives `None`.
pub(super) struct Row<'a> {
    pub(super) table: &'a Table,
    pub(super) record: &'a csv::StringRecord,
    pub(super) at: RowAt,
    pub(super) problems: &'a mut Problems,
}

impl Row<'_> {
    /// A cell without surrounding white space; empty where the table lacks the column.
    pub(super) fn cell(&self, column: &str) -> &str {
        self.table
            .index_of(column)
            .and_then(|index| self.record.get(index))
            .unwrap_or_default()
            .trim()
    }

    fn report(
        &mut self,
        code: Code,
        column: &str,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        let cell = self.cell(column).to_owned();
        self.report_value(code, column, &cell, message, hint);
    }

    /// Reports one of the values of a cell.
    fn report_value(
        &mut self,
        code: Code,
        column: &str,
        value: &str,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        let problem = Problem::new(code, self.table.place(self.at, column), message);
        let problem = if value.is_empty() {
            problem
        } else {
            problem.with_cell(value)
        };
        self.problems.push(problem.with_hint_if(hint));
    }

    /// Text, if there is any.
    pub(super) fn text(&self, column: &str) -> Option<String> {
        Some(self.cell(column))
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
    }

    /// Text that must be there.
    pub(super) fn required(&mut self, column: &'static str) -> Option<String> {
        let text = self.text(column);
        if text.is_none() {
            self.report(
                Code::RequiredCell,
                column,
                format!("`{column}` is empty"),
                None,
            );
        }
        text
    }

    /// The values of a cell that takes many.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        self.cell(column)
            .split(';')
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// The one value of a cell that takes no more.
    fn single(&mut self, column: &'static str) -> Option<String> {
        let text = self.text(column)?;
        if text.contains(';') {
            let message = format!("`{column}` takes one value");
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
    pub(super) fn id(&mut self) -> Option<Id> {
        let text = self.required("id")?;
        self.parse_id("id", &text)
    }

    /// The row's own identifier, where it may be left out.
    pub(super) fn optional_id(&mut self) -> Result<Option<Id>, ()> {
        match self.text("id") {
            None => Ok(None),
            Some(text) => self.parse_id("id", &text).map(Some).ok_or(()),
        }
    }

    fn parse_id(&mut self, column: &'static str, text: &str) -> Option<Id> {
        // Composed characters, so that an id typed on any system is the same id.
        let text: String = text.nfc().collect();
        match Id::new(&text) {
            Ok(id) => Some(id),
            Err(error) => {
                let hint = match (&error, Id::suggest(&text)) {
                    (InvalidId::Empty, _) | (_, None) => None,
                    (_, Some(id)) => Some(format!(
                        "letters, digits and - _ . ~ can stand in it, for example `{id}`"
                    )),
                };
                self.report_value(
                    Code::InvalidId,
                    column,
                    &text,
                    format!("not an identifier: {error}"),
                    hint,
                );
                None
            }
        }
    }

    /// Every well-formed reference of the row, without a word on what else is wrong with it.
    pub(super) fn loose_references(&self) -> Vec<(RowAt, &'static str, Id)> {
        let columns = self.table.columns.references.iter();
        let values =
            columns.flat_map(|column| self.list(column).into_iter().map(|id| (*column, id)));
        values
            .filter_map(|(column, id)| {
                Some((
                    self.at,
                    column,
                    Id::new(&id.nfc().collect::<String>()).ok()?,
                ))
            })
            .collect()
    }

    /// An identifier of another row that must be there.
    pub(super) fn required_reference(&mut self, column: &'static str) -> Option<Id> {
        self.required(column)?;
        self.reference(column)
    }

    /// An identifier of another row, if there is one.
    pub(super) fn reference(&mut self, column: &'static str) -> Option<Id> {
        let text = self.single(column)?;
        self.parse_id(column, &text)
    }

    /// Identifiers of other rows.
    pub(super) fn references(&mut self, column: &'static str) -> Vec<Id> {
        self.list(column)
            .iter()
            .filter_map(|text| self.parse_id(column, text))
            .collect()
    }

    /// A value of a closed vocabulary.
    pub(super) fn vocabulary<T: Copy>(
        &mut self,
        column: &'static str,
        members: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(column)?;
        let found = members.iter().copied().find(|member| code(*member) == text);
        if found.is_none() {
            let codes: Vec<&str> = members.iter().map(|member| code(*member)).collect();
            self.report_unlisted(column, &text, &codes);
        }
        found
    }

    /// A value of an open vocabulary: built in, or declared by the manifest.
    pub(super) fn kind(
        &mut self,
        column: &'static str,
        builtin: &[&str],
        declared: &Option<Vec<Id>>,
    ) -> Option<Kind> {
        let text = self.text(column)?;
        let Some(declared) = declared else {
            // Without a manifest any code could be a declared one.
            return Id::new(&text).ok().map(|code| Kind {
                code,
                declared: true,
            });
        };
        let is_declared = declared.iter().any(|code| code.as_str() == text);
        if is_declared || builtin.contains(&text.as_str()) {
            return Id::new(&text).ok().map(|code| Kind {
                code,
                declared: is_declared,
            });
        }
        let codes: Vec<&str> = builtin
            .iter()
            .copied()
            .chain(declared.iter().map(Id::as_str))
            .collect();
        self.report_unlisted(column, &text, &codes);
        None
    }

    fn report_unlisted(&mut self, column: &'static str, text: &str, codes: &[&str]) {
        let hint = match nearest(text, codes.iter().copied()) {
            Some(code) => format!("did you mean `{code}`?"),
            None => format!("one of: {}", codes.join(", ")),
        };
        self.report(
            Code::NotInVocabulary,
            column,
            format!("no {column} that the vocabulary has"),
            Some(hint),
        );
    }

    /// A date.
    pub(super) fn date(&mut self, column: &'static str) -> Option<EdtfDate> {
        let text = self.text(column)?;
        match EdtfDate::parse(&text) {
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
    pub(super) fn iri(&mut self, column: &'static str) -> Option<String> {
        let text = self.text(column)?;
        self.parse_iri(column, &text)
    }

    /// Absolute IRIs.
    pub(super) fn iris(&mut self, column: &'static str) -> Vec<String> {
        self.list(column)
            .iter()
            .filter_map(|text| self.parse_iri(column, text))
            .collect()
    }

    fn parse_iri(&mut self, column: &'static str, text: &str) -> Option<String> {
        if let Err(error) = NamedNode::new(text) {
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
    pub(super) fn country(&mut self, column: &'static str) -> Option<String> {
        let text = self.single(column)?;
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Some(text);
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
    pub(super) fn language(&mut self, column: &'static str) -> Option<String> {
        let text = self.single(column)?;
        if is_language_tag(&text) {
            return Some(text);
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

    /// The cells of columns that the format does not know.
    pub(super) fn attributes(&self) -> Vec<Attribute> {
        let cells = self.table.extra.iter().filter_map(|(index, column)| {
            let value = self.record.get(*index)?.trim();
            (!value.is_empty()).then(|| Attribute {
                column: column.clone(),
                value: value.to_owned(),
            })
        });
        cells.collect()
    }
}

/// Whether a text is a well-formed BCP 47 tag.
pub(super) fn is_language_tag(text: &str) -> bool {
    Literal::new_language_tagged_literal("", text).is_ok()
}
