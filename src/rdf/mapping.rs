//! A study as triples. `docs/graph.md` says which.

use super::mint::{self, percent_encode};
use super::sink::TripleSink;
use crate::model::{
    Actor, Attribute, Authority, Claim, EdtfDate, Id, Kind, KindDeclaration, KindOf, Publisher,
    Source, SpeechAct, Stance, Study, Theme,
};
use crate::vocab::{self, dcterms, dm, edtf, org, owl, rdf, rdfs, skos, void, xsd};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Triple;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The ontology's triples, which join every graph.
pub fn ontology() -> impl Iterator<Item = Triple> {
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(vocab::ONTOLOGY_TTL)
        // The file is part of the program, and tests parse it: no error can come of it here.
        .filter_map(Result::ok)
        .map(Triple::from)
}

/// What is known of the statements of a study once all have passed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many there are.
    pub statements: usize,
    /// Headers of the columns beyond the format's that have a value in any of them.
    pub headers: BTreeSet<String>,
}

/// Gives the triples of one study to a sink: those of the tables once, those of its statements as
/// they come, in as many mappings at a time as there are threads.
pub struct Mapping<'a, S: TripleSink> {
    pub(super) study: &'a Study,
    base: &'a str,
    /// The tag of the study's language. It was checked when the manifest was read; tags are
    /// compared in lower case.
    language: Option<String>,
    sink: S,
    pub(super) terms: Terms<S::Term>,
}

/// Terms that come again and again. They are interned when first needed and never before: a term
/// that no triple uses has no place in a graph.
pub(super) struct Terms<T> {
    /// IRIs that the program knows, by the address of their text.
    known: FxHashMap<(usize, usize), T>,
    pub(super) claims: Vec<Option<T>>,
    pub(super) actors: Vec<Option<T>>,
    pub(super) sources: Vec<Option<T>>,
    pub(super) stances: [Option<T>; Stance::ALL.len()],
    pub(super) acts: [Option<T>; SpeechAct::ALL.len()],
    authorities: [Option<T>; Authority::ALL.len()],
    /// As written, earliest, latest; by what is written.
    dates: FxHashMap<Box<str>, [T; 3]>,
    columns: FxHashMap<Box<str>, T>,
}

impl<T: Copy> Terms<T> {
    fn of(study: &Study) -> Self {
        Self {
            known: FxHashMap::default(),
            claims: vec![None; study.claims.len()],
            actors: vec![None; study.actors.len()],
            sources: vec![None; study.sources.len()],
            stances: [None; Stance::ALL.len()],
            acts: [None; SpeechAct::ALL.len()],
            authorities: [None; Authority::ALL.len()],
            dates: FxHashMap::default(),
            columns: FxHashMap::default(),
        }
    }
}

impl<'a, S: TripleSink> Mapping<'a, S> {
    /// A mapping of this study into a sink.
    pub fn new(study: &'a Study, sink: S) -> Self {
        let language = study.metadata.language.as_deref();
        Self {
            study,
            base: &study.metadata.base,
            language: language.map(str::to_ascii_lowercase),
            sink,
            terms: Terms::of(study),
        }
    }

    /// The sink, with what was given to it.
    pub fn into_sink(self) -> S {
        self.sink
    }

    /// Gives every triple of the study but those of its statements.
    pub fn tables(&mut self, totals: &Totals) {
        let study = self.study;
        self.dataset(totals);
        self.columns(totals);
        study.kinds.iter().for_each(|kind| self.kind(kind));
        study.themes.iter().for_each(|theme| self.theme(theme));
        study.claims.iter().for_each(|claim| self.claim(claim));
        study.actors.iter().for_each(|actor| self.actor(actor));
        study.sources.iter().for_each(|source| self.source(source));
    }

    /// A row's IRI. Identifiers hold nothing that an IRI would escape and the base was checked when
    /// the manifest was read, so base, table and identifier together are an IRI.
    pub(super) fn node(&mut self, table: &str, id: &str) -> S::Term {
        self.sink.iri(&[self.base, table, "/", id])
    }

