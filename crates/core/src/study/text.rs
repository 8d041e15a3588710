//! Text files, in whatever encoding they come.

use super::blocks::{Refused, open_file};
use super::limits::LONGEST_MANIFEST;
use super::table::row_too_long;
use crate::diagnostic::{Code, Place, Problem, Problems};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Reads a manifest whole, without its byte order mark.
pub(super) fn read_text(path: &Path, problems: &mut Problems) -> Option<String> {
    let bytes = match read_bytes(path) {
        Ok(bytes) => bytes,
        Err(refused) => {
            problems.push(refusal(path, &refused));
            return None;
        }
    };
    if bytes.len() as u64 > LONGEST_MANIFEST {
        let message = format!("longer than {} mebibytes", LONGEST_MANIFEST >> 20);
        problems.push(Problem::new(
            Code::ManifestSyntax,
            Place::file(path),
            message,
        ));
        return None;
    }
    if bytes.iter().take(2).any(|byte| *byte == 0) {
        problems.push(refusal(path, &Refused::Nul));
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
            let valid = error.utf8_error().valid_up_to() as u64;
            problems.push(not_utf8(path, valid));
            None
        }
    }
}

/// Reads a file up to one byte more than a manifest may have.
fn read_bytes(path: &Path) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    open_file(path)?
        .take(LONGEST_MANIFEST + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The problem that a file is not read at all.
pub(super) fn refusal(path: &Path, refused: &Refused) -> Problem {
    match refused {
        Refused::Io(error) => unreadable(path, error),
        Refused::NoFile => Problem::new(
            Code::Unreadable,
            Place::file(path),
            "cannot be read: a pipe or a device",
        )
        .with_hint("a file is expected here"),
        Refused::RowTooLong(line) => row_too_long(path, *line),
        Refused::Nul => {
            let place = Place::at(path, 1, 1);
            Problem::new(Code::NotUtf8, place, "not UTF-8: NUL bytes").with_hint(UTF16_HINT)
        }
    }
}

const UTF16_HINT: &str = "the file is UTF-16; save it as CSV UTF-8";

/// The problem that a file's bytes from here on are no UTF-8. Reads the file again, in pieces, to
/// count its lines.
pub(super) fn not_utf8(path: &Path, byte: u64) -> Problem {
    let Ok(found) = Surroundings::of(path, byte) else {
        // It could be read a moment ago.
        return Problem::new(Code::NotUtf8, Place::file(path), "not UTF-8");
    };
    let place = Place::at(path, found.line, found.column);
    let message = format!("not UTF-8: byte 0x{:02X}", found.byte);
    let utf16 = [[0xFF, 0xFE], [0xFE, 0xFF]].contains(&found.beginning);
    Problem::new(Code::NotUtf8, place, message).with_hint(match utf16 {
        true => UTF16_HINT,
        false => "save the file as UTF-8 (in Excel: CSV UTF-8)",
    })
}

/// What is around a byte of a file.
struct Surroundings {
    line: u64,
    column: u64,
    byte: u8,
    /// The first two bytes of the file.
    beginning: [u8; 2],
}

impl Surroundings {
    fn of(path: &Path, byte: u64) -> io::Result<Self> {
        let mut file = io::BufReader::with_capacity(1 << 16, File::open(path)?);
        let mut found = Self {
            line: 1,
            column: 1,
            byte: 0,
            beginning: [0; 2],
        };
        for (at, read) in (&mut file).bytes().take(byte as usize + 2).enumerate() {
            let read = read?;
            if at < 2 {
                found.beginning[at] = read;
            }
            match (at as u64).cmp(&byte) {
                std::cmp::Ordering::Less if read == b'\n' => {
                    found.line += 1;
                    found.column = 1;
                }
                // What continues a character is no column of its own.
                std::cmp::Ordering::Less => found.column += u64::from(read & 0xC0 != 0x80),
                std::cmp::Ordering::Equal => found.byte = read,
                std::cmp::Ordering::Greater => {}
            }
        }
        Ok(found)
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
