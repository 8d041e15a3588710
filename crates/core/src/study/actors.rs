//! `actors.csv`

use super::kinds::AllKinds;
use super::row::Row;
use super::schema::{ACTORS, Field};
use crate::model::{Actor, Id};

const ID: Field = ACTORS.field("id");
const LABEL: Field = ACTORS.field("label");
const TYPE: Field = ACTORS.field("type");
const PART_OF: Field = ACTORS.field("part_of");
const COUNTRY: Field = ACTORS.field("country");
const SECTOR: Field = ACTORS.field("sector");
const ALIASES: Field = ACTORS.field("aliases");
const SAME_AS: Field = ACTORS.field("same_as");
const NOTE: Field = ACTORS.field("note");

pub(super) fn parse(row: &mut Row<'_>, kinds: &AllKinds) -> Option<Actor> {
    let (id, label) = (row.id(ID), row.required(LABEL));
    row.required(TYPE);
    let kind = row.kind(TYPE, &kinds.actors);
    let sector = row.kind(SECTOR, &kinds.sectors);
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
