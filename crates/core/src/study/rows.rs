//! Tables read in blocks, by as many threads as there are.

use super::blocks::{Block, Blocks, Refused};
use super::columns::Columns;
use super::row::{Dates, Row};
use super::table::{RowAt, Table, report_quotes};
use super::text::{not_utf8, refusal, unreadable};
use crate::diagnostic::Problems;
use crate::meter::Meter;
use crate::model::Id;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A study's folder, for reading its tables.
pub(super) struct Files<'a> {
    pub(super) folder: &'a Path,
    /// What the manifest calls columns; `None` where there is no manifest to say.
    pub(super) renamed: Option<&'a BTreeMap<String, BTreeMap<String, String>>>,
    pub(super) meter: &'a Meter,
    /// The size of blocks, in bytes.
    pub(super) block: usize,
}

/// What reading a table gave.
pub(super) struct Read<W, B> {
    /// `None` if its rows could not be read.
    pub(super) table: Option<Table>,
    /// Whether the quotes of the table are right, so that its rows are what they seem to be.
    pub(super) sound: bool,
    /// What each thread kept.
    pub(super) workers: Vec<W>,
    /// What each block gave, in order.
    pub(super) blocks: Vec<B>,
}

impl<W, B> Read<W, B> {
    fn nothing() -> Self {
        Self {
            table: None,
            sound: false,
            workers: Vec::new(),
            blocks: Vec::new(),
        }
    }
}

/// What a block gave beside what its rows did.
struct Form {
    problems: Problems,
    faults: usize,
}

impl Files<'_> {
    /// Reads a table: each thread makes a worker, and `work` makes something of each block.
    pub(super) fn read<W: Send, B: Send>(
        &self,
        columns: Columns,
        problems: &mut Problems,
        worker: impl Fn() -> W + Sync,
        work: impl Fn(&mut W, &Table, &Block, &str) -> B + Sync,
    ) -> Read<W, B> {
        let path = self.folder.join(format!("{}.csv", columns.table));
        match self.try_read(&path, columns, problems, worker, work) {
            Ok(read) => read,
            Err(halt) => {
                problems.push(match halt {
                    Halt::Refused(refused) => refusal(&path, &refused),
                    Halt::Io(error) => unreadable(&path, &error),
                    Halt::NotUtf8(byte) => not_utf8(&path, byte),
                });
                Read::nothing()
            }
        }
    }

    fn try_read<W: Send, B: Send>(
        &self,
        path: &Path,
        columns: Columns,
        problems: &mut Problems,
        worker: impl Fn() -> W + Sync,
        work: impl Fn(&mut W, &Table, &Block, &str) -> B + Sync,
    ) -> Result<Read<W, B>, Halt> {
        let none = BTreeMap::new();
        let renamed = self
            .renamed
            .map(|renamed| renamed.get(columns.table).unwrap_or(&none));
        let mut blocks = Blocks::open(path, self.block, self.meter).map_err(Halt::Refused)?;
        let first = blocks.next().map_err(Halt::Io)?;
        // Where the text is no UTF-8 in the end, nothing else is said of it.
        let mut of_header = Problems::new();
        let header = match &first {
            Some(block) => Some((block, utf8(block)?)),
            None => None,
        };
        let table = Table::of(path, columns, (&blocks, header), renamed, &mut of_header);
        let table_of_rows = table.as_ref();
        let (workers, found) = each_block(first, blocks, worker, |worker, block, text| {
            let mut form = Form {
                problems: Problems::new(),
                faults: block.faults.len(),
            };
            report_quotes(path, block, text, &mut form.problems);
            let made = table_of_rows.map(|table| work(worker, table, block, text));
            (form, made)
        })?;
        problems.extend(of_header);
        let mut read = Read {
            table,
            sound: true,
            workers,
            blocks: Vec::with_capacity(found.len()),
        };
        for (form, made) in found {
            problems.extend(form.problems);
            read.sound &= form.faults == 0;
            read.blocks.extend(made);
        }
        Ok(read)
    }
}

/// Why reading stopped.
enum Halt {
    Refused(Refused),
    Io(io::Error),
    /// The byte of the file that is no UTF-8.
    NotUtf8(u64),
}

fn utf8(block: &Block) -> Result<&str, Halt> {
    std::str::from_utf8(&block.bytes)
        .map_err(|error| Halt::NotUtf8(block.start + error.valid_up_to() as u64))
}

/// What the threads take blocks from.
struct Queue<'m> {
    first: Option<Block>,
    blocks: Blocks<'m>,
    halted: Option<Halt>,
}

