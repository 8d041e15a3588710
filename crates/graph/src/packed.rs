//! Numbers in as few bytes as hold them all: one, two or four each.

use demarche_core::statements::Packed;

/// Returns the bytes that a position among so many takes: 1, 2 or 4.
pub(super) fn width_of(positions: u64) -> u64 {
    match positions {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

/// Reads a section of numbers that take `width` bytes each. Sections are aligned, and as long as the
/// header's counts and the width ask for.
pub(super) fn packed(section: &[u8], width: u64) -> Packed<'_> {
    match width {
        1 => Packed::Bytes(section),
        2 => Packed::Shorts(bytemuck::try_cast_slice(section).unwrap_or(&[])),
        _ => Packed::Words(bytemuck::try_cast_slice(section).unwrap_or(&[])),
    }
}

/// The content of a section that was made here. Each kind of number has its own vector, so that
/// the bytes are aligned for it, and a graph that was just built is read where it lies.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Bytes(Vec<u8>),
    Shorts(Vec<u16>),
    Words(Vec<u32>),
    Longs(Vec<u64>),
}

impl Content {
    /// Packs numbers that all fit into `width` bytes.
    pub(super) fn pack(numbers: Vec<u32>, width: u64) -> Self {
        match width {
            1 => Self::Bytes(numbers.into_iter().map(|number| number as u8).collect()),
            2 => Self::Shorts(numbers.into_iter().map(|number| number as u16).collect()),
            _ => Self::Words(numbers),
        }
    }

    /// Returns the content as it stands in the file.
    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Shorts(numbers) => bytemuck::cast_slice(numbers),
            Self::Words(numbers) => bytemuck::cast_slice(numbers),
            Self::Longs(numbers) => bytemuck::cast_slice(numbers),
        }
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
            let section = Content::pack(numbers.to_vec(), width);
            assert_eq!(section.as_bytes().len() as u64, 3 * width);
            let packed = packed(section.as_bytes(), width);
            assert_eq!(packed.unpack(|number| number), numbers);
            assert_eq!(packed.get(2), Some(most));
            assert_eq!(packed.get(3), None);
            let first = numbers.iter().position(|number| *number == most);
            assert_eq!(Some(packed.partition_point(0..3, most)), first);
        }
    }
}
