//! The tables of one study as a corpus, without triples between.
//!
//! IRIs are those that the study has in a graph, so that a network made of its tables is the one
//! made of its graph file.

use super::columns::{Addressees, Column, NO_CODE, StatementColumn, Statements};
use super::corpus::{Corpus, EntityClass, EntityId, StatementText, local_name};
use super::packed::Packed;
use crate::model::{
    Actor, Attribute, Authority, BUILTIN_SECTORS, Id, Kind, KindOf, SpeechAct, Stance, Statement,
    StatementName, Study,
};
use crate::vocab::DM;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fmt::Write;

/// Labels of the ontology's sectors, in English, where they are not their codes.
const SECTOR_LABELS: [(&str, &str); 3] = [
    ("civilian-government", "civilian government"),
    ("international", "international bodies"),
    ("civil-society", "civil society"),
];

/// Types of actors that are collectives below a state.
const COLLECTIVE: [&str; 4] = ["institution", "organization", "company", "group"];

/// Statements of a study, kept as they pass by: one for each thread that reads them.
#[derive(Debug, Default)]
pub struct StatementRows(Vec<Row>);

/// A statement whose texts are its own.
#[derive(Debug)]
struct Row {
    /// The last part of its IRI.
    name: String,
    source: usize,
    speaker: usize,
    on_behalf_of: Option<usize>,
    claim: usize,
    stance: Stance,
    act: Option<SpeechAct>,
    authority: Option<Authority>,
    addressees: Vec<usize>,
    /// As written, first and last day, packed.
    date: Option<(String, [u32; 2])>,
    paraphrase: Option<String>,
    locator: Option<String>,
    attributes: Vec<Attribute>,
}

impl StatementRows {
    /// Keeps a statement. Date and level of authority are those of its source in `study` where it
    /// has none of its own.
    pub fn push(&mut self, study: &Study, statement: &Statement<'_>) {
        let source = study.sources.get(statement.source);
        let date = statement.date.or(source.and_then(|it| it.date.as_ref()));
        let authority = statement.authority.or(source.and_then(|it| it.authority));
        let mut addressees = statement.addressees.clone();
        addressees.sort_unstable();
        addressees.dedup();
        self.0.push(Row {
            name: name(&statement.name),
            source: statement.source,
            speaker: statement.actor,
            on_behalf_of: statement.on_behalf_of,
            claim: statement.claim,
            stance: statement.stance,
            act: statement.act,
            authority,
            addressees,
            date: date.map(|date| {
                let days = [date.earliest().packed(), date.latest().packed()];
                (date.as_str().to_owned(), days)
            }),
            paraphrase: statement.paraphrase.map(str::to_owned),
            locator: statement.locator.map(str::to_owned),
            attributes: owned(&statement.attributes),
        });
    }
}

/// Returns the last part of a statement's IRI.
fn name(name: &StatementName<'_>) -> String {
    match name {
        StatementName::Id(id) => id.as_str().to_owned(),
        StatementName::Digest(digest) => digest.iter().fold(String::new(), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        }),
    }
}

fn owned<T: AsRef<str>>(attributes: &[Attribute<T>]) -> Vec<Attribute> {
    let mut owned: Vec<Attribute> = attributes
        .iter()
        .map(|Attribute { column, value }| Attribute {
            column: column.as_ref().to_owned(),
            value: value.as_ref().to_owned(),
        })
        .collect();
    owned.sort_by(|one, other| one.column.cmp(&other.column));
    owned
}

/// What an entity is: a row of a table, by its number, or a concept.
#[derive(Debug, Clone, Copy)]
enum Entity<'s> {
    Actor(usize),
    Claim(usize),
    Source(usize),
    Theme(usize),
    Statement(usize),
    /// A sector: its code and label.
    Sector(&'s str, &'s str),
    Act(SpeechAct),
    Level(Authority),
}

/// A study's tables and statements as a [`Corpus`].
#[derive(Debug)]
pub struct TableCorpus<'s> {
    study: &'s Study,
    rows: Vec<Row>,
    /// IRIs, sorted: the position of each is its id.
    iris: Vec<String>,
    entities: Vec<Entity<'s>>,
    ids: FxHashMap<String, EntityId>,
    columns: Columns,
}

