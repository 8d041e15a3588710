//! A worker's answer on its way out: held back while it is short, then in pieces.
//!
//! While nothing has left, a failure still becomes a status of its own; and an answer that is over
//! before that has a known length.

use super::job::{Head, Kind, write_frame};
use super::refusal::Refusal;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, BufWriter, Write};

/// Bytes that are held back.
const HELD: usize = 64 << 10;

/// Bytes below which compressing is not worth it: about one packet.
const COMPRESSED_FROM: usize = 1 << 10;

/// Bytes of a piece.
const PIECE: usize = 32 << 10;

/// A writer that turns what is written into an answer.
pub(super) struct Answer<W: Write> {
    stage: Stage<W>,
    content_type: String,
    gzip: bool,
    /// Bytes that may still be written.
    left: Option<u64>,
    /// Whether more than that was.
    over: bool,
}

enum Stage<W: Write> {
    Held(Vec<u8>, W),
    Plain(BufWriter<Pieces<W>>),
    Gzip(GzEncoder<BufWriter<Pieces<W>>>),
    /// Only while one of the others becomes the next.
    Between,
}

/// Writes each piece as a frame.
struct Pieces<W>(W);

impl<W: Write> Write for Pieces<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !bytes.is_empty() {
            write_frame(&mut self.0, Kind::Body, bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: Write> Answer<W> {
    /// An answer of this type, of up to so many bytes.
    pub(super) fn new(out: W, content_type: String, gzip: bool, limit: Option<u64>) -> Self {
        Self {
            stage: Stage::Held(Vec::new(), out),
            content_type,
            gzip,
            left: limit,
            over: false,
        }
    }

    /// Whether more was written than the limit allows.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// The answer is whole.
    pub(super) fn finish(self) -> io::Result<()> {
        let mut out = match self.stage {
            Stage::Held(held, mut out) => {
                let gzip = self.gzip && held.len() >= COMPRESSED_FROM;
                let bytes = match gzip {
                    true => {
                        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
                        encoder.write_all(&held)?;
                        encoder.finish()?
                    }
                    false => held,
                };
                let head = Head {
                    status: 200,
                    content_type: self.content_type,
                    gzip,
                    length: Some(bytes.len() as u64),
                };
                write_frame(&mut out, Kind::Head, &serde_json::to_vec(&head)?)?;
                write_frame(&mut out, Kind::Body, &bytes)?;
                out
            }
            Stage::Plain(pieces) => into_inner(pieces)?,
            Stage::Gzip(encoder) => into_inner(encoder.finish()?)?,
            Stage::Between => return Err(io::ErrorKind::BrokenPipe.into()),
        };
        write_frame(&mut out, Kind::End, &[])
    }

    /// There is no answer, or no more of it: a status of its own if nothing has left, else words
    /// after which the server cuts the connection.
    pub(super) fn fail(self, status: u16, text: &str) -> io::Result<()> {
        match self.stage {
            Stage::Held(_, mut out) => refuse(&mut out, status, text),
            Stage::Plain(pieces) => {
                write_frame(&mut into_inner(pieces)?, Kind::Failed, text.as_bytes())
            }
            // Past the encoder and never through its end, so that not even what is compressed looks
            // whole.
            Stage::Gzip(mut encoder) => {
                let pieces = encoder.get_mut().get_mut();
                write_frame(&mut pieces.0, Kind::Failed, text.as_bytes())
            }
            Stage::Between => Ok(()),
        }
    }

    /// Sends what was held back, with a head before it.
    fn flow(&mut self) -> io::Result<()> {
        let stage = std::mem::replace(&mut self.stage, Stage::Between);
        self.stage = match stage {
            Stage::Held(held, mut out) => {
                let head = Head {
                    status: 200,
                    content_type: self.content_type.clone(),
                    gzip: self.gzip,
                    length: None,
                };
                write_frame(&mut out, Kind::Head, &serde_json::to_vec(&head)?)?;
                let mut pieces = BufWriter::with_capacity(PIECE, Pieces(out));
                if self.gzip {
                    let mut encoder = GzEncoder::new(pieces, Compression::fast());
                    encoder.write_all(&held)?;
                    Stage::Gzip(encoder)
                } else {
                    pieces.write_all(&held)?;
                    Stage::Plain(pieces)
                }
            }
            other => other,
        };
        Ok(())
    }
}

fn into_inner<W: Write>(pieces: BufWriter<Pieces<W>>) -> io::Result<W> {
    let pieces = pieces.into_inner().map_err(|error| error.into_error())?;
    Ok(pieces.0)
}

/// Answers with an error.
pub(super) fn refuse(out: &mut dyn Write, status: u16, text: &str) -> io::Result<()> {
    let text = Refusal::printable(text);
    let head = Head {
        status,
        content_type: "text/plain; charset=utf-8".to_owned(),
        gzip: false,
        length: Some(text.len() as u64),
    };
    write_frame(out, Kind::Head, &serde_json::to_vec(&head)?)?;
    write_frame(out, Kind::Body, text.as_bytes())?;
    write_frame(out, Kind::End, &[])
}

impl<W: Write> Write for Answer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(left) = &mut self.left {
            let Some(rest) = left.checked_sub(bytes.len() as u64) else {
                self.over = true;
                return Err(io::Error::other("the answer is larger than may be"));
            };
            *left = rest;
        }
        if let Stage::Held(held, _) = &mut self.stage {
            held.extend_from_slice(bytes);
            if held.len() > HELD {
                self.flow()?;
            }
            return Ok(bytes.len());
        }
        match &mut self.stage {
            Stage::Plain(pieces) => pieces.write_all(bytes)?,
            Stage::Gzip(encoder) => encoder.write_all(bytes)?,
            _ => return Err(io::ErrorKind::BrokenPipe.into()),
        }
        Ok(bytes.len())
    }

