//! The permutation test, for groups too large to go through all their tables.

use super::exact::Sides;
use demarche_core::random::Random;

/// Two values of the statistic this close, relative to each other, are the same.
const SAME: f64 = 1.0 - 1e-7;

/// The p-value of a permutation test of Pearson's chi-square.
///
/// So many times (`permutations`) the sides that were taken are dealt out anew among all voices, in
/// whatever group; `b` times chi-square is as large as the one found, or larger. p = (b + 1) /
/// (permutations + 1): the division found counts as one of them, or p could be zero, which no
/// number of permutations can show. Belinda Phipson, Gordon Smyth, "Permutation P-values Should
/// Never Be Zero", *Statistical Applications in Genetics and Molecular Biology* 9 (2010).
///
/// The same groups, in any order, and the same seed give the same value on every machine.
///
/// ```
/// use demarche_network::compare::permutation;
/// let groups = [[40, 10], [25, 25], [10, 40]];
/// assert_eq!(permutation(&groups, 999, 0), 0.001);
/// ```
pub fn permutation(groups: &[Sides], permutations: u32, seed: u64) -> f64 {
    let sum = |side: usize| -> u64 { groups.iter().map(|group| u64::from(group[side])).sum() };
    let side = usize::from(sum(1) < sum(0));
    // Of each group, its size and how many of it are on the side that fewer take.
    let mut groups: Vec<(u32, u32)> = groups
        .iter()
        .map(|group| (group[0] + group[1], group[side]))
        .filter(|(size, _)| *size > 0)
        .collect();
    groups.sort_unstable();
    let rare: usize = groups.iter().map(|(_, rare)| *rare as usize).sum();
    // The group of every voice.
    let mut voices: Vec<u32> = (0..)
        .zip(&groups)
        .flat_map(|(group, (size, _))| std::iter::repeat_n(group, *size as usize))
        .collect();
    let found: Vec<u32> = groups.iter().map(|(_, rare)| *rare).collect();
    let found = statistic(&groups, &found);
    let mut random = Random::new(seed);
    let mut dealt = vec![0; groups.len()];
    let mut as_large = 0_u32;
    for _ in 0..permutations {
        dealt.fill(0);
        for at in 0..rare {
            let drawn = at + random.below(voices.len() - at);
            voices.swap(at, drawn);
            dealt[voices[at] as usize] += 1;
        }
        as_large += u32::from(statistic(&groups, &dealt) >= found * SAME);
    }
    (f64::from(as_large) + 1.0) / (f64::from(permutations) + 1.0)
}

/// What orders divisions as chi-square does where sizes and sides are fixed: the sum of squares of
/// the rare side, each over its group's size.
fn statistic(groups: &[(u32, u32)], rare: &[u32]) -> f64 {
    let terms = groups.iter().zip(rare);
    terms
        .map(|((size, _), rare)| f64::from(*rare) * f64::from(*rare) / f64::from(*size))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::exact;
    use super::*;

    /// With two groups of one size chi-square orders tables as their probability does.
    #[test]
    fn it_comes_close_to_the_exact_test() {
        for groups in [
            [[8, 4], [3, 9]],
            [[10, 2], [5, 7]],
            [[6, 6], [5, 7]],
            [[12, 0], [7, 5]],
        ] {
            let exact = exact(&groups, 1000).map_or(f64::NAN, |exact| exact.p);
            let close = permutation(&groups, 20_000, 1);
            // Four standard errors of a share of 20,000.
            let error = 4.0 * (exact * (1.0 - exact) / 20_000.0).sqrt() + 1e-4;
            assert!(
                (close - exact).abs() <= error,
                "{groups:?}: {close} {exact}"
            );
        }
    }

    #[test]
    fn the_order_of_groups_does_not_matter_and_the_seed_does() {
        let p = |groups: &[Sides], seed| permutation(groups, 500, seed);
        let groups = [[4, 3], [2, 6], [5, 5]];
        let other = [[5, 5], [4, 3], [2, 6]];
        assert_eq!(p(&groups, 7), p(&other, 7));
        assert_ne!(p(&groups, 7), p(&groups, 8));
    }

    #[test]
    fn it_is_never_zero_and_1_where_nothing_can_differ() {
        assert_eq!(permutation(&[[200, 0], [0, 200]], 99, 0), 0.01);
        assert_eq!(permutation(&[[3, 0], [4, 0]], 99, 0), 1.0);
        assert_eq!(permutation(&[[0, 0], [2, 2]], 99, 0), 1.0);
        assert_eq!(permutation(&[], 99, 0), 1.0);
    }
}