/// The columns of statements, whose codes take four bytes each.
#[derive(Debug, Default)]
struct Columns {
    statements: Vec<EntityId>,
    /// Distinct values and codes, by [`StatementColumn::ALL`].
    single: Vec<(Vec<u32>, Vec<u32>)>,
    addressee_rows: Vec<u32>,
    addressees: Vec<EntityId>,
}

impl<'s> TableCorpus<'s> {
    /// Puts the tables of a study and its statements together. The order of `parts`, and of the
    /// statements in them, does not matter.
    pub fn new(study: &'s Study, parts: impl IntoIterator<Item = StatementRows>) -> Self {
        let mut rows: Vec<Row> = parts.into_iter().flat_map(|part| part.0).collect();
        rows.sort_by(|one, other| one.name.cmp(&other.name));
        let mut named = entities(study, &rows);
        named.sort_by(|(one, _), (other, _)| one.cmp(other));
        let (iris, entities): (Vec<String>, Vec<Entity<'s>>) = named.into_iter().unzip();
        // Ids are counted in 32 bits, as terms of a graph are.
        let ids = iris.iter().cloned().zip(0..).collect();
        let mut corpus = Self {
            study,
            rows,
            iris,
            entities,
            ids,
            columns: Columns::default(),
        };
        corpus.columns = corpus.columns();
        corpus
    }

    fn columns(&self) -> Columns {
        let mut columns = Columns::default();
        for (row, statement) in (0..).zip(&self.rows) {
            columns
                .statements
                .extend(self.row_id("statement", &statement.name));
            let actors = statement.addressees.iter();
            let mut actors: Vec<EntityId> = actors.filter_map(|at| self.actor_id(*at)).collect();
            actors.sort_unstable();
            for actor in actors {
                columns.addressee_rows.push(row);
                columns.addressees.push(actor);
            }
        }
        let column = |column| encode(self.rows.iter().map(|row| self.cell(row, column)));
        columns.single = StatementColumn::ALL.into_iter().map(column).collect();
        columns
    }

    /// Returns the value of a row in a column.
    fn cell(&self, row: &Row, column: StatementColumn) -> Option<u32> {
        match column {
            StatementColumn::Speaker => self.actor_id(row.speaker),
            StatementColumn::OnBehalfOf => self.actor_id(row.on_behalf_of?),
            StatementColumn::Claim => {
                self.row_id("claim", self.study.claims.get(row.claim)?.id.as_str())
            }
            StatementColumn::Act => self.concept_id("act", row.act?.code()),
            StatementColumn::Source => {
                self.row_id("source", self.study.sources.get(row.source)?.id.as_str())
            }
            StatementColumn::Authority => self.concept_id("authority", row.authority?.code()),
            StatementColumn::Stance => Some(StatementColumn::stance_number(row.stance)),
            StatementColumn::Earliest => row.date.as_ref().map(|(_, days)| days[0]),
            StatementColumn::Latest => row.date.as_ref().map(|(_, days)| days[1]),
        }
    }

    fn actor_id(&self, at: usize) -> Option<EntityId> {
        self.row_id("actor", self.study.actors.get(at)?.id.as_str())
    }

    fn row_id(&self, table: &str, id: &str) -> Option<EntityId> {
        self.find(&row_iri(self.study, table, id))
    }

    fn concept_id(&self, scheme: &str, code: &str) -> Option<EntityId> {
        self.find(&concept_iri(scheme, code))
    }

    fn entity(&self, id: EntityId) -> Option<Entity<'s>> {
        self.entities.get(id as usize).copied()
    }

