//! The days that statements can date from, as two numbers.

use demarche_core::model::Day;

/// A first and a last day, packed as [`Day::packed`] does. Without a date the first is beyond and
/// the last before all days, so that joining needs no case of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    first: u32,
    last: u32,
}

impl Days {
    /// No day is known.
    pub(super) const UNKNOWN: Self = Self {
        first: u32::MAX,
        last: 0,
    };

    /// The days from one to another. A graph's columns have both or neither.
    pub(super) fn of(earliest: Option<u32>, latest: Option<u32>) -> Self {
        earliest
            .zip(latest)
            .map_or(Self::UNKNOWN, |(first, last)| Self { first, last })
    }

    /// The days over both.
    pub(super) fn join(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }

    /// The first of them, packed; `None` where no day is known.
    pub(super) fn first_packed(self) -> Option<u32> {
        (self.first <= self.last).then_some(self.first)
    }

    /// The first of them.
    pub(super) fn first(self) -> Option<Day> {
        Day::from_packed(self.first)
    }

    /// The last of them.
    pub(super) fn last(self) -> Option<Day> {
        Day::from_packed(self.last)
    }

    /// Whether some day is between these, both included. Without a date, only where neither is
    /// given.
    pub(super) fn meets(self, since: Option<u32>, until: Option<u32>) -> bool {
        if self.first > self.last {
            return since.is_none() && until.is_none();
        }
        since.is_none_or(|since| self.last >= since)
            && until.is_none_or(|until| self.first <= until)
    }
}

impl Default for Days {
    fn default() -> Self {
        Self::UNKNOWN
    }
}
