//! Problems as a list for people: codes that come often are cut short, hints are given once.

use super::render::{render_body, render_hint};
use super::{Code, Problem, Problems, Severity};
use std::collections::{BTreeMap, HashSet};

/// Errors of one code that are listed, at most. Each has to be mended, so it is a high number.
const ERRORS_OF_A_CODE: usize = 200;
/// Warnings or notes of one code that are listed, at most.
const OTHERS_OF_A_CODE: usize = 5;

/// Selects the problems of a list.
///
/// ```
/// use demarche_core::diagnostic::{Code, Listing, Place, Problem, Problems};
/// let mut problems = Problems::new();
/// for line in 2..10 {
///     let place = Place::at("statements.csv", line, 1);
///     problems.push(Problem::new(Code::StatedAfterSource, place, "dated after its source"));
/// }
/// let listing = Listing { warnings: true, ..Listing::default() };
/// let text = listing.render(&problems);
/// assert!(text.ends_with("  and 3 more like it (W606); -v shows all\n"));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listing {
    /// Warnings are listed. Errors always are.
    pub warnings: bool,
    /// Notes are listed.
    pub notes: bool,
    /// No code is cut short.
    pub all: bool,
    /// The text has colours, as escape sequences of terminals.
    pub colour: bool,
}

impl Listing {
    /// The problems as text, in their order.
    ///
    /// Of a code with many problems the first are shown, and after them a line with the number of
    /// the others. A hint is shown with the first of the problems that it holds for.
    pub fn render(&self, problems: &Problems) -> String {
        let listed = || problems.iter().filter(|problem| self.lists(problem.code));
        let mut totals: BTreeMap<Code, usize> = BTreeMap::new();
        for problem in listed() {
            *totals.entry(problem.code).or_default() += 1;
        }
        let mut shown: BTreeMap<Code, usize> = BTreeMap::new();
        let mut hints_given = HashSet::new();
        let mut text = String::new();
        for problem in listed() {
            let limit = self.limit(problem.code);
            let shown = shown.entry(problem.code).or_default();
            if *shown == limit {
                continue;
            }
            *shown += 1;
            text.push_str(&render_body(problem, self.colour));
            if hints_given.insert(hint_key(problem)) {
                text.push_str(&render_hint(problem));
            }
            let more = totals[&problem.code] - *shown;
            if *shown == limit && more > 0 {
                text.push_str(&format!(
                    "  and {more} more like it ({}); -v shows all\n",
                    problem.code
                ));
            }
        }
        text
    }

    fn lists(&self, code: Code) -> bool {
        match code.severity() {
            Severity::Error => true,
            Severity::Warning => self.warnings,
            Severity::Note => self.notes,
        }
    }

    fn limit(&self, code: Code) -> usize {
        match code.severity() {
            _ if self.all => usize::MAX,
            Severity::Error => ERRORS_OF_A_CODE,
            Severity::Warning | Severity::Note => OTHERS_OF_A_CODE,
        }
    }
}

/// The same for problems with the same hint.
fn hint_key(problem: &Problem) -> (Code, Option<&str>, Option<&str>) {
    let hint = problem.hint.as_deref();
    // A hint that quotes something speaks of its cell, and another cell needs it again.
    let speaks_of_cell = hint.is_some_and(|hint| hint.contains('`'));
    let cell = problem.cell.as_deref().filter(|_| speaks_of_cell);
    (problem.code, hint, cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn problems(code: Code, number: u64) -> Problems {
        let mut problems = Problems::new();
        for line in 1..=number {
            let place = Place::at("a.csv", line, 1);
            problems.push(Problem::new(code, place, "wrong").with_hint("mend it"));
        }
        problems
    }

    fn lines(listing: Listing, problems: &Problems) -> usize {
        listing.render(problems).lines().count()
    }

    #[test]
    fn many_warnings_of_a_code_are_cut_short_and_errors_later() {
        let listing = Listing {
            warnings: true,
            ..Listing::default()
        };
        let warnings = problems(Code::TwinStatement, 571);
        // Five, one hint, and the number of the others.
        assert_eq!(lines(listing, &warnings), 7);
        assert!(
            listing
                .render(&warnings)
                .contains("and 566 more like it (W604)")
        );
        assert_eq!(lines(listing, &problems(Code::TwinStatement, 5)), 6);
        assert_eq!(lines(listing, &problems(Code::InvalidDate, 571)), 202);
        let all = Listing {
            all: true,
            ..listing
        };
        assert_eq!(lines(all, &warnings), 572);
        assert_eq!(lines(Listing::default(), &warnings), 0);
    }

    #[test]
    fn a_hint_is_given_once_and_again_for_another_cell_that_it_quotes() {
        let mut problems = Problems::new();
        for (cell, hint) in [
            ("China", "write three letters"),
            ("Chile", "write three letters"),
            ("suport", "did you mean `supports`?"),
            ("suport", "did you mean `supports`?"),
            ("supprt", "did you mean `supports`?"),
        ] {
            let place = Place::file("a.csv");
            problems.push(
                Problem::new(Code::NotInVocabulary, place, "unknown")
                    .with_cell(cell)
                    .with_hint(hint),
            );
        }
        let text = Listing::default().render(&problems);
        assert_eq!(text.matches("three letters").count(), 1, "{text}");
        assert_eq!(text.matches("did you mean").count(), 2, "{text}");
    }
}
