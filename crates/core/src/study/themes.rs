//! `themes.csv`

use super::row::{Dates, Row};
use super::schema::{Field, THEMES};
use crate::model::Theme;

const ID: Field = THEMES.field("id");
const LABEL: Field = THEMES.field("label");
const DEFINITION: Field = THEMES.field("definition");

pub(super) fn parse(row: &mut Row<'_>, _: &mut Dates) -> Option<Theme> {
    let (id, label) = (row.id(ID), row.required(LABEL));
    Some(Theme {
        id: id?.into(),
        label: label?.to_owned(),
        definition: row.owned(DEFINITION),
        attributes: row.attributes(),
    })
}
