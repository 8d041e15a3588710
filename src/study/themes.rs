//! `themes.csv`

use super::columns::Columns;
use super::row::Row;
use crate::model::Theme;

pub(super) const COLUMNS: Columns = Columns {
    table: "themes",
    required: &["id", "label"],
    optional: &["definition"],
    references: &[],
};

pub(super) fn parse(row: &mut Row<'_>) -> Option<Theme> {
    let (id, label) = (row.id(), row.required("label"));
    Some(Theme {
        id: id?,
        label: label?,
        definition: row.text("definition"),
        attributes: row.attributes(),
    })
}
