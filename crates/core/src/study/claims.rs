//! `claims.csv`

use super::row::{Dates, Row};
use super::schema::{CLAIMS, Field};
use crate::model::Claim;

const ID: Field = CLAIMS.field("id");
const LABEL: Field = CLAIMS.field("label");
const THEME: Field = CLAIMS.field("theme");
const DEFINITION: Field = CLAIMS.field("definition");
const CONTRADICTS: Field = CLAIMS.field("contradicts");
const ENTAILS: Field = CLAIMS.field("entails");

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
