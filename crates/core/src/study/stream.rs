//! The statements of a study, handed on as they are read.

use super::blocks::Block;
use super::keys::{Key, Keyed};
use super::limits::ProblemLog;
use super::references::{AllTargets, Tables, Targets, UnknownReferences};
use super::row::{Dates, Row};
use super::rows::{Files, Read};
use super::schema::{Field, TableName};
use super::statements::{self, StatementRow};
use super::table::{RowAt, Table};
use crate::diagnostic::{Code, Problem, Problems};
use crate::model::{EdtfDate, Id, RowId, SpeechAct, Statement, StatementName, composed};

/// Takes statements, one thread's share of them. Which share is chance, so what is made of all
/// shares together may not depend on it.
pub trait Consumer: Send {
    /// Takes a statement, whose references are right.
    fn take(&mut self, statement: &Statement<'_>);
}

/// What statements are looked up in.
pub(super) struct Background<'a> {
    targets: &'a AllTargets,
    /// By number of the source: whether it was read, and its date.
    sources: Vec<Option<Option<EdtfDate>>>,
    /// By number of the claim: whether it has contraries.
    disputed: Vec<bool>,
}

impl<'a> Background<'a> {
    pub(super) fn new(tables: &Tables, targets: &'a AllTargets) -> Self {
        let number = |targets: &Targets, id: &Id| targets.number(id.as_str());
        let mut sources = vec![None; targets.sources.len()];
        for source in tables.sources.values() {
            if let Some(number) = number(&targets.sources, &source.id) {
                sources[number] = Some(source.date.clone());
            }
        }
        let mut disputed = vec![false; targets.claims.len()];
        for claim in tables.claims.values() {
            if let Some(number) = number(&targets.claims, &claim.id) {
                disputed[number] |= !claim.contradicts.is_empty();
            }
        }
        Self {
            targets,
            sources,
            disputed,
        }
    }
}

/// What a thread keeps.
pub(super) struct Worker<C> {
    pub(super) consumer: Option<C>,
    pub(super) used: Used,
    pub(super) keys: Keys,
    pub(super) problems: ProblemLog,
    pub(super) unknown: UnknownReferences,
    dates: Dates,
}

/// By what statements could be the same as others.
#[derive(Default)]
pub(super) struct Keys {
    /// Statements with identifiers: these, and what twins share.
    pub(super) named: Vec<Keyed<2>>,
    /// Statements without.
    pub(super) unnamed: Vec<Keyed<1>>,
}

/// What statements use, by number.
pub(super) struct Used {
    pub(super) claims: Vec<bool>,
    pub(super) actors: Vec<bool>,
    pub(super) sources: Vec<bool>,
    /// Columns beyond the format's.
    pub(super) extra: Vec<bool>,
}

impl Used {
    pub(super) fn none(targets: &AllTargets) -> Self {
        Self {
            claims: vec![false; targets.claims.len()],
            actors: vec![false; targets.actors.len()],
            sources: vec![false; targets.sources.len()],
            extra: Vec::new(),
        }
    }

    /// Adds what another thread saw.
    pub(super) fn join(&mut self, other: &Self) {
        let join = |ours: &mut Vec<bool>, theirs: &[bool]| {
            ours.resize(ours.len().max(theirs.len()), false);
            ours.iter_mut()
                .zip(theirs)
                .for_each(|(one, other)| *one |= other);
        };
        join(&mut self.claims, &other.claims);
        join(&mut self.actors, &other.actors);
        join(&mut self.sources, &other.sources);
        join(&mut self.extra, &other.extra);
    }
}

/// Reads the statements, each of which goes to the consumer of its thread, if there are any.
pub(super) fn read<C: Consumer>(
    files: &Files<'_>,
    background: &Background<'_>,
    consumer: impl Fn() -> Option<C> + Sync,
    problems: &mut Problems,
) -> Read<Worker<C>, ()> {
    let worker = || Worker {
        consumer: consumer(),
        used: Used::none(background.targets),
        keys: Keys::default(),
        problems: ProblemLog::default(),
        unknown: UnknownReferences::default(),
        dates: Dates::default(),
    };
    let work = |worker: &mut Worker<C>, table: &Table, block: &Block, text: &str| {
        // Taken out for as long as the block takes, since its rows hold it and the worker both.
        let mut log = std::mem::take(&mut worker.problems);
        table.rows(block, text, &mut log, |row, sound| {
            if sound {
                worker.row(row, background);
            }
        });
        worker.problems = log;
    };
    files.read(TableName::Statements, problems, worker, work)
}

impl<C: Consumer> Worker<C> {
    fn row(&mut self, row: &mut Row<'_>, background: &Background<'_>) {
        let targets = background.targets;
        let Some(statement) = statements::parse(row, &mut self.dates) else {
            self.unknown.note_loose(row, targets);
            return;
        };
        let numbers = Numbers::find(&statement, row, targets, &mut self.unknown);
        background.check(&statement, &numbers, row);
        let name = statement.name();
        self.keys.note(&statement, &name, row.at);
        let Some(numbers) = numbers.complete() else {
            return;
        };
        self.used.mark(&numbers);
        let mut attributes = Vec::new();
        for (number, attribute) in row.extra() {
            self.used.extra.resize(row.table.extra.len(), false);
            self.used.extra[number] = true;
            attributes.push(attribute);
        }
        if let Some(consumer) = &mut self.consumer {
            consumer.take(&Statement {
                name,
                source: numbers.source,
                date: statement.date,
                actor: numbers.actor,
                on_behalf_of: numbers.on_behalf_of,
                claim: numbers.claim,
                stance: statement.stance,
                act: statement.act,
                addressees: numbers.addressees,
                paraphrase: statement.paraphrase,
                locator: statement.locator,
                coders: statement.coders,
                authority: statement.authority,
                attributes,
            });
        }
    }
}

