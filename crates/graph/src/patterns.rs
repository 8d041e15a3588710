//! Triple patterns as ranges of the sorted orders.

use super::format::{Section, TermId};
use super::packed::packed;
use demarche_core::statements::Packed;
use std::ops::Range;

/// The sections that patterns are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Triples<'a> {
    rows: Rows<'a>,
    subject_index: &'a [u32],
    predicate_index: &'a [u32],
    group_objects: &'a [TermId],
    group_index: &'a [u32],
    group_subjects: &'a [TermId],
    object_index: &'a [u32],
    object_groups: &'a [u32],
}

/// A range of an index that a number leads into. Nothing where there is no such number, or where
/// the file is damaged and the range lies outside.
fn range(index: &[u32], number: usize, limit: usize) -> Range<usize> {
    match index.get(number..).and_then(|from| from.get(..2)) {
        Some(&[start, end]) if start <= end && end as usize <= limit => {
            start as usize..end as usize
        }
        _ => 0..0,
    }
}

impl<'a> Triples<'a> {
    /// Finds the sections of triples; the position of a predicate takes `width` bytes.
    pub(super) fn from_sections(section: impl Fn(Section) -> &'a [u8], width: u64) -> Self {
        // Sections are aligned.
        let numbers = |of| bytemuck::try_cast_slice(section(of)).unwrap_or(&[]);
        Self {
            rows: Rows {
                predicates: numbers(Section::Predicates),
                ordinals: packed(section(Section::SpoPredicates), width),
                objects: numbers(Section::SpoObjects),
            },
            subject_index: numbers(Section::SubjectIndex),
            predicate_index: numbers(Section::PredicateIndex),
            group_objects: numbers(Section::GroupObjects),
            group_index: numbers(Section::GroupIndex),
            group_subjects: numbers(Section::GroupSubjects),
            object_index: numbers(Section::ObjectIndex),
            object_groups: numbers(Section::ObjectGroups),
        }
    }

    fn ordinal(&self, predicate: TermId) -> Option<u32> {
        // Counted in 32 bits, as terms are.
        self.rows
            .predicates
            .binary_search(&predicate)
            .ok()
            .map(|at| at as u32)
    }

    fn groups_of(&self, ordinal: u32) -> Range<usize> {
        range(
            self.predicate_index,
            ordinal as usize,
            self.group_objects.len(),
        )
    }

    fn subjects_of(&self, group: usize) -> Range<usize> {
        range(self.group_index, group, self.group_subjects.len())
    }

    /// The objects of a predicate, ascending, and how many subjects each has.
    pub(super) fn value_counts(
        self,
        predicate: TermId,
    ) -> impl Iterator<Item = (TermId, usize)> + use<'a> {
        let groups = self.ordinal(predicate).map(|p| self.groups_of(p));
        groups.unwrap_or(0..0).filter_map(move |group| {
            let object = *self.group_objects.get(group)?;
            Some((object, self.subjects_of(group).len()))
        })
    }

    /// The group of a predicate and an object.
    fn group(&self, ordinal: u32, object: TermId) -> Option<usize> {
        let groups = self.groups_of(ordinal);
        let objects = self.group_objects.get(groups.clone())?;
        Some(groups.start + objects.binary_search(&object).ok()?)
    }

    /// The subjects of a predicate and an object, ascending.
    pub(super) fn subjects(&self, predicate: TermId, object: TermId) -> &'a [TermId] {
        let group = self.ordinal(predicate).and_then(|p| self.group(p, object));
        let range = group.map_or(0..0, |group| self.subjects_of(group));
        self.group_subjects.get(range).unwrap_or(&[])
    }
}

/// The triples that match a pattern, by the order that answers it. Its length is known without
/// going through them.
#[derive(Clone)]
pub struct Matches<'a> {
    left: usize,
    state: State<'a>,
}

