//! Coalitions: the partition of most signed modularity that Leiden moves find from several starts.
//!
//! Finding the best partition of all is NP-hard (U. Brandes and others 2008, "On Modularity
//! Clustering", doi:10.1109/TKDE.2007.190689). So the moves begin several times, in another order
//! each time, and the best result stays; the orders come from the seed, so that it is always the
//! same. Where few nodes have ties, all partitions are tried, and the best of all is found. Only `+ - * /` and `sqrt` are used, in a fixed order: every machine finds the same.

use super::leiden::{Level, optimise};
use super::modularity::modularity;
use super::ties::SignedTies;
use demarche_core::random::Random;
use rayon::prelude::*;
use std::cmp::Reverse;

/// Starts at most.
const STARTS: usize = 16;
/// All starts together go over so many pairs, if one start does not already.
const PAIRS_IN_ALL: usize = 2_000_000;
/// Sets these random numbers apart from others of the same seed.
const KIND: u64 = 0x636f_616c;

/// The coalitions of a network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coalitions {
    /// The coalition of each node, from 1: the largest first, of equals the one with the first
    /// member. Nodes without ties are in none.
    pub of_nodes: Vec<Option<u32>>,
    /// Members of each coalition, in that order.
    pub sizes: Vec<u32>,
    /// Signed modularity at the resolution asked for, at most 1; `None` without ties.
    pub modularity: Option<f64>,
}

impl Coalitions {
    /// Finds the coalitions of a network. A higher `resolution` gives more and smaller ones; 1 is
    /// modularity as it is defined. The same ties, resolution and seed give the same coalitions.
    ///
    /// ```
    /// use demarche_network::measures::{Coalitions, Pair, SignedTies};
    /// let pair = |ends, agreement, disagreement| Pair { ends, agreement, disagreement };
    /// let ties = SignedTies::new(5, [
    ///     pair([0, 1], 3.0, 0.0), pair([1, 2], 1.0, 2.0), pair([2, 3], 2.0, 0.0),
    /// ]);
    /// let found = Coalitions::find(&ties, 1.0, 0);
    /// assert_eq!(found.of_nodes, [Some(1), Some(1), Some(2), Some(2), None]);
    /// ```
    pub fn find(ties: &SignedTies, resolution: f64, seed: u64) -> Self {
        if ties.pairs().is_empty() {
            return Self {
                of_nodes: vec![None; ties.nodes() as usize],
                ..Self::default()
            };
        }
        if let Some(all) = partitions(ties) {
            let all = all
                .iter()
                .map(|groups| Self::of_groups(ties, groups, resolution));
            return all.reduce(Self::better).unwrap_or_default();
        }
        let level = Level::of(ties, resolution);
        let starts = (PAIRS_IN_ALL / ties.pairs().len()).clamp(1, STARTS);
        let found: Vec<Self> = (0..starts)
            .into_par_iter()
            .map(|start| {
                let groups = optimise(&level, &mut Random::of(seed, KIND, start));
                Self::of_groups(ties, &groups, resolution)
            })
            .collect();
        found.into_iter().reduce(Self::better).unwrap_or_default()
    }

    /// The better of two; of equally good ones, the first: rounding must not choose.
    fn better(self, next: Self) -> Self {
        if next.modularity > self.modularity.map(above) {
            next
        } else {
            self
        }
    }

    fn of_groups(ties: &SignedTies, groups: &[u32], resolution: f64) -> Self {
        let of_nodes: Vec<Option<u32>> = ties
            .tied()
            .into_iter()
            .zip(groups)
            .map(|(tied, group)| tied.then_some(*group))
            .collect();
        let (of_nodes, sizes) = ranked(&of_nodes);
        Self {
            modularity: modularity(ties, &of_nodes, resolution),
            of_nodes,
            sizes,
        }
    }
}

/// Where so few nodes have ties, all partitions are tried: 877 of seven.
const TRIED_UP_TO: usize = 7;

