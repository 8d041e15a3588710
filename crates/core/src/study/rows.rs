//! Tables read in blocks, by as many threads as there are.

use super::blocks::{Block, Blocks, Refused};
use super::limits::ProblemLog;
use super::row::{Dates, Reference, Row};
use super::schema::TableName;
use super::table::{Beginning, RowAt, Table, report_quotes};
use super::text::{not_utf8, refusal};
use crate::diagnostic::{Place, Problems};
use crate::meter::Meter;
use rayon::prelude::*;
use std::cell::OnceCell;
use std::collections::BTreeMap;
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
        table: TableName,
        problems: &mut Problems,
        worker: impl Fn() -> W + Sync,
        work: impl Fn(&mut W, &Table, &Block, &str) -> B + Sync,
    ) -> Read<W, B> {
        let path = self.folder.join(table.file_name());
        match self.try_read(&path, table, problems, worker, work) {
            Ok(read) => read,
            Err(halt) => {
                problems.push(match halt {
                    Halt::Refused(refused) => refusal(&path, &refused),
                    Halt::NotUtf8(byte) => not_utf8(&path, byte),
                });
                Read::nothing()
            }
        }
    }

    fn try_read<W: Send, B: Send>(
        &self,
        path: &Path,
        table: TableName,
        problems: &mut Problems,
        worker: impl Fn() -> W + Sync,
        work: impl Fn(&mut W, &Table, &Block, &str) -> B + Sync,
    ) -> Result<Read<W, B>, Halt> {
        let none = BTreeMap::new();
        let renamed = self
            .renamed
            .map(|renamed| renamed.get(table.as_str()).unwrap_or(&none));
        let mut blocks = Blocks::open(path, self.block, self.meter).map_err(Halt::Refused)?;
        let first = blocks.next().map_err(Halt::Refused)?;
        // Where the text is no UTF-8 in the end, nothing else is said of it.
        let mut of_header = Problems::new();
        let header = match &first {
            Some(block) => Some((block, utf8(block)?)),
            None => None,
        };
        let beginning = Beginning::new(&blocks, header);
        let table = Table::from_header(path, table.schema(), &beginning, renamed, &mut of_header);
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
                self.halted = Some(Halt::Refused(error));
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
    /// The references in rows with errors, so that a wrong one is not hidden by what else is wrong
    /// in its row.
    pub(super) loose: Vec<(RowAt, Reference)>,
}

impl<T> Rows<T> {
    /// Tells whether every row's identifier is known.
    pub(super) fn is_complete(&self) -> bool {
        self.table.is_some() && self.sound
    }

    /// The place of a cell of a row.
    pub(super) fn cell_place(&self, at: RowAt, field: &'static str) -> CellPlace<'_> {
        CellPlace {
            table: self.table.as_ref(),
            at,
            field,
            place: OnceCell::new(),
        }
    }

    /// Rows without their places.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().map(|(_, row)| row)
    }
}

/// The place of a cell, found when it is first asked for: that reads the row again, and a cell may
/// hold thousands of references.
pub(super) struct CellPlace<'t> {
    table: Option<&'t Table>,
    at: RowAt,
    field: &'static str,
    place: OnceCell<Place>,
}

impl CellPlace<'_> {
    pub(super) fn is(&self, at: RowAt, field: &str) -> bool {
        self.at == at && self.field == field
    }

    pub(super) fn get(&self) -> Place {
        let place = self.place.get_or_init(|| {
            let table = self.table.map(|table| table.place(self.at, self.field));
            table.unwrap_or_default()
        });
        place.clone()
    }
}

/// The rows of a block of a table that is kept.
struct Kept<T> {
    rows: Vec<(RowAt, T)>,
    ids: Vec<String>,
    loose: Vec<(RowAt, Reference)>,
}

/// What a thread keeps while it reads a table.
#[derive(Default)]
struct KeepingWorker {
    dates: Dates,
    problems: ProblemLog,
}

impl Files<'_> {
    /// Reads a table that is kept with `parse`, which reports what is wrong with each row.
    pub(super) fn keep<T: Send>(
        &self,
        table: TableName,
        problems: &mut Problems,
        parse: impl Fn(&mut Row<'_>, &mut Dates) -> Option<T> + Sync,
    ) -> Rows<T> {
        let work = |worker: &mut KeepingWorker, table: &Table, block: &Block, text: &str| {
            let mut kept = Kept {
                rows: Vec::new(),
                ids: Vec::new(),
                loose: Vec::new(),
            };
            let KeepingWorker { dates, problems } = worker;
            table.rows(block, text, problems, |row, sound| {
                kept.ids.extend(row.rough_id());
                if !sound {
                    return;
                }
                match parse(row, dates) {
                    Some(value) => kept.rows.push((row.at, value)),
                    None => {
                        let references = row.loose_references();
                        kept.loose
                            .extend(references.map(|reference| (row.at, reference)));
                    }
                }
            });
            kept
        };
        let read = self.read(table, problems, KeepingWorker::default, work);
        let mut log = ProblemLog::default();
        for worker in read.workers {
            log.join(worker.problems);
        }
        log.report(&self.folder.join(table.file_name()), problems);
        let mut rows = Rows {
            table: read.table,
            sound: read.sound,
            rows: Vec::new(),
            ids: Vec::new(),
            loose: Vec::new(),
        };
        for block in read.blocks {
            rows.rows.extend(block.rows);
            rows.ids.extend(block.ids);
            rows.loose.extend(block.loose);
        }
        rows
    }
}

/// The tables of a folder.
pub(super) fn paths(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let tables = TableName::ALL.into_iter();
    tables.map(move |table| folder.join(table.file_name()))
}
