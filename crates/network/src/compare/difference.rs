//! Whether groups differ on a claim: which test, and what it gives.

use super::exact::{Sides, exact};
use super::permutation::permutation;
use std::fmt;

/// An exact test goes through this many tables at most; beyond, sides are permuted.
const MOST_TABLES: u64 = 50_000;

/// Which test gave a p-value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Fisher's exact test of two groups.
    Fisher,
    /// Its like for more than two, by Freeman and Halton.
    FreemanHalton,
    /// A permutation test of chi-square.
    Permutation,
}

impl Method {
    /// The word for it in tables and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fisher => "fisher",
            Self::FreemanHalton => "freeman-halton",
            Self::Permutation => "permutation",
        }
    }
}

impl fmt::Display for Method {
    /// As in "the smallest p is 0.4 (...)".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fisher => "Fisher's exact test",
            Self::FreemanHalton => "Freeman and Halton's exact test",
            Self::Permutation => "permutation test",
        })
    }
}

/// A test of whether groups differ on a claim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// Which one.
    pub method: Method,
    /// Its p-value, two-sided.
    pub p: f64,
    /// The smallest p-value that so many voices in each group, and so many on each side, could have
    /// given; none after a permutation test.
    pub least: Option<f64>,
    /// The p-value adjusted by Holm for the other claims tested.
    pub holm: f64,
}

impl Test {
    /// Tests groups; `None` where there is nothing to test, since there are not two groups, or all
    /// are on one side.
    pub(super) fn of(groups: &[Sides], permutations: u32, seed: u64) -> Option<Self> {
        let some = groups.iter().filter(|[one, other]| one + other > 0);
        let taken = |side: usize| groups.iter().any(|group| group[side] > 0);
        let several = some.count();
        if several < 2 || !taken(0) || !taken(1) {
            return None;
        }
        Some(match exact(groups, MOST_TABLES) {
            Some(exact) => Self {
                method: match several {
                    2 => Method::Fisher,
                    _ => Method::FreemanHalton,
                },
                p: exact.p,
                least: Some(exact.least),
                holm: exact.p,
            },
            None => {
                let p = permutation(groups, permutations, seed);
                Self {
                    method: Method::Permutation,
                    p,
                    least: None,
                    holm: p,
                }
            }
        })
    }
}
