//! A CSV file as a stream of blocks that hold whole rows.
//!
//! One thread at a time cuts, which costs little more than copying; the rows of different blocks
//! can then be read by different threads.

use super::limits::LONGEST_ROW;
use super::quotes::{QuoteFault, Quoted, next_quoted};
use crate::meter::Meter;
use memchr::{memchr, memchr_iter, memrchr};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The size of a block, in bytes. It is larger only where one row is.
pub(super) const BLOCK: usize = 1 << 20;

/// So many quotes that went wrong are found in a file at most: past a few, one went wrong that all
/// others follow from.
const MOST_FAULTS: usize = 100;

/// Whole rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Its number in the file.
    pub(super) index: usize,
    /// Where in the file it begins, in bytes.
    pub(super) start: u64,
    /// The number of its first line.
    pub(super) line: u64,
    pub(super) bytes: Vec<u8>,
    /// Quotes that went wrong in it.
    pub(super) faults: Vec<QuoteFault>,
    /// Whether quotes went wrong in an earlier block.
    pub(super) follows_fault: bool,
}

/// A CSV file being cut.
pub(super) struct Blocks<'m> {
    file: File,
    size: usize,
    meter: &'m Meter,
    /// What is read and not handed out, from the beginning of a row on.
    buffer: Vec<u8>,
    /// Up to here the buffer was looked through; not within a quoted cell.
    scanned: usize,
    /// The end of the last row that is whole, in the buffer.
    cut: Option<usize>,
    /// Whether the file has been read to its end.
    ended: bool,
    index: usize,
    start: u64,
    line: u64,
    /// Quotes that went wrong in the buffer, and how many did before.
    faults: Vec<QuoteFault>,
    earlier_faults: usize,
    /// Whether lines end in CR alone, as those of the first Macintosh.
    pub(super) cr_lines: bool,
}

