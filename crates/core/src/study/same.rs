//! What only all statements together can show: the same one twice, and what nobody uses.

use super::keys::repeated;
use super::limits::ProblemLog;
use super::references::{AllTargets, Tables, repeated_id};
use super::rows::Rows;
use super::stream::{Keys, Used};
use super::table::{RowAt, Table};
use crate::diagnostic::{Code, Problem, Problems};
use crate::model::{Id, composed};
use std::collections::HashSet;

/// So many rows that code the same statement are reported one by one, where the table has no column
/// `id`.
const LISTED_WITHOUT_ID: usize = 5;

/// Reports statements that are there twice.
pub(super) fn report_repeated(
    table: &Table,
    Keys { named, unnamed }: &mut Keys,
    problems: &mut Problems,
) {
    let mut log = ProblemLog::default();
    for (at, line) in repeated(named, 0) {
        log.push(Code::RepeatedId, at.line, || {
            let (place, cell) = table.cell_again(at, "id");
            repeated_id(place, &composed(&cell), line)
        });
    }
    let same_line = |(at, line): &(RowAt, u64)| at.line != *line;
    let mut unnamed = repeated(unnamed, 0);
    unnamed.retain(same_line);
    if unnamed.len() > LISTED_WITHOUT_ID && table.positions.named("id").is_none() {
        report_missing_ids(table, &unnamed, problems);
        unnamed.clear();
    }
    for (at, line) in unnamed {
        log.push(Code::RepeatedStatement, at.line, || {
            let message = format!(
                "the statement of line {line} has the same source, locator, actor, claim, date and coder"
            );
            Problem::new(Code::RepeatedStatement, table.place(at, "claim"), message)
                .with_hint("delete one row, tell them apart by `locator`, or give both an `id`")
        });
    }
    for (at, line) in repeated(named, 1).into_iter().filter(same_line) {
        log.push(Code::TwinStatement, at.line, || {
            let message = format!("codes the same stance as line {line}");
            Problem::new(Code::TwinStatement, table.place(at, "claim"), message)
                .with_hint("if it is the same utterance, delete one of the two rows")
        });
    }
    log.report(&table.path, problems);
}

/// Reports once that many rows of a table without a column `id` code what another row codes. It is
/// one mistake, not one for each row.
fn report_missing_ids(table: &Table, rows: &[(RowAt, u64)], problems: &mut Problems) {
    let Some((at, line)) = rows.first() else {
        return;
    };
    let message = format!(
        "{} rows have the same source, locator, actor, claim, date and coder as another row; \
         this one as line {line}",
        rows.len()
    );
    problems.push(
        Problem::new(Code::RepeatedStatement, table.place(*at, "claim"), message).with_hint(
            "add a column `id` that numbers the rows, or say in `locator` where each one stands",
        ),
    );
}

/// Reports rows that nothing refers to. Rows have the numbers of their identifiers, since there are
/// no errors.
pub(super) fn report_unused(
    tables: &Tables,
    used: &Used,
    targets: &AllTargets,
    problems: &mut Problems,
) {
    let claims = tables.claims.values().flat_map(|claim| &claim.themes);
    let themes: HashSet<&str> = claims.map(Id::as_str).collect();
    let is_used = |used: &[bool], number: Option<usize>| number.is_some_and(|number| used[number]);
    report_rest(
        &tables.claims,
        |claim| &claim.id,
        |id| is_used(&used.claims, targets.claims.number(id)),
        Code::UnstatedClaim,
        problems,
    );
    report_rest(
        &tables.actors,
        |actor| &actor.id,
        |id| is_used(&used.actors, targets.actors.number(id)),
        Code::SilentActor,
        problems,
    );
    report_rest(
        &tables.sources,
        |source| &source.id,
        |id| is_used(&used.sources, targets.sources.number(id)),
        Code::UnusedSource,
        problems,
    );
    report_rest(
        &tables.themes,
        |theme| &theme.id,
        |id| themes.contains(id),
        Code::UnusedTheme,
        problems,
    );
}

/// Reports the rows that are not used.
fn report_rest<T>(
    rows: &Rows<T>,
    id: impl Fn(&T) -> &Id,
    is_used: impl Fn(&str) -> bool,
    code: Code,
    problems: &mut Problems,
) {
    let Some(table) = &rows.table else { return };
    let message = match code {
        Code::UnstatedClaim => "no statement is about this claim",
        Code::SilentActor => "this actor never speaks, nor does anyone for it",
        Code::UnusedSource => "no statement stands in this source",
        _ => "no claim belongs to this theme",
    };
    let mut log = ProblemLog::default();
    for (at, row) in &rows.rows {
        let id = id(row).as_str();
        if !is_used(id) {
            log.push(code, at.line, || {
                Problem::new(code, table.place(*at, "id"), message).with_cell(id)
            });
        }
    }
    log.report(&table.path, problems);
}
