//! Frustration: what would have to change for two camps to be wholly at one inside and at odds with
//! each other (F. Harary 1959's line index of balance; P. Doreian, A. Mrvar 2009, "Partitioning
//! signed social networks", doi:10.1016/j.socnet.2008.08.001; S. Aref, M. C. Wilson 2018, "Measuring
//! partial balance in signed networks", doi:10.1093/comnet/cnx044).
//!
//! Nodes are parted into two camps. A tie crosses the rule if it is disagreement inside a camp or
//! agreement between the camps. Frustration is the least weight that has to cross, over all ways of
//! parting. To find it is NP-hard: with up to [`EXACT_UP_TO`] nodes all ways are tried; beyond, nodes
//! change sides one by one while that helps, from several beginnings, so that what comes out is an
//! upper bound.

use super::ties::{Adjacency, SignedTies};
use demarche_core::random::Random;

/// Up to so many nodes with ties, every way of parting them is tried.
pub const EXACT_UP_TO: usize = 16;
/// Beginnings at random, at most.
const STARTS: usize = 12;
/// All beginnings together go over so many pairs, if those from coalitions do not already.
const PAIRS_IN_ALL: usize = 2_000_000;
/// Sets these random numbers apart from others of the same seed.
const KIND: u64 = 0x6672_7573;

/// What crosses the rule of two camps, for the camps that keep it best.
#[derive(Debug, Clone, PartialEq)]
pub struct Frustration {
    /// Weight of the ties that cross: disagreement inside the camps, agreement between them.
    pub weight: f64,
    /// The same as a share of the weight of all ties, 0 to 1.
    pub share: f64,
    /// The camp of each node with ties: 1, the larger, or 2.
    pub camps: Vec<Option<u32>>,
    /// Of each node, the weight of its ties that cross.
    pub crossing: Vec<f64>,
    /// Whether no parting can be better; otherwise none better was found.
    pub exact: bool,
}

impl Frustration {
    /// Looks for the two camps that least weight crosses, from these coalitions and from beginnings
    /// that the seed draws. `None` without ties.
    ///
    /// ```
    /// use demarche_network::measures::{Frustration, Pair, SignedTies};
    /// let pair = |ends, agreement, disagreement| Pair { ends, agreement, disagreement };
    /// // Three that all disagree: two of them have to share a camp.
    /// let ties = SignedTies::new(3, [
    ///     pair([0, 1], 0.0, 3.0), pair([0, 2], 0.0, 2.0), pair([1, 2], 0.0, 1.0),
    /// ]);
    /// let found = Frustration::of(&ties, &[], 0).unwrap();
    /// assert_eq!((found.weight, found.exact), (1.0, true));
    /// assert_eq!(found.camps, [Some(2), Some(1), Some(1)]);
    /// ```
    pub fn of(ties: &SignedTies, coalitions: &[Option<u32>], seed: u64) -> Option<Self> {
        if ties.pairs().is_empty() {
            return None;
        }
        let camps = Camps::new(ties);
        let tied: Vec<usize> = (0..camps.net.nodes())
            .filter(|node| !camps.net.of_node(*node).is_empty())
            .collect();
        let exact = tied.len() <= EXACT_UP_TO;
        let sides = if exact {
            camps.try_all(&tied)
        } else {
            camps.search(ties, coalitions, seed)
        };
        Some(Self::of_sides(ties, &sides, exact))
    }

    fn of_sides(ties: &SignedTies, sides: &[bool], exact: bool) -> Self {
        let mut crossing = vec![0.0; sides.len()];
        let mut weight = 0.0;
        for pair in ties.pairs() {
            let crosses = crossing_weight(pair.ends, sides, [pair.agreement, pair.disagreement]);
            weight += crosses;
            for end in pair.ends {
                crossing[end as usize] += crosses;
            }
        }
        let groups: Vec<Option<u32>> = ties
            .tied()
            .into_iter()
            .zip(sides)
            .map(|(tied, side)| tied.then_some(u32::from(*side)))
            .collect();
        Self {
            weight,
            share: weight / ties.weights().iter().sum::<f64>(),
            camps: super::coalitions::ranked(&groups).0,
            crossing,
            exact,
        }
    }
}

