//! What a comparison found: numbers, each with what it rests on.

use super::alpha::Undefined;
use super::difference::Test;
use super::exact::Sides;
use super::options::{By, Unit};
use super::pairs::Pairs;
use crate::Summary;

/// Groups of voices, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What sorted voices into groups.
    pub by: By,
    /// What is counted once in shares and tests.
    pub unit: Unit,
    /// The least number of these that a group is compared with.
    pub least: u32,
    /// One line that says which statements went in and how they were counted.
    pub description: String,
    /// Titles of the studies.
    pub titles: Vec<String>,
    /// The groups, in the order asked for; else levels of authority from the highest, others by
    /// name.
    pub groups: Vec<Group>,
    /// Groups of a single voice or none, which were passed over since no groups were named.
    pub passed_over: Vec<String>,
    /// All claims that a compared group took a side on. First those that were compared, the largest
    /// difference first, then the smallest p; then the others; by identifier.
    pub claims: Vec<Claim>,
    /// Every pair of groups, by their order.
    pub between: Vec<Between>,
    /// Permutations of a permutation test.
    pub permutations: u32,
    /// Where they start from.
    pub seed: u64,
    /// Voices that are in several of the groups.
    pub in_several: u32,
    /// What went in and what was left out. By authority, `selected` is of all levels and of
    /// none.
    pub summary: Summary,
    /// Voices without a group; by authority, statements without a level.
    pub without_group: u32,
}

/// A group of voices.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The code it goes by: "military", "CHN".
    pub name: String,
    /// Its unanimity on all claims.
    pub overall: Unanimity,
    /// And on those of each theme that any compared group took a side on, by the theme's
    /// identifier. A claim of several themes is in each.
    pub themes: Vec<(String, Unanimity)>,
}

/// How far the voices of a group agree among each other. Voices count, whatever the unit of shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unanimity {
    /// Voices that are on one side of at least one of the claims.
    pub voices: u32,
    /// Claims that one of them is on one side of.
    pub claims: u32,
    /// Their positions: sums up, over claims, how many voices are on one side or the other.
    pub positions: u32,
    /// Times that a voice was as often on both sides of a claim, and so on neither.
    pub torn: u32,
    /// Pairs of voices that agree.
    pub pairs: Pairs,
    /// Krippendorff's alpha, or why there is none.
    pub alpha: Result<f64, Undefined>,
}

/// A claim and where groups stand on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Identifiers of its themes.
    pub themes: Vec<String>,
    /// How many voices (or statements) of each group support and oppose it.
    pub sides: Vec<Sides>,
    /// The comparison; none where fewer than two groups have enough voices.
    pub compared: Option<Compared>,
}

impl Claim {
    /// How many take sides in all groups.
    pub fn voices(&self) -> u32 {
        self.sides.iter().map(|[one, other]| one + other).sum()
    }
}

/// Groups compared on a claim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// The largest share of support less the smallest, of groups with enough voices: 0 to 1.
    pub difference: f64,
    /// The test; none where all of them are on one side, so that there is nothing to test.
    pub test: Option<Test>,
}

/// Two groups, over the claims on which both have enough voices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Between {
    /// Positions in [`Comparison::groups`].
    pub groups: [usize; 2],
    /// Number of these claims.
    pub claims: u32,
    /// On how many of them the majorities are on the same side.
    pub same: u32,
    /// On how many they are on opposite sides.
    pub opposite: u32,
    /// On how many one of the groups is evenly split, or both are.
    pub even: u32,
    /// The mean absolute difference of the shares of support: 0 to 1; none without claims.
    pub distance: Option<f64>,
}

/// The share of support; none where nobody takes a side.
pub fn share([supports, opposes]: Sides) -> Option<f64> {
    let all = f64::from(supports) + f64::from(opposes);
    (all > 0.0).then(|| f64::from(supports) / all)
}
