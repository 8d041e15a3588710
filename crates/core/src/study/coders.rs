//! Coders who give one utterance different stances.

use super::keys::Key;
use super::limits::ProblemLog;
use super::statements::StatementRow;
use super::table::{RowAt, Table};
use crate::diagnostic::{Code, Problem};
use crate::model::{Stance, composed};
use rayon::prelude::*;

/// The stance that the coders of a row give an utterance: an actor's words on a claim at a place of
/// a source.
#[derive(Debug, Clone, Copy)]
pub(super) struct CodedStance {
    utterance: Key,
    coders: Key,
    stance: Stance,
    byte: u64,
    line: u64,
}

impl CodedStance {
    /// Those of a row; `None` where it does not say who coded it.
    pub(super) fn new(statement: &StatementRow<'_>, at: RowAt) -> Option<Self> {
        statement.coders.iter().next()?;
        let locator = composed(statement.locator.unwrap_or_default());
        let utterance = [
            statement.source.as_str(),
            &locator,
            statement.actor.as_str(),
            statement.claim.as_str(),
        ];
        Some(Self {
            utterance: Key::of(utterance),
            coders: Key::of(statement.coders.iter()),
            stance: statement.stance,
            byte: at.byte,
            line: at.line,
        })
    }

    fn differs(&self, other: &Self) -> bool {
        self.coders != other.coders && self.stance != other.stance
    }
}

/// Reports each utterance to which different coders give different stances, at the first row that
/// differs from the first row of the utterance.
pub(super) fn report_differing(table: &Table, stances: &mut [CodedStance], log: &mut ProblemLog) {
    stances.par_sort_unstable_by_key(|coded| (coded.utterance, coded.byte));
    let mut differing: Vec<[&CodedStance; 2]> = stances
        .chunk_by(|one, other| one.utterance == other.utterance)
        .filter_map(|rows| {
            let second = rows.iter().find(|row| row.differs(&rows[0]))?;
            Some([&rows[0], second])
        })
        .collect();
    // Problems are logged in order of rows.
    differing.sort_unstable_by_key(|[_, second]| second.byte);
    for [first, second] in differing {
        let at = RowAt {
            byte: second.byte,
            line: second.line,
            in_block: 0,
        };
        log.push(Code::CodersDiffer, at.line, || {
            let message = format!(
                "line {} has another stance by another coder, which counts as the speaker's contradiction",
                first.line
            );
            Problem::new(Code::CodersDiffer, table.place(at, "stance"), message)
                .with_cell(second.stance.code())
                .with_hint("keep the rows of one coder, or those that the coders agreed on")
        });
    }
}
