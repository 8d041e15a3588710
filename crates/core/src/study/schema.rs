//! The schema of a study's tables: their columns, and the values that these take.
//!
//! Readers and writers of tables go by it: a row is read by [`Field`]s, and
//! [`TableEditor`](super::TableEditor) takes no value that the reader would refuse.

use crate::model::{Authority, KindOf, SpeechAct, Stance};
use std::fmt;

/// A table of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableName {
    /// `themes.csv`
    Themes,
    /// `claims.csv`
    Claims,
    /// `actors.csv`
    Actors,
    /// `sources.csv`
    Sources,
    /// `statements.csv`
    Statements,
}

impl TableName {
    /// Every table, in the order in which they are read.
    pub const ALL: [Self; 5] = [
        Self::Themes,
        Self::Claims,
        Self::Actors,
        Self::Sources,
        Self::Statements,
    ];

    /// The name as the manifest has it, which is the file's without `.csv`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Themes => "themes",
            Self::Claims => "claims",
            Self::Actors => "actors",
            Self::Sources => "sources",
            Self::Statements => "statements",
        }
    }

    /// The name of its file.
    pub fn file_name(self) -> String {
        format!("{}.csv", self.as_str())
    }

    /// The word for one of its rows.
    pub const fn row_name(self) -> &'static str {
        match self {
            Self::Themes => "theme",
            Self::Claims => "claim",
            Self::Actors => "actor",
            Self::Sources => "source",
            Self::Statements => "statement",
        }
    }

    /// The columns that the format knows of it.
    pub const fn schema(self) -> &'static TableSchema {
        match self {
            Self::Themes => &THEMES,
            Self::Claims => &CLAIMS,
            Self::Actors => &ACTORS,
            Self::Sources => &SOURCES,
            Self::Statements => &STATEMENTS,
        }
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A closed vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocabulary {
    /// [`Stance`]
    Stance,
    /// [`SpeechAct`]
    SpeechAct,
    /// [`Authority`]
    Authority,
}

impl Vocabulary {
    /// Its codes, in the order of the scheme.
    pub fn codes(self) -> Vec<&'static str> {
        match self {
            Self::Stance => Stance::ALL.iter().map(|stance| stance.code()).collect(),
            Self::SpeechAct => SpeechAct::ALL.iter().map(|act| act.code()).collect(),
            Self::Authority => Authority::ALL.iter().map(|level| level.code()).collect(),
        }
    }
}

/// The values that a column takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CellKind {
    /// The identifier of the row itself.
    Identifier,
    /// Any text.
    Text,
    /// Texts, separated by `;`.
    Texts,
    /// The identifier of a row of a table.
    Reference(TableName),
    /// Identifiers of rows of a table, separated by `;`.
    References(TableName),
    /// The identifier of an actor, or any other name.
    ActorOrName,
    /// A code of a closed vocabulary.
    Code(Vocabulary),
    /// A kind that the ontology has or the manifest declares.
    Kind(KindOf),
    /// A date in EDTF level 0, or an interval of two.
    Date,
    /// An absolute IRI.
    Iri,
    /// Absolute IRIs, separated by `;`.
    Iris,
    /// A code of ISO 3166-1 alpha-3, by its form.
    Country,
    /// A BCP 47 tag.
    Language,
}

/// A column that the format knows.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSchema {
    /// Its name in the format; a manifest may give it another header.
    pub name: &'static str,
    /// Whether a table must have it, and a row a value in it.
    pub required: bool,
    /// The values that it takes.
    pub kind: CellKind,
}

impl ColumnSchema {
    const fn required(name: &'static str, kind: CellKind) -> Self {
        Self {
            name,
            required: true,
            kind,
        }
    }

    const fn optional(name: &'static str, kind: CellKind) -> Self {
        Self {
            name,
            required: false,
            kind,
        }
    }

    /// The table whose rows its values name, if they name any.
    pub const fn target(&self) -> Option<TableName> {
        match self.kind {
            CellKind::Reference(table) | CellKind::References(table) => Some(table),
            _ => None,
        }
    }
}

/// The columns that the format knows of a table, required ones first.
#[derive(Debug)]
pub struct TableSchema {
    /// The table.
    pub table: TableName,
    /// Its columns.
    pub columns: &'static [ColumnSchema],
}

