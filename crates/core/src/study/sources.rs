//! `sources.csv`

use super::kinds::AllKinds;
use super::row::{Dates, Row};
use super::schema::{Field, SOURCES};
use crate::model::{Authority, Publisher, Source};

const ID: Field = SOURCES.field("id");
const TITLE: Field = SOURCES.field("title");
const TYPE: Field = SOURCES.field("type");
const DATE: Field = SOURCES.field("date");
const PUBLISHER: Field = SOURCES.field("publisher");
const AUTHORITY: Field = SOURCES.field("authority");
const LANGUAGE: Field = SOURCES.field("language");
const URL: Field = SOURCES.field("url");

/// Publishers are names here; those that are actors are found when all tables are read.
pub(super) fn parse(row: &mut Row<'_>, kinds: &AllKinds, dates: &mut Dates) -> Option<Source> {
    let (id, title) = (row.id(ID), row.required(TITLE));
    let kind = row.kind(TYPE, &kinds.sources);
    let date = row.date(DATE, dates).cloned();
    let authority = row.vocabulary(AUTHORITY, Authority::ALL, Authority::code);
    let language = row.language(LANGUAGE);
    let url = row.address(URL);
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
