//! Numbers in as few bytes as hold them all: one, two or four each.

use super::build::bytes_of;
use demarche_core::statements::Packed;

/// Bytes that a position among so many takes.
pub(super) fn width_of(positions: u64) -> u64 {
    match positions {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

/// The numbers of a section, of so many bytes each. Sections are aligned, and as long as the
/// header's counts and the width ask for.
pub(super) fn packed(section: &[u8], width: u64) -> Packed<'_> {
    match width {
        1 => Packed::Bytes(section),
        2 => Packed::Shorts(bytemuck::try_cast_slice(section).unwrap_or(&[])),
        _ => Packed::Words(bytemuck::try_cast_slice(section).unwrap_or(&[])),
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
            let packed = packed(&aligned[..section.len()], width);
            assert_eq!(packed.unpack(|number| number), numbers);
            assert_eq!(packed.get(2), Some(most));
            assert_eq!(packed.get(3), None);
            let first = numbers.iter().position(|number| *number == most);
            assert_eq!(Some(packed.partition_point(0..3, most)), first);
        }
    }
}
