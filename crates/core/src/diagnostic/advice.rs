//! The trait by which every error of the library says what it asks for.

use super::{Hint, Problems};
use std::error::Error;
use std::io;

/// What an error is about. Exit codes and HTTP statuses follow from it.
///
/// Not `non_exhaustive`: whoever shows errors has to decide about each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// What is asked for cannot be: a name, a value or a combination of them.
    Usage,
    /// The data has errors, or an answer cannot be worked out from it.
    Data,
    /// A file cannot be read or written.
    Io,
    /// Another server, or the way to it.
    Remote,
    /// A limit of time ran out.
    Timeout,
    /// A limit of memory ran out.
    Memory,
    /// Whoever read the output went away. No failure: `demarche ... | head` ends so.
    Closed,
}

/// An error that says what it is about and what to do.
///
/// Commands take no other errors, so that an error type without advice does not compile.
pub trait Advice: Error + Send + Sync + 'static {
    /// What the error is about.
    fn kind(&self) -> ErrorKind;

    /// What to do about it, where that can be told.
    fn hint(&self) -> Option<Hint> {
        None
    }

    /// What is wrong with a user's own text, at its places. Drawn in place of the error's message.
    fn problems(&self) -> Option<Problems> {
        None
    }
}

impl Advice for io::Error {
    fn kind(&self) -> ErrorKind {
        match self.kind() {
            io::ErrorKind::BrokenPipe => ErrorKind::Closed,
            // Data that a format cannot hold is no failure of the disk.
            io::ErrorKind::InvalidData => ErrorKind::Data,
            _ => ErrorKind::Io,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_system_are_sorted_by_what_they_are_about() {
        let kind = |kind: io::ErrorKind| Advice::kind(&io::Error::from(kind));
        assert_eq!(kind(io::ErrorKind::BrokenPipe), ErrorKind::Closed);
        assert_eq!(kind(io::ErrorKind::InvalidData), ErrorKind::Data);
        assert_eq!(kind(io::ErrorKind::NotFound), ErrorKind::Io);
    }
}
