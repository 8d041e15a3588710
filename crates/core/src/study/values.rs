//! The values that cells hold, and what is wrong with a text that is none.
//!
//! Readers report a [`CellFault`] as a problem, writers refuse the edit with it.

use super::limits::LONGEST_COMPARED;
use super::schema::{CellKind, ColumnSchema, TableName};
use crate::diagnostic::{Code, nearest};
use crate::model::{Id, InvalidDate, InvalidId, RowId, Values, composed};

/// A value that a cell cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CellFault {
    /// The kind of the problem.
    pub code: Code,
    /// The value, which may be one of several in its cell.
    pub value: String,
    /// What is wrong with it: one line, no full stop.
    pub message: String,
    /// What to do: one line.
    pub hint: Option<String>,
}

impl CellFault {
    pub(super) fn new(code: Code, value: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            value: value.to_owned(),
            message: message.into(),
            hint: None,
        }
    }

    fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The value that must be there is not.
pub(super) fn empty(column: &str) -> CellFault {
    CellFault::new(Code::RequiredCell, "", format!("`{column}` is empty"))
}

/// Refuses several values in a cell that takes one.
pub(super) fn single(table: TableName, column: &str, text: &str) -> Result<(), CellFault> {
    if !text.contains(';') {
        return Ok(());
    }
    let message = format!("`{column}` takes one value");
    let hint = match table {
        TableName::Statements => "code one row for each value",
        _ => "keep one of them",
    };
    Err(CellFault::new(Code::SingleValue, text, message).with_hint(hint))
}

/// Reads an identifier.
pub(super) fn identifier(text: &str) -> Result<RowId<'_>, CellFault> {
    RowId::new(text).map_err(|error| {
        let text = composed(text);
        let message = format!("not an identifier: {error}");
        let fault = CellFault::new(Code::InvalidId, &text, message);
        match Id::suggest(&text).filter(|_| error != InvalidId::Empty) {
            Some(id) => fault.with_hint(format!(
                "letters, digits and - _ . ~ can stand in it, for example `{id}`"
            )),
            None => fault,
        }
    })
}

/// The fault that a value is not among the codes of its column.
pub(super) fn unlisted(column: &str, text: &str, codes: &[&str]) -> CellFault {
    // Vocabularies are declared by manifests, which may be strange as well.
    const MOST_SHOWN: usize = 50;
    let near = nearest_id(text, codes.iter().copied());
    let hint = match near {
        Some(code) => format!("did you mean `{code}`?"),
        None if codes.len() > MOST_SHOWN => {
            let shown = codes[..MOST_SHOWN].join(", ");
            format!("one of: {shown}, and {} more", codes.len() - MOST_SHOWN)
        }
        None => format!("one of: {}", codes.join(", ")),
    };
    let message = format!("no {column} that the vocabulary has");
    CellFault::new(Code::NotInVocabulary, text, message).with_hint(hint)
}

/// The nearest of the candidates to a value that is short enough to be compared.
pub(super) fn nearest_id<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if text.len() > LONGEST_COMPARED {
        return None;
    }
    let short = |candidate: &&str| candidate.len() <= LONGEST_COMPARED;
    nearest(text, candidates.into_iter().filter(short))
}

/// The fault of a text that is no date.
pub(super) fn no_date(text: &str, error: &InvalidDate) -> CellFault {
    let hint = match &error.suggestion {
        Some(date) => format!("write `{date}`"),
        None => "write 2013, 2013-02, 2013-02-20 or 2013-02/2013-05".to_owned(),
    };
    CellFault::new(Code::InvalidDate, text, error.to_string()).with_hint(hint)
}

/// Refuses what is no absolute IRI.
pub(super) fn iri(text: &str) -> Result<(), CellFault> {
    let Err(error) = oxiri::Iri::parse(text) else {
        return Ok(());
    };
    let hint = if text.starts_with("www.") {
        format!("write `https://{text}`")
    } else {
        "write it in full (https://…), with spaces and <>\"{}|\\^` percent-encoded".to_owned()
    };
    let message = format!("not an absolute IRI ({error})");
    Err(CellFault::new(Code::InvalidIri, text, message).with_hint(hint))
}

/// Warns of an address that is shown as text only: a browser that is sent to `javascript:` or
/// `data:` runs what a stranger wrote. Names (`urn:`) lead nowhere and are as good as addresses.
pub(super) fn unlinked(text: &str) -> Option<CellFault> {
    let scheme = text.split(':').next().unwrap_or_default();
    let known = ["http", "https", "urn"];
    if known.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let message = "an address that is neither http nor https, kept and never shown as a link";
    let fault = CellFault::new(Code::LinkScheme, text, message);
    Some(fault.with_hint("write where it was read on the web (https://…), or clear the cell"))
}

/// Refuses what has not the form of an ISO 3166-1 alpha-3 code.
pub(super) fn country(text: &str) -> Result<(), CellFault> {
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(());
    }
    let hint = "write the three-letter code of ISO 3166-1, for example CHN, USA, GBR";
    Err(CellFault::new(Code::InvalidCountry, text, "not a country code").with_hint(hint))
}

/// Refuses what is no well-formed BCP 47 tag.
pub(super) fn language(text: &str) -> Result<(), CellFault> {
    if is_language_tag(text) {
        return Ok(());
    }
    let hint = "write a BCP 47 tag, for example en, zh, pt-BR";
    Err(CellFault::new(Code::InvalidLanguage, text, "not a language tag").with_hint(hint))
}

/// Tells whether a text is a well-formed BCP 47 tag.
pub(super) fn is_language_tag(text: &str) -> bool {
    oxilangtag::LanguageTag::parse(text).is_ok()
}

/// Checks a cell by itself, as its column's schema says. Whether there are rows that it names, and
/// kinds that only the manifest knows, is not looked at.
pub(super) fn check(table: TableName, column: &ColumnSchema, text: &str) -> Result<(), CellFault> {
    let text = text.trim();
    if text.is_empty() {
        return if column.required {
            Err(empty(column.name))
        } else {
            Ok(())
        };
    }
    match column.kind {
        CellKind::Text | CellKind::Texts | CellKind::ActorOrName => Ok(()),
        CellKind::Identifier => identifier(text).map(drop),
        CellKind::Reference(_) => {
            single(table, column.name, text)?;
            identifier(text).map(drop)
        }
        CellKind::References(_) => Values::new(text).iter().try_for_each(|id| {
            identifier(id)?;
            Ok(())
        }),
        CellKind::Kind(_) => identifier(text).map(drop),
        CellKind::Code(vocabulary) => {
            let codes = vocabulary.codes();
            if codes.contains(&text) {
                Ok(())
            } else {
                Err(unlisted(column.name, text, &codes))
            }
        }
        CellKind::Date => match crate::model::EdtfDate::parse(text) {
            Ok(_) => Ok(()),
            Err(error) => Err(no_date(text, &error)),
        },
        CellKind::Iri => iri(text),
        CellKind::Iris => Values::new(text).iter().try_for_each(iri),
        CellKind::Country => {
            single(table, column.name, text)?;
            country(text)
        }
        CellKind::Language => {
            single(table, column.name, text)?;
            language(text)
        }
    }
}
