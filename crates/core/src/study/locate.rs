//! Where in a study's tables a node of its graph comes from.

use super::keys::{Key, Keyed};
use super::quotes::cell_start;
use super::read::{Opened, open};
use super::rows::Rows;
use super::stream::{self, Background, Consumer, Keys};
use super::table::{RowAt, Table};
use crate::diagnostic::{Excerpt, Place, Problems};
use crate::meter::Meter;
use crate::model::{Id, Statement};
use crate::vocab::{dcterms, dm, rdfs, skos};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Rows are drawn up to this many bytes.
const LONGEST_EXCERPT: usize = 1000;

/// A property of a node of a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The IRI of the node.
    pub node: String,
    /// The IRI of the property; `None` for the node as such.
    pub property: Option<String>,
}

/// Where a cell is.
#[derive(Debug, Clone)]
pub struct Located {
    /// File, line and column: of the property's cell, else of the row's identifier, else of its
    /// beginning.
    pub place: Place,
    /// The row, where it is short enough to be drawn.
    pub excerpt: Option<Excerpt>,
}

/// Finds the rows that nodes were made of, by reading the tables again. `None` for what is not of
/// the study, and where its tables cannot be read.
pub fn locate(folder: &Path, cells: &[Cell]) -> Vec<Option<Located>> {
    let nothing = vec![None; cells.len()];
    if cells.is_empty() {
        return nothing;
    }
    let meter = Meter::default();
    let opened = open(folder, &meter);
    let Some(base) = opened
        .manifest()
        .map(|manifest| manifest.metadata.base.clone())
    else {
        return nothing;
    };
    let statements = Statements::find(&opened, &base, cells);
    let Some((tables, _)) = &opened.tables else {
        return nothing;
    };
    let small = [
        ("theme", rows(&tables.themes, |theme| &theme.id)),
        ("claim", rows(&tables.claims, |claim| &claim.id)),
        ("actor", rows(&tables.actors, |actor| &actor.id)),
        ("source", rows(&tables.sources, |source| &source.id)),
    ];
    let one = |cell: &Cell| {
        let (kind, id) = cell.node.strip_prefix(&base)?.split_once('/')?;
        let (table, at) = match kind {
            "statement" => statements.row(id)?,
            kind => {
                let (_, (table, rows)) = small.iter().find(|(name, _)| *name == kind)?;
                (table.as_ref().copied()?, *rows.get(id)?)
            }
        };
        let property = cell.property.as_deref();
        let index = property.and_then(|property| column(table, property, &base));
        Some(located(table, at, index))
    };
    cells.iter().map(one).collect()
}

/// The rows of a table by identifier.
fn rows<T>(rows: &Rows<T>, id: impl Fn(&T) -> &Id) -> (Option<&Table>, HashMap<&str, RowAt>) {
    let by_id = rows.rows.iter().map(|(at, row)| (id(row).as_str(), *at));
    (rows.table.as_ref(), by_id.collect())
}

/// The statements that are asked for.
struct Statements {
    table: Option<Table>,
    found: HashMap<Key, RowAt>,
}

impl Statements {
    fn find(opened: &Opened<'_>, base: &str, cells: &[Cell]) -> Self {
        let prefix = format!("{base}statement/");
        let ids = cells
            .iter()
            .filter_map(|cell| cell.node.strip_prefix(&prefix));
        let wanted: HashSet<Key> = ids.flat_map(keys).collect();
        let mut found = Self {
            table: None,
            found: HashMap::new(),
        };
        let Some((tables, targets)) = opened.tables.as_ref().filter(|_| !wanted.is_empty()) else {
            return found;
        };
        let background = Background::new(tables, targets);
        let nobody = || None::<Nobody>;
        let read = stream::read(&opened.files(), &background, nobody, &mut Problems::new());
        for worker in read.workers {
            let Keys { named, unnamed } = worker.keys;
            found.keep(&named, &wanted);
            found.keep(&unnamed, &wanted);
        }
        found.table = read.table;
        found
    }

