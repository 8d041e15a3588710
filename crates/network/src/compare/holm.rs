//! Holm's adjustment of several p-values.

/// P-values adjusted for there being several of them, in the same order.
///
/// The smallest of m is multiplied by m, the next by m − 1, and so on; none is made smaller than one
/// before it, nor larger than 1. To reject where the adjusted value is at most 0.05 keeps the chance
/// of even one false rejection at 0.05, whatever the tests have to do with each other. Sture Holm, "A
/// Simple Sequentially Rejective Multiple Test Procedure", *Scandinavian Journal of Statistics* 6
/// (1979).
///
/// ```
/// use demarche_network::compare::holm;
/// assert_eq!(holm(&[0.5, 0.0625, 0.125]), [0.5, 0.1875, 0.25]);
/// assert_eq!(holm(&[0.75, 0.75]), [1.0, 1.0]);
/// ```
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|one, other| p[*one].total_cmp(&p[*other]));
    let mut adjusted = vec![1.0; p.len()];
    let mut least = 0.0_f64;
    for (rank, at) in order.into_iter().enumerate() {
        let tests_left = (p.len() - rank) as f64;
        least = least.max((p[at] * tests_left).min(1.0));
        adjusted[at] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::holm;
    use proptest::prelude::*;

    /// R 4: `p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")`.
    #[test]
    fn as_r_adjusts() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        let rounded: Vec<String> = adjusted.iter().map(|p| format!("{p:.3}")).collect();
        assert_eq!(rounded, ["0.030", "0.060", "0.060", "0.020"]);
        assert!(holm(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn adjusted_values_keep_their_order_and_grow_to_1_at_most(
            p in prop::collection::vec(0.0..=1.0_f64, 1..20),
        ) {
            let adjusted = holm(&p);
            for (one, more) in p.iter().zip(&adjusted) {
                prop_assert!(one <= more && *more <= 1.0);
            }
            for (at, one) in p.iter().enumerate() {
                for (other_at, other) in p.iter().enumerate() {
                    prop_assert!(one > other || adjusted[at] <= adjusted[other_at]);
                }
            }
        }

        #[test]
        fn the_order_of_tests_does_not_matter(
            p in prop::collection::vec(0.0..=1.0_f64, 1..20),
        ) {
            let mut backwards = p.clone();
            backwards.reverse();
            let mut adjusted = holm(&backwards);
            adjusted.reverse();
            prop_assert_eq!(adjusted, holm(&p));
        }
    }
}