    /// A term that is kept in a place of its own once it has been made.
    pub(super) fn once(
        &mut self,
        place: impl Fn(&mut Terms<S::Term>) -> &mut Option<S::Term>,
        make: impl FnOnce(&mut Self) -> S::Term,
    ) -> S::Term {
        if let Some(term) = *place(&mut self.terms) {
            return term;
        }
        let term = make(self);
        *place(&mut self.terms) = Some(term);
        term
    }

    /// An IRI that the program knows.
    fn known(&mut self, iri: &'static str) -> S::Term {
        // The address stands for the text only to find the term again: two texts never share
        // both, and one that lies in two places is interned twice, to the same term.
        let key = (iri.as_ptr() as usize, iri.len());
        let sink = &mut self.sink;
        *self
            .terms
            .known
            .entry(key)
            .or_insert_with(|| sink.iri(&[iri]))
    }

    pub(super) fn add(&mut self, subject: S::Term, property: &'static str, object: S::Term) {
        let property = self.known(property);
        self.sink.triple(subject, property, object);
    }

    /// An IRI of the program as object.
    fn add_known(&mut self, subject: S::Term, property: &'static str, object: &'static str) {
        let object = self.known(object);
        self.add(subject, property, object);
    }

    pub(super) fn add_class(&mut self, subject: S::Term, class: &'static str) {
        self.add_known(subject, rdf::TYPE, class);
    }

    /// A text in the study's language.
    fn add_text(&mut self, subject: S::Term, property: &'static str, text: &str) {
        let literal = match &self.language {
            Some(tag) => self.sink.tagged(text, tag),
            None => self.sink.plain(text),
        };
        self.add(subject, property, literal);
    }

    pub(super) fn add_text_if(
        &mut self,
        subject: S::Term,
        property: &'static str,
        text: Option<&str>,
    ) {
        if let Some(text) = text {
            self.add_text(subject, property, text);
        }
    }

    /// A text in no language: codes, names, places in a source.
    pub(super) fn add_plain(&mut self, subject: S::Term, property: &'static str, text: &str) {
        let literal = self.sink.plain(text);
        self.add(subject, property, literal);
    }

    fn add_iri(&mut self, subject: S::Term, property: &'static str, iri: &str) {
        // Checked when its table was read.
        let object = self.sink.iri(&[iri]);
        self.add(subject, property, object);
    }

    pub(super) fn add_date(&mut self, subject: S::Term, property: &'static str, date: &EdtfDate) {
        let [written, earliest, latest] = match self.terms.dates.get(date.as_str()) {
            Some(terms) => *terms,
            None => {
                let terms = [
                    self.sink.typed(date.as_str(), edtf::EDTF),
                    self.sink.typed(&date.earliest().to_string(), xsd::DATE),
                    self.sink.typed(&date.latest().to_string(), xsd::DATE),
                ];
                self.terms.dates.insert(date.as_str().into(), terms);
                terms
            }
        };
        self.add(subject, property, written);
        self.add(subject, dm::EARLIEST, earliest);
        self.add(subject, dm::LATEST, latest);
    }

    /// The property for a column that the format does not know.
    fn column(&mut self, header: &str) -> S::Term {
        if let Some(term) = self.terms.columns.get(header) {
            return *term;
        }
        let term = self.node("column", &percent_encode(header));
        self.terms.columns.insert(header.into(), term);
        term
    }

    pub(super) fn add_attributes<T: AsRef<str>>(
        &mut self,
        subject: S::Term,
        attributes: &[Attribute<T>],
    ) {
        for Attribute { column, value } in attributes {
            let property = self.column(column.as_ref());
            let value = self.sink.plain(value.as_ref());
            self.sink.triple(subject, property, value);
        }
    }

    /// A concept of the ontology's coding scheme.
    pub(super) fn concept(&mut self, scheme: &str, code: &str) -> S::Term {
        self.sink.iri(&[vocab::DM, scheme, "-", code])
    }

    /// The node of a kind that the manifest declares.
    fn declared(&mut self, of: KindOf, code: &Id) -> S::Term {
        self.node(mint::kind_table(of), code.as_str())
    }

    /// The class of an actor's type.
    fn actor_type(&mut self, kind: &Kind) -> S::Term {
        match kind.declared {
            true => self.declared(KindOf::Actor, &kind.code),
            false => self.known(mint::actor_class(&kind.code)),
        }
    }