fn crossing_weight(ends: [u32; 2], sides: &[bool], [agreement, disagreement]: [f64; 2]) -> f64 {
    let [one, other] = ends.map(|end| sides[end as usize]);
    if one == other {
        disagreement
    } else {
        agreement
    }
}

/// A network whose nodes take one of two sides.
struct Camps {
    /// Agreement less disagreement of each pair.
    net: Adjacency,
    /// Less than this is no gain.
    least: f64,
}

impl Camps {
    fn new(ties: &SignedTies) -> Self {
        Self {
            net: Adjacency::of(ties, |pair| Some(pair.net())),
            least: 1e-12 * ties.weights().iter().sum::<f64>(),
        }
    }

    /// How much less would cross if a node changed sides.
    fn gain(&self, node: usize, sides: &[bool]) -> f64 {
        let ties = self.net.of_node(node).iter();
        let signed = ties.map(|(other, net)| match sides[*other as usize] == sides[node] {
            true => -net,
            false => *net,
        });
        signed.sum()
    }

    /// All ways of parting, each by one change of sides after the other (a Gray code).
    fn try_all(&self, tied: &[usize]) -> Vec<bool> {
        let mut sides = vec![false; self.net.nodes()];
        let (mut gained, mut best) = (0.0, (0.0, sides.clone()));
        // The last one stays where it is: the other half are the same ways with sides exchanged.
        for step in 1_u32..1 << (tied.len().max(1) - 1) {
            let node = tied[step.trailing_zeros() as usize];
            gained += self.gain(node, &sides);
            sides[node] = !sides[node];
            if gained > best.0 + self.least {
                best = (gained, sides.clone());
            }
        }
        best.1
    }

    /// The best of what is reached from coalitions and from random sides.
    fn search(&self, ties: &SignedTies, coalitions: &[Option<u32>], seed: u64) -> Vec<bool> {
        let nodes = self.net.nodes();
        let random = (PAIRS_IN_ALL / ties.pairs().len()).min(STARTS);
        let mut starts = vec![sides_of(ties, coalitions)];
        starts.extend((0..random).map(|start| {
            let mut random = Random::of(seed, KIND, start);
            (0..nodes).map(|_| random.below(2) == 1).collect()
        }));
        let mut best: Option<(f64, Vec<bool>)> = None;
        for mut sides in starts {
            self.settle(&mut sides);
            let weight = ties.pairs().iter().map(|pair| {
                crossing_weight(pair.ends, &sides, [pair.agreement, pair.disagreement])
            });
            let weight: f64 = weight.sum();
            if best
                .as_ref()
                .is_none_or(|(least, _)| weight < least - self.least)
            {
                best = Some((weight, sides));
            }
        }
        best.map(|(_, sides)| sides).unwrap_or_default()
    }

    /// Lets nodes change sides, in turn, until none gains by it.
    fn settle(&self, sides: &mut [bool]) {
        let mut moved = true;
        while moved {
            moved = false;
            for node in 0..sides.len() {
                if self.gain(node, sides) > self.least {
                    sides[node] = !sides[node];
                    moved = true;
                }
            }
        }
    }
}

/// Sides for whole coalitions: each, from the largest, goes where it is less at odds with those
/// before it.
fn sides_of(ties: &SignedTies, coalitions: &[Option<u32>]) -> Vec<bool> {
    let of = |node: usize| coalitions.get(node).copied().flatten().unwrap_or(0) as usize;
    let nodes = ties.nodes() as usize;
    let count = (0..nodes).map(of).max().unwrap_or(0) + 1;
    // By the later of two coalitions: the earlier one, and what they agree less disagree.
    let mut between: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
    for pair in ties.pairs() {
        let [one, other] = pair.ends.map(|end| of(end as usize));
        between[one.max(other)].push((one.min(other), pair.net()));
    }
    let mut sides = vec![false; count];
    for coalition in 0..count {
        let signed = between[coalition]
            .iter()
            .filter(|(earlier, _)| *earlier < coalition);
        let pull: f64 = signed
            .map(|(earlier, net)| if sides[*earlier] { *net } else { -net })
            .sum();
        sides[coalition] = pull > 0.0;
    }
    (0..nodes).map(|node| sides[of(node)]).collect()
}
