//! `statements.csv`

use super::row::{Dates, Row};
use super::schema::{Field, STATEMENTS};
use crate::model::{
    Authority, EdtfDate, RowId, SpeechAct, Stance, StatementKey, StatementName, Values,
};

pub(super) const SOURCE: Field = STATEMENTS.field("source");
pub(super) const ACTOR: Field = STATEMENTS.field("actor");
pub(super) const CLAIM: Field = STATEMENTS.field("claim");
const STANCE: Field = STATEMENTS.field("stance");
const ID: Field = STATEMENTS.field("id");
const DATE: Field = STATEMENTS.field("date");
pub(super) const ON_BEHALF_OF: Field = STATEMENTS.field("on_behalf_of");
const ACT: Field = STATEMENTS.field("act");
pub(super) const ADDRESSEE: Field = STATEMENTS.field("addressee");
const PARAPHRASE: Field = STATEMENTS.field("paraphrase");
const LOCATOR: Field = STATEMENTS.field("locator");
const CODER: Field = STATEMENTS.field("coder");
const AUTHORITY: Field = STATEMENTS.field("authority");

/// A row with its cells read, before its references are looked up.
pub(super) struct StatementRow<'a> {
    pub(super) id: Option<RowId<'a>>,
    pub(super) source: RowId<'a>,
    pub(super) date: Option<&'a EdtfDate>,
    pub(super) actor: RowId<'a>,
    pub(super) on_behalf_of: Option<RowId<'a>>,
    pub(super) claim: RowId<'a>,
    pub(super) stance: Stance,
    pub(super) act: Option<SpeechAct>,
    pub(super) addressees: Vec<RowId<'a>>,
    pub(super) paraphrase: Option<&'a str>,
    pub(super) locator: Option<&'a str>,
    pub(super) coders: Values<'a>,
    pub(super) authority: Option<Authority>,
}

impl<'a> StatementRow<'a> {
    /// What tells the statement from every other one.
    pub(super) fn name(&self) -> StatementName<'a> {
        match &self.id {
            Some(id) => StatementName::Id(id.clone()),
            None => StatementName::Digest(
                StatementKey {
                    source: self.source.as_str(),
                    locator: self.locator.unwrap_or_default(),
                    actor: self.actor.as_str(),
                    claim: self.claim.as_str(),
                    date: self.date.map_or("", EdtfDate::as_str),
                    coders: self.coders,
                }
                .digest(),
            ),
        }
    }
}

pub(super) fn parse<'a, 'r: 'a>(
    row: &mut Row<'r>,
    dates: &'a mut Dates,
) -> Option<StatementRow<'a>> {
    let id = row.optional_id(ID);
    let source = row.required_reference(SOURCE);
    let actor = row.required_reference(ACTOR);
    let claim = row.required_reference(CLAIM);
    row.required(STANCE);
    let stance = row.vocabulary(STANCE, Stance::ALL, Stance::code);
    let act = row.vocabulary(ACT, SpeechAct::ALL, SpeechAct::code);
    let date = row.date(DATE, dates);
    let on_behalf_of = row.reference(ON_BEHALF_OF);
    let addressees = row.references(ADDRESSEE);
    let authority = row.vocabulary(AUTHORITY, Authority::ALL, Authority::code);
    Some(StatementRow {
        id: id.ok()?,
        source: source?,
        date,
        actor: actor?,
        on_behalf_of,
        claim: claim?,
        stance: stance?,
        act,
        addressees,
        paraphrase: row.text(PARAPHRASE),
        locator: row.text(LOCATOR),
        coders: row.list(CODER),
        authority,
    })
}
