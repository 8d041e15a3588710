//! The text of a manifest, and problems at their places in it.

use crate::diagnostic::{Code, Excerpt, Place, Problem, Problems};
use std::ops::Range;
use std::path::PathBuf;

/// The text of a manifest that is being checked.
pub(super) struct ManifestText<'a> {
    pub(super) path: PathBuf,
    pub(super) text: &'a str,
    pub(super) problems: &'a mut Problems,
}

impl ManifestText<'_> {
    /// Adds a problem at a range of bytes, which is drawn.
    pub(super) fn report(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        let place = Place::in_text(&self.path, self.text, span.start);
        let problem = Problem::new(code, place, message).with_excerpt(Excerpt::of(self.text, span));
        self.problems.push(problem.with_hint_if(hint));
    }
}
