//! Reading a study's folder: manifest, tables, references, consistency, in one run.

use super::blocks::BLOCK;
use super::kinds::AllKinds;
use super::limits::ProblemLog;
use super::manifest::{self, Manifest};
use super::references::{
    self, AllTargets, Hints, Tables, UnknownInTables, UnknownReferences, report_unknown,
};
use super::rows::{Files, Read, paths};
use super::schema::TableName;
use super::stream::{self, Background, Consumer, Keys, Used, Worker};
use super::table::{RowAt, Table};
use super::text::unreadable;
use super::{actors, claims, logic, same, sources, themes};
use crate::diagnostic::{Code, Place, Problem, Problems};
use crate::meter::Meter;
use crate::model::Study;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A study whose statements are still to be read.
pub struct Opened<'m> {
    folder: PathBuf,
    meter: &'m Meter,
    block: usize,
    manifest: Option<Manifest>,
    study: Option<Study>,
    /// `None` where there is no such folder.
    pub(super) tables: Option<(Tables, AllTargets)>,
    problems: Problems,
    unknown: UnknownInTables,
    publishers: Vec<(RowAt, String)>,
}

/// What reading a folder to its end gave.
pub struct Reading<C> {
    /// Who took the statements, if there was no error.
    pub consumers: Option<Vec<C>>,
    /// How many statements there are.
    pub statements: usize,
    /// Headers of the columns beyond the format's that have a value in any statement.
    pub headers: BTreeSet<String>,
    /// Everything wrong or worth knowing, in order of place.
    pub problems: Problems,
}

/// How many bytes the tables of a folder have.
pub fn size(folder: &Path) -> u64 {
    let lengths = paths(folder).filter_map(|path| path.metadata().ok());
    lengths.map(|metadata| metadata.len()).sum()
}

/// Opens a study: reads everything but its statements, and checks it.
pub fn open<'m>(folder: &Path, meter: &'m Meter) -> Opened<'m> {
    open_with(folder, meter, BLOCK)
}

/// The same, with tables read in blocks of this size, in bytes.
pub(super) fn open_with<'m>(folder: &Path, meter: &'m Meter, block: usize) -> Opened<'m> {
    let mut opened = Opened {
        folder: folder.to_owned(),
        meter,
        block,
        manifest: None,
        study: None,
        tables: None,
        problems: Problems::new(),
        unknown: UnknownInTables::default(),
        publishers: Vec::new(),
    };
    match std::fs::read_dir(folder) {
        Ok(_) => opened.read_tables(),
        Err(error) => opened.problems.push(unreadable(folder, &error)),
    }
    opened
}

