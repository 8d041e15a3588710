//! The study itself and the rows of its small tables as triples.

use super::mapping::{Mapping, Totals};
use super::sink::TripleSink;
use demarche_core::model::{Actor, Claim, KindDeclaration, KindOf, Publisher, Source, Theme};
use demarche_core::vocab::{self, dcterms, dm, org, owl, rdf, rdfs, skos, void, xsd};
use std::collections::BTreeSet;

impl<S: TripleSink> Mapping<'_, S> {
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
