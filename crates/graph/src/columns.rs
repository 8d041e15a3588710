//! Statements as columns: what a network reads, without going through triples.
//!
//! There is a row for every instance of `dm:Statement`, by id. Where a property has several values,
//! which a checked study never has save for addressees, the first in the order of terms is taken.
//! The columns say nothing that the triples do not: they are made of them when a graph is compiled.

use super::build::bytes_of;
use super::dictionary::{Decoded, Dictionary};
use super::format::{COLUMNS, Section};
use super::index::Indexes;
use super::packed::{pack, packed, width_of};
use super::{Graph, TermId};
use demarche_core::model::{Day, Stance};
use demarche_core::statements::{Addressees, Column, StatementColumn, Statements};
use demarche_core::vocab::{DM, dm, rdf};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Reads the columns of a graph's statements.
pub(super) fn statements(graph: &Graph) -> Statements<'_> {
    let rows = graph.header.totals.statements as usize;
    let column = |column: StatementColumn| {
        // Columns stand in files in the order of `StatementColumn::ALL`, which is their numbers'.
        let number = column as u8;
        let width = graph.header.code_width(number);
        let codes = graph.section(Section::ColumnCodes(number));
        let codes = (width > 0).then(|| packed(codes, width));
        let values = graph.numbers(Section::ColumnValues(number));
        Column::new(values, codes, rows)
    };
    let addressees = Addressees::new(
        graph.numbers(Section::AddresseeRows),
        graph.numbers(Section::Addressees),
    );
    Statements::new(graph.instances_of(dm::STATEMENT), rows, column, addressees)
}

/// The columns of statements of a graph that is being compiled.
pub(super) struct StatementColumns {
    pub(super) rows: usize,
    /// Values of all columns, and codes in as many bytes as they take.
    columns: Vec<(Vec<u32>, Vec<u8>)>,
    addressees: Vec<(u32, TermId)>,
}

impl StatementColumns {
    pub(super) fn of(indexes: &Indexes, dictionary: Dictionary<'_>) -> Self {
        let source = Source {
            indexes,
            dictionary,
            iris: dictionary.iri_count(),
        };
        let places = Places::of(source.statements());
        let [earliest, latest] = source.days(&places);
        let columns: Vec<(Vec<u32>, Vec<u8>)> = (0..COLUMNS)
            .into_par_iter()
            .map(|column| match ID_COLUMNS.get(column) {
                Some(property) => encode(&source.ids(property, &places)),
                None if column == ID_COLUMNS.len() => encode(&source.stances(&places)),
                None if column == ID_COLUMNS.len() + 1 => encode(&earliest),
                None => encode(&latest),
            })
            .collect();
        Self {
            rows: places.rows,
            columns,
            addressees: source.addressees(&places),
        }
    }

    /// The contents of the sections of columns, in file order.
    pub(super) fn into_sections(self) -> impl Iterator<Item = Vec<u8>> {
        let columns = self.columns.into_iter();
        let columns = columns.flat_map(|(values, codes)| [bytes_of(&values), codes]);
        let (rows, actors): (Vec<u32>, Vec<u32>) = self.addressees.into_iter().unzip();
        columns.chain([bytes_of(&rows), bytes_of(&actors)])
    }
}

/// The columns that hold ids, in file order; stance, first and last day come after them.
const ID_COLUMNS: [&str; 6] = [
    dm::SPEAKER,
    dm::ON_BEHALF_OF,
    dm::CLAIM_PROPERTY,
    dm::ACT,
    dm::STATED_IN,
    dm::AUTHORITY,
];

/// What a cell without a value holds while columns are made: no id, stance or day is so large.
const MISSING: u32 = u32::MAX;

/// Rows by the ids of their statements.
struct Places {
    first: TermId,
    /// The row of each id from the first on. Statements share the beginning of their IRIs, so their
    /// ids lie close together.
    rows_by_id: Vec<u32>,
    rows: usize,
}

impl Places {
    fn of(statements: &[TermId]) -> Self {
        let first = statements.first().copied().unwrap_or_default();
        let span = statements
            .last()
            .map_or(0, |last| (last - first) as usize + 1);
        let mut rows_by_id = vec![MISSING; span];
        for (row, id) in (0..).zip(statements) {
            rows_by_id[(id - first) as usize] = row;
        }
        Self {
            first,
            rows_by_id,
            rows: statements.len(),
        }
    }

    fn row(&self, id: TermId) -> Option<u32> {
        let offset = id.checked_sub(self.first)?;
        let row = *self.rows_by_id.get(offset as usize)?;
        (row != MISSING).then_some(row)
    }
}

