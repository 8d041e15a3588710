//! Identifiers: each once in its table, and every reference to one that is there.

use super::row::Row;
use super::rows::Rows;
use super::table::{RowAt, Table};
use crate::diagnostic::{Code, Place, Problem, Problems, nearest};
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

/// How many identifiers are compared with unknown references to a table, for hints: a few seconds'
/// worth.
const COMPARISONS: usize = 2_000_000;

/// The identifiers that a reference can name.
pub(super) struct Targets {
    what: &'static str,
    ids: Vec<String>,
    /// Identifier to its number among `ids`, which is its row's where the table has no errors.
    numbers: FxHashMap<String, usize>,
    /// Whether the table could be read whole: if not, nothing can be said of references to it.
    pub(super) complete: bool,
}

/// How many more references to each table may be compared with every identifier for a hint. All of
/// them in a study with errors here and there; not in one where a large table is all wrong.
#[derive(Default)]
pub(super) struct Hints {
    left: BTreeMap<&'static str, usize>,
}

impl Targets {
    fn of<T>(what: &'static str, rows: &mut Rows<T>) -> Self {
        let ids = std::mem::take(&mut rows.ids);
        let mut numbers = FxHashMap::default();
        for (number, id) in ids.iter().enumerate() {
            numbers.entry(id.clone()).or_insert(number);
        }
        Self {
            what,
            numbers,
            ids,
            complete: rows.is_complete(),
        }
    }

    /// The number of a row, by its identifier.
    pub(super) fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// How many rows have an identifier.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// "Did you mean", where there is something near.
    fn hint(&self, text: &str, hints: &mut Hints) -> Option<String> {
        let all = COMPARISONS / self.ids.len().max(1);
        let left = hints.left.entry(self.what).or_insert(all);
        *left = left.checked_sub(1)?;
        let near = nearest(text, self.ids.iter().map(String::as_str))?;
        Some(format!("did you mean `{near}`?"))
    }
}

/// What references of each table can name.
pub(super) struct AllTargets {
    pub(super) themes: Targets,
    pub(super) claims: Targets,
    pub(super) actors: Targets,
    pub(super) sources: Targets,
}

impl AllTargets {
    pub(super) fn of(tables: &mut Tables) -> Self {
        Self {
            themes: Targets::of("theme", &mut tables.themes),
            claims: Targets::of("claim", &mut tables.claims),
            actors: Targets::of("actor", &mut tables.actors),
            sources: Targets::of("source", &mut tables.sources),
        }
    }

    /// What the references of a column can name.
    pub(super) fn named_by(&self, column: &str) -> &Targets {
        match column {
            "theme" => &self.themes,
            "contradicts" | "entails" | "claim" => &self.claims,
            "source" => &self.sources,
            _ => &self.actors,
        }
    }
}

/// A reference to nothing. They are found in any order and reported in one, since of many only the
/// first are compared with all there is.
pub(super) struct Unknown {
    column: &'static str,
    place: Place,
    id: String,
}

impl Unknown {
    /// Notes it, if there is nothing it could name.
    pub(super) fn find(
        row: &Row<'_>,
        column: &'static str,
        id: &str,
        targets: &AllTargets,
    ) -> Option<Self> {
        Self::new(targets, column, id, || row.place(column))
    }

    fn new(
        targets: &AllTargets,
        column: &'static str,
        id: &str,
        place: impl FnOnce() -> Place,
    ) -> Option<Self> {
        let target = targets.named_by(column);
        (target.complete && target.number(id).is_none()).then(|| Self {
            column,
            place: place(),
            id: id.to_owned(),
        })
    }

    pub(super) fn report(&self, targets: &AllTargets, hints: &mut Hints, problems: &mut Problems) {
        let targets = targets.named_by(self.column);
        let hint = targets
            .hint(&self.id, hints)
            .unwrap_or_else(|| format!("add a row with this id to {}s.csv", targets.what));
        let message = format!("unknown {}", targets.what);
        problems.push(
            Problem::new(Code::UnknownReference, self.place.clone(), message)
                .with_cell(&self.id)
                .with_hint(hint),
        );
    }
}

/// Unknown references of rows that something could be made of, and of those with other errors.
#[derive(Default)]
pub(super) struct AllUnknown {
    pub(super) rows: Vec<Unknown>,
    pub(super) loose: Vec<Unknown>,
}

/// Finds the references to nothing in the tables that are kept.
pub(super) fn unknown(tables: &Tables, targets: &AllTargets) -> AllUnknown {
    let mut found = AllUnknown::default();
    let look = |table: &Option<Table>, at: RowAt, column: &'static str, id: &Id| {
        let table = table.as_ref()?;
        Unknown::new(targets, column, id.as_str(), || table.place(at, column))
    };
    let claims = &tables.claims;
    for (at, claim) in &claims.rows {
        for (column, ids) in [
            ("theme", &claim.themes),
            ("contradicts", &claim.contradicts),
            ("entails", &claim.entails),
        ] {
            let unknown = ids
                .iter()
                .filter_map(|id| look(&claims.table, *at, column, id));
            found.rows.extend(unknown);
        }
    }
    let actors = &tables.actors;
    for (at, actor) in &actors.rows {
        let whole = actor.part_of.iter();
        let unknown = whole.filter_map(|id| look(&actors.table, *at, "part_of", id));
        found.rows.extend(unknown);
    }
    for (table, loose) in [
        (&claims.table, &claims.loose),
        (&actors.table, &actors.loose),
    ] {
        let unknown = loose
            .iter()
            .filter_map(|(at, column, id)| look(table, *at, column, id));
        found.loose.extend(unknown);
    }
    found
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
    for (at, row) in &rows.rows {
        let id = id(row);
        match first.get(id) {
            Some(line) => problems.push(repeated_id(table.place(*at, "id"), id.as_str(), *line)),
            None => {
                first.insert(id, at.line);
            }
        }
    }
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
    (actors, hints): (&Targets, &mut Hints),
    problems: &mut Problems,
) {
    let Some(table) = &sources.table else { return };
    for (at, name) in names {
        let hint = actors.hint(name, hints);
        problems.push(
            Problem::new(
                Code::UnknownPublisher,
                table.place(*at, "publisher"),
                "a publisher that is no actor, kept as a name",
            )
            .with_cell(name)
            .with_hint_if(hint),
        );
    }
}
