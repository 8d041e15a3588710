//! A study as triples. `docs/graph.md` says which.

use super::mint::{self, Mint};
use crate::model::{
    Actor, Attribute, Claim, EdtfDate, Id, KindDeclaration, KindOf, Publisher, Source, Statement,
    Study, Theme,
};
use crate::vocab::{self, dcterms, dm, edtf, org, owl, rdf, rdfs, skos, void, xsd};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Literal, NamedNode, Term, Triple};
use std::collections::{BTreeSet, HashMap};

/// The ontology's triples, which join every graph.
pub fn ontology() -> impl Iterator<Item = Triple> {
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(vocab::ONTOLOGY_TTL)
        // The file is part of the program, and tests parse it: no error can come of it here.
        .filter_map(Result::ok)
        .map(Triple::from)
}

/// Gives every triple of a study to `emit`.
pub fn study_triples(study: &Study, emit: &mut dyn FnMut(Triple)) {
    let mut mapping = Mapping {
        mint: Mint {
            base: &study.metadata.base,
        },
        language: study.metadata.language.as_deref(),
        emit,
    };
    mapping.dataset(study);
    mapping.columns(study);
    study.kinds.iter().for_each(|kind| mapping.kind(kind));
    study.themes.iter().for_each(|theme| mapping.theme(theme));
    study.claims.iter().for_each(|claim| mapping.claim(claim));
    study.actors.iter().for_each(|actor| mapping.actor(actor));
    study
        .sources
        .iter()
        .for_each(|source| mapping.source(source));
    let sources: HashMap<&Id, &Source> = study
        .sources
        .iter()
        .map(|source| (&source.id, source))
        .collect();
    for statement in &study.statements {
        mapping.statement(statement, sources.get(&statement.source).copied());
    }
}

struct Mapping<'a> {
    mint: Mint<'a>,
    language: Option<&'a str>,
    emit: &'a mut dyn FnMut(Triple),
}

