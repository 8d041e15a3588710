//! `sources.csv`

use super::columns::{Column, Columns};
use super::manifest::DeclaredKinds;
use super::row::{Dates, Row};
use crate::model::{Authority, BUILTIN_SOURCE_TYPES, Publisher, Source};

pub(super) const COLUMNS: Columns = Columns {
    table: "sources",
    required: &["id", "title"],
    optional: &["type", "date", "publisher", "authority", "language", "url"],
    references: &[],
};

const ID: Column = COLUMNS.column("id");
const TITLE: Column = COLUMNS.column("title");
const TYPE: Column = COLUMNS.column("type");
const DATE: Column = COLUMNS.column("date");
const PUBLISHER: Column = COLUMNS.column("publisher");
const AUTHORITY: Column = COLUMNS.column("authority");
const LANGUAGE: Column = COLUMNS.column("language");
const URL: Column = COLUMNS.column("url");

/// Publishers are names here; those that are actors are found when all tables are read.
pub(super) fn parse(row: &mut Row<'_>, kinds: &DeclaredKinds, dates: &mut Dates) -> Option<Source> {
    let (id, title) = (row.id(ID), row.required(TITLE));
    let kind = row.kind(TYPE, BUILTIN_SOURCE_TYPES, &kinds.source);
    let date = row.date(DATE, dates).cloned();
    let authority = row.vocabulary(AUTHORITY, Authority::ALL, Authority::code);
    let language = row.language(LANGUAGE);
    let url = row.iri(URL);
    Some(Source {
        id: id?.into(),
        title: title?.to_owned(),
        kind,
        date,
        publisher: row.owned(PUBLISHER).map(Publisher::Name),
        authority,
        language,
        url,
        attributes: row.attributes(),
    })
}
