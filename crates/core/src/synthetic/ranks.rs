//! Ranks drawn by Zipf's law, in integers alone: logarithms and powers differ between machines in the last
//! bit.

use crate::random::Random;

/// The most ranks that [`Ranks`] can tell apart.
pub(super) const MOST_RANKS: usize = 10_000_000;

/// Draws ranks from 0 on, rank `r` in proportion to 1/(r+1): Zipf's law.
pub(super) struct Ranks {
    /// The sum of the weights up to and with each rank.
    ends: Vec<u64>,
}

impl Ranks {
    pub(super) fn new(count: usize) -> Self {
        let mut sum = 0;
        let ends = (1..=count as u64).map(|rank| {
            sum += (1 << 40) / rank;
            sum
        });
        Self {
            ends: ends.collect(),
        }
    }

    pub(super) fn draw(&self, random: &mut Random) -> usize {
        let sum = self.ends.last().copied().unwrap_or(0);
        let at = random.below(sum as usize) as u64;
        self.ends.partition_point(|&end| end <= at)
    }
}
