//! `actors.csv`

use super::columns::{Column, Columns};
use super::manifest::DeclaredKinds;
use super::row::Row;
use crate::model::{Actor, BUILTIN_ACTOR_TYPES, BUILTIN_SECTORS, Id};

pub(super) const COLUMNS: Columns = Columns {
    table: "actors",
    required: &["id", "label", "type"],
    optional: &["part_of", "country", "sector", "aliases", "same_as", "note"],
    references: &["part_of"],
};

const ID: Column = COLUMNS.column("id");
const LABEL: Column = COLUMNS.column("label");
const TYPE: Column = COLUMNS.column("type");
const PART_OF: Column = COLUMNS.column("part_of");
const COUNTRY: Column = COLUMNS.column("country");
const SECTOR: Column = COLUMNS.column("sector");
const ALIASES: Column = COLUMNS.column("aliases");
const SAME_AS: Column = COLUMNS.column("same_as");
const NOTE: Column = COLUMNS.column("note");

pub(super) fn parse(row: &mut Row<'_>, kinds: &DeclaredKinds) -> Option<Actor> {
    let (id, label) = (row.id(ID), row.required(LABEL));
    row.required(TYPE);
    let kind = row.kind(TYPE, BUILTIN_ACTOR_TYPES, &kinds.actor);
    let sector = row.kind(SECTOR, BUILTIN_SECTORS, &kinds.sector);
    let part_of = row.reference(PART_OF);
    let country = row.country(COUNTRY);
    let same_as = row.iris(SAME_AS);
    Some(Actor {
        id: id?.into(),
        label: label?.to_owned(),
        kind: kind?,
        part_of: part_of.map(Id::from),
        country,
        sector,
        aliases: row.list(ALIASES).iter().map(str::to_owned).collect(),
        same_as,
        note: row.owned(NOTE),
        attributes: row.attributes(),
    })
}
