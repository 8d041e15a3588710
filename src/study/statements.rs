//! `statements.csv`

use super::columns::Columns;
use super::row::Row;
use crate::model::{Authority, SpeechAct, Stance, Statement};

pub(super) const COLUMNS: Columns = Columns {
    table: "statements",
    required: &["source", "actor", "claim", "stance"],
    optional: &[
        "id",
        "date",
        "on_behalf_of",
        "act",
        "addressee",
        "paraphrase",
        "locator",
        "coder",
        "authority",
    ],
    references: &["source", "actor", "on_behalf_of", "claim", "addressee"],
};

pub(super) fn parse(row: &mut Row<'_>) -> Option<Statement> {
    let id = row.optional_id();
    let source = row.required_reference("source");
    let actor = row.required_reference("actor");
    let claim = row.required_reference("claim");
    row.required("stance");
    let stance = row.vocabulary("stance", Stance::ALL, Stance::code);
    let act = row.vocabulary("act", SpeechAct::ALL, SpeechAct::code);
    let date = row.date("date");
    let on_behalf_of = row.reference("on_behalf_of");
    let addressees = row.references("addressee");
    let authority = row.vocabulary("authority", Authority::ALL, Authority::code);
    Some(Statement {
        id: id.ok()?,
        source: source?,
        date,
        actor: actor?,
        on_behalf_of,
        claim: claim?,
        stance: stance?,
        act,
        addressees,
        paraphrase: row.text("paraphrase"),
        locator: row.text("locator"),
        coders: row.list("coder"),
        authority,
        attributes: row.attributes(),
    })
}
