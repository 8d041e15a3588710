//! Statements as columns: what a network reads, without going through triples.
//!
//! There is a row for every instance of `dm:Statement`, by id. Where a property has several values,
//! which a checked study never has save for addressees, the first in the order of terms is taken.
//! The columns say nothing that the triples do not: they are made of them when a graph is compiled.

use super::format::{Section, TermId};
use super::open::Graph;
use super::packed::Packed;
use super::statement_column::StatementColumn;
use demarche_core::vocab::dm;

/// The code, in [`Column::decode`], of a row without a value.
pub const NO_CODE: u32 = u32::MAX;

/// The statements of a graph as columns.
///
/// A statement that lacks speaker, claim or stance is a row too: background data can hold such.
#[derive(Clone, Copy)]
pub struct Statements<'a> {
    ids: &'a [TermId],
    rows: usize,
    /// Who spoke: ids of actors.
    pub speaker: Column<'a>,
    /// The body spoken for: ids of actors.
    pub on_behalf_of: Column<'a>,
    /// What it is about: ids of claims.
    pub claim: Column<'a>,
    /// What the speaker did in words: ids of concepts.
    pub act: Column<'a>,
    /// Where it stands: ids of sources.
    pub source: Column<'a>,
    /// Its level of authority: ids of concepts.
    pub authority: Column<'a>,
    /// The stance, as [`Stance::number`](demarche_core::model::Stance::number).
    pub stance: Column<'a>,
    /// First day it can date from, as [`Day::packed`](demarche_core::model::Day::packed). There whenever `latest` is, and not after it.
    pub earliest: Column<'a>,
    /// Last day it can date from, as [`Day::packed`](demarche_core::model::Day::packed).
    pub latest: Column<'a>,
    /// Whom statements address.
    pub addressees: Addressees<'a>,
}

impl Graph {
    /// Returns the statements as columns.
    pub fn statements(&self) -> Statements<'_> {
        let rows = self.header.totals.statements as usize;
        let column = |column| Column::new(self, column, rows);
        Statements {
            ids: self.instances_of(dm::STATEMENT),
            rows,
            speaker: column(StatementColumn::Speaker),
            on_behalf_of: column(StatementColumn::OnBehalfOf),
            claim: column(StatementColumn::Claim),
            act: column(StatementColumn::Act),
            source: column(StatementColumn::Source),
            authority: column(StatementColumn::Authority),
            stance: column(StatementColumn::Stance),
            earliest: column(StatementColumn::Earliest),
            latest: column(StatementColumn::Latest),
            addressees: Addressees {
                rows: self.numbers(Section::AddresseeRows),
                actors: self.numbers(Section::Addressees),
            },
        }
    }
}

impl Statements<'_> {
    /// Returns the number of statements.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Returns `true` if there is none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Returns the statement of a row. Rows are in the order of these ids.
    pub fn id(&self, row: usize) -> Option<TermId> {
        self.ids.get(row).copied()
    }
}

/// A column: for each statement the position of its value among the column's distinct values.
#[derive(Clone, Copy)]
pub struct Column<'a> {
    values: &'a [u32],
    /// None where no row has a value.
    codes: Option<Packed<'a>>,
    rows: usize,
}

impl<'a> Column<'a> {
    fn new(graph: &'a Graph, column: StatementColumn, rows: usize) -> Self {
        let width = graph.header.code_width(column);
        let codes = graph.section(Section::ColumnCodes(column));
        Self {
            values: graph.numbers(Section::ColumnValues(column)),
            codes: (width > 0).then(|| Packed::from_section(codes, width)),
            rows,
        }
    }

    /// Returns the distinct values, ascending.
    pub fn values(&self) -> &'a [u32] {
        self.values
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Returns `true` if there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the position of a row's value among the distinct ones; `None` where it has none.
    pub fn code(&self, row: usize) -> Option<u32> {
        let code = self.codes?.get(row);
        // The code after the last value, and any of a damaged file, stands for no value.
        code.filter(|code| (*code as usize) < self.values.len())
    }

    /// Returns the value of a row.
    pub fn value(&self, row: usize) -> Option<u32> {
        self.values.get(self.code(row)? as usize).copied()
    }

    /// Returns the codes of all rows, [`NO_CODE`] where there is no value.
    pub fn decode(&self) -> Vec<u32> {
        let limit = self.values.len();
        let known = |code: u32| {
            if (code as usize) < limit {
                code
            } else {
                NO_CODE
            }
        };
        match self.codes {
            None => vec![NO_CODE; self.rows],
            Some(codes) => codes.unpack(known),
        }
    }
}

/// Pairs of statements, by their rows, and those whom they address.
#[derive(Clone, Copy)]
pub struct Addressees<'a> {
    rows: &'a [u32],
    actors: &'a [TermId],
}

impl<'a> Addressees<'a> {
    /// Returns all pairs, by row, then addressee.
    pub fn iter(&self) -> impl Iterator<Item = (u32, TermId)> + use<'a> {
        self.rows.iter().copied().zip(self.actors.iter().copied())
    }

    /// Returns those whom the statement of a row addresses.
    pub fn of(&self, row: u32) -> &'a [TermId] {
        let start = self.rows.partition_point(|other| *other < row);
        let length = self.rows[start..].partition_point(|other| *other == row);
        self.actors.get(start..start + length).unwrap_or(&[])
    }
}