impl Queue<'_> {
    /// The next block, until something stops the reading.
    fn next(&mut self) -> Option<Block> {
        if self.halted.is_some() {
            return None;
        }
        match self.first.take() {
            Some(block) => Some(block),
            None => self.blocks.next().unwrap_or_else(|error| {
                self.halted = Some(Halt::Io(error));
                None
            }),
        }
    }

    /// Stops the reading. Of several places the first counts: all blocks before it are with some
    /// thread already.
    fn halt(&mut self, halt: Halt) {
        let is_earlier = match (&self.halted, &halt) {
            (Some(Halt::NotUtf8(before)), Halt::NotUtf8(byte)) => byte < before,
            (known, _) => known.is_none(),
        };
        if is_earlier {
            self.halted = Some(halt);
        }
    }
}

fn lock<'q, 'm>(queue: &'q Mutex<Queue<'m>>) -> MutexGuard<'q, Queue<'m>> {
    // A panic of another thread ends the reading anyway.
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Works on every block, in as many threads as there are. Gives what the threads kept and what the
/// blocks gave, these in order.
fn each_block<W: Send, B: Send>(
    first: Option<Block>,
    blocks: Blocks<'_>,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, &Block, &str) -> B + Sync,
) -> Result<(Vec<W>, Vec<B>), Halt> {
    let queue = Mutex::new(Queue {
        first,
        blocks,
        halted: None,
    });
    let run = || {
        let (mut kept, mut found) = (worker(), Vec::new());
        loop {
            // The lock is held while a block is cut, not while it is worked on.
            let Some(block) = lock(&queue).next() else {
                return (kept, found);
            };
            match utf8(&block) {
                Ok(text) => found.push((block.index, work(&mut kept, &block, text))),
                Err(halt) => lock(&queue).halt(halt),
            }
        }
    };
    let threads = rayon::current_num_threads();
    let results: Vec<(W, Vec<(usize, B)>)> = (0..threads).into_par_iter().map(|_| run()).collect();
    if let Some(halt) = lock(&queue).halted.take() {
        return Err(halt);
    }
    let (workers, found): (Vec<W>, Vec<Vec<(usize, B)>>) = results.into_iter().unzip();
    let mut found: Vec<(usize, B)> = found.into_iter().flatten().collect();
    found.sort_by_key(|(index, _)| *index);
    let found = found.into_iter().map(|(_, found)| found).collect();
    Ok((workers, found))
}

/// A table that is kept: its rows, each with its place.
pub(super) struct Rows<T> {
    /// `None` if the file could not be read.
    pub(super) table: Option<Table>,
    sound: bool,
    /// The rows that something could be made of.
    pub(super) rows: Vec<(RowAt, T)>,
    /// The identifiers of all rows, of those with errors too: a reference to such a row is right.
    pub(super) ids: Vec<String>,
    /// The references in rows with errors, by column, so that a wrong one is not hidden by what
    /// else is wrong in its row.
    pub(super) loose: Vec<(RowAt, &'static str, Id)>,
}

impl<T> Rows<T> {
    /// Whether every row's identifier is known.
    pub(super) fn is_complete(&self) -> bool {
        self.table.is_some() && self.sound
    }

    /// Rows without their places.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().map(|(_, row)| row)
    }
}

/// What a block of a table that is kept gave.
struct Kept<T> {
    problems: Problems,
    rows: Vec<(RowAt, T)>,
    ids: Vec<String>,
    loose: Vec<(RowAt, &'static str, Id)>,
}

impl Files<'_> {
    /// Reads a table that is kept with `parse`, which says of each row what is wrong with it.
    pub(super) fn keep<T: Send>(
        &self,
        columns: Columns,
        problems: &mut Problems,
        parse: impl Fn(&mut Row<'_>, &mut Dates) -> Option<T> + Sync,
    ) -> Rows<T> {
        let work = |dates: &mut Dates, table: &Table, block: &Block, text: &str| {
            let mut found = Problems::new();
            let (mut rows, mut ids, mut loose) = (Vec::new(), Vec::new(), Vec::new());
            table.rows(block, text, &mut found, |row, sound| {
                ids.extend(row.rough_id());
                if !sound {
                    return;
                }
                match parse(row, dates) {
                    Some(value) => rows.push((row.at, value)),
                    None => {
                        let references = row.loose_references().into_iter();
                        loose.extend(references.map(|(column, id)| (row.at, column, id)));
                    }
                }
            });
            Kept {
                problems: found,
                rows,
                ids,
                loose,
            }
        };
        let read = self.read(columns, problems, Dates::default, work);
        let mut kept = Rows {
            table: read.table,
            sound: read.sound,
            rows: Vec::new(),
            ids: Vec::new(),
            loose: Vec::new(),
        };
        for block in read.blocks {
            problems.extend(block.problems);
            kept.rows.extend(block.rows);
            kept.ids.extend(block.ids);
            kept.loose.extend(block.loose);
        }
        kept
    }
}

/// The tables of a folder.
pub(super) fn paths(folder: &Path) -> impl Iterator<Item = PathBuf> {
    ["themes", "claims", "actors", "sources", "statements"]
        .into_iter()
        .map(move |table| folder.join(format!("{table}.csv")))
}