    /// Nothing: pieces leave when they are full.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    /// The frames of an answer: letters and contents.
    fn frames(mut bytes: &[u8]) -> Vec<(Kind, Vec<u8>)> {
        let mut frames = Vec::new();
        while let [letter, a, b, c, d, rest @ ..] = bytes {
            let (piece, after) = rest.split_at(u32::from_le_bytes([*a, *b, *c, *d]) as usize);
            frames.push((Kind::of(*letter).unwrap(), piece.to_vec()));
            bytes = after;
        }
        assert!(bytes.is_empty());
        frames
    }

    fn head(frames: &[(Kind, Vec<u8>)]) -> Head {
        assert_eq!(frames[0].0, Kind::Head);
        serde_json::from_slice(&frames[0].1).unwrap()
    }

    fn body(frames: &[(Kind, Vec<u8>)]) -> Vec<u8> {
        let bodies = frames.iter().filter(|(kind, _)| *kind == Kind::Body);
        bodies.flat_map(|(_, piece)| piece.clone()).collect()
    }

    fn answered(length: usize, gzip: bool) -> (Head, Vec<u8>) {
        let mut out = Vec::new();
        let mut answer = Answer::new(&mut out, "text/csv".to_owned(), gzip, None);
        let text: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        text.chunks(1000)
            .for_each(|piece| answer.write_all(piece).unwrap());
        answer.finish().unwrap();
        let frames = frames(&out);
        assert_eq!(frames.last().unwrap().0, Kind::End);
        let (head, body) = (head(&frames), body(&frames));
        if let Some(length) = head.length {
            assert_eq!(length, body.len() as u64);
        }
        let mut read = Vec::new();
        match head.gzip {
            true => drop(
                flate2::read::GzDecoder::new(&body[..])
                    .read_to_end(&mut read)
                    .unwrap(),
            ),
            false => read.clone_from(&body),
        }
        assert!(read == text, "{length} bytes come out otherwise");
        (head, body)
    }

    #[test]
    fn answers_of_any_length_come_out_whole() {
        for length in [0, 1, 1023, 1024, HELD - 1, HELD, HELD + 1, 3_000_000] {
            let (head, _) = answered(length, false);
            assert_eq!(head.length.is_some(), length <= HELD, "{length}");
            assert!(!head.gzip);
            let (head, _) = answered(length, true);
            assert_eq!(head.length.is_some(), length <= HELD, "{length}");
            assert_eq!(head.gzip, length >= COMPRESSED_FROM, "{length}");
        }
    }

    #[test]
    fn a_failure_has_a_status_only_while_nothing_has_left() {
        for gzip in [false, true] {
            let mut out = Vec::new();
            let mut answer = Answer::new(&mut out, "text/csv".to_owned(), gzip, None);
            answer.write_all(&[b'a'; HELD]).unwrap();
            answer.fail(500, "no").unwrap();
            let found = frames(&out);
            assert_eq!(head(&found).status, 500);
            assert_eq!(body(&found), b"no\n");

            let mut out = Vec::new();
            let mut answer = Answer::new(&mut out, "text/csv".to_owned(), gzip, None);
            answer.write_all(&[b'a'; HELD + 1]).unwrap();
            answer.fail(500, "no").unwrap();
            let kinds: Vec<Kind> = frames(&out).into_iter().map(|(kind, _)| kind).collect();
            assert!(
                kinds.contains(&Kind::Failed) && !kinds.contains(&Kind::End),
                "{kinds:?}"
            );
        }
    }

    #[test]
    fn the_limit_is_exact() {
        for (limit, fits) in [(10, true), (9, false)] {
            let mut answer = Answer::new(Vec::new(), String::new(), false, Some(limit));
            answer.write_all(b"12345").unwrap();
            assert_eq!(answer.write_all(b"67890").is_ok(), fits);
            assert_eq!(answer.is_over(), !fits);
        }
    }
}
