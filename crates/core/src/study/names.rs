//! Labels and aliases, which stand for identifiers where they are of one row alone.

use super::references::{AllTargets, Tables};
use super::rows::Rows;
use super::schema::TableName;
use crate::model::{Id, composed};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The rows that a name stands for, by their identifiers.
pub(super) enum Named<'t> {
    One(&'t str),
    Several(Vec<&'t str>),
    Nothing,
}

/// The rows that have a name, by its key: the first few, which are enough to tell that it is not of
/// one row alone.
type Index = FxHashMap<String, Vec<usize>>;

/// The rows of one name that are kept.
const FEW: usize = 6;

/// The names of the rows of all tables that references name. Each table's are collected when one
/// is first looked for, which is never in a study that has identifiers throughout.
pub(super) struct Names<'t> {
    tables: &'t Tables,
    targets: &'t AllTargets,
    themes: OnceLock<Index>,
    claims: OnceLock<Index>,
    actors: OnceLock<Index>,
    sources: OnceLock<Index>,
}

impl<'t> Names<'t> {
    pub(super) fn new(tables: &'t Tables, targets: &'t AllTargets) -> Self {
        Self {
            tables,
            targets,
            themes: OnceLock::new(),
            claims: OnceLock::new(),
            actors: OnceLock::new(),
            sources: OnceLock::new(),
        }
    }

    /// Tells whether a table has a row of this identifier.
    pub(super) fn has(&self, table: TableName, id: &str) -> bool {
        let targets = self.targets.of_table(table);
        targets.is_some_and(|targets| targets.number(id).is_some())
    }

    /// The rows of a table that have this label or alias. Letter case and white space do not count.
    pub(super) fn find(&self, table: TableName, name: &str) -> Named<'t> {
        let Tables {
            themes,
            claims,
            actors,
            sources,
        } = self.tables;
        let key = key(name);
        match table {
            TableName::Themes => {
                let index = || index(themes, |theme| [&theme.label]);
                named(themes, self.themes.get_or_init(index), &key, |row| &row.id)
            }
            TableName::Claims => {
                let index = || index(claims, |claim| [&claim.label]);
                named(claims, self.claims.get_or_init(index), &key, |row| &row.id)
            }
            TableName::Actors => {
                let index = || {
                    index(actors, |row| {
                        std::iter::once(&row.label).chain(&row.aliases)
                    })
                };
                named(actors, self.actors.get_or_init(index), &key, |row| &row.id)
            }
            TableName::Sources => {
                let index = || index(sources, |source| [&source.title]);
                named(sources, self.sources.get_or_init(index), &key, |row| {
                    &row.id
                })
            }
            // Nothing names statements.
            TableName::Statements => Named::Nothing,
        }
    }
}

/// Collects the names of a table's rows.
fn index<'t, T, N>(rows: &'t Rows<T>, names: impl Fn(&'t T) -> N) -> Index
where
    N: IntoIterator<Item = &'t String>,
{
    let mut index = Index::default();
    for (number, row) in rows.values().enumerate() {
        for name in names(row) {
            let numbers = index.entry(key(name)).or_default();
            // An alias may repeat the label.
            if numbers.len() < FEW && numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
    }
    index
}

/// The rows of a table that have a name, by its key.
fn named<'t, T>(
    rows: &'t Rows<T>,
    index: &Index,
    key: &str,
    id: impl Fn(&'t T) -> &'t Id,
) -> Named<'t> {
    let numbers = index.get(key).map(Vec::as_slice).unwrap_or_default();
    let mut ids = numbers
        .iter()
        .map(|number| id(&rows.rows[*number].1).as_str());
    match (numbers.len(), ids.next()) {
        (1, Some(one)) => Named::One(one),
        (_, Some(first)) => Named::Several(std::iter::once(first).chain(ids).collect()),
        (_, None) => Named::Nothing,
    }
}

/// A name as it is compared with others.
fn key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    composed(&words.join(" ")).to_lowercase()
}