    fn keep<const N: usize>(&mut self, rows: &[Keyed<N>], wanted: &HashSet<Key>) {
        for row in rows.iter().filter(|row| wanted.contains(&row.keys[0])) {
            self.found.insert(row.keys[0], row.at());
        }
    }

    fn row(&self, id: &str) -> Option<(&Table, RowAt)> {
        let at = keys(id).find_map(|key| self.found.get(&key))?;
        Some((self.table.as_ref()?, *at))
    }
}

/// The keys that a statement of this name can have: one that is named by a hash has that for a key.
fn keys(id: &str) -> impl Iterator<Item = Key> {
    let digest = (id.len() == 32).then(|| u128::from_str_radix(id, 16).ok());
    let digest = digest
        .flatten()
        .map(|number| Key::from_digest(number.to_be_bytes()));
    [Key::of([id])].into_iter().chain(digest)
}

/// Nobody takes statements: only where they stand is wanted.
struct Nobody;

impl Consumer for Nobody {
    fn take(&mut self, _: &Statement<'_>) {}
}

/// The number of the column that a property was made of.
fn column(table: &Table, property: &str, base: &str) -> Option<usize> {
    if let Some(header) = property
        .strip_prefix(base)
        .and_then(|rest| rest.strip_prefix("column/"))
    {
        let mut extra = table.extra.iter();
        return extra
            .find(|(_, name)| name == header)
            .map(|(index, _)| *index);
    }
    let name = match (table.name().as_str(), property) {
        ("statements", dm::STATED_IN) => "source",
        (_, dm::STATED_ON | dm::EARLIEST | dm::LATEST | dcterms::DATE) => "date",
        (_, dm::SPEAKER) => "actor",
        (_, dm::ON_BEHALF_OF) => "on_behalf_of",
        (_, dm::CLAIM_PROPERTY) => "claim",
        (_, dm::STANCE) => "stance",
        (_, dm::ACT) => "act",
        (_, dm::ADDRESSEE) => "addressee",
        (_, dm::AUTHORITY) => "authority",
        (_, dm::PARAPHRASE) => "paraphrase",
        (_, dm::LOCATOR) => "locator",
        (_, dm::CODED_BY) => "coder",
        ("sources", dcterms::TITLE | rdfs::LABEL) => "title",
        (_, dm::SOURCE_TYPE_PROPERTY) => "type",
        (_, dcterms::PUBLISHER) => "publisher",
        (_, dcterms::LANGUAGE) => "language",
        (_, dcterms::SOURCE) => "url",
        (_, rdfs::LABEL | skos::PREF_LABEL) => "label",
        (_, skos::DEFINITION) => "definition",
        (_, dm::THEME_PROPERTY) => "theme",
        (_, dm::CONTRADICTS) => "contradicts",
        (_, dm::ENTAILS) => "entails",
        (_, dcterms::IS_PART_OF) => "part_of",
        (_, dm::COUNTRY) => "country",
        (_, dm::SECTOR) => "sector",
        (_, skos::ALT_LABEL) => "aliases",
        (_, skos::EXACT_MATCH) => "same_as",
        (_, skos::NOTE) => "note",
        _ => return None,
    };
    table.positions.named(name)
}

fn located(table: &Table, at: RowAt, index: Option<usize>) -> Located {
    let index = index.or_else(|| table.positions.named("id")).unwrap_or(0);
    let Ok(row) = table.row_again(at) else {
        return Located {
            place: Place::at(&table.path, at.line, 1),
            excerpt: None,
        };
    };
    let start = cell_start(row.as_bytes(), index);
    let after = cell_start(row.as_bytes(), index + 1);
    // The cell after begins behind a comma, unless there is none.
    let end = after - usize::from(after > start && row.as_bytes()[after - 1] == b',');
    let excerpt = (row.len() <= LONGEST_EXCERPT).then(|| Excerpt {
        first_line: at.line as usize,
        span: start..end.max(start),
        text: row.clone(),
    });
    Located {
        place: table.place_in(&row, at, index),
        excerpt,
    }
}
