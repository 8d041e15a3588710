//! Identifiers: each once in its table, and every reference to one that is there.

use super::limits::{Firsts, ProblemLog, report_left_out};
use super::row::{Reference, Row};
use super::rows::{CellPlace, Rows};
use super::schema::{Field, TableName};
use super::table::RowAt;
use super::values::nearest_id;
use crate::diagnostic::{Code, Place, Problem, Problems};
use crate::model::{Actor, Claim, Id, Publisher, Source, Theme};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, HashMap};

/// The tables that are kept, as read.
pub(super) struct Tables {
    pub(super) themes: Rows<Theme>,
    pub(super) claims: Rows<Claim>,
    pub(super) actors: Rows<Actor>,
    pub(super) sources: Rows<Source>,
}

/// The work that may be spent on hints to unknown references to a table, in comparisons of short
/// identifiers: about a second's worth.
const COMPARISONS: usize = 2_000_000;

/// The identifiers that a reference to one table can name.
pub(super) struct Targets {
    table: TableName,
    ids: Vec<String>,
    /// Identifier to its number among `ids`, which is its row's where the table has no errors.
    numbers: FxHashMap<String, usize>,
    /// Whether the table could be read whole: if not, nothing can be said of references to it.
    pub(super) complete: bool,
}

/// The work that is left for hints, by table. It does for all references of a study with errors
/// here and there; not where a large table is all wrong.
#[derive(Default)]
pub(super) struct Hints {
    left: BTreeMap<TableName, usize>,
}

impl Targets {
    fn new<T>(table: TableName, rows: &mut Rows<T>) -> Self {
        let ids = std::mem::take(&mut rows.ids);
        let mut numbers = FxHashMap::default();
        for (number, id) in ids.iter().enumerate() {
            numbers.entry(id.clone()).or_insert(number);
        }
        Self {
            table,
            numbers,
            ids,
            complete: rows.is_complete(),
        }
    }

    /// The number of a row, by its identifier.
    pub(super) fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// The number of rows that have an identifier.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// "Did you mean", where there is something near.
    fn hint(&self, text: &str, hints: &mut Hints) -> Option<String> {
        // The time of one comparison grows with the square of the length.
        let each = 1 + text.len() * text.len() / 64;
        let left = hints.left.entry(self.table).or_insert(COMPARISONS);
        *left = left.checked_sub(each.saturating_mul(self.ids.len()))?;
        let near = nearest_id(text, self.ids.iter().map(String::as_str))?;
        Some(format!("did you mean `{near}`?"))
    }
}

/// What references to each table can name.
pub(super) struct AllTargets {
    pub(super) themes: Targets,
    pub(super) claims: Targets,
    pub(super) actors: Targets,
    pub(super) sources: Targets,
}

impl AllTargets {
    pub(super) fn new(tables: &mut Tables) -> Self {
        Self {
            themes: Targets::new(TableName::Themes, &mut tables.themes),
            claims: Targets::new(TableName::Claims, &mut tables.claims),
            actors: Targets::new(TableName::Actors, &mut tables.actors),
            sources: Targets::new(TableName::Sources, &mut tables.sources),
        }
    }

    /// What references to a table can name. Nothing names statements.
    fn of_table(&self, table: TableName) -> Option<&Targets> {
        match table {
            TableName::Themes => Some(&self.themes),
            TableName::Claims => Some(&self.claims),
            TableName::Actors => Some(&self.actors),
            TableName::Sources => Some(&self.sources),
            TableName::Statements => None,
        }
    }

    /// Tells whether it is known that a table has no row of this identifier.
    fn lacks(&self, table: TableName, id: &str) -> bool {
        let targets = self.of_table(table);
        targets.is_some_and(|targets| targets.complete && targets.number(id).is_none())
    }
}

/// A reference to nothing. They are found in any order and reported in one, since of many only the
/// first are compared with all identifiers.
pub(super) struct UnknownReference {
    target: TableName,
    place: Place,
    id: String,
}

/// References to nothing in one table: in rows that something could be made of, and in those with
/// other errors.
#[derive(Default)]
pub(super) struct UnknownReferences {
    pub(super) rows: Firsts<UnknownReference>,
    pub(super) loose: Firsts<UnknownReference>,
}

impl UnknownReferences {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.loose.is_empty()
    }

    /// Adds those that another thread found.
    pub(super) fn join(&mut self, other: Self) {
        self.rows.join(other.rows);
        self.loose.join(other.loose);
    }

    /// Notes a reference of a row that something could be made of, if there is nothing it names.
    pub(super) fn note(&mut self, row: &Row<'_>, field: Field, id: &str, targets: &AllTargets) {
        let schema = row.table.schema;
        let Some(target) = schema.columns[field.number].target() else {
            return;
        };
        if targets.lacks(target, id) {
            self.rows.push(row.at.line, || UnknownReference {
                target,
                place: row.place(field.name),
                id: id.to_owned(),
            });
        }
    }

    /// Notes the references of a row with errors that name nothing.
    pub(super) fn note_loose(&mut self, row: &Row<'_>, targets: &AllTargets) {
        for Reference { field, table, id } in row.loose_references() {
            if targets.lacks(table, id.as_str()) {
                self.loose.push(row.at.line, || UnknownReference {
                    target: table,
                    place: row.place(field),
                    id: id.as_str().to_owned(),
                });
            }
        }
    }
}

