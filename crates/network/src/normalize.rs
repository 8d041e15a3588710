//! Normalising: a tie's weight relative to how active its ends are.
//!
//! With x the vector of a node's counts over cells (claim, stance), n the sum over it, and W the
//! weight of the tie:
//!
//! | rule | weight |
//! |---|---|
//! | `average` | W / ((nᵢ + nⱼ) / 2) (Leifeld 2017) |
//! | `cosine` | W / (‖xᵢ‖ ‖xⱼ‖): of agreement, the cosine of both vectors |
//! | `jaccard` | Σ min / Σ max over cells: the weighted Jaccard index (also Ružička's) |
//!
//! For disagreement, one of the vectors has its stances turned round: the same lengths, other
//! minima. Discourse Network Analyzer 3 divides otherwise, which [`Compat::Dna3`] asks for:
//!
//! | rule | divisor |
//! |---|---|
//! | `cosine` | nᵢ nⱼ |
//! | `jaccard` | Σ over cells of xy where both are above zero, else of x + y; stances never turned |

use super::count::Counts;
use super::model::TieKind;
use super::options::{Compat, Normalization};

/// What a pair of nodes has in common, added up over the cells in which both stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Met {
    /// Over meetings in agreement: products of counts, or minima where [`Normalizer::by_minima`].
    pub(super) agreement: u64,
    /// Over meetings in disagreement, the same.
    pub(super) disagreement: u64,
    /// Over meetings in agreement: sums of counts, where [`Normalizer::needs_sums`].
    pub(super) sums: u64,
}

/// What weights are divided by, looked up for each pair.
pub(super) struct Normalizer {
    rule: Rule,
    activity: Vec<u32>,
    /// Squares of the lengths of nodes' vectors.
    squares: Vec<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    None,
    Average,
    Jaccard,
    Cosine,
    JaccardOfDna,
    CosineOfDna,
}

impl Normalizer {
    pub(super) fn new(counts: &Counts, rule: Normalization, compat: Option<Compat>) -> Self {
        let rule = match (rule, compat) {
            (Normalization::Average, _) => Rule::Average,
            (Normalization::Jaccard, None) => Rule::Jaccard,
            (Normalization::Cosine, None) => Rule::Cosine,
            (Normalization::Jaccard, Some(Compat::Dna3)) => Rule::JaccardOfDna,
            (Normalization::Cosine, Some(Compat::Dna3)) => Rule::CosineOfDna,
            // The last two are of two-mode ties, which do not come here.
            (Normalization::None | Normalization::Activity | Normalization::Prominence, _) => {
                Rule::None
            }
        };
        let nodes = if rule == Rule::None {
            0
        } else {
            counts.node_count()
        };
        let squares = if rule == Rule::Cosine { nodes } else { 0 };
        Self {
            rule,
            activity: (0..nodes).map(|node| counts.activity(node)).collect(),
            squares: (0..squares).map(|node| counts.square(node)).collect(),
        }
    }

    /// Whether minima of counts are to be added up where two nodes meet, in place of products.
    pub(super) fn by_minima(&self) -> bool {
        self.rule == Rule::Jaccard
    }

    /// Whether the sums of counts in agreement are needed too.
    pub(super) fn needs_sums(&self) -> bool {
        self.rule == Rule::JaccardOfDna
    }

    /// The weight of a tie of this kind; zero where there is none.
    pub(super) fn weight(&self, met: &Met, kind: TieKind, ends: [u32; 2]) -> f64 {
        let raw = match kind {
            TieKind::Agreement => met.agreement,
            TieKind::Disagreement => met.disagreement,
            _ => met.agreement + met.disagreement,
        };
        self.divided(raw, met, ends)
    }

    /// Agreement less disagreement, below zero where there is more of the latter.
    pub(super) fn net(&self, met: &Met, ends: [u32; 2]) -> f64 {
        if self.rule == Rule::Jaccard {
            // Each has a divisor of its own.
            let weight = |raw| self.divided(raw, met, ends);
            return weight(met.agreement) - weight(met.disagreement);
        }
        let weight = self.divided(met.agreement.abs_diff(met.disagreement), met, ends);
        if met.agreement < met.disagreement {
            -weight
        } else {
            weight
        }
    }

    fn divided(&self, raw: u64, met: &Met, [one, other]: [u32; 2]) -> f64 {
        if raw == 0 {
            return 0.0;
        }
        let activity = |node: u32| self.activity[node as usize];
        let both = || u64::from(activity(one)) + u64::from(activity(other));
        // Exact up to 2⁵³; beyond, the nearest double. Nodes that meet have statements, so no
        // divisor is zero.
        let weight = raw as f64;
        match self.rule {
            Rule::None => weight,
            Rule::Average => weight / (both() as f64 / 2.0),
            Rule::Jaccard => weight / (both() - raw) as f64,
            Rule::Cosine => {
                let length = |node: u32| (self.squares[node as usize] as f64).sqrt();
                weight / (length(one) * length(other))
            }
            Rule::CosineOfDna => weight / (f64::from(activity(one)) * f64::from(activity(other))),
            // Where both stand, the product counts in place of the sum.
            Rule::JaccardOfDna => weight / (both() - met.sums + met.agreement) as f64,
        }
    }
}
