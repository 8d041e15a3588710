//! Statements as columns: what a network reads, without going through triples.
//!
//! There is a row for every instance of `dm:Statement`, by id. Where a property has several values,
//! which a checked study never has save for addressees, the first in the order of terms is taken.
//! The columns say nothing that the triples do not: they are made of them when a graph is compiled.

use super::format::Section;
use super::open::Graph;
use super::packed::packed;
use demarche_core::statements::{Addressees, Column, StatementColumn, Statements};
use demarche_core::vocab::dm;

impl Graph {
    /// Returns the statements as columns.
    pub fn statements(&self) -> Statements<'_> {
        let rows = self.header.totals.statements as usize;
        let column = |column: StatementColumn| {
            let width = self.header.code_width(column);
            let codes = self.section(Section::ColumnCodes(column));
            let codes = (width > 0).then(|| packed(codes, width));
            Column::new(self.numbers(Section::ColumnValues(column)), codes, rows)
        };
        let addressees = Addressees::new(
            self.numbers(Section::AddresseeRows),
            self.numbers(Section::Addressees),
        );
        Statements::new(self.instances_of(dm::STATEMENT), rows, column, addressees)
    }
}
