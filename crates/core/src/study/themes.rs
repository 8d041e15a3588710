//! `themes.csv`

use super::columns::{Column, Columns};
use super::row::{Dates, Row};
use crate::model::Theme;

pub(super) const COLUMNS: Columns = Columns {
    table: "themes",
    required: &["id", "label"],
    optional: &["definition"],
    references: &[],
};

const ID: Column = COLUMNS.column("id");
const LABEL: Column = COLUMNS.column("label");
const DEFINITION: Column = COLUMNS.column("definition");

pub(super) fn parse(row: &mut Row<'_>, _: &mut Dates) -> Option<Theme> {
    let (id, label) = (row.id(ID), row.required(LABEL));
    Some(Theme {
        id: id?.into(),
        label: label?.to_owned(),
        definition: row.owned(DEFINITION),
        attributes: row.attributes(),
    })
}
