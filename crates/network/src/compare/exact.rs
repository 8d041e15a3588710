//! The exact test of whether groups differ in how they divide on a claim.

/// Two probabilities this close, relative to each other, are the same: so much, and more, rounding
/// can part two that are equal. The tolerance of R's `fisher.test`.
const SAME: f64 = 1.0 + 1e-7;

/// How many support and how many oppose, in one group.
pub type Sides = [u32; 2];

/// The outcome of an exact test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exact {
    /// The probability, if the sides had nothing to do with the groups, of a division no more likely
    /// than the one found.
    pub p: f64,
    /// The smallest that `p` could have been with so many voices in each group and so many on each
    /// side: where that is large, the test could not have found anything.
    pub least: f64,
}

/// Fisher's exact test, two-sided; with more than two groups, that of Freeman and Halton (1951).
///
/// How many each group has, and how many take each side, are held fixed. Of all ways to divide them
/// (the tables with these margins), those are summed up that are no more likely than the one found.
///
/// `None` where there may be more than `most` tables; see
/// [`permutation`](super::permutation) for those.
///
/// Probabilities are products of ratios of whole numbers, by `+ - * /` alone, which IEEE 754 defines
/// to the last bit: no logarithms of factorials, which differ between systems.
///
/// ```
/// use demarche_network::compare::exact;
/// // Fisher's lady tasting tea: three of four cups told right.
/// let tea = exact(&[[3, 1], [1, 3]], 100).expect("few tables");
/// assert_eq!(format!("{:.4} {:.4}", tea.p, tea.least), "0.4857 0.0286");
/// ```
pub fn exact(groups: &[Sides], most: u64) -> Option<Exact> {
    let margins = Margins::of(groups);
    if margins.tables() > most {
        return None;
    }
    let found: f64 = margins
        .groups
        .iter()
        .zip(margins.weights())
        .map(|((_, rare), weights)| weights.get(*rare as usize).copied().unwrap_or(0.0))
        .product();
    let mut tables = margins.all();
    // Small ones first: the sum is then the same in whatever order groups came.
    tables.sort_unstable_by(f64::total_cmp);
    let all: f64 = tables.iter().sum();
    let up_to = |weight: f64| {
        let unlikely = tables.partition_point(|table| *table <= weight * SAME);
        (tables[..unlikely].iter().sum::<f64>() / all).min(1.0)
    };
    Some(Exact {
        p: up_to(found),
        least: up_to(tables.first().copied().unwrap_or(1.0)),
    })
}

/// What is held fixed.
struct Margins {
    /// Of each group, its size and how many of it are on the side that fewer take; sorted.
    groups: Vec<(u32, u32)>,
    /// How many take that side.
    rare: u64,
    /// How many take the other.
    common: u64,
}

impl Margins {
    fn of(groups: &[Sides]) -> Self {
        let sum = |side: usize| -> u64 { groups.iter().map(|group| u64::from(group[side])).sum() };
        let (supports, opposes) = (sum(0), sum(1));
        let side = usize::from(opposes < supports);
        let mut groups: Vec<(u32, u32)> = groups
            .iter()
            .map(|group| (group[0] + group[1], group[side]))
            .collect();
        groups.sort_unstable();
        Self {
            groups,
            rare: supports.min(opposes),
            common: supports.max(opposes),
        }
    }

    /// The most of a group that can be on the rare side.
    fn most(&self, size: u32) -> u64 {
        self.rare.min(u64::from(size))
    }

    /// A number that there are no more tables than: the largest group gets what others leave.
    fn tables(&self) -> u64 {
        let others = self.groups.len().saturating_sub(1);
        self.groups[..others]
            .iter()
            .fold(1, |tables: u64, (size, _)| {
                tables.saturating_mul(self.most(*size) + 1)
            })
    }

    /// For each group how likely it is to have 0, 1, 2, ... on the rare side, relative to the
    /// likeliest number: binomial weights, whose products over groups are in proportion to the
    /// probabilities of tables, and never above 1.
    fn weights(&self) -> Vec<Vec<f64>> {
        let odds = self.rare as f64 / self.common.max(1) as f64;
        let of_group = |(size, _): &(u32, u32)| {
            let most = self.most(*size);
            let size = u64::from(*size);
            // What the weight of `n + 1` is to that of `n`.
            let ratio = |n: u64| (size - n) as f64 / (n + 1) as f64 * odds;
            let likeliest = ((size + 1) * self.rare / (self.rare + self.common).max(1)).min(most);
            let mut weights = vec![1.0; most as usize + 1];
            for n in likeliest..most {
                weights[n as usize + 1] = weights[n as usize] * ratio(n);
            }
            for n in (0..likeliest).rev() {
                weights[n as usize] = weights[n as usize + 1] / ratio(n);
            }
            weights
        };
        self.groups.iter().map(of_group).collect()
    }

