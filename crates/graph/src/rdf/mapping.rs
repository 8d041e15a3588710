//! What maps a study to triples: its IRIs and literals, each interned once. Which triples there are,
//! `docs/graph.md` says; those of the tables are in `tables`, those of statements in `statement`.

use super::mint::{self, percent_encode};
use super::sink::TripleSink;
use demarche_core::model::{
    Attribute, Authority, EdtfDate, Id, Kind, KindOf, SpeechAct, Stance, Study,
};
use demarche_core::vocab::{self, dm, edtf, rdf, xsd};
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
    pub(super) base: &'a str,
    /// The tag of the study's language. It was checked when the manifest was read; tags are
    /// compared in lower case.
    language: Option<String>,
    pub(super) sink: S,
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
    pub(super) fn known(&mut self, iri: &'static str) -> S::Term {
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
    pub(super) fn add_known(
        &mut self,
        subject: S::Term,
        property: &'static str,
        object: &'static str,
    ) {
        let object = self.known(object);
        self.add(subject, property, object);
    }

    pub(super) fn add_class(&mut self, subject: S::Term, class: &'static str) {
        self.add_known(subject, rdf::TYPE, class);
    }

    /// A text in the study's language.
    pub(super) fn add_text(&mut self, subject: S::Term, property: &'static str, text: &str) {
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

    pub(super) fn add_iri(&mut self, subject: S::Term, property: &'static str, iri: &str) {
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
    pub(super) fn column(&mut self, header: &str) -> S::Term {
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
    pub(super) fn declared(&mut self, of: KindOf, code: &Id) -> S::Term {
        self.node(mint::kind_table(of), code.as_str())
    }

    /// The class of an actor's type.
    pub(super) fn actor_type(&mut self, kind: &Kind) -> S::Term {
        match kind.declared {
            true => self.declared(KindOf::Actor, &kind.code),
            false => self.known(mint::actor_class(&kind.code)),
        }
    }

    /// The concept of a sector or of a type of source.
    pub(super) fn kind_concept(&mut self, of: KindOf, kind: &Kind) -> S::Term {
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
}