/// The numbers of the rows that a statement refers to; `None` for those that are not there.
struct Numbers {
    source: Option<usize>,
    actor: Option<usize>,
    claim: Option<usize>,
    on_behalf_of: Option<Option<usize>>,
    addressees: Vec<Option<usize>>,
}

/// The same, all there.
struct Known {
    source: usize,
    actor: usize,
    claim: usize,
    on_behalf_of: Option<usize>,
    addressees: Vec<usize>,
}

impl Numbers {
    fn find(
        statement: &StatementRow<'_>,
        row: &Row<'_>,
        targets: &AllTargets,
        unknown: &mut UnknownReferences,
    ) -> Self {
        let mut number = |of: &Targets, field: Field, id: &RowId<'_>| {
            let number = of.number(id.as_str());
            if number.is_none() {
                unknown.note(row, field, id.as_str(), targets);
            }
            number
        };
        let actors = &targets.actors;
        Self {
            source: number(&targets.sources, statements::SOURCE, &statement.source),
            actor: number(actors, statements::ACTOR, &statement.actor),
            claim: number(&targets.claims, statements::CLAIM, &statement.claim),
            on_behalf_of: statement
                .on_behalf_of
                .as_ref()
                .map(|id| number(actors, statements::ON_BEHALF_OF, id)),
            addressees: statement
                .addressees
                .iter()
                .map(|id| number(actors, statements::ADDRESSEE, id))
                .collect(),
        }
    }

    fn complete(self) -> Option<Known> {
        Some(Known {
            source: self.source?,
            actor: self.actor?,
            claim: self.claim?,
            on_behalf_of: match self.on_behalf_of {
                Some(number) => Some(number?),
                None => None,
            },
            addressees: self.addressees.into_iter().collect::<Option<_>>()?,
        })
    }
}

impl Used {
    fn mark(&mut self, numbers: &Known) {
        self.claims[numbers.claim] = true;
        self.sources[numbers.source] = true;
        // A body that others speak for is heard.
        for actor in std::iter::once(numbers.actor).chain(numbers.on_behalf_of) {
            self.actors[actor] = true;
        }
    }
}

impl Background<'_> {
    /// What can be said of a statement by itself, its source and its claim.
    fn check(&self, statement: &StatementRow<'_>, numbers: &Numbers, row: &mut Row<'_>) {
        let source = numbers
            .source
            .and_then(|number| self.sources[number].as_ref());
        let source_date = source.and_then(Option::as_ref);
        // To deny an accusation is to support the claim contrary to it, so where there are
        // contraries a denial can go with support.
        let denies_a_contrary = statement.act == Some(SpeechAct::Denies)
            && numbers.claim.is_some_and(|number| self.disputed[number]);
        let act = statement
            .act
            .filter(|act| act.clashes_with(statement.stance));
        if let Some(act) = act.filter(|_| !denies_a_contrary) {
            let message = format!("`{act}` rarely goes with `{}`", statement.stance);
            row.push_at(Code::ActAgainstStance, "act", |place| {
                Problem::new(Code::ActAgainstStance, place, message).with_hint(
                    "the stance is toward the claim as worded: is it the right way round?",
                )
            });
        }
        if let Some((date, source_date)) = statement.date.zip(source_date)
            && date.earliest() > source_date.latest()
        {
            let message = format!("dated after its source ({source_date})");
            row.push_at(Code::StatedAfterSource, "date", |place| {
                Problem::new(Code::StatedAfterSource, place, message).with_cell(date.as_str())
            });
        }
        if statement.date.is_none() && source.is_some() && source_date.is_none() {
            row.push_at(Code::Undated, "date", |place| {
                let message = "neither the statement nor its source has a date";
                Problem::new(Code::Undated, place, message)
            });
        }
    }
}

impl Keys {
    /// Adds those of another thread.
    pub(super) fn join(&mut self, other: Self) {
        self.named.reserve_exact(other.named.len());
        self.named.extend(other.named);
        self.unnamed.reserve_exact(other.unnamed.len());
        self.unnamed.extend(other.unnamed);
    }

    /// Notes by what the statement could be the same as another.
    fn note(&mut self, statement: &StatementRow<'_>, name: &StatementName<'_>, at: RowAt) {
        match name {
            // Statements without identifiers are named by their key fields, so these must differ.
            StatementName::Digest(digest) => {
                let keys = [Key::from_digest(*digest)];
                self.unnamed.push(Keyed::new(keys, at));
            }
            StatementName::Id(id) => {
                let locator = composed(statement.locator.unwrap_or_default());
                let fields = [
                    statement.source.as_str(),
                    locator.as_ref(),
                    statement.actor.as_str(),
                    statement.claim.as_str(),
                    statement.stance.code(),
                    statement.date.map_or("", EdtfDate::as_str),
                ];
                // Two coders who agree are not twins.
                let twin = Key::of(fields.into_iter().chain(statement.coders.iter()));
                let keys = [Key::of([id.as_str()]), twin];
                self.named.push(Keyed::new(keys, at));
            }
        }
    }
}
