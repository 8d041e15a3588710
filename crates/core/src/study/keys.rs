//! Rows that say the same as an earlier one, found by 128 bits of what they say.

use super::table::RowAt;
use rayon::prelude::*;

/// What two rows must not share, in 128 bits: with a thousand million rows, the chance that any two
/// different ones get the same is one in 10²⁰.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key([u64; 2]);

impl Key {
    /// The key of these fields. Nobody gains by choosing fields that collide, so it is a fast
    /// hash: two independent ones of 64 bits, which fold the product of what is read and a random
    /// odd number.
    pub(super) fn of<'f>(fields: impl IntoIterator<Item = &'f str>) -> Self {
        let mut state = [0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344];
        for field in fields {
            // The length first, so that no two lists of fields run together the same.
            mix(&mut state, field.len() as u64);
            for piece in field.as_bytes().chunks(8) {
                let mut word = [0; 8];
                word[..piece.len()].copy_from_slice(piece);
                mix(&mut state, u64::from_le_bytes(word));
            }
        }
        mix(&mut state, 0);
        Self(state)
    }

    /// What is a hash already.
    pub(super) fn from_digest(digest: [u8; 16]) -> Self {
        let number = u128::from_be_bytes(digest);
        Self([(number >> 64) as u64, number as u64])
    }
}

fn mix(state: &mut [u64; 2], word: u64) {
    const RANDOM: [u64; 2] = [0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB];
    for (half, random) in state.iter_mut().zip(RANDOM) {
        // Multiplying by an odd number loses nothing of what differs, folding spreads it.
        let product = u128::from(*half ^ word) * u128::from(random);
        *half = (product as u64).wrapping_add(random) ^ (product >> 64) as u64;
    }
}

/// A row and its keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keyed<const N: usize> {
    pub(super) keys: [Key; N],
    pub(super) byte: u64,
    pub(super) line: u64,
}

impl<const N: usize> Keyed<N> {
    pub(super) fn new(keys: [Key; N], at: RowAt) -> Self {
        Self {
            keys,
            byte: at.byte,
            line: at.line,
        }
    }

    /// Where the row is.
    pub(super) fn at(&self) -> RowAt {
        RowAt {
            byte: self.byte,
            line: self.line,
            in_block: 0,
        }
    }
}

/// The rows that share a key with an earlier one, in order, each with the line of the first.
pub(super) fn repeated<const N: usize>(rows: &mut [Keyed<N>], key: usize) -> Vec<(RowAt, u64)> {
    rows.par_sort_unstable_by_key(|row| (row.keys[key], row.byte));
    let mut found: Vec<(RowAt, u64)> = rows
        .chunk_by(|one, other| one.keys[key] == other.keys[key])
        .flat_map(|same| same[1..].iter().map(|row| (row.at(), same[0].line)))
        .collect();
    found.sort_unstable_by_key(|(at, _)| at.byte);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn keys_of_different_fields_differ() {
        let numbers: Vec<String> = (0..40_000).map(|number: u32| number.to_string()).collect();
        let halves = |half: usize| {
            let keys = numbers
                .iter()
                .map(|number| Key::of([number.as_str(), ""]).0[half]);
            keys.collect::<HashSet<u64>>().len()
        };
        assert_eq!((halves(0), halves(1)), (numbers.len(), numbers.len()));
        assert_ne!(Key::of(["ab", "c"]), Key::of(["a", "bc"]));
        assert_ne!(Key::of(["a", ""]), Key::of(["a"]));
        assert_ne!(Key::of(["a\0"]), Key::of(["a"]));
    }

    #[test]
    fn each_row_is_told_of_the_first() {
        let row = |text, byte| Keyed {
            keys: [Key::of([text])],
            byte,
            line: byte + 1,
        };
        let mut rows = [
            row("b", 9),
            row("a", 3),
            row("b", 5),
            row("b", 7),
            row("c", 1),
        ];
        let found: Vec<(u64, u64)> = repeated(&mut rows, 0)
            .iter()
            .map(|(at, line)| (at.byte, *line))
            .collect();
        assert_eq!(found, [(7, 6), (9, 6)]);
    }
}
