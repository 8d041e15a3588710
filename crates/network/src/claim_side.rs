//! A side of a claim: the claim and whether it is supported or opposed, as one number.

/// One side of a claim. Sides order by claim, and the supporting one comes first.
///
/// One number in place of two keeps what is sorted by it small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ClaimSide(u32);

impl ClaimSide {
    /// Makes a side of the claim at a position in some list of claims.
    pub(super) fn new(claim: u32, opposing: bool) -> Self {
        // Claims have a term each for label and IRI at least, so there are fewer than 2³¹.
        Self(2 * claim + u32::from(opposing))
    }

    /// Returns the position of the claim.
    pub(super) fn claim(self) -> u32 {
        self.0 / 2
    }

    /// Tells whether it is the opposing side.
    pub(super) fn is_opposing(self) -> bool {
        self.0 % 2 == 1
    }

    /// Returns the number that sides are sorted by, from 0 and without gaps.
    pub(super) fn number(self) -> u32 {
        self.0
    }
}