    fn actor(&self, id: EntityId) -> Option<&'s Actor> {
        match self.entity(id)? {
            Entity::Actor(at) => self.study.actors.get(at),
            _ => None,
        }
    }

    fn claim(&self, id: EntityId) -> Option<&'s crate::model::Claim> {
        match self.entity(id)? {
            Entity::Claim(at) => self.study.claims.get(at),
            _ => None,
        }
    }

    /// Returns the ids of actors that have a property.
    fn actors_where(&self, holds: impl Fn(&Actor) -> bool) -> Vec<EntityId> {
        let actors = self.study.actors.iter().enumerate();
        actors
            .filter(|(_, actor)| holds(actor))
            .filter_map(|(at, _)| self.actor_id(at))
            .collect()
    }

    /// Returns the pairs of claims that a column of claims names.
    fn pairs(&self, column: impl Fn(&'s crate::model::Claim) -> &'s [Id]) -> Vec<[EntityId; 2]> {
        let mut pairs = Vec::new();
        for claim in &self.study.claims {
            for other in column(claim) {
                let one = self.row_id("claim", claim.id.as_str());
                let other = self.row_id("claim", other.as_str());
                pairs.extend(one.zip(other).map(|(one, other)| [one, other]));
            }
        }
        pairs
    }

    fn has_builtin_type(&self, actor: EntityId, types: &[&str]) -> bool {
        self.actor(actor)
            .is_some_and(|actor| !actor.kind.declared && types.contains(&actor.kind.code.as_str()))
    }
}

/// Returns the IRI of a row: the study's base, its table and its identifier.
fn row_iri(study: &Study, table: &str, id: &str) -> String {
    format!("{}{table}/{id}", study.metadata.base)
}

fn concept_iri(scheme: &str, code: &str) -> String {
    format!("{DM}{scheme}-{code}")
}

fn sector_iri(study: &Study, sector: &Kind) -> String {
    if sector.declared {
        row_iri(study, "sector", sector.code.as_str())
    } else {
        concept_iri("sector", sector.code.as_str())
    }
}

/// Returns all entities with their IRIs.
fn entities<'s>(study: &'s Study, rows: &[Row]) -> Vec<(String, Entity<'s>)> {
    let mut all = Vec::new();
    let mut add = |table: &str, id: &str, entity| all.push((row_iri(study, table, id), entity));
    for (at, actor) in study.actors.iter().enumerate() {
        add("actor", actor.id.as_str(), Entity::Actor(at));
    }
    for (at, claim) in study.claims.iter().enumerate() {
        add("claim", claim.id.as_str(), Entity::Claim(at));
    }
    for (at, source) in study.sources.iter().enumerate() {
        add("source", source.id.as_str(), Entity::Source(at));
    }
    for (at, theme) in study.themes.iter().enumerate() {
        add("theme", theme.id.as_str(), Entity::Theme(at));
    }
    for (at, row) in rows.iter().enumerate() {
        add("statement", &row.name, Entity::Statement(at));
    }
    for kind in study.kinds.iter().filter(|kind| kind.of == KindOf::Sector) {
        let sector = Entity::Sector(kind.code.as_str(), &kind.label);
        add("sector", kind.code.as_str(), sector);
    }
    for code in BUILTIN_SECTORS {
        let known = SECTOR_LABELS.iter().find(|(of, _)| of == code);
        let label = known.map_or(*code, |(_, label)| label);
        all.push((concept_iri("sector", code), Entity::Sector(code, label)));
    }
    let acts = SpeechAct::ALL.iter();
    all.extend(acts.map(|act| (concept_iri("act", act.code()), Entity::Act(*act))));
    let levels = Authority::ALL.iter();
    all.extend(levels.map(|level| {
        let iri = concept_iri("authority", level.code());
        (iri, Entity::Level(*level))
    }));
    all
}

/// Returns the distinct values of a column, ascending, and the position of each cell's among them.
fn encode(cells: impl Iterator<Item = Option<u32>> + Clone) -> (Vec<u32>, Vec<u32>) {
    let mut values: Vec<u32> = cells.clone().flatten().collect();
    values.sort_unstable();
    values.dedup();
    let code = |cell: Option<u32>| {
        let at = cell.and_then(|value| values.binary_search(&value).ok());
        // There are no more values than rows, which are counted in 32 bits.
        at.map_or(NO_CODE, |at| at as u32)
    };
    let codes = cells.map(code).collect();
    (values, codes)
}

