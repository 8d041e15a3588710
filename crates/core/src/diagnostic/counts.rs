//! Numbers of things in words.

use super::{Problems, Severity};
use std::fmt::Display;

/// A number with what it counts, in the plural where there is not one.
///
/// ```
/// use demarche_core::diagnostic::count;
/// assert_eq!(count(1_usize, "source"), "1 source");
/// assert_eq!(count(0_u32, "source"), "0 sources");
/// assert_eq!(count(2_usize, "query"), "2 queries");
/// ```
pub fn count(number: impl Display + PartialEq + From<u8>, thing: &str) -> String {
    if number == 1.into() {
        return format!("{number} {thing}");
    }
    match thing.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{number} {stem}ies"),
        _ => format!("{number} {thing}s"),
    }
}

/// How many problems there are of each severity: "2 errors, 1 warning, 27 notes".
pub fn tally(problems: &Problems) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (problems.count(severity), severity))
        .filter(|(number, _)| *number > 0)
        .map(|(number, severity)| count(number, severity.as_str()))
        .collect();
    if parts.is_empty() {
        "no problems".to_owned()
    } else {
        parts.join(", ")
    }
}

/// Whether a study is sound, which it is without errors: "sound: no errors, no warnings; 13 notes".
pub fn verdict(problems: &Problems) -> String {
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|severity| problems.count(severity));
    if errors > 0 {
        return format!("not sound: {}", tally(problems));
    }
    match (warnings, notes) {
        (0, 0) => "sound: no errors, no warnings, no notes".to_owned(),
        (0, _) => format!("sound: no errors, no warnings; {}", count(notes, "note")),
        _ => format!("sound: no errors; {}", tally(problems)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Place, Problem};

    #[test]
    fn a_verdict_is_a_sentence_with_right_plurals() {
        let mut problems = Problems::new();
        let mut add = |code| {
            problems.push(Problem::new(code, Place::default(), "something"));
            verdict(&problems)
        };
        assert_eq!(
            add(Code::UnusedTheme),
            "sound: no errors, no warnings; 1 note"
        );
        assert_eq!(add(Code::Undated), "sound: no errors, no warnings; 2 notes");
        assert_eq!(
            add(Code::TwinStatement),
            "sound: no errors; 1 warning, 2 notes"
        );
        assert_eq!(
            add(Code::InvalidDate),
            "not sound: 1 error, 1 warning, 2 notes"
        );
        assert_eq!(
            verdict(&Problems::new()),
            "sound: no errors, no warnings, no notes"
        );
    }
}
