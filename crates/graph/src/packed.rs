//! Numbers in as few bytes as hold them all: one, two or four each.

use super::build::bytes_of;
use std::ops::Range;

/// Bytes that a position among so many takes.
pub(super) fn width_of(positions: u64) -> u64 {
    match positions {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

/// Numbers as they stand in a section.
#[derive(Clone, Copy)]
pub(super) enum Packed<'a> {
    Bytes(&'a [u8]),
    Shorts(&'a [u16]),
    Words(&'a [u32]),
}

impl<'a> Packed<'a> {
    /// The numbers of a section, of so many bytes each. Sections are aligned, and as long as the
    /// header's counts and the width ask for.
    pub(super) fn of(section: &'a [u8], width: u64) -> Self {
        match width {
            1 => Self::Bytes(section),
            2 => Self::Shorts(bytemuck::try_cast_slice(section).unwrap_or(&[])),
            _ => Self::Words(bytemuck::try_cast_slice(section).unwrap_or(&[])),
        }
    }

    pub(super) fn get(self, at: usize) -> Option<u32> {
        match self {
            Self::Bytes(all) => all.get(at).map(|number| u32::from(*number)),
            Self::Shorts(all) => all.get(at).map(|number| u32::from(*number)),
            Self::Words(all) => all.get(at).copied(),
        }
    }

    /// All of them, each passed through `read`.
    pub(super) fn unpack(self, read: impl Fn(u32) -> u32) -> Vec<u32> {
        match self {
            Self::Bytes(all) => all.iter().map(|number| read((*number).into())).collect(),
            Self::Shorts(all) => all.iter().map(|number| read((*number).into())).collect(),
            Self::Words(all) => all.iter().map(|number| read(*number)).collect(),
        }
    }

    /// The first place in a sorted range from which on numbers are not below this one.
    pub(super) fn partition_point(self, range: Range<usize>, number: u32) -> usize {
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

/// Numbers as a section has them, of so many bytes each. They fit.
pub(super) fn pack(numbers: &[u32], width: u64) -> Vec<u8> {
    match width {
        1 => numbers.iter().map(|number| *number as u8).collect(),
        2 => {
            let short: Vec<u16> = numbers.iter().map(|number| *number as u16).collect();
            bytes_of(&short)
        }
        _ => bytes_of(numbers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_read_again_in_every_width() {
        for most in [0, 0xFF, 0x100, 0xFFFF, 0x1_0000, 0x00FF_FFFF] {
            let numbers = [0, most / 2, most];
            let width = width_of(u64::from(most) + 1);
            let section = pack(&numbers, width);
            assert_eq!(section.len() as u64, 3 * width);
            // As in a file: aligned for the widest.
            let mut words = [0_u64; 2];
            let aligned: &mut [u8] = bytemuck::cast_slice_mut(&mut words);
            aligned[..section.len()].copy_from_slice(&section);
            let packed = Packed::of(&aligned[..section.len()], width);
            assert_eq!(packed.unpack(|number| number), numbers);
            assert_eq!(packed.get(2), Some(most));
            assert_eq!(packed.get(3), None);
            let first = numbers.iter().position(|number| *number == most);
            assert_eq!(Some(packed.partition_point(0..3, most)), first);
        }
    }
}