impl Mapping<'_> {
    fn add(&mut self, subject: &NamedNode, property: &str, object: impl Into<Term>) {
        (self.emit)(Triple::new(
            subject.clone(),
            NamedNode::new_unchecked(property),
            object,
        ));
    }

    fn add_class(&mut self, subject: &NamedNode, class: &str) {
        self.add(subject, rdf::TYPE, NamedNode::new_unchecked(class));
    }

    /// A text in the study's language.
    fn add_text(&mut self, subject: &NamedNode, property: &str, text: &str) {
        let literal = match self.language {
            // The tag was checked when the manifest was read; tags are compared in lower case.
            Some(tag) => {
                Literal::new_language_tagged_literal_unchecked(text, tag.to_ascii_lowercase())
            }
            None => Literal::new_simple_literal(text),
        };
        self.add(subject, property, literal);
    }

    fn add_text_if(&mut self, subject: &NamedNode, property: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.add_text(subject, property, text);
        }
    }

    /// A text in no language: codes, names, places in a source.
    fn add_plain(&mut self, subject: &NamedNode, property: &str, text: &str) {
        self.add(subject, property, Literal::new_simple_literal(text));
    }

    fn add_iri(&mut self, subject: &NamedNode, property: &str, iri: &str) {
        // Checked when its table was read.
        self.add(subject, property, NamedNode::new_unchecked(iri));
    }

    fn add_date(&mut self, subject: &NamedNode, property: &str, date: &EdtfDate) {
        let typed = |text: String, datatype: &str| {
            Literal::new_typed_literal(text, NamedNode::new_unchecked(datatype))
        };
        self.add(subject, property, typed(date.to_string(), edtf::EDTF));
        self.add(
            subject,
            dm::EARLIEST,
            typed(date.earliest().to_string(), xsd::DATE),
        );
        self.add(
            subject,
            dm::LATEST,
            typed(date.latest().to_string(), xsd::DATE),
        );
    }

    fn add_attributes(&mut self, subject: &NamedNode, attributes: &[Attribute]) {
        for Attribute { column, value } in attributes {
            let property = self.mint.column(column);
            self.add_plain(subject, property.as_str(), value);
        }
    }

    fn dataset(&mut self, study: &Study) {
        let metadata = &study.metadata;
        let dataset = self.mint.dataset();
        self.add_class(&dataset, void::DATASET);
        self.add_text(&dataset, dcterms::TITLE, &metadata.title);
        self.add_text(&dataset, rdfs::LABEL, &metadata.title);
        self.add_text_if(
            &dataset,
            dcterms::DESCRIPTION,
            metadata.description.as_ref(),
        );
        self.add_plain(&dataset, void::URI_SPACE, &metadata.base);
        self.add_iri(&dataset, void::VOCABULARY, vocab::DM);
        if let Some(licence) = &metadata.licence {
            self.add_iri(&dataset, dcterms::LICENSE, licence);
        }
        if let Some(language) = &metadata.language {
            self.add_plain(&dataset, dcterms::LANGUAGE, language);
        }
        if let Some(version) = &metadata.version {
            self.add_plain(&dataset, owl::VERSION_INFO, version);
        }
        for creator in &metadata.creators {
            self.add_plain(&dataset, dcterms::CREATOR, creator);
        }
        let counts = [
            ("Theme", dm::THEME, study.themes.len()),
            ("Claim", dm::CLAIM, study.claims.len()),
            ("Actor", dm::ACTOR, study.actors.len()),
            ("Source", dm::SOURCE, study.sources.len()),
            ("Statement", dm::STATEMENT, study.statements.len()),
        ];
        for (name, class, count) in counts {
            let partition = self.mint.partition(name);
            self.add(&dataset, void::CLASS_PARTITION, partition.clone());
            self.add_iri(&partition, void::CLASS, class);
            self.add(&partition, void::ENTITIES, Literal::from(count as u64));
        }
    }

    /// Names the properties of columns that the format does not know.
    fn columns(&mut self, study: &Study) {
        let attributes = study.themes.iter().flat_map(|row| &row.attributes);
        let attributes = attributes.chain(study.claims.iter().flat_map(|row| &row.attributes));
        let attributes = attributes.chain(study.actors.iter().flat_map(|row| &row.attributes));
        let attributes = attributes.chain(study.sources.iter().flat_map(|row| &row.attributes));
        let attributes = attributes.chain(study.statements.iter().flat_map(|row| &row.attributes));
        let headers: BTreeSet<&str> = attributes
            .map(|attribute| attribute.column.as_str())
            .collect();
        for header in headers {
            let property = self.mint.column(header);
            self.add_class(&property, rdf::PROPERTY);
            self.add_text(&property, rdfs::LABEL, header);
        }
    }

    fn kind(&mut self, kind: &KindDeclaration) {
        let node = self.mint.declared(kind.of, &kind.code);
        self.add_plain(&node, skos::NOTATION, kind.code.as_str());
        self.add_text(&node, rdfs::LABEL, &kind.label);
        self.add_text_if(&node, skos::DEFINITION, kind.definition.as_ref());
        let (class, scheme) = match kind.of {
            KindOf::Actor => {
                self.add_class(&node, owl::CLASS);
                self.add_iri(&node, rdfs::SUB_CLASS_OF, dm::ACTOR);
                return;
            }
            KindOf::Sector => (dm::SECTOR_CLASS, dm::SECTOR_SCHEME),
            KindOf::Source => (dm::SOURCE_TYPE, dm::SOURCE_TYPE_SCHEME),
        };
        self.add_class(&node, class);
        self.add_class(&node, skos::CONCEPT);
        self.add_iri(&node, skos::IN_SCHEME, scheme);
        self.add_text(&node, skos::PREF_LABEL, &kind.label);
    }

    /// What themes and claims share.
    fn concept(&mut self, node: &NamedNode, class: &str, label: &str, definition: Option<&String>) {
        self.add_class(node, class);
        self.add_class(node, skos::CONCEPT);
        self.add_text(node, skos::PREF_LABEL, label);
        self.add_text(node, rdfs::LABEL, label);
        self.add_text_if(node, skos::DEFINITION, definition);
    }

    fn theme(&mut self, theme: &Theme) {
        let node = self.mint.theme(&theme.id);
        self.concept(&node, dm::THEME, &theme.label, theme.definition.as_ref());
        self.add_attributes(&node, &theme.attributes);
    }

    fn claim(&mut self, claim: &Claim) {
        let node = self.mint.claim(&claim.id);
        self.concept(&node, dm::CLAIM, &claim.label, claim.definition.as_ref());
        for theme in &claim.themes {
            let theme = self.mint.theme(theme);
            self.add(&node, dm::THEME_PROPERTY, theme);
        }
        for other in &claim.contradicts {
            let other = self.mint.claim(other);
            self.add(&node, dm::CONTRADICTS, other);
        }
        for other in &claim.entails {
            let other = self.mint.claim(other);
            self.add(&node, dm::ENTAILS, other);
        }
        self.add_attributes(&node, &claim.attributes);
    }

    fn actor(&mut self, actor: &Actor) {
        let node = self.mint.actor(&actor.id);
        self.add_class(&node, dm::ACTOR);
        let kind = self.mint.actor_type(&actor.kind);
        self.add(&node, rdf::TYPE, kind.clone());
        self.add_text(&node, rdfs::LABEL, &actor.label);
        if let Some(whole) = &actor.part_of {
            let whole = self.mint.actor(whole);
            let person = kind.as_str() == dm::PERSON;
            self.add(&node, dcterms::IS_PART_OF, whole.clone());
            self.add(
                &node,
                if person {
                    org::MEMBER_OF
                } else {
                    org::SUB_ORGANIZATION_OF
                },
                whole,
            );
        }
        if let Some(country) = &actor.country {
            self.add_plain(&node, dm::COUNTRY, country);
        }
        if let Some(sector) = &actor.sector {
            let sector = self.mint.sector(sector);
            self.add(&node, dm::SECTOR, sector);
        }
        for alias in &actor.aliases {
            self.add_plain(&node, skos::ALT_LABEL, alias);
        }
        for iri in &actor.same_as {
            self.add_iri(&node, skos::EXACT_MATCH, iri);
        }
        self.add_text_if(&node, skos::NOTE, actor.note.as_ref());
        self.add_attributes(&node, &actor.attributes);
    }

    fn source(&mut self, source: &Source) {
        let node = self.mint.source(&source.id);
        self.add_class(&node, dm::SOURCE);
        self.add_text(&node, dcterms::TITLE, &source.title);
        self.add_text(&node, rdfs::LABEL, &source.title);
        if let Some(kind) = &source.kind {
            let kind = self.mint.source_type(kind);
            self.add(&node, dm::SOURCE_TYPE_PROPERTY, kind);
        }
        if let Some(date) = &source.date {
            self.add_date(&node, dcterms::DATE, date);
        }
        match &source.publisher {
            Some(Publisher::Actor(id)) => {
                let publisher = self.mint.actor(id);
                self.add(&node, dcterms::PUBLISHER, publisher);
            }
            Some(Publisher::Name(name)) => self.add_plain(&node, dcterms::PUBLISHER, name),
            None => {}
        }
        if let Some(authority) = source.authority {
            self.add(&node, dm::AUTHORITY, mint::authority(authority));
        }
        if let Some(language) = &source.language {
            self.add_plain(&node, dcterms::LANGUAGE, language);
        }
        if let Some(url) = &source.url {
            self.add_iri(&node, dcterms::SOURCE, url);
        }
        self.add_attributes(&node, &source.attributes);
    }

    fn statement(&mut self, statement: &Statement, source: Option<&Source>) {
        let node = self.mint.statement(statement);
        self.add_class(&node, dm::STATEMENT);
        let stated_in = self.mint.source(&statement.source);
        self.add(&node, dm::STATED_IN, stated_in);
        let speaker = self.mint.actor(&statement.actor);
        self.add(&node, dm::SPEAKER, speaker);
        let claim = self.mint.claim(&statement.claim);
        self.add(&node, dm::CLAIM_PROPERTY, claim);
        self.add(&node, dm::STANCE, mint::stance(statement.stance));
        if let Some(body) = &statement.on_behalf_of {
            let body = self.mint.actor(body);
            self.add(&node, dm::ON_BEHALF_OF, body);
        }
        if let Some(act) = statement.act {
            self.add(&node, dm::ACT, mint::act(act));
        }
        for addressee in &statement.addressees {
            let addressee = self.mint.actor(addressee);
            self.add(&node, dm::ADDRESSEE, addressee);
        }
        // Date and level come from the source where the statement has none of its own, so that a
        // query needs one pattern for either.
        if let Some(date) = statement
            .date
            .as_ref()
            .or(source.and_then(|source| source.date.as_ref()))
        {
            self.add_date(&node, dm::STATED_ON, date);
        }
        if let Some(authority) = statement
            .authority
            .or(source.and_then(|source| source.authority))
        {
            self.add(&node, dm::AUTHORITY, mint::authority(authority));
        }
        self.add_text_if(&node, dm::PARAPHRASE, statement.paraphrase.as_ref());
        if let Some(locator) = &statement.locator {
            self.add_plain(&node, dm::LOCATOR, locator);
        }
        for coder in &statement.coders {
            self.add_plain(&node, dm::CODED_BY, coder);
        }
        self.add_attributes(&node, &statement.attributes);
    }
}