/// The triples that columns are made of.
struct Source<'a> {
    indexes: &'a Indexes,
    dictionary: Dictionary<'a>,
    /// How many terms are IRIs: all ids below.
    iris: u32,
}

impl<'a> Source<'a> {
    fn groups(&self, property: &str) -> impl Iterator<Item = (TermId, &'a [TermId])> + use<'a> {
        let property = self.dictionary.iri_id(property);
        property.into_iter().flat_map(|id| self.indexes.groups(id))
    }

    /// Instances of `dm:Statement`, ascending.
    fn statements(&self) -> &'a [TermId] {
        let class = self.dictionary.iri_id(dm::STATEMENT);
        let mut groups = self.groups(rdf::TYPE);
        groups
            .find(|(object, _)| Some(*object) == class)
            .map_or(&[], |(_, subjects)| subjects)
    }

    /// For each row the first value that `read` makes of a property's objects.
    fn cells(
        &self,
        property: &str,
        places: &Places,
        read: impl Fn(TermId) -> Option<u32>,
    ) -> Vec<u32> {
        let mut cells = vec![MISSING; places.rows];
        for (object, subjects) in self.groups(property) {
            let Some(value) = read(object) else { continue };
            for row in subjects.iter().filter_map(|id| places.row(*id)) {
                let cell = &mut cells[row as usize];
                // Objects come in the order of terms, so the first is the one that is kept.
                if *cell == MISSING {
                    *cell = value;
                }
            }
        }
        cells
    }

    fn ids(&self, property: &str, places: &Places) -> Vec<u32> {
        self.cells(property, places, |object| self.iri(object))
    }

    fn iri(&self, object: TermId) -> Option<TermId> {
        (object < self.iris).then_some(object)
    }

    fn stances(&self, places: &Places) -> Vec<u32> {
        self.cells(dm::STANCE, places, |object| {
            let iri = self.dictionary.iri(object)?;
            let code = iri.strip_prefix(DM)?.strip_prefix("stance-")?;
            Stance::from_code(code).map(StatementColumn::stance_number)
        })
    }

    /// First and last days. One bound alone is both; bounds the wrong way round are turned.
    fn days(&self, places: &Places) -> [Vec<u32>; 2] {
        let days = |property| {
            self.cells(property, places, |object| {
                let day = |literal: Decoded<'_>| match literal {
                    Decoded::Plain(value)
                    | Decoded::Tagged { value, .. }
                    | Decoded::Typed { value, .. } => Day::parse(value),
                    Decoded::Iri(_) => None,
                };
                self.dictionary.decode(object, day)?.map(Day::packed)
            })
        };
        let (mut earliest, mut latest) = rayon::join(|| days(dm::EARLIEST), || days(dm::LATEST));
        for (one, other) in earliest.iter_mut().zip(&mut latest) {
            match (*one, *other) {
                (MISSING, known) => *one = known,
                (known, MISSING) => *other = known,
                (first, last) => (*one, *other) = (first.min(last), first.max(last)),
            }
        }
        [earliest, latest]
    }

    fn addressees(&self, places: &Places) -> Vec<(u32, TermId)> {
        let groups = self
            .groups(dm::ADDRESSEE)
            .filter(|(actor, _)| *actor < self.iris);
        let mut pairs: Vec<(u32, TermId)> = groups
            .flat_map(|(actor, subjects)| {
                let rows = subjects.iter().filter_map(|id| places.row(*id));
                rows.map(move |row| (row, actor))
            })
            .collect();
        pairs.sort_unstable();
        pairs
    }
}

/// The distinct values of a column, ascending, and the codes of its rows.
fn encode(cells: &[u32]) -> (Vec<u32>, Vec<u8>) {
    let mut codes: FxHashMap<u32, u32> = FxHashMap::default();
    let mut before = MISSING;
    for cell in cells {
        if *cell != before {
            codes.insert(*cell, 0);
            before = *cell;
        }
    }
    codes.remove(&MISSING);
    let mut values: Vec<u32> = codes.keys().copied().collect();
    values.sort_unstable();
    if values.is_empty() {
        return (values, Vec::new());
    }
    codes.extend(values.iter().copied().zip(0..));
    codes.insert(MISSING, values.len() as u32);
    let numbers: Vec<u32> = cells.iter().map(|cell| codes[cell]).collect();
    let width = width_of(values.len() as u64 + 1);
    (values, pack(&numbers, width))
}