    /// The weights of all tables.
    fn all(&self) -> Vec<f64> {
        // What is left to place, and the weight so far, of every beginning of a table.
        let mut begun = vec![(self.rare, 1.0)];
        let mut room: u64 = self.groups.iter().map(|(size, _)| self.most(*size)).sum();
        for ((size, _), weights) in self.groups.iter().zip(self.weights()) {
            room -= self.most(*size);
            let mut longer = Vec::with_capacity(begun.len());
            for (left, so_far) in begun {
                let least = left.saturating_sub(room);
                for n in least..=left.min(self.most(*size)) {
                    longer.push((left - n, so_far * weights[n as usize]));
                }
            }
            begun = longer;
        }
        begun.into_iter().map(|(_, weight)| weight).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p(groups: &[Sides]) -> f64 {
        exact(groups, 100_000).map_or(f64::NAN, |exact| exact.p)
    }

    // Made with scipy 1.17.1, `scipy.stats.fisher_exact(table).pvalue`.
    const FISHER: [([Sides; 2], f64); 15] = [
        ([[3, 1], [1, 3]], 0.48571428571428565),
        ([[8, 2], [1, 5]], 0.034965034965034975),
        ([[10, 2], [3, 15]], 0.0005367241191434357),
        ([[1, 9], [11, 3]], 0.0027594561852200836),
        ([[0, 6], [7, 0]], 0.0005827505827505826),
        ([[9, 0], [1, 2]], 0.04545454545454545),
        ([[1, 1], [4, 1]], 1.0),
        ([[3, 1], [0, 1]], 0.4000000000000001),
        ([[5, 0], [1, 4]], 0.047619047619047616),
        ([[7, 12], [0, 5]], 0.272068511198946),
        ([[2, 31], [136, 15532]], 0.03390271476034176),
        ([[6, 6], [6, 6]], 1.0),
        ([[20, 1], [30, 9]], 0.08371018723565507),
        ([[100, 200], [150, 180]], 0.001973363265725189),
        ([[45, 5], [60, 40]], 0.00012329188988594362),
    ];

    // Sums of products of `math.comb` in Python's whole numbers, divided at the end.
    const FREEMAN_HALTON: [([Sides; 3], f64); 6] = [
        ([[3, 1], [0, 1], [4, 0]], 0.2222222222222222),
        ([[5, 0], [3, 3], [0, 5]], 0.006216006216006216),
        ([[2, 2], [2, 2], [2, 2]], 1.0),
        ([[10, 1], [6, 5], [2, 9]], 0.002938015287772073),
        ([[1, 0], [0, 1], [1, 1]], 1.0),
        ([[12, 3], [9, 9], [4, 11]], 0.016080166046082204),
    ];

    #[test]
    fn two_groups_as_scipy_has_them() {
        for (table, expected) in FISHER {
            let found = p(&table);
            assert!(
                (found - expected).abs() <= 1e-9 * expected,
                "{table:?}: {found} {expected}"
            );
        }
    }

    #[test]
    fn three_groups_as_enumeration_in_whole_numbers_has_them() {
        for (table, expected) in FREEMAN_HALTON {
            let found = p(&table);
            assert!(
                (found - expected).abs() <= 1e-9 * expected,
                "{table:?}: {found} {expected}"
            );
        }
    }

    #[test]
    fn where_all_are_on_one_side_or_in_one_group_nothing_can_be_found() {
        for groups in [
            &[[3, 0], [4, 0]][..],
            &[[0, 3], [0, 4]],
            &[[3, 4]],
            &[[3, 4], [0, 0]],
            &[],
        ] {
            let exact = exact(groups, 10);
            assert_eq!(exact, Some(Exact { p: 1.0, least: 1.0 }), "{groups:?}");
        }
    }

    #[test]
    fn large_groups_neither_overflow_nor_vanish() {
        assert!((p(&[[5_000, 5_000], [5_000, 5_000]]) - 1.0).abs() < 1e-9);
        assert!(p(&[[900, 100], [100, 900]]) < 1e-200);
        assert!(exact(&[[500, 500], [500, 500], [500, 500]], 100_000).is_none());
    }

    proptest! {
        #[test]
        fn the_order_of_groups_and_the_names_of_sides_do_not_matter(
            groups in prop::collection::vec(prop::array::uniform2(0..7_u32), 1..4),
        ) {
            let forwards = exact(&groups, 100_000).unwrap();
            let mut other: Vec<Sides> = groups.clone();
            other.reverse();
            prop_assert_eq!(forwards, exact(&other, 100_000).unwrap());
            let mirrored: Vec<Sides> = groups.iter().map(|[one, other]| [*other, *one]).collect();
            let mirrored = exact(&mirrored, 100_000).unwrap();
            prop_assert!((forwards.p - mirrored.p).abs() < 1e-9);
            prop_assert!(forwards.least <= forwards.p && forwards.p <= 1.0);
        }
    }
}
