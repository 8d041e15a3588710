//! Polarisation: how much more coalitions agree inside than with each other.
//!
//! The net weight of a pair is its agreement less its disagreement; that of a pair without a tie is
//! zero. Its mean over pairs inside coalitions, less its mean over pairs of different coalitions, is
//! what membership is worth: the E-I index (D. Krackhardt, R. Stern 1988, doi:10.2307/2786835) for
//! signed weights, per pair, so that the sizes of coalitions do not decide it.

use super::ties::SignedTies;

/// Net agreement inside coalitions and between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Polarisation {
    /// Agreement less disagreement of all pairs inside one coalition, in units of weight.
    pub within: f64,
    /// The same of all pairs of two coalitions.
    pub between: f64,
    /// Pairs inside one coalition, tied or not; at least one.
    pub pairs_within: u64,
    /// Pairs of two coalitions, tied or not; at least one.
    pub pairs_between: u64,
}

impl Polarisation {
    /// Measures it for these coalitions. `None` where there is no pair inside a coalition, or none
    /// of two coalitions.
    ///
    /// ```
    /// use demarche_network::measures::{Pair, Polarisation, SignedTies};
    /// let pair = |ends, agreement, disagreement| Pair { ends, agreement, disagreement };
    /// let ties = SignedTies::new(3, [pair([0, 1], 4.0, 1.0), pair([1, 2], 0.0, 2.0)]);
    /// let found = Polarisation::of(&ties, &[Some(1), Some(1), Some(2)]).unwrap();
    /// assert_eq!([found.mean_within(), found.mean_between()], [3.0, -1.0]);
    /// assert_eq!(found.difference(), 4.0);
    /// ```
    pub fn of(ties: &SignedTies, coalitions: &[Option<u32>]) -> Option<Self> {
        let of = |node: u32| coalitions.get(node as usize).copied().flatten();
        let mut members: Vec<u32> = (0..ties.nodes()).filter_map(of).collect();
        members.sort_unstable();
        let pairs = |count: usize| count as u64 * (count as u64).saturating_sub(1) / 2;
        let sizes = members.chunk_by(|one, other| one == other);
        let pairs_within = sizes.map(|size| pairs(size.len())).sum();
        let mut found = Self {
            within: 0.0,
            between: 0.0,
            pairs_within,
            pairs_between: pairs(members.len()) - pairs_within,
        };
        for pair in ties.pairs() {
            match pair.ends.map(of) {
                [Some(one), Some(other)] if one == other => found.within += pair.net(),
                [Some(_), Some(_)] => found.between += pair.net(),
                _ => {}
            }
        }
        (found.pairs_within > 0 && found.pairs_between > 0).then_some(found)
    }

    /// Mean net weight of a pair inside one coalition.
    pub fn mean_within(&self) -> f64 {
        self.within / self.pairs_within as f64
    }

    /// Mean net weight of a pair of two coalitions.
    pub fn mean_between(&self) -> f64 {
        self.between / self.pairs_between as f64
    }

    /// The first mean less the second, in units of weight: above zero where coalitions are apart.
    pub fn difference(&self) -> f64 {
        self.mean_within() - self.mean_between()
    }
}
