//! Problems in what a user wrote: where, what, and what to do about it.

mod advice;
mod code;
mod counts;
mod cursor;
mod hint;
mod listing;
mod near;
mod render;

pub use advice::{Advice, ErrorKind};
pub use code::{Code, Severity};
pub use counts::{count, tally, verdict};
pub use cursor::Cursor;
pub use hint::{Hint, Part, Wording};
pub use listing::Listing;
pub use near::{near, nearest};
pub use render::{render, to_json};

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

/// Where a problem is. Lines and columns count from 1; columns count characters.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as the user named it.
    pub file: PathBuf,
    /// The line.
    pub line: Option<u64>,
    /// The column.
    pub column: Option<u64>,
}

impl Place {
    /// A file as a whole.
    pub fn file(file: impl Into<PathBuf>) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: None,
        }
    }

    /// A line and column of a file.
    pub fn at(file: impl Into<PathBuf>, line: u64, column: u64) -> Self {
        Self {
            file: file.into(),
            line: Some(line),
            column: Some(column),
        }
    }

    /// The place of a byte offset in a text.
    pub fn in_text(file: impl Into<PathBuf>, text: &str, offset: usize) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line = before.matches('\n').count() as u64 + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count() as u64
            + 1;
        Self::at(file, line, column)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        for part in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{part}")?;
        }
        Ok(())
    }
}

/// A piece of the user's own text with the part that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Whole lines.
    pub text: String,
    /// Number of the first of them.
    pub first_line: usize,
    /// The part that is meant, in bytes of `text`.
    pub span: Range<usize>,
}

impl Excerpt {
    /// The lines of a text that a byte range touches.
    pub fn of(text: &str, span: Range<usize>) -> Self {
        let floor = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (floor(span.start), floor(span.end.max(span.start)));
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
        Self {
            text: text[from..to].to_owned(),
            first_line: text[..from].matches('\n').count() + 1,
            span: start - from..end - from,
        }
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// What kind it is.
    pub code: Code,
    /// What is wrong: one line, no full stop.
    pub message: String,
    /// The cell it is about, as the user wrote it.
    pub cell: Option<String>,
    /// What to do: one line.
    pub hint: Option<String>,
    /// The user's text around it, where a drawing helps.
    pub excerpt: Option<Excerpt>,
}

impl Problem {
    /// A problem at a place.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            place,
            code,
            message: message.into(),
            cell: None,
            hint: None,
            excerpt: None,
        }
    }

    /// With the cell it is about.
    #[must_use]
    pub fn with_cell(mut self, cell: impl Into<String>) -> Self {
        self.cell = Some(cell.into());
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With what to do about it, where that is known.
    #[must_use]
    pub fn with_hint_if(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    /// With the user's text around it.
    #[must_use]
    pub fn with_excerpt(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(excerpt);
        self
    }
}

/// All problems of one reading.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    list: Vec<Problem>,
    /// Numbers of those that were taken out, since their codes are switched off.
    switched_off: BTreeMap<Code, usize>,
}

impl Problems {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// Adds all of another reading.
    pub fn extend(&mut self, other: Problems) {
        self.list.extend(other.list);
        for (code, number) in other.switched_off {
            *self.switched_off.entry(code).or_default() += number;
        }
    }

    /// Takes out the problems of these codes, and remembers how many there were.
    pub fn switch_off(&mut self, codes: &[Code]) {
        self.list.retain(|problem| {
            let is_off = codes.contains(&problem.code);
            if is_off {
                *self.switched_off.entry(problem.code).or_default() += 1;
            }
            !is_off
        });
    }

    /// The codes that were switched off, each with how many problems were taken out.
    pub fn switched_off(&self) -> impl Iterator<Item = (Code, usize)> {
        self.switched_off
            .iter()
            .map(|(code, number)| (*code, *number))
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|problem| problem.code.severity() == severity)
            .count()
    }

    /// Whether any is an error.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|problem| problem.code.severity() == Severity::Error)
    }

    /// Tells whether any is of this kind.
    pub fn has(&self, code: Code) -> bool {
        self.list.iter().any(|problem| problem.code == code)
    }

    /// Whether a file could not be read at all.
    pub fn has_io_errors(&self) -> bool {
        self.list.iter().any(|problem| problem.code.is_io())
    }

    /// In order of file, line and column.
    pub fn sorted(mut self) -> Self {
        self.list
            .sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
        self
    }

    /// Every problem.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self {
            list: vec![problem],
            switched_off: BTreeMap::new(),
        }
    }
}