/// Every partition of the nodes with ties, the one of a single group first; nothing where they are
/// more than a few.
fn partitions(ties: &SignedTies) -> Option<Vec<Vec<u32>>> {
    let tied = ties.tied();
    if tied.iter().filter(|tied| **tied).count() > TRIED_UP_TO {
        return None;
    }
    // Each node joins a group that is there or opens the next one. Without ties, it does not count.
    let mut all = vec![(Vec::new(), 0)];
    for tied in tied {
        all = all
            .into_iter()
            .flat_map(|(groups, open): (Vec<u32>, u32)| {
                (0..if tied { open + 1 } else { 1 }).map(move |group| {
                    let mut groups = groups.clone();
                    groups.push(group);
                    let opened = tied && group == open;
                    (groups, open + u32::from(opened))
                })
            })
            .collect();
    }
    Some(all.into_iter().map(|(groups, _)| groups).collect())
}

fn above(modularity: f64) -> f64 {
    modularity + 1e-12
}

/// Numbers groups below the number of nodes from 1, the largest first, of equals the one with the
/// first member; and how large each is.
pub(super) fn ranked(groups: &[Option<u32>]) -> (Vec<Option<u32>>, Vec<u32>) {
    // Size and first member of each group.
    let mut found = vec![(0_u32, 0_u32); groups.len()];
    for (node, group) in (0..).zip(groups) {
        if let Some(group) = group {
            let found = &mut found[*group as usize];
            if found.0 == 0 {
                found.1 = node;
            }
            found.0 += 1;
        }
    }
    let mut order: Vec<u32> = (0..groups.len() as u32)
        .filter(|group| found[*group as usize].0 > 0)
        .collect();
    order.sort_by_key(|group| {
        let (size, first) = found[*group as usize];
        (Reverse(size), first)
    });
    let mut numbers = vec![0; groups.len()];
    for (number, group) in (1..).zip(&order) {
        numbers[*group as usize] = number;
    }
    let number = |group: &Option<u32>| group.map(|group| numbers[group as usize]);
    (
        groups.iter().map(number).collect(),
        order.iter().map(|group| found[*group as usize].0).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::Pair;

    fn pair(ends: [u32; 2], agreement: f64, disagreement: f64) -> Pair {
        Pair {
            ends,
            agreement,
            disagreement,
        }
    }

    #[test]
    fn coalitions_are_numbered_by_size_then_first_member() {
        let groups = [Some(2), Some(0), Some(0), None, Some(2), Some(1)];
        let (numbers, sizes) = ranked(&groups);
        assert_eq!(numbers, [Some(1), Some(2), Some(2), None, Some(1), Some(3)]);
        assert_eq!(sizes, [2, 2, 1]);
    }

    #[test]
    fn without_ties_there_are_none() {
        let found = Coalitions::find(&SignedTies::new(2, []), 1.0, 0);
        assert_eq!(found.of_nodes, [None, None]);
        assert_eq!(found.modularity, None);
        assert_eq!(
            Coalitions::find(&SignedTies::default(), 1.0, 0).of_nodes,
            []
        );
    }

    #[test]
    fn common_opponents_make_a_coalition() {
        // Nobody agrees with anybody.
        let against = |ends| pair(ends, 0.0, 1.0);
        let ties = SignedTies::new(
            4,
            [
                against([0, 1]),
                against([1, 2]),
                against([2, 3]),
                against([0, 3]),
            ],
        );
        let found = Coalitions::find(&ties, 1.0, 0);
        assert_eq!(found.of_nodes, [Some(1), Some(2), Some(1), Some(2)]);
        assert_eq!(found.modularity, Some(0.5));
    }

    #[test]
    fn a_higher_resolution_gives_more() {
        let ring = (0..30).map(|node| pair([node, (node + 1) % 30], 1.0, 0.0));
        let ties = SignedTies::new(30, ring);
        let count = |resolution| Coalitions::find(&ties, resolution, 0).sizes.len();
        assert!(count(0.2) < count(1.0) && count(1.0) < count(4.0));
    }
}
