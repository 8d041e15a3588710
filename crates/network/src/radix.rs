//! Sorting by whole numbers in linear time.

/// Digits of this many bits: their counts fit the fastest memory.
const BITS: u32 = 11;
const DIGITS: usize = 1 << BITS;

/// Sorts by a key of at most `greatest`, keeping the order of equals: a least-significant-digit
/// radix sort. `spare` is room to work in.
pub(super) fn sort_by_key<T: Copy>(
    items: &mut Vec<T>,
    spare: &mut Vec<T>,
    greatest: u32,
    key: impl Fn(&T) -> u32,
) {
    let bits = u32::BITS - greatest.leading_zeros();
    for shift in (0..bits).step_by(BITS as usize) {
        let digit = |item: &T| (key(item) >> shift) as usize % DIGITS;
        let mut places = [0_usize; DIGITS];
        for item in items.iter() {
            places[digit(item)] += 1;
        }
        let mut start = 0;
        for place in &mut places {
            start += std::mem::replace(place, start);
        }
        spare.clear();
        // Every place is written over below.
        spare.extend_from_slice(items);
        for item in items.iter() {
            let place = &mut places[digit(item)];
            spare[*place] = *item;
            *place += 1;
        }
        std::mem::swap(items, spare);
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;

    #[test]
    fn it_sorts_and_keeps_the_order_of_equals() {
        let mut items: Vec<(u32, u32)> = (0..5000)
            .map(|n: u32| (n.wrapping_mul(2_654_435_761) % 70_001, n))
            .chain([(70_000, 1), (0, 2), (70_000, 0)])
            .collect();
        let mut expected = items.clone();
        expected.sort_by_key(|item| item.0);
        sort_by_key(&mut items, &mut Vec::new(), 70_000, |item| item.0);
        assert_eq!(items, expected);
    }
}
