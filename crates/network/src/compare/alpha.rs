//! Krippendorff's alpha for nominal data.

use std::fmt;

/// Why an alpha cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Undefined {
    /// Nobody took a side.
    NoVoice,
    /// One coder alone has nobody to agree with.
    OneVoice,
    /// There is no unit that two coders gave a value to.
    NothingShared,
    /// All values are the same one. Then the disagreement to be expected by chance is zero, and so is
    /// the divisor: that everyone agreed cannot be told from everyone always saying the same.
    NoVariation,
}

impl Undefined {
    /// The word for it in tables and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoVoice => "no-voice",
            Self::OneVoice => "one-voice",
            Self::NothingShared => "nothing-shared",
            Self::NoVariation => "no-variation",
        }
    }
}

impl fmt::Display for Undefined {
    /// The reason, as the end of a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoVoice => "nobody took a side",
            Self::OneVoice => "there is one voice, and nobody for it to agree with",
            Self::NothingShared => "there is no claim on which two or more took sides",
            Self::NoVariation => {
                "all sides taken are the same, so that no disagreement is expected by chance"
            }
        })
    }
}

/// Krippendorff's alpha for nominal data: 1 is full agreement, 0 what chance would give, below 0
/// is more disagreement than that.
///
/// A unit is what was coded, here a claim: how many coders, here actors, gave it each value.
/// Missing values are simply not there; a unit with fewer than two values says nothing and is
/// passed over. With the coincidences o of values within units,
///
/// α = 1 − (n − 1) · Σ o(c, k) / Σ n(c) n(k), both over values c ≠ k
///
/// where each of the m(m − 1) ordered pairs of values of a unit adds 1 / (m − 1) to its o, n(c) is
/// how often c is paired, and n is how many values are paired in all. Klaus Krippendorff,
/// "Computing Krippendorff's Alpha-Reliability" (2011), section B to D.
///
/// The order of units does not matter but for rounding in the last bits.
///
/// # Errors
/// [`Undefined`] where no unit has two values, or all values are the same.
///
/// ```
/// use demarche_network::compare::alpha;
/// // Two voices on four claims: they agree on three, and part on one.
/// let units = [[2, 0], [2, 0], [0, 2], [1, 1]];
/// assert_eq!(format!("{:.3}", alpha(&units)?), "0.533");
/// # Ok::<(), demarche_network::compare::Undefined>(())
/// ```
pub fn alpha<const VALUES: usize>(units: &[[u32; VALUES]]) -> Result<f64, Undefined> {
    let mut disagreeing = 0.0;
    let mut paired = [0_u64; VALUES];
    for unit in units {
        let values: u64 = unit.iter().map(|count| u64::from(*count)).sum();
        if values < 2 {
            continue;
        }
        disagreeing += unlike(unit.map(u64::from)) as f64 / (values - 1) as f64;
        for (paired, count) in paired.iter_mut().zip(unit) {
            *paired += u64::from(*count);
        }
    }
    let all: u64 = paired.iter().sum();
    if all == 0 {
        return Err(Undefined::NothingShared);
    }
    match unlike(paired) {
        0 => Err(Undefined::NoVariation),
        expected => Ok(1.0 - (all - 1) as f64 * disagreeing / expected as f64),
    }
}

/// Ordered pairs of unlike values: all less those of like ones.
fn unlike<const VALUES: usize>(counts: [u64; VALUES]) -> u128 {
    let square = |count: u64| u128::from(count) * u128::from(count);
    let all: u64 = counts.iter().sum();
    square(all) - counts.iter().map(|count| square(*count)).sum::<u128>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values by coder and unit, as the article prints them: `.` is missing.
    fn units<const VALUES: usize>(coders: &[&str], values: &[char; VALUES]) -> Vec<[u32; VALUES]> {
        let coders: Vec<Vec<&str>> = coders
            .iter()
            .map(|row| row.split_whitespace().collect())
            .collect();
        (0..coders[0].len())
            .map(|unit| {
                values.map(|value| {
                    let given = coders.iter().filter(|row| row[unit].starts_with(value));
                    given.count() as u32
                })
            })
            .collect()
    }

    fn rounded<const VALUES: usize>(units: &[[u32; VALUES]]) -> String {
        format!("{:.3}", alpha(units).unwrap_or(f64::NAN))
    }

    /// Krippendorff 2011, section A: two observers, binary, none missing.
    #[test]
    fn the_example_of_binary_data() {
        let coders = ["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"];
        assert_eq!(rounded(&units(&coders, &['0', '1'])), "0.095");
    }

    /// Section B: two observers, five categories, none missing.
    #[test]
    fn the_example_of_nominal_data() {
        let coders = ["a a b b d c c c e d d a", "b a b b b c c c e d d d"];
        assert_eq!(
            rounded(&units(&coders, &['a', 'b', 'c', 'd', 'e'])),
            "0.692"
        );
    }

    /// Section C: four observers, with missing values; the last unit has a single value.
    #[test]
    fn the_example_of_many_observers_with_missing_values() {
        let coders = [
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ];
        assert_eq!(
            rounded(&units(&coders, &['1', '2', '3', '4', '5'])),
            "0.743"
        );
    }

    #[test]
    fn what_cannot_be_told_says_why() {
        assert_eq!(alpha::<2>(&[]), Err(Undefined::NothingShared));
        assert_eq!(alpha(&[[1, 0], [0, 1]]), Err(Undefined::NothingShared));
        assert_eq!(alpha(&[[3, 0], [2, 0]]), Err(Undefined::NoVariation));
        assert_eq!(alpha(&[[3, 0], [0, 2]]), Ok(1.0));
    }

    /// Nearly all agree, nearly always on the same side: chance would do almost as well.
    #[test]
    fn a_rare_side_makes_alpha_low_although_nearly_all_agree() {
        assert_eq!(rounded(&[[20, 0], [20, 0], [19, 1]]), "0.000");
    }
}
