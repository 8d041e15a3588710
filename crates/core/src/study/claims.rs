//! `claims.csv`

use super::columns::{Column, Columns};
use super::row::{Dates, Row};
use crate::model::Claim;

pub(super) const COLUMNS: Columns = Columns {
    table: "claims",
    required: &["id", "label"],
    optional: &["theme", "definition", "contradicts", "entails"],
    references: &["theme", "contradicts", "entails"],
};

const ID: Column = COLUMNS.column("id");
const LABEL: Column = COLUMNS.column("label");
const THEME: Column = COLUMNS.column("theme");
const DEFINITION: Column = COLUMNS.column("definition");
const CONTRADICTS: Column = COLUMNS.column("contradicts");
const ENTAILS: Column = COLUMNS.column("entails");

pub(super) fn parse(row: &mut Row<'_>, _: &mut Dates) -> Option<Claim> {
    let (id, label) = (row.id(ID), row.required(LABEL));
    let themes = row.references(THEME);
    let contradicts = row.references(CONTRADICTS);
    let entails = row.references(ENTAILS);
    Some(Claim {
        id: id?.into(),
        label: label?.to_owned(),
        themes,
        definition: row.owned(DEFINITION),
        contradicts,
        entails,
        attributes: row.attributes(),
    })
}