/// Reports references to nothing, of which there may be more than are kept.
pub(super) fn report_unknown(
    unknown: &Firsts<UnknownReference>,
    targets: &AllTargets,
    hints: &mut Hints,
    problems: &mut Problems,
) {
    for UnknownReference { target, place, id } in unknown.iter() {
        let Some(targets) = targets.of_table(*target) else {
            continue;
        };
        let hint = targets
            .hint(id, hints)
            .unwrap_or_else(|| format!("add a row with this id to {}", target.file_name()));
        let message = format!("unknown {}", target.row_name());
        problems.push(
            Problem::new(Code::UnknownReference, place.clone(), message)
                .with_cell(id)
                .with_hint(hint),
        );
    }
    if let Some(last) = unknown.iter().last() {
        let left_out = unknown.left_out();
        report_left_out(&last.place.file, Code::UnknownReference, left_out, problems);
    }
}

/// References to nothing in the tables that are kept.
#[derive(Default)]
pub(super) struct UnknownInTables {
    pub(super) claims: UnknownReferences,
    pub(super) actors: UnknownReferences,
}

impl UnknownInTables {
    pub(super) fn find(tables: &Tables, targets: &AllTargets) -> Self {
        let mut found = Self::default();
        let claims = &tables.claims;
        for (at, claim) in &claims.rows {
            for (field, target, ids) in [
                ("theme", TableName::Themes, &claim.themes),
                ("contradicts", TableName::Claims, &claim.contradicts),
                ("entails", TableName::Claims, &claim.entails),
            ] {
                let cell = claims.cell_place(*at, field);
                for id in ids.iter().filter(|id| targets.lacks(target, id.as_str())) {
                    found
                        .claims
                        .rows
                        .push(at.line, || unknown(&cell, target, id));
                }
            }
        }
        let actors = &tables.actors;
        for (at, actor) in &actors.rows {
            let target = TableName::Actors;
            let cell = actors.cell_place(*at, "part_of");
            let whole = actor.part_of.iter();
            for id in whole.filter(|id| targets.lacks(target, id.as_str())) {
                found
                    .actors
                    .rows
                    .push(at.line, || unknown(&cell, target, id));
            }
        }
        note_loose(claims, targets, &mut found.claims.loose);
        note_loose(actors, targets, &mut found.actors.loose);
        found
    }

    pub(super) fn is_empty(&self) -> bool {
        self.claims.is_empty() && self.actors.is_empty()
    }
}

fn unknown(cell: &CellPlace<'_>, target: TableName, id: &Id) -> UnknownReference {
    UnknownReference {
        target,
        place: cell.get(),
        id: id.as_str().to_owned(),
    }
}

fn note_loose<T>(rows: &Rows<T>, targets: &AllTargets, found: &mut Firsts<UnknownReference>) {
    let mut cell: Option<CellPlace<'_>> = None;
    for (at, Reference { field, table, id }) in &rows.loose {
        if !targets.lacks(*table, id.as_str()) {
            continue;
        }
        let cell = match cell.take() {
            Some(same) if same.is(*at, field) => cell.insert(same),
            _ => cell.insert(rows.cell_place(*at, field)),
        };
        found.push(at.line, || unknown(cell, *table, id));
    }
}

/// Reports identifiers that more than one row has.
pub(super) fn report_repeated(tables: &Tables, problems: &mut Problems) {
    repeated(&tables.themes, |theme| &theme.id, problems);
    repeated(&tables.claims, |claim| &claim.id, problems);
    repeated(&tables.actors, |actor| &actor.id, problems);
    repeated(&tables.sources, |source| &source.id, problems);
}

fn repeated<T>(rows: &Rows<T>, id: impl Fn(&T) -> &Id, problems: &mut Problems) {
    let Some(table) = &rows.table else { return };
    let mut first: HashMap<&Id, u64> = HashMap::new();
    let mut log = ProblemLog::default();
    for (at, row) in &rows.rows {
        let id = id(row);
        match first.get(id) {
            Some(line) => log.push(Code::RepeatedId, at.line, || {
                repeated_id(table.place(*at, "id"), id.as_str(), *line)
            }),
            None => {
                first.insert(id, at.line);
            }
        }
    }
    log.report(&table.path, problems);
}

/// The problem that an identifier stands in an earlier line as well.
pub(super) fn repeated_id(place: Place, id: &str, line: u64) -> Problem {
    let message = format!("the identifier is taken by line {line}");
    Problem::new(Code::RepeatedId, place, message)
        .with_cell(id)
        .with_hint("give one of the two rows another id, or delete it")
}

/// Publishers that are actors become references; gives the others, to be reported.
pub(super) fn resolve_publishers(
    sources: &mut Rows<Source>,
    actors: &Targets,
) -> Vec<(RowAt, String)> {
    let mut names = Vec::new();
    if !actors.complete {
        return names;
    }
    for (at, source) in &mut sources.rows {
        let Some(Publisher::Name(name)) = &source.publisher else {
            continue;
        };
        let actor = Id::new(name).ok();
        match actor.filter(|id| actors.number(id.as_str()).is_some()) {
            Some(id) => source.publisher = Some(Publisher::Actor(id)),
            None => names.push((*at, name.clone())),
        }
    }
    names
}

/// Reports publishers that are no actors.
pub(super) fn report_publishers(
    sources: &Rows<Source>,
    names: &[(RowAt, String)],
    actors: &Targets,
    hints: &mut Hints,
    problems: &mut Problems,
) {
    let Some(table) = &sources.table else { return };
    let mut log = ProblemLog::default();
    for (at, name) in names {
        log.push(Code::UnknownPublisher, at.line, || {
            let message = "a publisher that is no actor, kept as a name";
            Problem::new(
                Code::UnknownPublisher,
                table.place(*at, "publisher"),
                message,
            )
            .with_cell(name)
            .with_hint_if(actors.hint(name, hints))
        });
    }
    log.report(&table.path, problems);
}