/// Why a file gives no blocks.
#[derive(Debug)]
pub(super) enum Refused {
    Io(io::Error),
    /// UTF-16 without a mark, which is well-formed UTF-8 where the text is ASCII.
    Nul,
    /// A pipe or a device, which may never end.
    NoFile,
    /// A row longer than [`LONGEST_ROW`], which begins in this line.
    RowTooLong(u64),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl<'m> Blocks<'m> {
    pub(super) fn open(path: &Path, size: usize, meter: &'m Meter) -> Result<Self, Refused> {
        let mut blocks = Self {
            file: open_file(path)?,
            size: size.max(1),
            meter,
            buffer: Vec::new(),
            scanned: 0,
            cut: None,
            ended: false,
            index: 0,
            start: 0,
            line: 1,
            faults: Vec::new(),
            earlier_faults: 0,
            cr_lines: false,
        };
        blocks.fill(blocks.size.max(3))?;
        if blocks.buffer.iter().take(2).any(|byte| *byte == 0) {
            return Err(Refused::Nul);
        }
        let mark = "\u{FEFF}".as_bytes();
        if blocks.buffer.starts_with(mark) {
            blocks.buffer.drain(..mark.len());
            blocks.start = mark.len() as u64;
        }
        // Whether any line ends in LF shows in the first one, so here the first line is read.
        while !blocks.ended
            && blocks.buffer.len() < LONGEST_ROW
            && memchr(b'\n', &blocks.buffer).is_none()
        {
            blocks.fill(2 * blocks.buffer.len().max(blocks.size))?;
        }
        if memchr(b'\n', &blocks.buffer).is_none() && memchr(b'\r', &blocks.buffer).is_some() {
            blocks.cr_lines = true;
            lf_for_cr(&mut blocks.buffer);
        }
        Ok(blocks)
    }

    /// The next block, `None` after the last. Every block holds a row, if the file does.
    pub(super) fn next(&mut self) -> Result<Option<Block>, Refused> {
        let mut wanted = self.size;
        loop {
            self.fill(wanted)?;
            self.scan();
            match self.cut {
                Some(cut) => return Ok(Some(self.hand_out(cut))),
                None if self.ended && self.buffer.is_empty() => return Ok(None),
                None if self.ended => return Ok(Some(self.hand_out(self.buffer.len()))),
                None if self.buffer.len() >= LONGEST_ROW => {
                    return Err(Refused::RowTooLong(self.line));
                }
                // One row is larger than a block.
                None => wanted = 2 * self.buffer.len().max(self.size),
            }
        }
    }

    /// Reads until the buffer holds so many bytes, or the file ends.
    fn fill(&mut self, wanted: usize) -> io::Result<()> {
        while !self.ended && self.buffer.len() < wanted {
            let before = self.buffer.len();
            let missing = wanted - before;
            let read = self
                .file
                .by_ref()
                .take(missing as u64)
                .read_to_end(&mut self.buffer)?;
            self.meter.add(read as u64);
            self.ended = read < missing;
            if self.cr_lines {
                lf_for_cr(&mut self.buffer[before..]);
            }
        }
        Ok(())
    }

    /// Looks for row ends outside of quotes, and for quotes that went wrong.
    fn scan(&mut self) {
        while self.scanned < self.buffer.len() {
            let Some(quote) = next_quoted(&self.buffer, self.scanned) else {
                self.note_cut(self.buffer.len());
                self.scanned = self.buffer.len();
                return;
            };
            self.note_cut(quote);
            let quoted = Quoted::at(&self.buffer, quote);
            if quoted.end == self.buffer.len() && !self.ended {
                // How it goes on is still to be read.
                self.scanned = quote;
                return;
            }
            if self.earlier_faults + self.faults.len() < MOST_FAULTS {
                self.faults.extend(quoted.fault(&self.buffer, quote));
            }
            self.scanned = quoted.end;
        }
    }

    /// Notes the last line end between what was scanned and a place outside of quotes. A line that
    /// is empty ends no row.
    fn note_cut(&mut self, end: usize) {
        let Some(last) = memrchr(b'\n', &self.buffer[self.scanned..end]) else {
            return;
        };
        let cut = self.scanned + last + 1;
        let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        if !self.buffer[..cut].iter().all(is_line_end) {
            self.cut = Some(cut);
        }
    }

    fn hand_out(&mut self, cut: usize) -> Block {
        let mut rest = Vec::with_capacity(self.size.max(self.buffer.len() - cut));
        rest.extend_from_slice(&self.buffer[cut..]);
        self.buffer.truncate(cut);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        // Nothing past the cut has been a row's end, so what was scanned there is short.
        self.scanned = self.scanned.saturating_sub(cut);
        self.cut = None;
        let behind = self.faults.iter().position(|fault| fault.byte >= cut);
        let mut later = self.faults.split_off(behind.unwrap_or(self.faults.len()));
        later.iter_mut().for_each(|fault| fault.byte -= cut);
        let block = Block {
            index: self.index,
            start: self.start,
            line: self.line,
            faults: std::mem::replace(&mut self.faults, later),
            follows_fault: self.earlier_faults > 0,
            bytes,
        };
        self.index += 1;
        self.start += block.bytes.len() as u64;
        self.line += memchr_iter(b'\n', &block.bytes).count() as u64;
        self.earlier_faults += block.faults.len();
        block
    }
}

/// Opens a file that ends. Opening a pipe would wait for whoever writes to it.
pub(super) fn open_file(path: &Path) -> Result<File, Refused> {
    // A folder is opened all the same: reading it gives the error that says so.
    let metadata = path.metadata()?;
    if !metadata.is_file() && !metadata.is_dir() {
        return Err(Refused::NoFile);
    }
    Ok(File::open(path)?)
}

/// Ends lines in LF where they ended in CR.
pub(super) fn lf_for_cr(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|byte| **byte == b'\r') {
        *byte = b'\n';
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn blocks_of(text: &[u8], size: usize) -> Vec<Block> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, text).unwrap();
        let meter = Meter::default();
        let mut blocks = Blocks::open(&path, size, &meter).unwrap();
        let found = std::iter::from_fn(|| blocks.next().unwrap()).collect();
        assert_eq!(meter.state().0, text.len() as u64);
        found
    }

    /// Faults by their place in the text, whatever the size of blocks.
    fn faults(text: &str, size: usize) -> Vec<(usize, bool)> {
        let all = blocks_of(text.as_bytes(), size).into_iter();
        all.flat_map(|block| {
            let start = block.start as usize;
            let faults = block.faults.into_iter();
            faults.map(move |fault| (start + fault.byte, fault.unclosed))
        })
        .collect()
    }

    #[test]
    fn well_formed_quotes_have_no_faults() {
        for text in [
            "",
            "\"\"",
            "a,\"b, \"\"c\"\"\"\r\n\"d\ne\" ,f\n",
            "6\" pipe,a\"b\"c\n",
            "\"\"\"\"",
        ] {
            for size in 1..30 {
                assert_eq!(faults(text, size), [], "{text}");
            }
        }
    }

    #[test]
    fn faults_are_where_their_cells_begin() {
        for size in 1..30 {
            assert_eq!(faults("a,b\nc,\"d\ne,f\n", size), [(6, true)]);
            let text = "a,\"b \"c\" d\",e\n\"f\"g\n";
            assert_eq!(faults(text, size), [(2, false), (14, false)]);
            assert_eq!(faults("\"", size), [(0, true)]);
            assert_eq!(faults("\"\"\"", size), [(0, true)]);
        }
    }

    #[test]
    fn a_block_holds_a_row_and_no_part_of_one() {
        let blocks = blocks_of(b"\n\na,\"b\nc\"\n\nd,e\n", 1);
        let texts: Vec<&[u8]> = blocks.iter().map(|block| &block.bytes[..]).collect();
        assert_eq!(texts, [&b"\n\na,\"b\nc\"\n\n"[..], b"d,e\n"]);
        assert_eq!((blocks[1].start, blocks[1].line), (11, 6));
    }

    proptest! {
        /// However large blocks are, together they are the text, and each begins where a row does.
        #[test]
        fn the_size_of_blocks_changes_nothing(text in "[a\"\",\n\r é]{0,60}", size in 1..64_usize) {
            let whole = blocks_of(text.as_bytes(), 1 << 16);
            let parts = blocks_of(text.as_bytes(), size);
            let joined = |blocks: &[Block]| blocks.iter().flat_map(|block| block.bytes.clone()).collect::<Vec<u8>>();
            prop_assert_eq!(joined(&whole), joined(&parts));
            prop_assert_eq!(faults(&text, 1 << 16), faults(&text, size));
            for block in &parts[..parts.len().saturating_sub(1)] {
                prop_assert_eq!(block.bytes.last(), Some(&b'\n'));
            }
        }
    }
}
