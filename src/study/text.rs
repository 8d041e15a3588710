//! Text files, in whatever encoding they come.

use crate::diagnostic::{Code, Place, Problem, Problems};
use std::path::Path;

/// Reads a text file, without its byte order mark.
pub(super) fn read_text(path: &Path, problems: &mut Problems) -> Option<String> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.push(unreadable(path, &error));
            return None;
        }
    };
    if bytes.iter().take(2).any(|byte| *byte == 0) {
        // UTF-16 without a mark is well-formed UTF-8 where the text is ASCII.
        let problem = Problem::new(Code::NotUtf8, Place::at(path, 1, 1), "not UTF-8: NUL bytes");
        problems.push(problem.with_hint("the file is UTF-16; save it as CSV UTF-8"));
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = match text.strip_prefix('\u{FEFF}') {
                Some(rest) => rest.to_owned(),
                None => text,
            };
            // Lines of the first Macintosh end in CR alone.
            Some(match text.contains('\r') && !text.contains('\n') {
                true => text.replace('\r', "\n"),
                false => text,
            })
        }
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let place = {
                let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
                Place::in_text(path, &before, before.len())
            };
            let utf16 = error.as_bytes().starts_with(&[0xFF, 0xFE])
                || error.as_bytes().starts_with(&[0xFE, 0xFF]);
            let byte = error.as_bytes().get(valid).copied().unwrap_or_default();
            problems.push(
                Problem::new(
                    Code::NotUtf8,
                    place,
                    format!("not UTF-8: byte 0x{byte:02X}"),
                )
                .with_hint(if utf16 {
                    "the file is UTF-16; save it as CSV UTF-8"
                } else {
                    "save the file as UTF-8 (in Excel: CSV UTF-8)"
                }),
            );
            None
        }
    }
}

/// The problem that a file cannot be read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let problem = Problem::new(
        Code::Unreadable,
        Place::file(path),
        format!("cannot be read: {error}"),
    );
    match error.kind() {
        std::io::ErrorKind::NotFound => problem.with_hint(
            "a study has demarche.toml, themes.csv, claims.csv, actors.csv, sources.csv and statements.csv; `demarche init` makes them",
        ),
        std::io::ErrorKind::IsADirectory => problem.with_hint("a file is expected here, not a folder"),
        _ => problem,
    }
}
