//! The protocol between the server and a worker: the job, and the frames of the answer.
//!
//! The job is JSON after its length. The answer is frames: a letter, a length (both lengths 32 bits,
//! little end first), and that many bytes. `H` is the head, as JSON; `B` a piece of the answer;
//! `E` its end; `F` says in words why there will be no more. An answer without `E` is not whole,
//! however its worker ended.

use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// Bytes of a job at most: the server writes no longer ones.
const LONGEST_JOB: usize = 16 << 20;

/// A request for a worker.
#[derive(Debug, Serialize, Deserialize)]
pub struct Job {
    pub(super) task: Task,
    /// The `Accept` header.
    pub(super) accept: Option<String>,
    /// The value of `format=`.
    pub(super) format: Option<String>,
    /// Whether the answer may be compressed.
    pub(super) gzip: bool,
    /// Bytes that the answer may have, before compression.
    pub(super) max_answer: Option<u64>,
    /// Rows, or triples, that the answer may have.
    pub(super) max_rows: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Task {
    /// Answer this query.
    Query(String),
    /// Write all triples.
    Data,
    /// Describe the service that stands at this address, without a `/` at its end.
    Description(String),
}

impl Job {
    /// Reads a job from a worker's standard input.
    ///
    /// # Errors
    /// Those of reading; [`io::ErrorKind::InvalidData`] for what is no job.
    pub fn read(from: &mut dyn Read) -> io::Result<Self> {
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        let length = u32::from_le_bytes(length) as usize;
        if length > LONGEST_JOB {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; length];
        from.read_exact(&mut bytes)?;
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// As [`Job::read`] takes it.
    pub(super) fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let text = serde_json::to_vec(self)?;
        let mut bytes = (text.len() as u32).to_le_bytes().to_vec();
        bytes.extend(text);
        Ok(bytes)
    }
}

/// The head of an answer, which comes before its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub status: u16,
    pub content_type: String,
    pub gzip: bool,
    /// Bytes to come, where that is known: the answer is short, and done.
    pub length: Option<u64>,
}

/// A frame's length at most; what claims to be longer is no frame.
pub(super) const LONGEST_FRAME: usize = 1 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Head,
    Body,
    End,
    Failed,
}

impl Kind {
    fn letter(self) -> u8 {
        match self {
            Self::Head => b'H',
            Self::Body => b'B',
            Self::End => b'E',
            Self::Failed => b'F',
        }
    }

    pub(super) fn of(letter: u8) -> Option<Self> {
        let all = [Self::Head, Self::Body, Self::End, Self::Failed];
        all.into_iter().find(|kind| kind.letter() == letter)
    }
}

/// Writes a frame; longer bodies than a frame can have become several.
pub(super) fn write_frame(out: &mut dyn Write, kind: Kind, bytes: &[u8]) -> io::Result<()> {
    let mut rest = bytes;
    loop {
        let (piece, after) = rest.split_at(rest.len().min(LONGEST_FRAME));
        out.write_all(&[kind.letter()])?;
        out.write_all(&(piece.len() as u32).to_le_bytes())?;
        out.write_all(piece)?;
        rest = after;
        if rest.is_empty() {
            return out.flush();
        }
    }
}