/// Where a walk is. Each kind carries the sections it reads and no more: the evaluator makes
/// millions of them in a join.
#[derive(Clone)]
enum State<'a> {
    /// A stretch of one subject's triples, or those of them with one object.
    Subject {
        subject: TermId,
        object: Option<TermId>,
        next: usize,
        rows: Rows<'a>,
    },
    /// All triples, by subject.
    All {
        subject: TermId,
        subject_index: &'a [u32],
        next: usize,
        rows: Rows<'a>,
    },
    /// A stretch of the groups of one predicate.
    Predicate {
        predicate: TermId,
        group: usize,
        next: usize,
        group_index: &'a [u32],
        group_objects: &'a [TermId],
        group_subjects: &'a [TermId],
    },
    /// The subjects of one group.
    Group {
        predicate: TermId,
        object: TermId,
        subjects: std::slice::Iter<'a, TermId>,
    },
    /// The groups of one object, one after the other. Boxed: it is large, and rare.
    Groups(Box<Groups<'a>>),
}

/// The order by subject.
#[derive(Clone, Copy)]
struct Rows<'a> {
    predicates: &'a [TermId],
    /// The position of each triple's predicate among the predicates.
    ordinals: Packed<'a>,
    objects: &'a [TermId],
}

#[derive(Clone)]
struct Groups<'a> {
    triples: Triples<'a>,
    object: TermId,
    groups: std::slice::Iter<'a, u32>,
    predicate: TermId,
    subjects: std::slice::Iter<'a, TermId>,
}

impl<'a> Matches<'a> {
    pub(super) fn find(
        triples: &Triples<'a>,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
    ) -> Self {
        let (left, state) = match (subject, predicate, object) {
            (Some(subject), predicate, object) => triples.match_subject(subject, predicate, object),
            (None, Some(predicate), None) => triples.match_predicate(predicate),
            (None, Some(predicate), Some(object)) => {
                let subjects = triples.subjects(predicate, object);
                let state = State::Group {
                    predicate,
                    object,
                    subjects: subjects.iter(),
                };
                (subjects.len(), state)
            }
            (None, None, Some(object)) => triples.match_object(object),
            (None, None, None) => {
                let state = State::All {
                    subject: 0,
                    subject_index: triples.subject_index,
                    next: 0,
                    rows: triples.rows,
                };
                (triples.rows.objects.len(), state)
            }
        };
        Self { left, state }
    }
}

impl<'a> Triples<'a> {
    fn match_subject(
        &self,
        subject: TermId,
        predicate: Option<TermId>,
        object: Option<TermId>,
    ) -> (usize, State<'a>) {
        let mut range = range(
            self.subject_index,
            subject as usize,
            self.rows.objects.len(),
        );
        if let Some(predicate) = predicate {
            let ordinal = self.ordinal(predicate);
            range = ordinal.map_or(0..0, |ordinal| self.rows.of_predicate(range, ordinal));
        }
        let left = match object {
            None => range.len(),
            Some(object) => {
                let objects = self.rows.objects.get(range.clone()).unwrap_or(&[]);
                objects.iter().filter(|other| **other == object).count()
            }
        };
        let state = State::Subject {
            subject,
            object,
            next: range.start,
            rows: self.rows,
        };
        (left, state)
    }

    fn match_predicate(&self, predicate: TermId) -> (usize, State<'a>) {
        let groups = self.ordinal(predicate).map(|p| self.groups_of(p));
        let groups = groups.unwrap_or(0..0);
        let at = |group: usize| self.group_index.get(group).map_or(0, |at| *at as usize);
        let (start, end) = if groups.is_empty() {
            (0, 0)
        } else {
            (at(groups.start), at(groups.end))
        };
        let state = State::Predicate {
            predicate,
            group: groups.start,
            next: start,
            group_index: self.group_index,
            group_objects: self.group_objects,
            group_subjects: self.group_subjects,
        };
        let end = end.min(self.group_subjects.len());
        (end.saturating_sub(start), state)
    }

