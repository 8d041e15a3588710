//! Statements as columns.
//!
//! There is a row for every statement, in the order of their IRIs. Where a statement has several
//! values for a property, which a checked study never has save for addressees, a column holds one.

use super::EntityId;
use super::packed::Packed;
use crate::model::Stance;

/// The code, in [`Column::decode`], of a row without a value.
pub const NO_CODE: u32 = u32::MAX;

/// The columns of statements that hold one value a row, in the order in which graph files keep them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatementColumn {
    /// Who spoke: actors.
    Speaker,
    /// The body spoken for: actors.
    OnBehalfOf,
    /// What the statement is about: claims.
    Claim,
    /// What the speaker did in words: concepts.
    Act,
    /// Where the statement stands: sources.
    Source,
    /// Its level of authority: concepts.
    Authority,
    /// Its stance, as [`StatementColumn::stance_number`].
    Stance,
    /// First day it can date from, as [`Day::packed`](crate::model::Day::packed).
    Earliest,
    /// Last day it can date from, as [`Day::packed`](crate::model::Day::packed).
    Latest,
}

impl StatementColumn {
    /// Every column, in that order.
    pub const ALL: [Self; 9] = [
        Self::Speaker,
        Self::OnBehalfOf,
        Self::Claim,
        Self::Act,
        Self::Source,
        Self::Authority,
        Self::Stance,
        Self::Earliest,
        Self::Latest,
    ];

    /// Returns the number that stands for a stance: its position in [`Stance::ALL`].
    pub fn stance_number(stance: Stance) -> u32 {
        match stance {
            Stance::Supports => 0,
            Stance::Opposes => 1,
            Stance::Neutral => 2,
        }
    }

    /// Returns the stance that a number stands for.
    pub fn stance(number: u32) -> Option<Stance> {
        Stance::ALL.get(number as usize).copied()
    }
}

/// Statements as columns.
///
/// A statement that lacks speaker, claim or stance is a row too: background data can hold such.
#[derive(Debug, Clone, Copy)]
pub struct Statements<'a> {
    ids: &'a [EntityId],
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
    /// The stance, as [`StatementColumn::stance_number`].
    pub stance: Column<'a>,
    /// First day it can date from, packed. There whenever `latest` is, and not after it.
    pub earliest: Column<'a>,
    /// Last day it can date from, packed.
    pub latest: Column<'a>,
    /// Whom statements address.
    pub addressees: Addressees<'a>,
}

impl<'a> Statements<'a> {
    /// Puts statements together from their ids, ascending, and their columns, each of which has
    /// `rows` rows.
    pub fn new(
        ids: &'a [EntityId],
        rows: usize,
        column: impl Fn(StatementColumn) -> Column<'a>,
        addressees: Addressees<'a>,
    ) -> Self {
        Self {
            ids,
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
            addressees,
        }
    }

    /// Returns the number of statements.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Returns the statement of a row. Rows are in the order of these ids.
    pub fn id(&self, row: usize) -> Option<EntityId> {
        self.ids.get(row).copied()
    }

    /// Returns the stance of each row, `None` where it has none that can be read.
    pub fn stances(&self) -> Vec<Option<Stance>> {
        let stance = |row| StatementColumn::stance(self.stance.value(row)?);
        (0..self.rows).map(stance).collect()
    }
}

/// For each row the position of its value among a column's distinct values.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    values: &'a [u32],
    codes: Option<Packed<'a>>,
    rows: usize,
}

impl<'a> Column<'a> {
    /// Puts a column together from its distinct values, ascending, and the position among them of
    /// each row's value. A code that is no such position stands for no value. Without codes no row
    /// has a value.
    pub fn new(values: &'a [u32], codes: Option<Packed<'a>>, rows: usize) -> Self {
        Self {
            values,
            codes,
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

    /// Tells whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Returns the position of a row's value among the distinct ones, `None` where it has none.
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
#[derive(Debug, Clone, Copy)]
pub struct Addressees<'a> {
    rows: &'a [u32],
    actors: &'a [EntityId],
}

impl<'a> Addressees<'a> {
    /// Puts pairs together from two lists of the same length, sorted by row, then addressee.
    pub fn new(rows: &'a [u32], actors: &'a [EntityId]) -> Self {
        Self { rows, actors }
    }

    /// Returns all pairs, by row, then addressee.
    pub fn iter(&self) -> impl Iterator<Item = (u32, EntityId)> + use<'a> {
        self.rows.iter().copied().zip(self.actors.iter().copied())
    }

    /// Returns those whom the statement of a row addresses.
    pub fn of(&self, row: u32) -> &'a [EntityId] {
        let start = self.rows.partition_point(|other| *other < row);
        let length = self.rows[start..].partition_point(|other| *other == row);
        self.actors.get(start..start + length).unwrap_or(&[])
    }
}
