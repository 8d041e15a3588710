//! The columns of statements, by name.

use demarche_core::vocab::dm;

/// A column of statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatementColumn {
    /// Who spoke: ids of actors.
    Speaker,
    /// The body spoken for: ids of actors.
    OnBehalfOf,
    /// The claim: ids of claims.
    Claim,
    /// What the speaker did in words: ids of concepts.
    Act,
    /// Where the statement stands: ids of sources.
    Source,
    /// The level of authority: ids of concepts.
    Authority,
    /// The stance, as [`Stance::number`](demarche_core::model::Stance::number).
    Stance,
    /// The first day it can date from, as [`Day::packed`](demarche_core::model::Day::packed).
    Earliest,
    /// The last day it can date from, as [`Day::packed`](demarche_core::model::Day::packed).
    Latest,
}

impl StatementColumn {
    /// Every column, in the order of the file.
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

    /// The property whose objects the column holds.
    pub fn property(self) -> &'static str {
        match self {
            Self::Speaker => dm::SPEAKER,
            Self::OnBehalfOf => dm::ON_BEHALF_OF,
            Self::Claim => dm::CLAIM_PROPERTY,
            Self::Act => dm::ACT,
            Self::Source => dm::STATED_IN,
            Self::Authority => dm::AUTHORITY,
            Self::Stance => dm::STANCE,
            Self::Earliest => dm::EARLIEST,
            Self::Latest => dm::LATEST,
        }
    }

    /// Its position in the order of the file.
    pub(super) const fn position(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_at_their_positions() {
        for (position, column) in StatementColumn::ALL.into_iter().enumerate() {
            assert_eq!(column.position(), position);
        }
    }
}
