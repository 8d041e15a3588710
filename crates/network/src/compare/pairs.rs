//! The share of pairs that agree.

/// Pairs of voices on the claims that both took a side on, and how many of them took the same side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Pairs on the same side, summed over claims.
    pub agreeing: u64,
    /// All pairs, summed over claims: a claim with n voices has n(n − 1) / 2.
    pub all: u64,
    /// Claims with at least one pair.
    pub claims: u32,
    /// Of these, how many have all voices on one side.
    pub unanimous: u32,
}

impl Pairs {
    /// Counts the pairs of claims: for each how many support and how many oppose it.
    ///
    /// ```
    /// use demarche_network::compare::Pairs;
    /// // Three of one mind on one claim; two against one on another; a single voice on the third.
    /// let pairs = Pairs::of(&[[3, 0], [2, 1], [1, 0]]);
    /// assert_eq!((pairs.agreeing, pairs.all), (4, 6));
    /// assert_eq!((pairs.unanimous, pairs.claims), (1, 2));
    /// ```
    pub fn of(claims: &[[u32; 2]]) -> Self {
        let mut pairs = Self::default();
        for sides in claims {
            let [supports, opposes] = sides.map(u64::from);
            if supports + opposes < 2 {
                continue;
            }
            pairs.agreeing += among(supports) + among(opposes);
            pairs.all += among(supports + opposes);
            pairs.claims += 1;
            pairs.unanimous += u32::from(supports == 0 || opposes == 0);
        }
        pairs
    }

    /// The share of pairs that agree, 0 to 1; none without a pair.
    pub fn share(&self) -> Option<f64> {
        (self.all > 0).then(|| self.agreeing as f64 / self.all as f64)
    }
}

/// Pairs among so many.
fn among(voices: u64) -> u64 {
    voices * voices.saturating_sub(1) / 2
}
