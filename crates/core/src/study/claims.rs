//! `claims.csv`

use super::names::Names;
use super::row::Row;
use super::schema::{CLAIMS, Field};
use crate::model::{Claim, Id};

const ID: Field = CLAIMS.field("id");
const LABEL: Field = CLAIMS.field("label");
const THEME: Field = CLAIMS.field("theme");
const DEFINITION: Field = CLAIMS.field("definition");
const CONTRADICTS: Field = CLAIMS.field("contradicts");
const ENTAILS: Field = CLAIMS.field("entails");

pub(super) fn parse(row: &mut Row<'_>, names: Option<&Names<'_>>) -> Option<Claim> {
    let (id, label) = (row.id(ID), row.required(LABEL));
    let [themes, contradicts, entails] = [THEME, CONTRADICTS, ENTAILS].map(|field| {
        let ids: Vec<Id> = row.references(field, names);
        ids.into_iter()
            .map(|id| row.settled(field, id, names))
            .collect()
    });
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