impl Corpus for TableCorpus<'_> {
    fn statements(&self) -> Statements<'_> {
        let columns = &self.columns;
        let rows = self.rows.len();
        let column = |column: StatementColumn| {
            let single = columns.single.get(column as usize);
            let (values, codes) = single.map_or((&[][..], &[][..]), |(values, codes)| {
                (values.as_slice(), codes.as_slice())
            });
            Column::new(values, Some(Packed::Words(codes)), rows)
        };
        let addressees = Addressees::new(&columns.addressee_rows, &columns.addressees);
        Statements::new(&columns.statements, rows, column, addressees)
    }

    fn titles(&self) -> Vec<String> {
        vec![self.study.metadata.title.clone()]
    }

    fn iri(&self, id: EntityId) -> Option<Cow<'_, str>> {
        self.iris.get(id as usize).map(Cow::from)
    }

    fn find(&self, iri: &str) -> Option<EntityId> {
        self.ids.get(iri).copied()
    }

    fn resolve(&self, name: &str, class: EntityClass) -> Vec<EntityId> {
        let is_member = |id: &EntityId| self.entity(*id).is_some_and(|it| it.is_a(class));
        if let Some(id) = self.find(name).filter(is_member) {
            return vec![id];
        }
        let tables = ["actor", "claim", "source", "theme", "sector"].into_iter();
        let schemes = ["act", "authority", "sector"].into_iter();
        let mut ids: Vec<EntityId> = tables
            .filter_map(|table| self.row_id(table, name))
            .chain(schemes.filter_map(|scheme| self.concept_id(scheme, name)))
            .filter(is_member)
            .collect();
        ids.sort_unstable();
        ids
    }

    fn names(&self, class: EntityClass) -> Vec<String> {
        let members = (0..).zip(&self.entities).filter(|(_, it)| it.is_a(class));
        let mut names: Vec<String> = members.filter_map(|(id, _)| self.code(id)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn label(&self, id: EntityId) -> Option<String> {
        let study = self.study;
        let label = match self.entity(id)? {
            Entity::Actor(at) => &study.actors.get(at)?.label,
            Entity::Claim(at) => &study.claims.get(at)?.label,
            Entity::Source(at) => &study.sources.get(at)?.title,
            Entity::Theme(at) => &study.themes.get(at)?.label,
            Entity::Sector(_, label) => label,
            Entity::Level(level) => level.code(),
            Entity::Act(act) => return Some(act.code().replace('-', " ")),
            Entity::Statement(_) => return None,
        };
        Some(label.to_owned())
    }

    fn code(&self, concept: EntityId) -> Option<String> {
        Some(match self.entity(concept)? {
            Entity::Sector(code, _) => code.to_owned(),
            Entity::Act(act) => act.code().to_owned(),
            Entity::Level(level) => level.code().to_owned(),
            _ => local_name(self.iris.get(concept as usize)?).to_owned(),
        })
    }

    fn aliases(&self, actor: EntityId) -> Vec<String> {
        let mut aliases = self
            .actor(actor)
            .map_or_else(Vec::new, |it| it.aliases.clone());
        aliases.sort_unstable();
        aliases.dedup();
        aliases
    }

    fn attributes(&self, id: EntityId) -> Vec<Attribute> {
        let study = self.study;
        let attributes = match self.entity(id) {
            Some(Entity::Actor(at)) => study.actors.get(at).map(|row| &row.attributes),
            Some(Entity::Claim(at)) => study.claims.get(at).map(|row| &row.attributes),
            Some(Entity::Source(at)) => study.sources.get(at).map(|row| &row.attributes),
            Some(Entity::Theme(at)) => study.themes.get(at).map(|row| &row.attributes),
            Some(Entity::Statement(at)) => self.rows.get(at).map(|row| &row.attributes),
            _ => None,
        };
        attributes.map_or_else(Vec::new, |attributes| owned(attributes))
    }

    fn actor_type(&self, actor: EntityId) -> Option<String> {
        self.actor(actor)
            .map(|actor| actor.kind.code.as_str().to_owned())
    }

    fn is_state(&self, actor: EntityId) -> bool {
        self.has_builtin_type(actor, &["state"])
    }

    fn is_collective(&self, actor: EntityId) -> bool {
        let declared = self.actor(actor).is_some_and(|actor| actor.kind.declared);
        declared || self.has_builtin_type(actor, &COLLECTIVE)
    }

    fn is_international(&self, actor: EntityId) -> bool {
        let sector = self.actor(actor).and_then(|actor| actor.sector.as_ref());
        let international =
            |sector: &Kind| !sector.declared && sector.code.as_str() == "international";
        sector.is_some_and(international) && self.has_builtin_type(actor, &["organization"])
    }

    fn sector(&self, actor: EntityId) -> Option<EntityId> {
        let sector = self.actor(actor)?.sector.as_ref()?;
        self.find(&sector_iri(self.study, sector))
    }

    fn actors_in(&self, sector: EntityId) -> Vec<EntityId> {
        let Some(iri) = self.iri(sector) else {
            return Vec::new();
        };
        self.actors_where(|actor| {
            let of_actor = actor.sector.as_ref();
            of_actor.is_some_and(|of_actor| sector_iri(self.study, of_actor) == iri)
        })
    }

    fn country(&self, actor: EntityId) -> Option<String> {
        self.actor(actor)?.country.clone()
    }

    fn countries(&self) -> Vec<(EntityId, Cow<'_, str>)> {
        let actors = self.study.actors.iter().enumerate();
        actors
            .filter_map(|(at, actor)| {
                let country = actor.country.as_deref()?;
                Some((self.actor_id(at)?, country.into()))
            })
            .collect()
    }

    fn part_of(&self, actor: EntityId) -> Vec<EntityId> {
        let whole = self.actor(actor).and_then(|actor| actor.part_of.as_ref());
        let id = whole.and_then(|whole| self.row_id("actor", whole.as_str()));
        id.into_iter().collect()
    }

    fn authority(&self, concept: EntityId) -> Option<Authority> {
        match self.entity(concept)? {
            Entity::Level(level) => Some(level),
            _ => None,
        }
    }

    fn themes(&self, claim: EntityId) -> Vec<EntityId> {
        let themes = self.claim(claim).into_iter().flat_map(|it| &it.themes);
        let mut ids: Vec<EntityId> = themes
            .filter_map(|theme| self.row_id("theme", theme.as_str()))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn claims_of(&self, theme: EntityId) -> Vec<EntityId> {
        let Some(Entity::Theme(at)) = self.entity(theme) else {
            return Vec::new();
        };
        let id = &self.study.themes[at].id;
        let claims = self.study.claims.iter();
        claims
            .filter(|claim| claim.themes.contains(id))
            .filter_map(|claim| self.row_id("claim", claim.id.as_str()))
            .collect()
    }

    fn entailments(&self) -> Vec<[EntityId; 2]> {
        self.pairs(|claim| &claim.entails)
    }

    fn contradictions(&self) -> Vec<[EntityId; 2]> {
        self.pairs(|claim| &claim.contradicts)
    }

    fn statement_text(&self, statement: EntityId, text: StatementText) -> Option<String> {
        let Entity::Statement(at) = self.entity(statement)? else {
            return None;
        };
        let row = self.rows.get(at)?;
        match text {
            StatementText::Date => row.date.as_ref().map(|(written, _)| written.clone()),
            StatementText::Paraphrase => row.paraphrase.clone(),
            StatementText::Locator => row.locator.clone(),
        }
    }

    fn source_url(&self, source: EntityId) -> Option<String> {
        match self.entity(source)? {
            Entity::Source(at) => self.study.sources.get(at)?.url.clone(),
            _ => None,
        }
    }
}

impl Entity<'_> {
    fn is_a(&self, class: EntityClass) -> bool {
        matches!(
            (self, class),
            (Self::Actor(_), EntityClass::Actor)
                | (Self::Claim(_), EntityClass::Claim)
                | (Self::Source(_), EntityClass::Source)
                | (Self::Theme(_), EntityClass::Theme)
                | (Self::Sector(..), EntityClass::Sector)
                | (Self::Act(_), EntityClass::SpeechAct)
                | (Self::Level(_), EntityClass::AuthorityLevel)
        )
    }
}