impl Opened<'_> {
    /// The manifest. Empty if it could not be read.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// The study. Empty if there was any error so far.
    pub fn study(&self) -> Option<&Study> {
        self.study.as_ref()
    }

    pub(super) fn files(&self) -> Files<'_> {
        Files {
            folder: &self.folder,
            renamed: self.manifest.as_ref().map(|manifest| &manifest.columns),
            meter: self.meter,
            block: self.block,
        }
    }

    fn read_tables(&mut self) {
        let mut problems = Problems::new();
        self.manifest = manifest::read(&self.folder, &mut problems);
        let kinds = AllKinds::new(self.manifest.as_ref());
        let files = self.files();
        let mut tables = Tables {
            themes: files.keep(TableName::Themes, &mut problems, themes::parse),
            claims: files.keep(TableName::Claims, &mut problems, claims::parse),
            actors: files.keep(TableName::Actors, &mut problems, |row, _| {
                actors::parse(row, &kinds)
            }),
            sources: files.keep(TableName::Sources, &mut problems, |row, dates| {
                sources::parse(row, &kinds, dates)
            }),
        };
        let targets = AllTargets::new(&mut tables);
        references::report_repeated(&tables, &mut problems);
        self.unknown = UnknownInTables::find(&tables, &targets);
        self.publishers = references::resolve_publishers(&mut tables.sources, &targets.actors);
        logic::check(&mut tables, &mut problems);
        let wrong = problems.has_errors() || !self.unknown.is_empty();
        let manifest = self.manifest.as_ref().filter(|_| !wrong);
        self.study = manifest.map(|manifest| study(manifest, &tables));
        self.problems = problems;
        self.tables = Some((tables, targets));
    }

    /// Reads the statements. Each goes to one of the consumers, of which every thread makes one;
    /// none are made where there were errors before. Tells of all problems.
    pub fn read<'s, C: Consumer>(&'s self, consumer: impl Fn(&'s Study) -> C + Sync) -> Reading<C> {
        let mut problems = self.problems.clone();
        let Some((tables, targets)) = &self.tables else {
            return Reading::without_statements(problems);
        };
        let background = Background::new(tables, targets);
        let consumer = || self.study.as_ref().map(&consumer);
        let read = stream::read(&self.files(), &background, consumer, &mut problems);
        let mut all = Gathered::new(read, targets);
        let path = self.folder.join(TableName::Statements.file_name());
        std::mem::take(&mut all.problems).report(&path, &mut problems);
        let mut hints = Hints::default();
        let UnknownInTables { claims, actors } = &self.unknown;
        for unknown in [&claims.rows, &actors.rows, &all.unknown.rows]
            .into_iter()
            .chain([&claims.loose, &actors.loose, &all.unknown.loose])
        {
            report_unknown(unknown, targets, &mut hints, &mut problems);
        }
        references::report_publishers(
            &tables.sources,
            &self.publishers,
            &targets.actors,
            &mut hints,
            &mut problems,
        );
        let statements = all.keys.named.len() + all.keys.unnamed.len();
        let headers = all.headers();
        if let Some(table) = &all.table {
            same::report_repeated(table, &mut all.keys, &mut problems);
        }
        // What is said of rows that could not be read would only follow from the errors.
        let wrong = problems.has_errors();
        if !wrong {
            same::report_unused(tables, &all.used, targets, &mut problems);
            if statements == 0 {
                self.report_no_statements(all.table.as_ref(), &mut problems);
            }
        }
        Reading {
            consumers: (!wrong).then_some(all.consumers),
            statements,
            headers,
            problems: problems.sorted(),
        }
    }
}

impl Opened<'_> {
    /// Reports that no statement is coded, unless RDF files may hold some.
    fn report_no_statements(&self, table: Option<&Table>, problems: &mut Problems) {
        let has_rdf = self
            .manifest
            .as_ref()
            .is_some_and(|manifest| !manifest.rdf.is_empty());
        let Some(table) = table.filter(|_| !has_rdf) else {
            return;
        };
        problems.push(
            Problem::new(
                Code::NoStatements,
                Place::file(&table.path),
                "no statements yet",
            )
            .with_hint("a row for each stance that an actor takes; `demarche run` needs one"),
        );
    }
}

impl<C> Reading<C> {
    fn without_statements(problems: Problems) -> Self {
        Self {
            consumers: None,
            statements: 0,
            headers: BTreeSet::new(),
            problems: problems.sorted(),
        }
    }
}

/// What threads and blocks gave, put together in an order that does not depend on them.
struct Gathered<C> {
    table: Option<Table>,
    consumers: Vec<C>,
    used: Used,
    problems: ProblemLog,
    unknown: UnknownReferences,
    keys: Keys,
}

impl<C> Gathered<C> {
    fn new(read: Read<Worker<C>, ()>, targets: &AllTargets) -> Self {
        let mut all = Self {
            table: read.table,
            consumers: Vec::new(),
            used: Used::none(targets),
            problems: ProblemLog::default(),
            unknown: UnknownReferences::default(),
            keys: Keys::default(),
        };
        for worker in read.workers {
            all.used.join(&worker.used);
            all.consumers.extend(worker.consumer);
            all.keys.join(worker.keys);
            all.problems.join(worker.problems);
            all.unknown.join(worker.unknown);
        }
        all
    }

    fn headers(&self) -> BTreeSet<String> {
        let extra = self.table.iter().flat_map(|table| &table.extra);
        let used = extra.zip(&self.used.extra).filter(|(_, used)| **used);
        used.map(|((_, header), _)| header.clone()).collect()
    }
}

fn study(manifest: &Manifest, tables: &Tables) -> Study {
    Study {
        metadata: manifest.metadata.clone(),
        kinds: manifest.kinds.clone(),
        themes: tables.themes.values().cloned().collect(),
        claims: tables.claims.values().cloned().collect(),
        actors: tables.actors.values().cloned().collect(),
        sources: tables.sources.values().cloned().collect(),
    }
}
