//! `sources.csv`

use super::columns::Columns;
use super::manifest::DeclaredKinds;
use super::row::Row;
use crate::model::{Authority, BUILTIN_SOURCE_TYPES, Publisher, Source};

pub(super) const COLUMNS: Columns = Columns {
    table: "sources",
    required: &["id", "title"],
    optional: &["type", "date", "publisher", "authority", "language", "url"],
    references: &[],
};

/// Publishers are names here; those that are actors are found when all tables are read.
pub(super) fn parse(row: &mut Row<'_>, kinds: &DeclaredKinds) -> Option<Source> {
    let (id, title) = (row.id(), row.required("title"));
    let kind = row.kind("type", BUILTIN_SOURCE_TYPES, &kinds.source);
    let date = row.date("date");
    let authority = row.vocabulary("authority", Authority::ALL, Authority::code);
    let language = row.language("language");
    let url = row.iri("url");
    Some(Source {
        id: id?,
        title: title?,
        kind,
        date,
        publisher: row.text("publisher").map(Publisher::Name),
        authority,
        language,
        url,
        attributes: row.attributes(),
    })
}
