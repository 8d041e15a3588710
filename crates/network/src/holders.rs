//! For each claim, who holds one side of it.

use super::count::{Cell, Counts};

/// The nodes that take one side of each claim, ascending, with how often: in one list, so that
/// walking over the holders of a claim is reading on.
pub(super) struct Holders {
    /// Node and count.
    entries: Vec<[u32; 2]>,
    /// Where each claim's entries begin, and where the last one's end.
    starts: Vec<usize>,
}

impl Holders {
    /// The holders of the side that `side` counts.
    pub(super) fn of(counts: &Counts, side: impl Fn(&Cell) -> u32) -> Self {
        let mut starts = vec![0; counts.claims.len() + 1];
        for node in 0..counts.node_count() {
            for cell in counts.of_node(node) {
                starts[cell.claim as usize + 1] += usize::from(side(cell) > 0);
            }
        }
        for claim in 1..starts.len() {
            starts[claim] += starts[claim - 1];
        }
        let mut entries = vec![[0; 2]; starts.last().copied().unwrap_or(0)];
        let mut next = starts.clone();
        for node in 0..counts.node_count() {
            for cell in counts.of_node(node) {
                let count = side(cell);
                if count > 0 {
                    let place = &mut next[cell.claim as usize];
                    entries[*place] = [node, count];
                    *place += 1;
                }
            }
        }
        Self { entries, starts }
    }

    /// How many hold this side of a claim.
    pub(super) fn count(&self, claim: u32) -> usize {
        let claim = claim as usize;
        let range = self.starts.get(claim).zip(self.starts.get(claim + 1));
        range.map_or(0, |(start, end)| end - start)
    }

    /// Holders of a claim from this node on.
    pub(super) fn from(&self, claim: u32, node: u32) -> &[[u32; 2]] {
        let claim = claim as usize;
        let range = self.starts.get(claim).zip(self.starts.get(claim + 1));
        let holders = range.and_then(|(start, end)| self.entries.get(*start..*end));
        let holders = holders.unwrap_or(&[]);
        &holders[holders.partition_point(|holder| holder[0] < node)..]
    }
}
