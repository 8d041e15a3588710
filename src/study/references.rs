//! Identifiers: each once in its table, and every reference to one that is there.

use super::read::Rows;
use super::table::RowAt;
use crate::diagnostic::{Code, Problem, Problems, nearest};
use crate::model::{Actor, Claim, Id, Publisher, Source, Statement, Theme};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

/// The five tables, as read.
pub(super) struct Tables {
    pub(super) themes: Rows<Theme>,
    pub(super) claims: Rows<Claim>,
    pub(super) actors: Rows<Actor>,
    pub(super) sources: Rows<Source>,
    pub(super) statements: Rows<Statement>,
}

/// Checks identifiers and references, and turns publishers that are actors into references.
pub(super) fn check(tables: &mut Tables, problems: &mut Problems) {
    report_repeated(&tables.themes, |theme| Some(&theme.id), problems);
    report_repeated(&tables.claims, |claim| Some(&claim.id), problems);
    report_repeated(&tables.actors, |actor| Some(&actor.id), problems);
    report_repeated(&tables.sources, |source| Some(&source.id), problems);
    report_repeated(
        &tables.statements,
        |statement| statement.id.as_ref(),
        problems,
    );
    let themes = Targets::of("theme", &tables.themes);
    let claims = Targets::of("claim", &tables.claims);
    let actors = Targets::of("actor", &tables.actors);
    let sources = Targets::of("source", &tables.sources);
    check_rows(&tables.claims, problems, |claim, check| {
        check.all("theme", &themes, &claim.themes);
        check.all("contradicts", &claims, &claim.contradicts);
        check.all("entails", &claims, &claim.entails);
    });
    check_rows(&tables.actors, problems, |actor, check| {
        check.all("part_of", &actors, &actor.part_of);
    });
    check_rows(&tables.statements, problems, |statement, check| {
        check.all("source", &sources, [&statement.source]);
        check.all("actor", &actors, [&statement.actor]);
        check.all("claim", &claims, [&statement.claim]);
        check.all("on_behalf_of", &actors, &statement.on_behalf_of);
        check.all("addressee", &actors, &statement.addressees);
    });
    let targets = |column: &str| match column {
        "theme" => &themes,
        "contradicts" | "entails" | "claim" => &claims,
        "source" => &sources,
        _ => &actors,
    };
    check_loose(&tables.claims, problems, targets);
    check_loose(&tables.actors, problems, targets);
    check_loose(&tables.statements, problems, targets);
    if actors.complete {
        resolve_publishers(&mut tables.sources, &actors, problems);
    }
}

/// How many identifiers are compared with unknown references to a table, for hints: a few seconds'
/// worth.
const COMPARISONS: usize = 2_000_000;

/// The identifiers that a reference can name.
struct Targets<'a> {
    what: &'static str,
    ids: Vec<&'a str>,
    set: HashSet<&'a str>,
    /// Whether the table could be read whole: if not, nothing can be said of references to it.
    complete: bool,
    /// How many more references may be compared with every identifier for a hint. All of them
    /// in a study with errors here and there; not in one where a large table is all wrong.
    hints_left: Cell<usize>,
}

impl<'a> Targets<'a> {
    fn of<T>(what: &'static str, rows: &'a Rows<T>) -> Self {
        let ids: Vec<&str> = rows.content.ids.iter().map(String::as_str).collect();
        Self {
            what,
            set: ids.iter().copied().collect(),
            hints_left: Cell::new(COMPARISONS / ids.len().max(1)),
            ids,
            complete: rows.is_complete(),
        }
    }

    /// "Did you mean", where there is something near.
    fn hint(&self, text: &str) -> Option<String> {
        let left = self.hints_left.get().checked_sub(1)?;
        self.hints_left.set(left);
        let near = nearest(text, self.ids.iter().copied())?;
        Some(format!("did you mean `{near}`?"))
    }
}

struct RowCheck<'a, T> {
    rows: &'a Rows<T>,
    at: RowAt,
    problems: &'a mut Problems,
}

impl<T> RowCheck<'_, T> {
    fn all<'i>(
        &mut self,
        column: &str,
        targets: &Targets<'_>,
        ids: impl IntoIterator<Item = &'i Id>,
    ) {
        let Some(table) = self.rows.table.as_ref().filter(|_| targets.complete) else {
            return;
        };
        for id in ids {
            if targets.set.contains(id.as_str()) {
                continue;
            }
            let hint = targets
                .hint(id.as_str())
                .unwrap_or_else(|| format!("add a row with this id to {}s.csv", targets.what));
            self.problems.push(
                Problem::new(
                    Code::UnknownReference,
                    table.place(self.at, column),
                    format!("unknown {}", targets.what),
                )
                .with_cell(id.as_str())
                .with_hint(hint),
            );
        }
    }
}

fn check_rows<T>(
    rows: &Rows<T>,
    problems: &mut Problems,
    mut check: impl FnMut(&T, &mut RowCheck<'_, T>),
) {
    for (at, row) in &rows.content.rows {
        check(
            row,
            &mut RowCheck {
                rows,
                at: *at,
                problems,
            },
        );
    }
}

/// Checks the references of rows that nothing else could be made of.
fn check_loose<'t, T>(
    rows: &Rows<T>,
    problems: &mut Problems,
    targets: impl Fn(&str) -> &'t Targets<'t>,
) {
    for (at, column, id) in &rows.content.loose {
        RowCheck {
            rows,
            at: *at,
            problems,
        }
        .all(column, targets(column), [id]);
    }
}

fn report_repeated<T>(rows: &Rows<T>, id: impl Fn(&T) -> Option<&Id>, problems: &mut Problems) {
    let Some(table) = &rows.table else { return };
    let mut first: HashMap<&Id, u64> = HashMap::new();
    for (at, row) in &rows.content.rows {
        let Some(id) = id(row) else { continue };
        if let Some(line) = first.get(id) {
            problems.push(
                Problem::new(
                    Code::RepeatedId,
                    table.place(*at, "id"),
                    format!("the identifier is taken by line {line}"),
                )
                .with_cell(id.as_str())
                .with_hint("give one of the two rows another id, or delete it"),
            );
        } else {
            first.insert(id, table.line(*at));
        }
    }
}

fn resolve_publishers(sources: &mut Rows<Source>, actors: &Targets<'_>, problems: &mut Problems) {
    let Some(table) = &sources.table else { return };
    for (at, source) in &mut sources.content.rows {
        let Some(Publisher::Name(name)) = &source.publisher else {
            continue;
        };
        if let Some(id) = Id::new(name)
            .ok()
            .filter(|id| actors.set.contains(id.as_str()))
        {
            source.publisher = Some(Publisher::Actor(id));
            continue;
        }
        problems.push(
            Problem::new(
                Code::UnknownPublisher,
                table.place(*at, "publisher"),
                "a publisher that is no actor, kept as a name",
            )
            .with_cell(name)
            .with_hint_if(actors.hint(name)),
        );
    }
}
