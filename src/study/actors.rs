//! `actors.csv`

use super::columns::Columns;
use super::manifest::DeclaredKinds;
use super::row::Row;
use crate::model::{Actor, BUILTIN_ACTOR_TYPES, BUILTIN_SECTORS};

pub(super) const COLUMNS: Columns = Columns {
    table: "actors",
    required: &["id", "label", "type"],
    optional: &["part_of", "country", "sector", "aliases", "same_as", "note"],
    references: &["part_of"],
};

pub(super) fn parse(row: &mut Row<'_>, kinds: &DeclaredKinds) -> Option<Actor> {
    let (id, label) = (row.id(), row.required("label"));
    row.required("type");
    let kind = row.kind("type", BUILTIN_ACTOR_TYPES, &kinds.actor);
    let sector = row.kind("sector", BUILTIN_SECTORS, &kinds.sector);
    let part_of = row.reference("part_of");
    let country = row.country("country");
    let same_as = row.iris("same_as");
    Some(Actor {
        id: id?,
        label: label?,
        kind: kind?,
        part_of,
        country,
        sector,
        aliases: row.list("aliases"),
        same_as,
        note: row.text("note"),
        attributes: row.attributes(),
    })
}
