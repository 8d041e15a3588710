//! Triples in three orders.

use super::error::GraphError;
use super::format::TermId;
use super::packed::{Content, width_of};
use rayon::prelude::*;

/// The triples of a graph as its file keeps them. See [`super::format`].
pub(super) struct Indexes {
    pub(super) predicates: Vec<TermId>,
    subject_index: Vec<u32>,
    spo_predicates: Vec<u32>,
    spo_objects: Vec<TermId>,
    predicate_index: Vec<u32>,
    pub(super) group_objects: Vec<TermId>,
    group_index: Vec<u32>,
    group_subjects: Vec<TermId>,
    object_index: Vec<u32>,
    object_groups: Vec<u32>,
}

/// Triples as they were collected, and for each term of theirs its rank.
pub(super) type Ranked<'a> = (Vec<[u32; 3]>, &'a [TermId]);

/// Two numbers that sort by the first, then the second.
fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

fn first(pair: u64) -> u32 {
    (pair >> 32) as u32
}

fn second(pair: u64) -> u32 {
    pair as u32
}

impl Indexes {
    /// Sorts triples, each once.
    pub(super) fn from_triples(parts: Vec<Ranked<'_>>, terms: usize) -> Result<Self, GraphError> {
        let (predicates, ordinals) = predicates(&parts, terms);
        let (subject_index, pairs) = by_subject(parts, &ordinals)?;
        let buckets = by_predicate(&subject_index, &pairs, predicates.len());
        let mut indexes = Self {
            predicates,
            subject_index,
            spo_predicates: pairs.par_iter().map(|pair| first(*pair)).collect(),
            spo_objects: pairs.par_iter().map(|pair| second(*pair)).collect(),
            predicate_index: vec![0],
            group_objects: Vec::new(),
            group_index: Vec::new(),
            group_subjects: Vec::with_capacity(pairs.len()),
            object_index: Vec::new(),
            object_groups: Vec::new(),
        };
        drop(pairs);
        for bucket in buckets {
            indexes.add_predicate(&bucket);
        }
        indexes
            .group_index
            .push(indexes.group_subjects.len() as u32);
        indexes.find_groups_of_objects(terms);
        Ok(indexes)
    }

    /// Adds the groups of the next predicate: pairs of object and subject, sorted.
    fn add_predicate(&mut self, bucket: &[u64]) {
        for group in bucket.chunk_by(|a, b| first(*a) == first(*b)) {
            self.group_objects.push(first(group[0]));
            // Triples were counted to be below 2³².
            self.group_index.push(self.group_subjects.len() as u32);
            self.group_subjects
                .extend(group.iter().map(|pair| second(*pair)));
        }
        self.predicate_index.push(self.group_objects.len() as u32);
    }

    /// Groups by their objects, by counting. Groups come by predicate, and so they stay within an
    /// object.
    fn find_groups_of_objects(&mut self, terms: usize) {
        let mut index = vec![0; terms + 1];
        for object in &self.group_objects {
            index[*object as usize + 1] += 1;
        }
        sum_up(&mut index);
        let mut next = index.clone();
        self.object_groups = vec![0; self.group_objects.len()];
        for (group, object) in (0..).zip(&self.group_objects) {
            let place = &mut next[*object as usize];
            self.object_groups[*place as usize] = group;
            *place += 1;
        }
        self.object_index = index;
    }

    /// Number of triples.
    pub(super) fn triples(&self) -> usize {
        self.spo_objects.len()
    }

    /// The groups of a predicate, by object: the object and the subjects.
    pub(super) fn groups(&self, predicate: TermId) -> impl Iterator<Item = (TermId, &[TermId])> {
        let ordinal = self.predicates.binary_search(&predicate).ok();
        let range = ordinal.map_or(0..0, |at| {
            self.predicate_index[at] as usize..self.predicate_index[at + 1] as usize
        });
        range.map(|group| {
            let subjects = self.group_index[group] as usize..self.group_index[group + 1] as usize;
            (self.group_objects[group], &self.group_subjects[subjects])
        })
    }

    /// The contents of the sections from the predicates on, in file order.
    pub(super) fn into_sections(self) -> [Content; 10] {
        let width = width_of(self.predicates.len() as u64);
        [
            Content::Words(self.predicates),
            Content::Words(self.subject_index),
            Content::pack(self.spo_predicates, width),
            Content::Words(self.spo_objects),
            Content::Words(self.predicate_index),
            Content::Words(self.group_objects),
            Content::Words(self.group_index),
            Content::Words(self.group_subjects),
            Content::Words(self.object_index),
            Content::Words(self.object_groups),
        ]
    }
}