impl TableSchema {
    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.name)
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&'static ColumnSchema> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The field of this name, for constants: a program whose table lacks it does not compile.
    pub(super) const fn field(&self, name: &'static str) -> Field {
        let mut number = 0;
        while !is_same(name, self.columns[number].name) {
            number += 1;
        }
        Field { name, number }
    }

    /// The fields whose values name rows of tables.
    pub(super) fn references(&self) -> impl Iterator<Item = (Field, TableName)> {
        let columns = self.columns.iter().enumerate();
        columns.filter_map(|(number, column)| {
            let name = column.name;
            column.target().map(|table| (Field { name, number }, table))
        })
    }
}

/// A column of a table's schema, by name and number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) number: usize,
}

/// Compares two texts, for constants.
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

/// `themes.csv`
pub(super) const THEMES: TableSchema = TableSchema {
    table: TableName::Themes,
    columns: &[
        ColumnSchema::required("id", CellKind::Identifier),
        ColumnSchema::required("label", CellKind::Text),
        ColumnSchema::optional("definition", CellKind::Text),
    ],
};

/// `claims.csv`
pub(super) const CLAIMS: TableSchema = TableSchema {
    table: TableName::Claims,
    columns: &[
        ColumnSchema::required("id", CellKind::Identifier),
        ColumnSchema::required("label", CellKind::Text),
        ColumnSchema::optional("theme", CellKind::References(TableName::Themes)),
        ColumnSchema::optional("definition", CellKind::Text),
        ColumnSchema::optional("contradicts", CellKind::References(TableName::Claims)),
        ColumnSchema::optional("entails", CellKind::References(TableName::Claims)),
    ],
};

/// `actors.csv`
pub(super) const ACTORS: TableSchema = TableSchema {
    table: TableName::Actors,
    columns: &[
        ColumnSchema::required("id", CellKind::Identifier),
        ColumnSchema::required("label", CellKind::Text),
        ColumnSchema::required("type", CellKind::Kind(KindOf::Actor)),
        ColumnSchema::optional("part_of", CellKind::Reference(TableName::Actors)),
        ColumnSchema::optional("country", CellKind::Country),
        ColumnSchema::optional("sector", CellKind::Kind(KindOf::Sector)),
        ColumnSchema::optional("aliases", CellKind::Texts),
        ColumnSchema::optional("same_as", CellKind::Iris),
        ColumnSchema::optional("note", CellKind::Text),
    ],
};

/// `sources.csv`
pub(super) const SOURCES: TableSchema = TableSchema {
    table: TableName::Sources,
    columns: &[
        ColumnSchema::required("id", CellKind::Identifier),
        ColumnSchema::required("title", CellKind::Text),
        ColumnSchema::optional("type", CellKind::Kind(KindOf::Source)),
        ColumnSchema::optional("date", CellKind::Date),
        ColumnSchema::optional("publisher", CellKind::ActorOrName),
        ColumnSchema::optional("authority", CellKind::Code(Vocabulary::Authority)),
        ColumnSchema::optional("language", CellKind::Language),
        ColumnSchema::optional("url", CellKind::Iri),
    ],
};

/// `statements.csv`
pub(super) const STATEMENTS: TableSchema = TableSchema {
    table: TableName::Statements,
    columns: &[
        ColumnSchema::required("source", CellKind::Reference(TableName::Sources)),
        ColumnSchema::required("actor", CellKind::Reference(TableName::Actors)),
        ColumnSchema::required("claim", CellKind::Reference(TableName::Claims)),
        ColumnSchema::required("stance", CellKind::Code(Vocabulary::Stance)),
        ColumnSchema::optional("id", CellKind::Identifier),
        ColumnSchema::optional("date", CellKind::Date),
        ColumnSchema::optional("on_behalf_of", CellKind::Reference(TableName::Actors)),
        ColumnSchema::optional("act", CellKind::Code(Vocabulary::SpeechAct)),
        ColumnSchema::optional("addressee", CellKind::References(TableName::Actors)),
        ColumnSchema::optional("paraphrase", CellKind::Text),
        ColumnSchema::optional("locator", CellKind::Text),
        ColumnSchema::optional("coder", CellKind::Texts),
        ColumnSchema::optional("authority", CellKind::Code(Vocabulary::Authority)),
    ],
};
