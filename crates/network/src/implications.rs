//! What follows from a stance: worked out once for all claims of a graph.

use super::NetworkError;
use super::claim_side::ClaimSide;
use demarche_core::statements::{Corpus, EntityId};
use petgraph::unionfind::UnionFind;
use std::collections::VecDeque;

/// What follows from all sides together, and the claims that all statements together count on, are
/// no more than this: a quarter of a gigabyte of the first, a gigabyte of the second.
pub(super) const MOST_IMPLIED: usize = 20_000_000;

/// The links between sides that are gone along for all sides together: some seconds.
const MOST_LINKS_FOLLOWED: u64 = 2_000_000_000;

/// What follows from supporting or opposing each claim that statements are about.
#[derive(Debug)]
pub(super) struct Implications {
    /// All claims that entail, are entailed or are contradicted, or that were asked for, by IRI.
    claims: Vec<EntityId>,
    /// For each side of a claim that was asked for all that follows, itself first. Nothing for
    /// other claims.
    follows: Vec<Vec<Step>>,
    families: Vec<u32>,
}

/// A side that follows from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// The side, by the position of its claim in [`Implications`].
    pub(super) side: ClaimSide,
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

impl Implications {
    /// Works out what follows from either side of each of `claims`: those that statements are about.
    ///
    /// # Errors
    /// [`NetworkError::TooMuchImplied`] where claims entail and contradict each other so densely that
    /// this would take more than seconds, or hundreds of megabytes.
    pub(super) fn new(corpus: &dyn Corpus, claims: &[EntityId]) -> Result<Self, NetworkError> {
        Self::between(claims, &corpus.entailments(), &corpus.contradictions())
    }

    fn between(
        claims: &[EntityId],
        entails: &[[EntityId; 2]],
        contradicts: &[[EntityId; 2]],
    ) -> Result<Self, NetworkError> {
        let mut all = claims.to_vec();
        all.extend(entails.iter().chain(contradicts).flatten());
        all.sort_unstable();
        all.dedup();
        // Each was put in. Claims are terms, and those are counted in 32 bits.
        let at = |claim: EntityId| all.partition_point(|other| *other < claim) as u32;
        let mut links = Links {
            next: vec![Vec::new(); 2 * all.len()],
            seen: vec![u32::MAX; 2 * all.len()],
            followed: 0,
        };
        let mut families = UnionFind::<u32>::new(all.len());
        let mut lead = |from: ClaimSide, to: ClaimSide, why: Why| {
            families.union(from.claim(), to.claim());
            links.next[from.number() as usize].push((to, why));
        };
        let supports = |claim: EntityId| ClaimSide::new(at(claim), false);
        let opposes = |claim: EntityId| ClaimSide::new(at(claim), true);
        for [one, other] in entails {
            lead(supports(*one), supports(*other), Why::Entails);
            lead(opposes(*other), opposes(*one), Why::EntailedBy);
        }
        for [one, other] in contradicts {
            lead(supports(*one), opposes(*other), Why::Contradicts);
            lead(supports(*other), opposes(*one), Why::Contradicts);
        }
        for sides in &mut links.next {
            sides.sort_unstable_by_key(|(side, why)| (*side, *why as u8));
            sides.dedup();
        }
        let mut follows = vec![Vec::new(); 2 * all.len()];
        let mut steps = 0;
        for claim in claims {
            for side in [supports(*claim), opposes(*claim)] {
                let from_side = links.closure(side);
                steps += from_side.len();
                // A side alone follows from itself, which costs no more than the claims do.
                if steps > MOST_IMPLIED.max(2 * all.len()) || links.followed > MOST_LINKS_FOLLOWED {
                    return Err(NetworkError::TooMuchImplied);
                }
                follows[side.number() as usize] = from_side;
            }
        }
        Ok(Self {
            follows,
            families: families.into_labeling(),
            claims: all,
        })
    }

    /// The side of a claim.
    pub(super) fn side_of(&self, claim: EntityId, opposing: bool) -> ClaimSide {
        // Claims are terms, and those are counted in 32 bits.
        let at = self.claims.partition_point(|other| *other < claim) as u32;
        ClaimSide::new(at, opposing)
    }

    /// The claim of a side.
    pub(super) fn claim(&self, side: ClaimSide) -> EntityId {
        self.claims[side.claim() as usize]
    }

    /// What follows from a side, the nearest first, beginning with itself. A side leads back to
    /// itself where claims entail each other; nothing is there twice.
    pub(super) fn from(&self, side: ClaimSide) -> &[Step] {
        let follows = self.follows.get(side.number() as usize);
        follows.map_or(&[], Vec::as_slice)
    }

    /// The family of a claim: a number that connected claims share.
    pub(super) fn family(&self, claim: EntityId) -> u32 {
        self.families[self.claims.partition_point(|other| *other < claim)]
    }
}

