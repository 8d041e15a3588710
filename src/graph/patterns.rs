//! Triple patterns as ranges of the three sorted orders.

use super::format::Section;
use super::{Graph, TermId};

/// One of the three orders that triples are sorted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Spo,
    Pos,
    Osp,
}

impl Order {
    pub(super) const ALL: [Self; 3] = [Self::Spo, Self::Pos, Self::Osp];

    pub(super) fn sections(self) -> (Section, Section) {
        match self {
            Self::Spo => (Section::SpoIndex, Section::SpoPairs),
            Self::Pos => (Section::PosIndex, Section::PosPairs),
            Self::Osp => (Section::OspIndex, Section::OspPairs),
        }
    }

    /// Subject, predicate, object in this order.
    pub(super) fn arrange<T>(self, [s, p, o]: [T; 3]) -> [T; 3] {
        match self {
            Self::Spo => [s, p, o],
            Self::Pos => [p, o, s],
            Self::Osp => [o, s, p],
        }
    }

    /// The reverse of [`Order::arrange`].
    fn restore(self, [first, second, third]: [TermId; 3]) -> [TermId; 3] {
        match self {
            Self::Spo => [first, second, third],
            Self::Pos => [third, first, second],
            Self::Osp => [second, third, first],
        }
    }
}

/// The triples that match a pattern. Its length is known without counting.
#[derive(Debug, Clone)]
pub struct Matches<'a> {
    order: Order,
    index: &'a [u32],
    pairs: &'a [[u32; 2]],
    first: TermId,
    next: usize,
    end: usize,
}

impl<'a> Matches<'a> {
    pub(super) fn find(
        graph: &'a Graph,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
    ) -> Self {
        // Each order answers the patterns whose bound terms come first in it.
        let order = match (subject, predicate, object) {
            (Some(_), _, None) | (None, None, None) | (Some(_), Some(_), Some(_)) => Order::Spo,
            (None, Some(_), _) => Order::Pos,
            (_, None, Some(_)) => Order::Osp,
        };
        let (index, pairs) = graph.index(order);
        let [first, second, third] = order.arrange([subject, predicate, object]);
        let mut matches = Self {
            order,
            index,
            pairs,
            first: 0,
            next: 0,
            end: pairs.len(),
        };
        if let Some(first) = first {
            matches.narrow_first(first);
            if let Some(second) = second {
                matches.narrow(|pair| pair[0], second);
                if let Some(third) = third {
                    matches.narrow(|pair| pair[1], third);
                }
            }
        }
        matches
    }

    fn narrow_first(&mut self, first: TermId) {
        let at = |index: usize| self.index.get(index).map(|start| *start as usize);
        let range = at(first as usize).zip(at(first as usize + 1));
        // No such id, or a damaged index: nothing matches.
        let (next, end) = range
            .filter(|(a, b)| a <= b && *b <= self.pairs.len())
            .unwrap_or((0, 0));
        (self.first, self.next, self.end) = (first, next, end);
    }

    /// The part of the range where a column, sorted within it, has this value.
    fn narrow(&mut self, column: impl Fn(&[u32; 2]) -> u32, value: TermId) {
        let range = &self.pairs[self.next..self.end];
        let start = range.partition_point(|pair| column(pair) < value);
        let length = range[start..].partition_point(|pair| column(pair) == value);
        self.next += start;
        self.end = self.next + length;
    }
}

impl Iterator for Matches<'_> {
    type Item = [TermId; 3];

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        while self.next >= *self.index.get(self.first as usize + 1)? as usize {
            self.first += 1;
        }
        let [second, third] = *self.pairs.get(self.next)?;
        self.next += 1;
        Some(self.order.restore([self.first, second, third]))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let length = self.end - self.next;
        (length, Some(length))
    }
}

impl ExactSizeIterator for Matches<'_> {}