    fn match_object(&self, object: TermId) -> (usize, State<'a>) {
        let range = range(self.object_index, object as usize, self.object_groups.len());
        let groups = self.object_groups.get(range).unwrap_or(&[]);
        let length = |group: &u32| self.subjects_of(*group as usize).len();
        let state = State::Groups(Box::new(Groups {
            triples: *self,
            object,
            groups: groups.iter(),
            predicate: 0,
            subjects: [].iter(),
        }));
        (groups.iter().map(length).sum(), state)
    }

    /// The predicate that a group belongs to. In a damaged file, one there is none of.
    fn predicate_of(&self, group: usize) -> TermId {
        let index = self.predicate_index;
        let after = index.partition_point(|start| *start as usize <= group);
        let predicate = after
            .checked_sub(1)
            .and_then(|at| self.rows.predicates.get(at));
        predicate.copied().unwrap_or(TermId::MAX)
    }
}

impl Rows<'_> {
    /// The part of a subject's triples that has a predicate.
    fn of_predicate(&self, range: Range<usize>, ordinal: u32) -> Range<usize> {
        let start = self.ordinals.partition_point(range.clone(), ordinal);
        // A subject has few values of a predicate; most have one.
        let mut end = start;
        while end < range.end && self.ordinals.get(end) == Some(ordinal) {
            end += 1;
        }
        start..end
    }

    /// The predicate of a triple. In a damaged file, one there is none of.
    fn predicate_at(&self, at: usize) -> TermId {
        let ordinal = self.ordinals.get(at);
        let predicate = ordinal.and_then(|ordinal| self.predicates.get(ordinal as usize));
        predicate.copied().unwrap_or(TermId::MAX)
    }
}

impl Groups<'_> {
    fn next(&mut self) -> Option<[TermId; 3]> {
        loop {
            if let Some(subject) = self.subjects.next() {
                return Some([*subject, self.predicate, self.object]);
            }
            let group = *self.groups.next()? as usize;
            self.predicate = self.triples.predicate_of(group);
            let range = self.triples.subjects_of(group);
            let subjects = self.triples.group_subjects.get(range);
            self.subjects = subjects.unwrap_or(&[]).iter();
        }
    }
}

impl State<'_> {
    fn next(&mut self) -> Option<[TermId; 3]> {
        match self {
            Self::Subject {
                subject,
                object,
                next,
                rows,
            } => {
                let rest = rows.objects.get(*next..)?;
                let skipped = match object {
                    None => 0,
                    Some(object) => rest.iter().position(|other| other == object)?,
                };
                let at = *next + skipped;
                *next = at + 1;
                Some([*subject, rows.predicate_at(at), *rest.get(skipped)?])
            }
            Self::All {
                subject,
                subject_index,
                next,
                rows,
            } => {
                while *subject_index.get(*subject as usize + 1)? as usize <= *next {
                    *subject += 1;
                }
                let at = *next;
                *next += 1;
                Some([*subject, rows.predicate_at(at), *rows.objects.get(at)?])
            }
            Self::Predicate {
                predicate,
                group,
                next,
                group_index,
                group_objects,
                group_subjects,
            } => {
                while *group_index.get(*group + 1)? as usize <= *next {
                    *group += 1;
                }
                let subject = *group_subjects.get(*next)?;
                *next += 1;
                Some([subject, *predicate, *group_objects.get(*group)?])
            }
            Self::Group {
                predicate,
                object,
                subjects,
            } => Some([*subjects.next()?, *predicate, *object]),
            Self::Groups(groups) => groups.next(),
        }
    }
}

impl Iterator for Matches<'_> {
    type Item = [TermId; 3];

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let triple = self.state.next();
        if triple.is_none() {
            // A damaged file promised more than it holds.
            self.left = 0;
        }
        triple
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Matches<'_> {}
