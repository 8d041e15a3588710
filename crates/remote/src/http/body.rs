//! The body of an answer, read up to a limit.

use super::error::HttpError;
use std::fmt;
use std::io::{self, Read};

/// Bytes of an answer as they come.
///
/// That the server cuts it off, pauses too long, or sends more than was agreed is an error of
/// reading, so that no part is ever taken for the whole.
pub struct Body {
    reader: Box<dyn Read + Send>,
    left: u64,
    limit: u64,
}

impl Body {
    pub(super) fn new(reader: impl Read + Send + 'static, limit: u64) -> Self {
        Self {
            reader: Box::new(reader),
            left: limit,
            limit,
        }
    }

    /// Reads it to its end, so that the connection can be used again.
    ///
    /// # Errors
    /// Those of reading.
    pub fn finish(mut self) -> io::Result<()> {
        io::copy(&mut self, &mut io::sink()).map(drop)
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.left = match self.left.checked_sub(read as u64) {
            Some(left) => left,
            None => return Err(io::Error::other(HttpError::TooLong(self.limit))),
        };
        Ok(read)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Body({} of {} bytes)",
            self.limit - self.left,
            self.limit
        )
    }
}
