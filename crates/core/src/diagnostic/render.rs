//! Problems as text for people and as JSON for machines.

use super::{Problem, Severity};
use crate::display::visible;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};

/// Cells are quoted up to this many characters.
const CELL_SHOWN: usize = 60;

/// A problem as text: one line with place, severity, code and message; the user's text where a
/// drawing helps; and a line `hint:` with what to do.
///
/// Control characters in it are replaced: keys and names of files are others' as much as cells are.
pub fn render(problem: &Problem, colour: bool) -> String {
    render_body(problem, colour) + &render_hint(problem)
}

/// A problem as text without its hint.
pub(super) fn render_body(problem: &Problem, colour: bool) -> String {
    let severity = problem.code.severity();
    let mut text = format!(
        "{}: {}: {}\n",
        visible(&problem.place.to_string()),
        paint(
            &format!("{}[{}]", severity.as_str(), problem.code),
            severity,
            colour
        ),
        visible(&headline(problem))
    );
    if let Some(excerpt) = &problem.excerpt {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let snippet = Snippet::source(excerpt.text.as_str())
            .line_start(excerpt.first_line)
            .annotation(AnnotationKind::Primary.span(excerpt.span.clone()));
        let group = Level::ERROR.no_name().primary_title("").element(snippet);
        // The title was written above in the form all problems have; the drawing comes after it.
        let drawing = renderer.render(&[group]);
        for line in drawing.lines().skip(1) {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// The line with the hint of a problem; empty where it has none.
pub(super) fn render_hint(problem: &Problem) -> String {
    problem
        .hint
        .as_ref()
        .map_or_else(String::new, |hint| format!("  hint: {}\n", visible(hint)))
}

fn headline(problem: &Problem) -> String {
    match &problem.cell {
        Some(cell) => format!("{}: `{}`", problem.message, shorten(cell)),
        None => problem.message.clone(),
    }
}

/// A cell as it can stand in a line: control characters escaped, the rest cut.
fn shorten(cell: &str) -> String {
    let mut shown: String = cell
        .chars()
        .take(CELL_SHOWN)
        .flat_map(|c| match c {
            c if c.is_control() => c.escape_default().collect::<Vec<_>>(),
            c => vec![c],
        })
        .collect();
    if cell.chars().nth(CELL_SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

fn paint(text: &str, severity: Severity, colour: bool) -> String {
    let code = match severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Note => "1;36",
    };
    if colour {
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// A problem as a JSON object: severity, code, file, line, column, message, cell, hint.
pub fn to_json(problem: &Problem) -> Value {
    json!({
        "severity": problem.code.severity().as_str(),
        "code": problem.code.number(),
        "file": problem.place.file.to_string_lossy(),
        "line": problem.place.line,
        "column": problem.place.column,
        "message": problem.message,
        "cell": problem.cell,
        "hint": problem.hint,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Excerpt, Place};

    #[test]
    fn one_line_then_the_hint() {
        let place = Place::at("statements.csv", 12, 5);
        let problem = Problem::new(Code::UnknownReference, place, "unknown actor")
            .with_cell("prc-mfaa\u{0}")
            .with_hint("did you mean `prc-mfa`?");
        assert_eq!(
            render(&problem, false),
            "statements.csv:12:5: error[E401]: unknown actor: `prc-mfaa\\u{0}`\n  hint: did you mean `prc-mfa`?\n"
        );
    }

    #[test]
    fn an_excerpt_is_drawn_under_the_users_own_line() {
        let text = "SELECT *\nWHERE { ?s ?p }\n";
        let problem = Problem::new(
            Code::ManifestSyntax,
            Place::at("a.rq", 2, 15),
            "expected an object",
        )
        .with_excerpt(Excerpt::of(text, 23..24));
        let drawn = render(&problem, false);
        assert!(drawn.contains("2 | WHERE { ?s ?p }"), "{drawn}");
        assert!(
            drawn.lines().any(|line| line.trim_end().ends_with('^')),
            "{drawn}"
        );
    }
}
