//! Limits to what is read and reported, so that no study takes more than its size warrants.
//!
//! Nobody reads the ten thousandth problem of one kind. A table with a million of them would fill
//! memory with them; so of each kind the first are kept and the others are counted.

use crate::diagnostic::{Code, Place, Problem, Problems, Severity};
use std::collections::BTreeMap;
use std::path::Path;

/// The most columns of a table. A spreadsheet has no more.
pub(super) const MOST_COLUMNS: usize = 16_384;

/// The longest row, in bytes.
pub(super) const LONGEST_ROW: usize = 1 << 27;

/// The longest manifest, in bytes.
pub(super) const LONGEST_MANIFEST: u64 = 1 << 24;

/// The longest value that is compared with others for "did you mean", in bytes. The time that a
/// comparison takes grows with the square of the length.
pub(super) const LONGEST_COMPARED: usize = 100;

/// The most problems of one kind that are reported for one table.
pub(super) const MOST_OF_A_KIND: usize = 1_000;

/// The first of many things, in order of rows, and the number of all of them.
#[derive(Debug)]
pub(super) struct Firsts<T> {
    kept: Vec<(u64, T)>,
    count: usize,
}

impl<T> Default for Firsts<T> {
    fn default() -> Self {
        Self {
            kept: Vec::new(),
            count: 0,
        }
    }
}

impl<T> Firsts<T> {
    /// Adds a thing of the row that begins in this line. Lines may not go down. The thing is made
    /// only if it is kept, since its place may be slow to find.
    pub(super) fn push(&mut self, line: u64, make: impl FnOnce() -> T) {
        self.count += 1;
        if self.kept.len() < MOST_OF_A_KIND {
            self.kept.push((line, make()));
        }
    }

    /// Adds those of another thread. A row is with one thread as a whole, so the result does not
    /// depend on which thread read which row.
    pub(super) fn join(&mut self, other: Self) {
        self.count += other.count;
        self.kept.extend(other.kept);
        self.kept.sort_by_key(|(line, _)| *line);
        self.kept.truncate(MOST_OF_A_KIND);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The number of things that are not kept.
    pub(super) fn left_out(&self) -> usize {
        self.count - self.kept.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.kept.iter().map(|(_, thing)| thing)
    }
}

/// The problems of one table, up to [`MOST_OF_A_KIND`] of each kind.
#[derive(Debug, Default)]
pub(super) struct ProblemLog {
    by_code: BTreeMap<Code, Firsts<Problem>>,
}

impl ProblemLog {
    /// Adds a problem of the row that begins in this line. Lines may not go down within a code.
    pub(super) fn push(&mut self, code: Code, line: u64, problem: impl FnOnce() -> Problem) {
        self.by_code.entry(code).or_default().push(line, problem);
    }

    /// Adds the problems of another thread.
    pub(super) fn join(&mut self, other: Self) {
        for (code, problems) in other.by_code {
            self.by_code.entry(code).or_default().join(problems);
        }
    }

    /// Gives the problems, and for each kind that has more of them how many these are.
    pub(super) fn report(self, path: &Path, problems: &mut Problems) {
        for (code, of_a_kind) in self.by_code {
            let left_out = of_a_kind.left_out();
            for (_, problem) in of_a_kind.kept {
                problems.push(problem);
            }
            report_left_out(path, code, left_out, problems);
        }
    }
}

/// Says how many problems of a kind are not listed, if there are any.
pub(super) fn report_left_out(path: &Path, code: Code, left_out: usize, problems: &mut Problems) {
    if left_out == 0 {
        return;
    }
    // As bad as what is left out, so that whoever lists errors alone lists this.
    let said_by = match code.severity() {
        Severity::Error => Code::ErrorsLeftOut,
        Severity::Warning => Code::WarningsLeftOut,
        Severity::Note => Code::NotesLeftOut,
    };
    let them = if left_out == 1 { "is" } else { "are" };
    let message = format!("{left_out} more of {code} {them} not listed");
    problems.push(
        Problem::new(said_by, Place::file(path), message)
            .with_hint("mend those that are, and check again"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_thread_read_a_row_does_not_decide_what_is_kept() {
        let rows = 3 * MOST_OF_A_KIND as u64;
        let mut whole = Firsts::default();
        let mut threads = [Firsts::default(), Firsts::default()];
        for line in 0..rows {
            whole.push(line, || line);
            threads[usize::from(line % 7 < 2)].push(line, || line);
        }
        let [mut joined, other] = threads;
        joined.join(other);
        assert!(joined.iter().eq(whole.iter()));
        assert_eq!(joined.left_out(), whole.left_out());
        assert_eq!(joined.left_out(), 2 * MOST_OF_A_KIND);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let mut log = ProblemLog::default();
        let place = Place::at("a.csv", 1, 1);
        for line in 0..=MOST_OF_A_KIND as u64 {
            log.push(Code::InvalidId, line, || {
                Problem::new(Code::InvalidId, place.clone(), "no identifier")
            });
        }
        let mut problems = Problems::new();
        log.report(Path::new("a.csv"), &mut problems);
        let last = problems
            .iter()
            .last()
            .map(|problem| problem.message.as_str());
        assert_eq!(last, Some("1 more of E302 is not listed"));
    }
}