/// Which sides follow directly from each side.
struct Links {
    /// By the numbers of sides.
    next: Vec<Vec<(ClaimSide, Why)>>,
    /// For each side the last one whose closure came by: no set has to be emptied.
    seen: Vec<u32>,
    /// How many links were gone along.
    followed: u64,
}

impl Links {
    /// Returns all that follows from a side. Breadth first, so that the chain to each side is a
    /// shortest one, and without recursion, however long the chain.
    fn closure(&mut self, start: ClaimSide) -> Vec<Step> {
        let mut steps = vec![Step {
            side: start,
            from: 0,
            why: Why::Said,
        }];
        self.seen[start.number() as usize] = start.number();
        let mut ahead = VecDeque::from([0_u32]);
        while let Some(from) = ahead.pop_front() {
            let next = &self.next[steps[from as usize].side.number() as usize];
            self.followed += next.len() as u64;
            for &(side, why) in next {
                let seen = &mut self.seen[side.number() as usize];
                if *seen != start.number() {
                    *seen = start.number();
                    ahead.push_back(steps.len() as u32);
                    steps.push(Step { side, from, why });
                }
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Claims 0, 2, 4, ...: what follows from a side as (claim, opposed).
    fn follows(
        entails: &[[EntityId; 2]],
        contradicts: &[[EntityId; 2]],
        claim: EntityId,
        opposing: bool,
    ) -> Vec<(EntityId, bool)> {
        let follow = Implications::between(&[0, 2, 4, 6, 8], entails, contradicts).unwrap();
        let steps = follow.from(follow.side_of(claim, opposing)).iter();
        let mut sides: Vec<_> = steps
            .map(|step| (follow.claim(step.side), step.side.is_opposing()))
            .collect();
        sides.sort_unstable();
        sides
    }

    #[test]
    fn support_follows_entailment_and_opposes_contraries_and_what_entails_them() {
        // 0 entails 2, which contradicts 4, which 6 entails.
        let (entails, contradicts) = ([[0, 2], [6, 4]], [[4, 2]]);
        let all = [(0, false), (2, false), (4, true), (6, true)];
        assert_eq!(follows(&entails, &contradicts, 0, false), all);
        // Opposing 2 opposes what entails it, and supports nothing.
        assert_eq!(
            follows(&entails, &contradicts, 2, true),
            [(0, true), (2, true)]
        );
        assert_eq!(follows(&entails, &contradicts, 8, false), [(8, false)]);
    }

    #[test]
    fn circles_end() {
        let entails = [[0, 2], [2, 4], [4, 0], [6, 6]];
        let all = [(0, false), (2, false), (4, false)];
        assert_eq!(follows(&entails, &[], 2, false), all);
        assert_eq!(
            follows(&entails, &[[8, 8]], 8, false),
            [(8, false), (8, true)]
        );
    }

    #[test]
    fn connected_claims_are_a_family() {
        let follow = Implications::between(&[0, 2, 4, 6, 8], &[[0, 2]], &[[2, 4]]).unwrap();
        let families = [0, 2, 4, 6, 8].map(|claim| follow.family(claim));
        assert_eq!(families[0], families[1]);
        assert_eq!(families[1], families[2]);
        assert_ne!(families[2], families[3]);
        assert_ne!(families[3], families[4]);
    }

    /// Each of `count` claims entails and contradicts all after it.
    fn dense(count: EntityId) -> Result<Implications, NetworkError> {
        let claims: Vec<EntityId> = (0..count).collect();
        let pairs: Vec<[EntityId; 2]> = claims
            .iter()
            .flat_map(|one| (one + 1..count).map(|other| [*one, other]))
            .collect();
        Implications::between(&claims, &pairs, &pairs)
    }

    /// 700 such claims take what their sides take, and no more: two million steps.
    #[test]
    fn dense_claims_take_what_follows_from_them_and_no_more() {
        let follow = dense(300).unwrap();
        let steps: usize = follow.follows.iter().map(Vec::len).sum();
        assert!(steps <= 4 * 300 * 300, "{steps}");
    }

    #[test]
    fn too_much_that_follows_is_refused_before_it_is_kept() {
        // Every side of a chain implies all after it: five thousand claims, 25 million steps.
        let chain: Vec<[EntityId; 2]> = (0..5_000).map(|claim| [claim, claim + 1]).collect();
        let claims: Vec<EntityId> = (0..=5_000).collect();
        let error = Implications::between(&claims, &chain, &[]).unwrap_err();
        assert!(matches!(error, NetworkError::TooMuchImplied), "{error}");
        // The same chain costs nothing where few statements are about it.
        assert!(Implications::between(&[0, 5_000], &chain, &[]).is_ok());
    }
}