    /// The concept of a sector or of a type of source.
    fn kind_concept(&mut self, of: KindOf, kind: &Kind) -> S::Term {
        match kind.declared {
            true => self.declared(of, &kind.code),
            false => self.concept(mint::kind_table(of), kind.code.as_str()),
        }
    }

    pub(super) fn add_authority(&mut self, subject: S::Term, level: Authority) {
        let term = self.once(
            |terms| &mut terms.authorities[level as usize],
            |mapping| mapping.concept("authority", level.code()),
        );
        self.add(subject, dm::AUTHORITY, term);
    }

    fn dataset(&mut self, totals: &Totals) {
        let (study, metadata) = (self.study, &self.study.metadata);
        let dataset = self.sink.iri(&[self.base]);
        self.add_class(dataset, void::DATASET);
        self.add_text(dataset, dcterms::TITLE, &metadata.title);
        self.add_text(dataset, rdfs::LABEL, &metadata.title);
        let description = metadata.description.as_deref();
        self.add_text_if(dataset, dcterms::DESCRIPTION, description);
        self.add_plain(dataset, void::URI_SPACE, &metadata.base);
        self.add_iri(dataset, void::VOCABULARY, vocab::DM);
        if let Some(licence) = &metadata.licence {
            self.add_iri(dataset, dcterms::LICENSE, licence);
        }
        if let Some(language) = &metadata.language {
            self.add_plain(dataset, dcterms::LANGUAGE, language);
        }
        if let Some(version) = &metadata.version {
            self.add_plain(dataset, owl::VERSION_INFO, version);
        }
        for creator in &metadata.creators {
            self.add_plain(dataset, dcterms::CREATOR, creator);
        }
        let counts = [
            ("Theme", dm::THEME, study.themes.len()),
            ("Claim", dm::CLAIM, study.claims.len()),
            ("Actor", dm::ACTOR, study.actors.len()),
            ("Source", dm::SOURCE, study.sources.len()),
            ("Statement", dm::STATEMENT, totals.statements),
        ];
        for (name, class, count) in counts {
            let partition = self.node("partition", name);
            self.add(dataset, void::CLASS_PARTITION, partition);
            self.add_known(partition, void::CLASS, class);
            let count = self.sink.typed(&count.to_string(), xsd::INTEGER);
            self.add(partition, void::ENTITIES, count);
        }
    }

    /// Names the properties of columns that the format does not know.
    fn columns(&mut self, totals: &Totals) {
        let study = self.study;
        let attributes = study.themes.iter().flat_map(|row| &row.attributes);
        let attributes = attributes.chain(study.claims.iter().flat_map(|row| &row.attributes));
        let attributes = attributes.chain(study.actors.iter().flat_map(|row| &row.attributes));
        let attributes = attributes.chain(study.sources.iter().flat_map(|row| &row.attributes));
        let headers: BTreeSet<&str> = attributes
            .map(|attribute| attribute.column.as_str())
            .chain(totals.headers.iter().map(String::as_str))
            .collect();
        for header in headers {
            let property = self.column(header);
            self.add_class(property, rdf::PROPERTY);
            self.add_text(property, rdfs::LABEL, header);
        }
    }

    fn kind(&mut self, kind: &KindDeclaration) {
        let node = self.declared(kind.of, &kind.code);
        self.add_plain(node, skos::NOTATION, kind.code.as_str());
        self.add_text(node, rdfs::LABEL, &kind.label);
        self.add_text_if(node, skos::DEFINITION, kind.definition.as_deref());
        let (class, scheme) = match kind.of {
            KindOf::Actor => {
                self.add_class(node, owl::CLASS);
                self.add_known(node, rdfs::SUB_CLASS_OF, dm::ACTOR);
                return;
            }
            KindOf::Sector => (dm::SECTOR_CLASS, dm::SECTOR_SCHEME),
            KindOf::Source => (dm::SOURCE_TYPE, dm::SOURCE_TYPE_SCHEME),
        };
        self.add_class(node, class);
        self.add_class(node, skos::CONCEPT);
        self.add_known(node, skos::IN_SCHEME, scheme);
        self.add_text(node, skos::PREF_LABEL, &kind.label);
    }

