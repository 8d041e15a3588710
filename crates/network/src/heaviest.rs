//! The heaviest of many, kept while they come by.

/// The claims of a tie that weigh most, among equals those of the lowest ranks.
#[derive(Debug, Default)]
pub(super) struct Heaviest {
    /// So many are wanted.
    limit: usize,
    /// Claims as numbers that order by weight, the heaviest first, then by rank.
    keys: Vec<u64>,
    /// Nothing from here on can still be among them.
    end: u64,
}

impl Heaviest {
    /// Forgets what was there, for another tie.
    pub(super) fn restart(&mut self, limit: u32) {
        self.limit = limit as usize;
        self.keys.clear();
        self.end = if limit == 0 { 0 } else { u64::MAX };
    }

    /// Takes a claim by its rank. Weights past 2³² are as heavy as each other.
    pub(super) fn push(&mut self, weight: u64, rank: u32) {
        let lightness = u32::MAX - u32::try_from(weight).unwrap_or(u32::MAX);
        let key = u64::from(lightness) << 32 | u64::from(rank);
        if key >= self.end {
            return;
        }
        self.keys.push(key);
        // Sorting out at twice the limit costs each key a constant, however many come.
        if self.keys.len() >= self.limit.saturating_mul(2) {
            self.sort_out();
        }
    }

    /// The ranks of the heaviest, ascending.
    pub(super) fn ranks(&mut self) -> Vec<u32> {
        self.sort_out();
        // The lower half is the rank.
        let mut ranks: Vec<u32> = self.keys.iter().map(|key| *key as u32).collect();
        ranks.sort_unstable();
        ranks
    }

    fn sort_out(&mut self) {
        if self.keys.len() > self.limit && self.limit > 0 {
            let (_, last, _) = self.keys.select_nth_unstable(self.limit - 1);
            self.end = *last;
            self.keys.truncate(self.limit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_same_as_sorting_all(
            weights in prop::collection::vec(0_u64..6, 0..200),
            limit in 0_u32..50,
        ) {
            let mut heaviest = Heaviest::default();
            // What was there before does not matter.
            heaviest.restart(7);
            heaviest.push(9, 1000);
            heaviest.restart(limit);
            for (rank, weight) in (0..).zip(&weights) {
                heaviest.push(*weight, rank);
            }
            let mut all: Vec<u32> = (0..weights.len() as u32).collect();
            all.sort_by_key(|rank| std::cmp::Reverse(weights[*rank as usize]));
            all.truncate(limit as usize);
            all.sort_unstable();
            prop_assert_eq!(heaviest.ranks(), all);
        }
    }
}
