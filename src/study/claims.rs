//! `claims.csv`

use super::columns::Columns;
use super::row::Row;
use crate::model::Claim;

pub(super) const COLUMNS: Columns = Columns {
    table: "claims",
    required: &["id", "label"],
    optional: &["theme", "definition", "contradicts", "entails"],
    references: &["theme", "contradicts", "entails"],
};

pub(super) fn parse(row: &mut Row<'_>) -> Option<Claim> {
    let (id, label) = (row.id(), row.required("label"));
    let themes = row.references("theme");
    let contradicts = row.references("contradicts");
    let entails = row.references("entails");
    Some(Claim {
        id: id?,
        label: label?,
        themes,
        definition: row.text("definition"),
        contradicts,
        entails,
        attributes: row.attributes(),
    })
}