    /// What themes and claims share.
    fn add_concept(
        &mut self,
        node: S::Term,
        class: &'static str,
        label: &str,
        definition: Option<&str>,
    ) {
        self.add_class(node, class);
        self.add_class(node, skos::CONCEPT);
        self.add_text(node, skos::PREF_LABEL, label);
        self.add_text(node, rdfs::LABEL, label);
        self.add_text_if(node, skos::DEFINITION, definition);
    }

    fn theme(&mut self, theme: &Theme) {
        let node = self.node("theme", theme.id.as_str());
        let definition = theme.definition.as_deref();
        self.add_concept(node, dm::THEME, &theme.label, definition);
        self.add_attributes(node, &theme.attributes);
    }

    fn claim(&mut self, claim: &Claim) {
        let node = self.node("claim", claim.id.as_str());
        let definition = claim.definition.as_deref();
        self.add_concept(node, dm::CLAIM, &claim.label, definition);
        for theme in &claim.themes {
            let theme = self.node("theme", theme.as_str());
            self.add(node, dm::THEME_PROPERTY, theme);
        }
        for other in &claim.contradicts {
            let other = self.node("claim", other.as_str());
            self.add(node, dm::CONTRADICTS, other);
        }
        for other in &claim.entails {
            let other = self.node("claim", other.as_str());
            self.add(node, dm::ENTAILS, other);
        }
        self.add_attributes(node, &claim.attributes);
    }

    fn actor(&mut self, actor: &Actor) {
        let node = self.node("actor", actor.id.as_str());
        self.add_class(node, dm::ACTOR);
        let kind = self.actor_type(&actor.kind);
        self.add(node, rdf::TYPE, kind);
        self.add_text(node, rdfs::LABEL, &actor.label);
        if let Some(whole) = &actor.part_of {
            let whole = self.node("actor", whole.as_str());
            let person = !actor.kind.declared && actor.kind.code.as_str() == "person";
            self.add(node, dcterms::IS_PART_OF, whole);
            let part = match person {
                true => org::MEMBER_OF,
                false => org::SUB_ORGANIZATION_OF,
            };
            self.add(node, part, whole);
        }
        if let Some(country) = &actor.country {
            self.add_plain(node, dm::COUNTRY, country);
        }
        if let Some(sector) = &actor.sector {
            let sector = self.kind_concept(KindOf::Sector, sector);
            self.add(node, dm::SECTOR, sector);
        }
        for alias in &actor.aliases {
            self.add_plain(node, skos::ALT_LABEL, alias);
        }
        for iri in &actor.same_as {
            self.add_iri(node, skos::EXACT_MATCH, iri);
        }
        self.add_text_if(node, skos::NOTE, actor.note.as_deref());
        self.add_attributes(node, &actor.attributes);
    }

    fn source(&mut self, source: &Source) {
        let node = self.node("source", source.id.as_str());
        self.add_class(node, dm::SOURCE);
        self.add_text(node, dcterms::TITLE, &source.title);
        self.add_text(node, rdfs::LABEL, &source.title);
        if let Some(kind) = &source.kind {
            let kind = self.kind_concept(KindOf::Source, kind);
            self.add(node, dm::SOURCE_TYPE_PROPERTY, kind);
        }
        if let Some(date) = &source.date {
            self.add_date(node, dcterms::DATE, date);
        }
        match &source.publisher {
            Some(Publisher::Actor(id)) => {
                let publisher = self.node("actor", id.as_str());
                self.add(node, dcterms::PUBLISHER, publisher);
            }
            Some(Publisher::Name(name)) => self.add_plain(node, dcterms::PUBLISHER, name),
            None => {}
        }
        if let Some(level) = source.authority {
            self.add_authority(node, level);
        }
        if let Some(language) = &source.language {
            self.add_plain(node, dcterms::LANGUAGE, language);
        }
        if let Some(url) = &source.url {
            self.add_iri(node, dcterms::SOURCE, url);
        }
        self.add_attributes(node, &source.attributes);
    }
}
