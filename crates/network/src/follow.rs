//! What follows from a stance: worked out once for all claims of a graph.

use demarche_core::statements::{Corpus, EntityId};
use petgraph::unionfind::UnionFind;
use std::collections::VecDeque;

/// What follows from supporting or opposing each claim.
///
/// A side of a claim is a number: twice the position of the claim, and one more where it is opposed.
pub(super) struct Follow {
    /// All claims that entail, are entailed or are contradicted, or that were asked for, by IRI.
    claims: Vec<EntityId>,
    /// For each side all that follows, itself first.
    follows: Vec<Vec<Step>>,
    families: Vec<u32>,
}

/// A side that follows from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) side: u32,
    /// Position, among all that follows, of the side that this one follows from directly. Of the
    /// first, its own.
    pub(super) from: u32,
    pub(super) why: Why,
}

/// Why a side follows directly from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It is the side that was taken.
    Said,
    /// The claim supported before entails this one.
    Entails,
    /// The claim supported before contradicts this one.
    Contradicts,
    /// This claim entails the one opposed before.
    EntailedBy,
}

impl Follow {
    /// Works out what follows. `claims` are those that statements are about.
    pub(super) fn of(corpus: &dyn Corpus, claims: &[EntityId]) -> Self {
        Self::between(claims, &corpus.entailments(), &corpus.contradictions())
    }

    fn between(
        claims: &[EntityId],
        entails: &[[EntityId; 2]],
        contradicts: &[[EntityId; 2]],
    ) -> Self {
        let mut all = claims.to_vec();
        all.extend(entails.iter().chain(contradicts).flatten());
        all.sort_unstable();
        all.dedup();
        // Each was put in.
        let at = |claim: EntityId| all.partition_point(|other| *other < claim);
        let mut next: Vec<Vec<(u32, Why)>> = vec![Vec::new(); 2 * all.len()];
        let mut families = UnionFind::<u32>::new(all.len());
        let mut lead = |from: usize, to: usize, why: Why| {
            families.union(from as u32 / 2, to as u32 / 2);
            next[from].push((to as u32, why));
        };
        for [one, other] in entails {
            lead(2 * at(*one), 2 * at(*other), Why::Entails);
            lead(2 * at(*other) + 1, 2 * at(*one) + 1, Why::EntailedBy);
        }
        for [one, other] in contradicts {
            lead(2 * at(*one), 2 * at(*other) + 1, Why::Contradicts);
            lead(2 * at(*other), 2 * at(*one) + 1, Why::Contradicts);
        }
        for sides in &mut next {
            sides.sort_unstable_by_key(|(side, why)| (*side, *why as u8));
            sides.dedup();
        }
        let sides = 0..next.len();
        Self {
            follows: sides.map(|side| closure(side as u32, &next)).collect(),
            families: families.into_labeling(),
            claims: all,
        }
    }

    /// The side of a claim: 0 supports, 1 opposes.
    pub(super) fn side_of(&self, claim: EntityId, stance: u32) -> u32 {
        // Claims are terms, and those are counted in 32 bits.
        2 * self.claims.partition_point(|other| *other < claim) as u32 + stance
    }

    /// The claim of a side.
    pub(super) fn claim(&self, side: u32) -> EntityId {
        self.claims[(side / 2) as usize]
    }

    /// What follows from a side, the nearest first, beginning with itself. A side leads back to
    /// itself where claims entail each other; nothing is there twice.
    pub(super) fn from(&self, side: u32) -> &[Step] {
        self.follows.get(side as usize).map_or(&[], Vec::as_slice)
    }

    /// The family of a claim: a number that connected claims share.
    pub(super) fn family(&self, claim: EntityId) -> u32 {
        self.families[self.claims.partition_point(|other| *other < claim)]
    }
}

/// Breadth first, so that the chain to each side is a shortest one.
fn closure(start: u32, next: &[Vec<(u32, Why)>]) -> Vec<Step> {
    let mut steps = vec![Step {
        side: start,
        from: 0,
        why: Why::Said,
    }];
    let mut seen = rustc_hash::FxHashSet::from_iter([start]);
    let mut ahead = VecDeque::from([0_u32]);
    while let Some(from) = ahead.pop_front() {
        for &(side, why) in &next[steps[from as usize].side as usize] {
            if seen.insert(side) {
                ahead.push_back(steps.len() as u32);
                steps.push(Step { side, from, why });
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Claims 0, 2, 4, ...: what follows from a side as (claim, opposed).
    fn follows(
        entails: &[[EntityId; 2]],
        contradicts: &[[EntityId; 2]],
        claim: EntityId,
        stance: u32,
    ) -> Vec<(EntityId, bool)> {
        let follow = Follow::between(&[0, 2, 4, 6, 8], entails, contradicts);
        let steps = follow.from(follow.side_of(claim, stance)).iter();
        let mut sides: Vec<_> = steps
            .map(|step| (follow.claim(step.side), step.side % 2 == 1))
            .collect();
        sides.sort_unstable();
        sides
    }

    #[test]
    fn support_follows_entailment_and_opposes_contraries_and_what_entails_them() {
        // 0 entails 2, which contradicts 4, which 6 entails.
        let (entails, contradicts) = ([[0, 2], [6, 4]], [[4, 2]]);
        let all = [(0, false), (2, false), (4, true), (6, true)];
        assert_eq!(follows(&entails, &contradicts, 0, 0), all);
        // Opposing 2 opposes what entails it, and supports nothing.
        assert_eq!(
            follows(&entails, &contradicts, 2, 1),
            [(0, true), (2, true)]
        );
        assert_eq!(follows(&entails, &contradicts, 8, 0), [(8, false)]);
    }

    #[test]
    fn circles_end() {
        let entails = [[0, 2], [2, 4], [4, 0], [6, 6]];
        let all = [(0, false), (2, false), (4, false)];
        assert_eq!(follows(&entails, &[], 2, 0), all);
        assert_eq!(follows(&entails, &[[8, 8]], 8, 0), [(8, false), (8, true)]);
    }

    #[test]
    fn connected_claims_are_a_family() {
        let follow = Follow::between(&[0, 2, 4, 6, 8], &[[0, 2]], &[[2, 4]]);
        let families = [0, 2, 4, 6, 8].map(|claim| follow.family(claim));
        assert_eq!(families[0], families[1]);
        assert_eq!(families[1], families[2]);
        assert_ne!(families[2], families[3]);
        assert_ne!(families[3], families[4]);
    }
}