/// The predicates, ascending, and for each term that is one its position among them.
fn predicates(parts: &[Ranked<'_>], terms: usize) -> (Vec<TermId>, Vec<u32>) {
    let mut is_predicate = vec![false; terms];
    for (triples, ranks) in parts {
        // By the part's own numbers first: they are few, and close together.
        let mut seen = vec![false; ranks.len()];
        for [_, predicate, _] in triples {
            seen[*predicate as usize] = true;
        }
        let used = seen.iter().zip(*ranks).filter(|(seen, _)| **seen);
        used.for_each(|(_, rank)| is_predicate[*rank as usize] = true);
    }
    let all = (0..).zip(&is_predicate).filter(|(_, is)| **is);
    let predicates: Vec<TermId> = all.map(|(id, _)| id).collect();
    let mut ordinals = vec![0; predicates.last().map_or(0, |last| *last as usize + 1)];
    for (ordinal, predicate) in (0..).zip(&predicates) {
        ordinals[*predicate as usize] = ordinal;
    }
    (predicates, ordinals)
}

/// Turns counts, each one place further on, into the places where what was counted begins.
fn sum_up(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
}

/// Where each subject's triples begin, and pairs of predicate and object, sorted within a subject.
fn by_subject(
    parts: Vec<Ranked<'_>>,
    ordinals: &[u32],
) -> Result<(Vec<u32>, Vec<u64>), GraphError> {
    let subjects = |(triples, ranks): &Ranked<'_>| {
        let highest = triples.iter().map(|[s, ..]| ranks[*s as usize]).max();
        highest.map_or(0, |highest| highest as usize + 1)
    };
    let subjects = parts.iter().map(subjects).max().unwrap_or(0);
    let total: usize = parts.iter().map(|(triples, _)| triples.len()).sum();
    if total >= u32::MAX as usize {
        return Err(GraphError::TooMany("triples"));
    }
    let mut index = vec![0; subjects + 1];
    for (triples, ranks) in &parts {
        for [subject, ..] in triples {
            index[ranks[*subject as usize] as usize + 1] += 1;
        }
    }
    sum_up(&mut index);
    let mut next = index.clone();
    let mut pairs = vec![0; total];
    for (triples, ranks) in parts {
        for [subject, predicate, object] in &triples {
            let place = &mut next[ranks[*subject as usize] as usize];
            let predicate = ordinals[ranks[*predicate as usize] as usize];
            pairs[*place as usize] = pair(predicate, ranks[*object as usize]);
            *place += 1;
        }
    }
    drop(next);
    sort_within(&index, &mut pairs);
    keep_distinct(&mut index, &mut pairs);
    Ok((index, pairs))
}

/// Sorts each subject's pairs, stretches of subjects on both cores.
fn sort_within(index: &[u32], pairs: &mut [u64]) {
    /// Subjects that are sorted in one go.
    const STRETCH: usize = 1 << 14;
    let subjects = index.len() - 1;
    let mut rest = pairs;
    let mut stretches = Vec::new();
    for start in (0..subjects).step_by(STRETCH) {
        let bounds = &index[start..=(start + STRETCH).min(subjects)];
        let (stretch, after) = rest.split_at_mut(lengths(bounds).sum());
        rest = after;
        stretches.push((bounds, stretch));
    }
    stretches.into_par_iter().for_each(|(bounds, stretch)| {
        let mut rest = stretch;
        for length in lengths(bounds) {
            let (of_subject, after) = rest.split_at_mut(length);
            rest = after;
            of_subject.sort_unstable();
        }
    });
}

/// The lengths of ranges that begin where the ones before end.
fn lengths(bounds: &[u32]) -> impl Iterator<Item = usize> {
    bounds
        .windows(2)
        .map(|bound| (bound[1] - bound[0]) as usize)
}

/// Takes out what a subject has twice.
fn keep_distinct(index: &mut [u32], pairs: &mut Vec<u64>) {
    let mut kept = 0;
    let mut start = 0;
    for subject in 0..index.len() - 1 {
        let end = index[subject + 1] as usize;
        let first = kept;
        for at in start..end {
            if kept == first || pairs[kept - 1] != pairs[at] {
                pairs[kept] = pairs[at];
                kept += 1;
            }
        }
        start = end;
        index[subject + 1] = kept as u32;
    }
    pairs.truncate(kept);
}

/// For each predicate pairs of object and subject, sorted.
fn by_predicate(subject_index: &[u32], pairs: &[u64], predicates: usize) -> Vec<Vec<u64>> {
    let mut counts = vec![0; predicates];
    for pair in pairs {
        counts[first(*pair) as usize] += 1;
    }
    let mut buckets: Vec<Vec<u64>> = counts.into_iter().map(Vec::with_capacity).collect();
    for (subject, bounds) in (0..).zip(subject_index.windows(2)) {
        for po in &pairs[bounds[0] as usize..bounds[1] as usize] {
            buckets[first(*po) as usize].push(pair(second(*po), subject));
        }
    }
    buckets
        .par_iter_mut()
        .for_each(|bucket| bucket.par_sort_unstable());
    buckets
}
