//! Numbers in as few bytes as hold them all: one, two or four each.

use std::ops::Range;

/// Numbers as they lie in memory, all of the same width.
#[derive(Debug, Clone, Copy)]
pub enum Packed<'a> {
    /// Numbers below 2⁸.
    Bytes(&'a [u8]),
    /// Numbers below 2¹⁶.
    Shorts(&'a [u16]),
    /// All others.
    Words(&'a [u32]),
}

impl Packed<'_> {
    /// Returns the number at a position, `None` past the end.
    pub fn get(self, at: usize) -> Option<u32> {
        match self {
            Self::Bytes(all) => all.get(at).map(|number| u32::from(*number)),
            Self::Shorts(all) => all.get(at).map(|number| u32::from(*number)),
            Self::Words(all) => all.get(at).copied(),
        }
    }

    /// Returns all numbers, each passed through `read`.
    pub fn unpack(self, read: impl Fn(u32) -> u32) -> Vec<u32> {
        match self {
            Self::Bytes(all) => all.iter().map(|number| read((*number).into())).collect(),
            Self::Shorts(all) => all.iter().map(|number| read((*number).into())).collect(),
            Self::Words(all) => all.iter().map(|number| read(*number)).collect(),
        }
    }

    /// Returns the first position in a sorted range from which on no number is below `number`.
    pub fn partition_point(self, range: Range<usize>, number: u32) -> usize {
        fn below<T: Copy + Into<u32>>(all: &[T], range: Range<usize>, number: u32) -> usize {
            let range = all.get(range).unwrap_or(&[]);
            range.partition_point(|other| (*other).into() < number)
        }
        range.start
            + match self {
                Self::Bytes(all) => below(all, range, number),
                Self::Shorts(all) => below(all, range, number),
                Self::Words(all) => below(all, range, number),
            }
    }
}
