//! Triples become the columns of statements.

use super::dictionary::{Decoded, Dictionary};
use super::format::TermId;
use super::index::Indexes;
use super::packed::{Content, width_of};
use demarche_core::model::{Day, Stance};
use demarche_core::statements::StatementColumn;
use demarche_core::vocab::{DM, dm, rdf};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// The columns of statements of a graph that is being compiled.
pub(super) struct CompiledColumns {
    /// The number of statements.
    pub(super) rows: usize,
    /// All columns, in the order of the file.
    columns: Vec<EncodedColumn>,
    addressees: Vec<(u32, TermId)>,
}

/// A column as the file has it.
struct EncodedColumn {
    /// The distinct values, ascending.
    values: Vec<u32>,
    /// For each row the position of its value, in as many bytes as positions take.
    codes: Content,
}

impl CompiledColumns {
    /// Collects the columns from triples that are sorted already.
    pub(super) fn from_triples(indexes: &Indexes, dictionary: Dictionary<'_>) -> Self {
        let source = Source {
            indexes,
            dictionary,
            iris: dictionary.iri_count(),
        };
        let rows = StatementRows::new(source.statements());
        let days = source.days(&rows);
        let encoded = |column: StatementColumn| match column {
            StatementColumn::Stance => EncodedColumn::new(&source.stances(&rows)),
            StatementColumn::Earliest => EncodedColumn::new(&days.earliest),
            StatementColumn::Latest => EncodedColumn::new(&days.latest),
            of_ids => EncodedColumn::new(&source.ids(property_of(of_ids), &rows)),
        };
        Self {
            rows: rows.len,
            columns: StatementColumn::ALL.into_par_iter().map(encoded).collect(),
            addressees: source.addressees(&rows),
        }
    }

    /// Returns the contents of the sections of columns, in file order.
    pub(super) fn into_sections(self) -> impl Iterator<Item = Content> {
        let columns = self.columns.into_iter();
        let columns = columns.flat_map(|column| [Content::Words(column.values), column.codes]);
        let (rows, actors): (Vec<u32>, Vec<u32>) = self.addressees.into_iter().unzip();
        columns.chain([Content::Words(rows), Content::Words(actors)])
    }
}

/// Returns the property whose objects a column holds.
fn property_of(column: StatementColumn) -> &'static str {
    match column {
        StatementColumn::Speaker => dm::SPEAKER,
        StatementColumn::OnBehalfOf => dm::ON_BEHALF_OF,
        StatementColumn::Claim => dm::CLAIM_PROPERTY,
        StatementColumn::Act => dm::ACT,
        StatementColumn::Source => dm::STATED_IN,
        StatementColumn::Authority => dm::AUTHORITY,
        StatementColumn::Stance => dm::STANCE,
        StatementColumn::Earliest => dm::EARLIEST,
        StatementColumn::Latest => dm::LATEST,
    }
}

/// What a cell without a value holds while columns are made: no id, stance or day is so large.
const MISSING: u32 = u32::MAX;

/// Rows by the ids of their statements.
struct StatementRows {
    first: TermId,
    /// The row of each id from the first on. Statements share the beginning of their IRIs, so their
    /// ids lie close together.
    rows_by_id: Vec<u32>,
    len: usize,
}

impl StatementRows {
    fn new(statements: &[TermId]) -> Self {
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
            len: statements.len(),
        }
    }

    fn row(&self, id: TermId) -> Option<u32> {
        let offset = id.checked_sub(self.first)?;
        let row = *self.rows_by_id.get(offset as usize)?;
        (row != MISSING).then_some(row)
    }
}

/// The days of all rows, as [`Day::packed`].
struct Days {
    earliest: Vec<u32>,
    latest: Vec<u32>,
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
        rows: &StatementRows,
        read: impl Fn(TermId) -> Option<u32>,
    ) -> Vec<u32> {
        let mut cells = vec![MISSING; rows.len];
        for (object, subjects) in self.groups(property) {
            let Some(value) = read(object) else { continue };
            for row in subjects.iter().filter_map(|id| rows.row(*id)) {
                let cell = &mut cells[row as usize];
                // Objects come in the order of terms, so the first is the one that is kept.
                if *cell == MISSING {
                    *cell = value;
                }
            }
        }
        cells
    }

    fn ids(&self, property: &str, rows: &StatementRows) -> Vec<u32> {
        self.cells(property, rows, |object| self.iri(object))
    }

    fn iri(&self, object: TermId) -> Option<TermId> {
        (object < self.iris).then_some(object)
    }

    fn stances(&self, rows: &StatementRows) -> Vec<u32> {
        self.cells(dm::STANCE, rows, |object| {
            let iri = self.dictionary.iri(object)?;
            let code = iri.strip_prefix(DM)?.strip_prefix("stance-")?;
            Stance::from_code(code).map(StatementColumn::stance_number)
        })
    }

    /// Returns first and last days. One bound alone is both; bounds the wrong way round are turned.
    fn days(&self, rows: &StatementRows) -> Days {
        let days = |property| {
            self.cells(property, rows, |object| {
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
        Days { earliest, latest }
    }

    fn addressees(&self, rows: &StatementRows) -> Vec<(u32, TermId)> {
        let groups = self
            .groups(dm::ADDRESSEE)
            .filter(|(actor, _)| *actor < self.iris);
        let mut pairs: Vec<(u32, TermId)> = groups
            .flat_map(|(actor, subjects)| {
                let rows = subjects.iter().filter_map(|id| rows.row(*id));
                rows.map(move |row| (row, actor))
            })
            .collect();
        pairs.sort_unstable();
        pairs
    }
}

impl EncodedColumn {
    /// Encodes a column's cells, [`MISSING`] where a row has no value.
    fn new(cells: &[u32]) -> Self {
        let mut positions: FxHashMap<u32, u32> = FxHashMap::default();
        let mut before = MISSING;
        for cell in cells {
            // Rows of one source stand together, so most cells repeat the one before.
            if *cell != before {
                positions.insert(*cell, 0);
                before = *cell;
            }
        }
        positions.remove(&MISSING);
        let mut values: Vec<u32> = positions.keys().copied().collect();
        values.sort_unstable();
        if values.is_empty() {
            return Self {
                values,
                codes: Content::Bytes(Vec::new()),
            };
        }
        positions.extend(values.iter().copied().zip(0..));
        // The position after the last stands for no value.
        positions.insert(MISSING, values.len() as u32);
        let codes = cells.iter().map(|cell| positions[cell]).collect();
        let width = width_of(values.len() as u64 + 1);
        Self {
            codes: Content::pack(codes, width),
            values,
        }
    }
}
