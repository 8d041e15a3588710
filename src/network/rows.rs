//! Statements as rows: a straight scan of the graph, one property after the other.
//!
//! Each property of a statement is one range of the graph's predicate order, so a row's cells are
//! filled in by walking that range once. A property with several values, which a checked study
//! never has save for addressees, keeps the first in the order of terms.

use crate::graph::{Graph, TermId};
use crate::model::{Day, Stance};
use crate::vocab::{DM, dm};

/// The days that something can date from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first of them.
    pub first: Day,
    /// The last of them.
    pub last: Day,
}

impl Span {
    /// The span over both.
    pub fn join(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }

    /// The span over whichever of the two there are.
    pub fn join_known(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(one), Some(other)) => Some(one.join(other)),
            (known, None) | (None, known) => known,
        }
    }
}

/// One statement, its references as ids of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The statement.
    pub statement: TermId,
    /// Who spoke.
    pub speaker: TermId,
    /// The body spoken for.
    pub on_behalf_of: Option<TermId>,
    /// The claim it is about.
    pub claim: TermId,
    /// The stance toward that claim.
    pub stance: Stance,
    /// What the speaker did in words.
    pub act: Option<TermId>,
    /// The source it stands in.
    pub source: Option<TermId>,
    /// The days it can date from.
    pub days: Option<Span>,
    /// Its level of authority.
    pub authority: Option<TermId>,
    /// Whom it addresses, in term order.
    pub addressees: Box<[TermId]>,
}

/// The statements of a graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statements {
    /// Those that can be read, by IRI.
    pub rows: Vec<Row>,
    /// How many have no speaker, no claim or no known stance. Background data can hold such; a
    /// checked study does not.
    pub incomplete: u32,
}

impl Statements {
    /// Reads all statements of a graph, in time linear in their number.
    pub fn read(graph: &Graph) -> Self {
        let mut columns = Columns::new(graph);
        let iri = |id| graph.iri(id).map(|_| id);
        let day = |id| graph.text(id).and_then(|text| Day::parse(&text));
        columns.fill(dm::SPEAKER, iri, |cells, id| first(&mut cells.speaker, id));
        columns.fill(dm::ON_BEHALF_OF, iri, |cells, id| {
            first(&mut cells.on_behalf_of, id);
        });
        columns.fill(dm::CLAIM_PROPERTY, iri, |cells, id| {
            first(&mut cells.claim, id);
        });
        columns.fill(
            dm::STANCE,
            |id| graph.iri(id).and_then(|iri| stance_of(&iri)),
            |cells, stance| first(&mut cells.stance, stance),
        );
        columns.fill(dm::ACT, iri, |cells, id| first(&mut cells.act, id));
        columns.fill(dm::STATED_IN, iri, |cells, id| first(&mut cells.source, id));
        columns.fill(dm::AUTHORITY, iri, |cells, id| {
            first(&mut cells.authority, id);
        });
        columns.fill(dm::EARLIEST, day, |cells, day| {
            first(&mut cells.earliest, day);
        });
        columns.fill(dm::LATEST, day, |cells, day| first(&mut cells.latest, day));
        columns.fill(dm::ADDRESSEE, iri, |cells, id| cells.addressees.push(id));
        columns.into_statements()
    }
}

fn first<T>(cell: &mut Option<T>, value: T) {
    cell.get_or_insert(value);
}

fn stance_of(iri: &str) -> Option<Stance> {
    Stance::from_code(iri.strip_prefix(DM)?.strip_prefix("stance-")?)
}

/// What is known of a statement so far.
#[derive(Default, Clone)]
struct Cells {
    speaker: Option<TermId>,
    on_behalf_of: Option<TermId>,
    claim: Option<TermId>,
    stance: Option<Stance>,
    act: Option<TermId>,
    source: Option<TermId>,
    authority: Option<TermId>,
    earliest: Option<Day>,
    latest: Option<Day>,
    addressees: Vec<TermId>,
}

impl Cells {
    fn into_row(self, statement: TermId) -> Option<Row> {
        // One bound alone is both; bounds the wrong way round are turned.
        let days = self
            .earliest
            .or(self.latest)
            .zip(self.latest.or(self.earliest));
        Some(Row {
            statement,
            speaker: self.speaker?,
            on_behalf_of: self.on_behalf_of,
            claim: self.claim?,
            stance: self.stance?,
            act: self.act,
            source: self.source,
            days: days.map(|(one, other)| Span {
                first: one.min(other),
                last: one.max(other),
            }),
            authority: self.authority,
            addressees: self.addressees.into(),
        })
    }
}

struct Columns<'a> {
    graph: &'a Graph,
    statements: Vec<TermId>,
    cells: Vec<Cells>,
    /// Position of a statement by its id less the first statement's id. Statements share their
    /// IRIs' beginnings, so that their ids lie close together.
    positions: Vec<u32>,
}

/// No statement has this position: ids are below it, so positions are too.
const NOWHERE: u32 = u32::MAX;

impl<'a> Columns<'a> {
    fn new(graph: &'a Graph) -> Self {
        // Sorted: the graph's order by predicate and object ends with the subject. A damaged file
        // may say otherwise, and must do no worse than lose rows.
        let terms = graph.term_count();
        let statements: Vec<TermId> = graph
            .instances(dm::STATEMENT)
            .filter(|id| (*id as usize) < terms)
            .collect();
        let span = match (statements.first(), statements.last()) {
            (Some(first), Some(last)) => last.saturating_sub(*first) as usize + 1,
            _ => 0,
        };
        let mut positions = vec![NOWHERE; span];
        for (position, id) in (0..).zip(&statements) {
            let offset = id.checked_sub(statements[0]);
            if let Some(slot) = offset.and_then(|offset| positions.get_mut(offset as usize)) {
                *slot = position;
            }
        }
        Self {
            graph,
            cells: vec![Cells::default(); statements.len()],
            statements,
            positions,
        }
    }

    /// Walks all triples of a property. Its values come in runs, so each is decoded once.
    fn fill<T: Copy>(
        &mut self,
        property: &str,
        decode: impl Fn(TermId) -> Option<T>,
        set: impl Fn(&mut Cells, T),
    ) {
        let Some(property) = self.graph.iri_id(property) else {
            return;
        };
        let mut run: Option<(TermId, Option<T>)> = None;
        for [subject, _, object] in self.graph.matching(None, Some(property), None) {
            let Some(position) = self.position(subject) else {
                continue;
            };
            let value = match run {
                Some((id, value)) if id == object => value,
                _ => decode(object),
            };
            run = Some((object, value));
            if let Some((cells, value)) = self.cells.get_mut(position).zip(value) {
                set(cells, value);
            }
        }
    }

    fn position(&self, subject: TermId) -> Option<usize> {
        let offset = subject.checked_sub(*self.statements.first()?)?;
        let position = *self.positions.get(offset as usize)?;
        (position != NOWHERE).then_some(position as usize)
    }

    fn into_statements(self) -> Statements {
        let total = self.statements.len();
        let rows: Vec<Row> = self
            .statements
            .into_iter()
            .zip(self.cells)
            .filter_map(|(statement, cells)| cells.into_row(statement))
            .collect();
        Statements {
            // Statements are terms, and those are counted in 32 bits.
            incomplete: (total - rows.len()) as u32,
            rows,
        }
    }
}
