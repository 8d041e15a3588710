//! Sorting terms: by eight bytes at a time, on both cores.
//!
//! A study's IRIs share long beginnings, so comparing them whole reads the same bytes again and
//! again. Here what all share is stepped over once, the next eight bytes of each are its key, and
//! only terms with the same key are looked at further (multikey quicksort with cached characters:
//! Ng and Kakehi 2007, "Cache Efficient Radix Sort for String Sorting"). On 898,000 terms of 47
//! bytes on average it takes a fifth of the time of comparing them whole, on two cores.

use super::part::Collected;
use rayon::prelude::*;
use std::cmp::Ordering;

/// A term of one of several parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    key: u64,
    pub(super) part: u32,
    pub(super) number: u32,
}

/// Bytes of a key.
const KEY: usize = 8;
/// Up to so many terms are compared as they are.
const FEW: usize = 24;
/// From so many terms on, both cores sort.
const MANY: usize = 1 << 14;

/// The terms of all parts by their texts; the same text of several parts stands together.
pub(super) fn sorted_terms(parts: &[Collected]) -> Vec<Item> {
    let numbered = (0..).zip(parts);
    let mut items: Vec<Item> = numbered
        .flat_map(|(part, collected)| {
            // Interning stopped before 2³² terms.
            (0..collected.term_count() as u32).map(move |number| Item {
                key: 0,
                part,
                number,
            })
        })
        .collect();
    Sorter { parts }.sort(&mut items, 0);
    items
}

struct Sorter<'a> {
    parts: &'a [Collected],
}

impl Sorter<'_> {
    fn text(&self, item: &Item) -> &[u8] {
        self.parts[item.part as usize].text(item.number)
    }

    /// Sorts terms that share their first `depth` bytes.
    fn sort(&self, items: &mut [Item], depth: usize) {
        if items.len() <= FEW {
            items.sort_unstable_by(|a, b| self.text(a)[depth..].cmp(&self.text(b)[depth..]));
            return;
        }
        let depth = depth + self.shared(items, depth);
        if items.len() >= MANY {
            items.par_iter_mut().for_each(|item| {
                item.key = key(&self.text(item)[depth..]);
            });
            items.par_sort_unstable_by_key(|item| item.key);
        } else {
            for item in &mut *items {
                item.key = key(&self.text(item)[depth..]);
            }
            items.sort_unstable_by_key(|item| item.key);
        }
        for run in items.chunk_by_mut(|a, b| a.key == b.key) {
            if run.len() > 1 {
                self.sort_run(run, depth);
            }
        }
    }

    /// Sorts terms that share the eight bytes from `depth` on, as far as they have them. Those that
    /// end within the key come first, the shorter before the longer: where keys are equal, what is
    /// filled up with zeros is the beginning of what has them.
    fn sort_run(&self, run: &mut [Item], depth: usize) {
        let left = |item: &Item| self.text(item).len() - depth;
        if run.iter().all(|item| left(item) > KEY) {
            return self.sort(run, depth + KEY);
        }
        run.sort_unstable_by(|a, b| match (left(a), left(b)) {
            (one, other) if one > KEY && other > KEY => Ordering::Equal,
            (one, other) => one.cmp(&other),
        });
        let longer = run.partition_point(|item| left(item) <= KEY);
        self.sort(&mut run[longer..], depth + KEY);
    }

    /// How many bytes all share beyond `depth`.
    fn shared(&self, items: &[Item], depth: usize) -> usize {
        let Some((first, others)) = items.split_first() else {
            return 0;
        };
        let first = &self.text(first)[depth..];
        let mut shared = first.len();
        for other in others {
            shared = shared_bytes(&first[..shared], &self.text(other)[depth..]);
            if shared == 0 {
                break;
            }
        }
        shared
    }
}

/// How many bytes two texts begin with alike.
pub(super) fn shared_bytes(one: &[u8], other: &[u8]) -> usize {
    let words = one.chunks_exact(8).zip(other.chunks_exact(8));
    let same = 8 * words.take_while(|(a, b)| a == b).count();
    let rest = one[same..].iter().zip(&other[same..]);
    same + rest.take_while(|(a, b)| a == b).count()
}

/// The first eight bytes as a number that orders as they do, filled up with zeros.
fn key(text: &[u8]) -> u64 {
    let mut bytes = [0; KEY];
    let length = text.len().min(KEY);
    bytes[..length].copy_from_slice(&text[..length]);
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::part::GraphPart;
    use super::*;
    use crate::rdf::TripleSink;
    use proptest::prelude::*;

    fn sorted(parts: Vec<Vec<String>>) -> Vec<Vec<u8>> {
        let collect = |texts: Vec<String>| {
            let mut part = GraphPart::new();
            for text in &texts {
                part.plain(text);
            }
            part.into_collected().unwrap()
        };
        let parts: Vec<Collected> = parts.into_iter().map(collect).collect();
        let items = sorted_terms(&parts);
        let text = |item: &Item| parts[item.part as usize].text(item.number).to_vec();
        items.iter().map(text).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn terms_come_in_the_order_of_their_bytes(
            texts in prop::collection::vec("(https://a/b/c/){0,2}[\0a-c]{0,20}", 0..200),
            others in prop::collection::vec("[\0a]{0,9}", 0..50),
        ) {
            let found = sorted(vec![texts.clone(), others.clone()]);
            let distinct = |texts: Vec<String>| -> std::collections::BTreeSet<String> {
                texts.into_iter().map(|text| format!("S{text}")).collect()
            };
            let mut expected: Vec<Vec<u8>> = distinct(texts)
                .into_iter()
                .chain(distinct(others))
                .map(String::into_bytes)
                .collect();
            expected.sort();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn both_cores_give_the_same_order() {
        let texts: Vec<String> = (0..3 * MANY)
            .map(|n| format!("x{}", n * 7919 % MANY))
            .collect();
        let found = sorted(vec![texts]);
        assert_eq!(found.len(), MANY);
        assert!(found.is_sorted());
    }
}
