//! A graph as a corpus: its statements as columns, and what triples say of all that they name.

use super::dictionary::Decoded;
use super::directory_ids::Vocabulary;
use super::format::TermId;
use super::open::Graph;
use demarche_core::model::{Attribute, Authority};
use demarche_core::statements::{Corpus, EntityClass, StatementText, Statements, local_name};
use demarche_core::vocab::{DM, dcterms, dm, rdf, rdfs, skos};
use std::borrow::Cow;

/// Classes of collective actors below a state.
const COLLECTIVE: [&str; 4] = [dm::INSTITUTION, dm::ORGANIZATION, dm::COMPANY, dm::GROUP];

impl Vocabulary {
    fn new(graph: &Graph) -> Self {
        Self {
            kind: graph.iri_id(rdf::TYPE),
            labels: [rdfs::LABEL, skos::PREF_LABEL].map(|property| graph.iri_id(property)),
            notation: graph.iri_id(skos::NOTATION),
            sector: graph.iri_id(dm::SECTOR),
            country: graph.iri_id(dm::COUNTRY),
            part_of: graph.iri_id(dcterms::IS_PART_OF),
            theme: graph.iri_id(dm::THEME_PROPERTY),
            state: graph.iri_id(dm::STATE),
            organization: graph.iri_id(dm::ORGANIZATION),
            international: graph.iri_id(&format!("{DM}sector-international")),
            collective: collective_classes(graph),
            columns: columns(graph),
        }
    }
}

/// Returns the ontology's classes of collective actors, and those outside it that are declared to be
/// subclasses of actors: a study's own types.
fn collective_classes(graph: &Graph) -> Vec<TermId> {
    let declared = graph
        .iri_id(rdfs::SUB_CLASS_OF)
        .zip(graph.iri_id(dm::ACTOR))
        .into_iter()
        .flat_map(|(property, actor)| graph.matching(None, Some(property), Some(actor)))
        .map(|[class, ..]| class)
        .filter(|class| graph.iri(*class).is_some_and(|iri| !iri.starts_with(DM)));
    COLLECTIVE
        .iter()
        .filter_map(|class| graph.iri_id(class))
        .chain(declared)
        .collect()
}

/// Returns the properties that a study's own columns have become, with their headers.
fn columns(graph: &Graph) -> Vec<(TermId, String)> {
    let prefixes: Vec<String> = graph
        .datasets()
        .into_iter()
        .map(|study| study.base + "column/")
        .collect();
    let is_column = |iri: &str| prefixes.iter().any(|prefix| iri.starts_with(prefix));
    let properties = graph.predicates().iter().copied();
    properties
        .filter(|property| graph.iri(*property).is_some_and(|iri| is_column(&iri)))
        .filter_map(|property| {
            let label = graph.property(property, rdfs::LABEL)?;
            Some((property, graph.text(label)?.into_owned()))
        })
        .collect()
}

impl Graph {
    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::new(self))
    }

    /// Returns the objects of a property whose id may be none.
    fn values(
        &self,
        subject: TermId,
        property: Option<TermId>,
    ) -> impl Iterator<Item = TermId> + use<'_> {
        property
            .into_iter()
            .flat_map(move |property| self.objects(subject, property))
    }

    fn subjects(&self, property: Option<TermId>, object: TermId) -> Vec<TermId> {
        let property = property.into_iter();
        property
            .flat_map(|property| self.matching(None, Some(property), Some(object)))
            .map(|[subject, ..]| subject)
            .collect()
    }

    fn has_type(&self, node: TermId, class: impl Fn(TermId) -> bool) -> bool {
        self.values(node, self.vocabulary().kind).any(class)
    }

    fn notation(&self, concept: TermId) -> Option<String> {
        let notation = self.values(concept, self.vocabulary().notation).next()?;
        self.text(notation).map(Cow::into_owned)
    }

    /// Returns subjects and objects of all triples with a property.
    fn pairs(&self, property: &str) -> Vec<[TermId; 2]> {
        let property = self.iri_id(property).into_iter();
        property
            .flat_map(|property| self.matching(None, Some(property), None))
            .map(|[one, _, other]| [one, other])
            .collect()
    }
}

impl Corpus for Graph {
    fn statements(&self) -> Statements<'_> {
        Self::statements(self)
    }

    fn is_intact(&self) -> bool {
        self.check().is_ok()
    }

    fn titles(&self) -> Vec<String> {
        self.datasets()
            .into_iter()
            .map(|study| study.title)
            .collect()
    }

    fn iri(&self, id: TermId) -> Option<Cow<'_, str>> {
        Self::iri(self, id)
    }

    fn find(&self, iri: &str) -> Option<TermId> {
        self.iri_id(iri)
    }

    fn resolve(&self, name: &str, class: EntityClass) -> Vec<TermId> {
        match self.iri_id(name) {
            Some(id) if self.is_a(id, class.iri()) => vec![id],
            _ => self.named(name, Some(class.iri())),
        }
    }

    fn names(&self, class: EntityClass) -> Vec<String> {
        self.names_of(class.iri())
    }

    fn label(&self, id: TermId) -> Option<String> {
        let labels = self.vocabulary().labels;
        // The ontology's concepts have labels in two languages.
        labels.into_iter().find_map(|property| {
            let mut any = None;
            for object in self.values(id, property) {
                let label = self.dictionary().decode(object, |literal| match literal {
                    Decoded::Iri(_) => None,
                    Decoded::Tagged { language, value } => {
                        Some((language == "en", value.to_owned()))
                    }
                    Decoded::Plain(value) | Decoded::Typed { value, .. } => {
                        Some((false, value.to_owned()))
                    }
                });
                match label.flatten() {
                    Some((true, english)) => return Some(english),
                    Some((false, other)) => _ = any.get_or_insert(other),
                    None => {}
                }
            }
            any
        })
    }

    fn code(&self, concept: TermId) -> Option<String> {
        self.notation(concept)
            .or_else(|| Some(local_name(&self.iri(concept)?).to_owned()))
    }

    fn aliases(&self, actor: TermId) -> Vec<String> {
        let aliases = self.values(actor, self.iri_id(skos::ALT_LABEL));
        let mut aliases: Vec<String> = aliases
            .filter_map(|alias| self.text(alias).map(Cow::into_owned))
            .collect();
        aliases.sort_unstable();
        aliases
    }

    fn attributes(&self, id: TermId) -> Vec<Attribute> {
        let columns = &self.vocabulary().columns;
        if columns.is_empty() {
            return Vec::new();
        }
        let mut attributes: Vec<Attribute> = self
            .matching(Some(id), None, None)
            .filter_map(|[_, property, value]| {
                let at = columns.binary_search_by_key(&property, |(column, _)| *column);
                Some(Attribute {
                    column: columns.get(at.ok()?)?.1.clone(),
                    value: self.text(value)?.into_owned(),
                })
            })
            .collect();
        attributes.sort_by(|one, other| one.column.cmp(&other.column));
        attributes
    }

    fn actor_type(&self, actor: TermId) -> Option<String> {
        // Classes of actors carry their codes; those of other vocabularies that an actor may belong
        // to as well do not.
        self.values(actor, self.vocabulary().kind)
            .find_map(|class| self.notation(class))
    }

    fn is_state(&self, actor: TermId) -> bool {
        let state = self.vocabulary().state;
        self.has_type(actor, |class| Some(class) == state)
    }

    fn is_collective(&self, actor: TermId) -> bool {
        let collective = &self.vocabulary().collective;
        self.has_type(actor, |class| collective.contains(&class)) && !self.is_state(actor)
    }

    fn is_international(&self, actor: TermId) -> bool {
        let vocabulary = self.vocabulary();
        let sector = self.values(actor, vocabulary.sector).next();
        sector.is_some()
            && sector == vocabulary.international
            && self.has_type(actor, |class| Some(class) == vocabulary.organization)
    }

    fn sector(&self, actor: TermId) -> Option<TermId> {
        let sector = self.values(actor, self.vocabulary().sector).next()?;
        self.iri(sector).map(|_| sector)
    }

    fn actors_in(&self, sector: TermId) -> Vec<TermId> {
        self.subjects(self.vocabulary().sector, sector)
    }

    fn country(&self, actor: TermId) -> Option<String> {
        let country = self.values(actor, self.vocabulary().country).next()?;
        self.text(country).map(Cow::into_owned)
    }

    fn countries(&self) -> Vec<(TermId, Cow<'_, str>)> {
        let country = self.vocabulary().country.into_iter();
        country
            .flat_map(|property| self.matching(None, Some(property), None))
            .filter_map(|[actor, _, code]| Some((actor, self.text(code)?)))
            .collect()
    }

    fn part_of(&self, actor: TermId) -> Vec<TermId> {
        self.values(actor, self.vocabulary().part_of).collect()
    }

    fn authority(&self, concept: TermId) -> Option<Authority> {
        let iri = self.iri(concept)?;
        Authority::from_code(iri.strip_prefix(DM)?.strip_prefix("authority-")?)
    }

    fn themes(&self, claim: TermId) -> Vec<TermId> {
        self.values(claim, self.vocabulary().theme).collect()
    }

    fn claims_of(&self, theme: TermId) -> Vec<TermId> {
        self.subjects(self.vocabulary().theme, theme)
    }

    fn entailments(&self) -> Vec<[TermId; 2]> {
        self.pairs(dm::ENTAILS)
    }

    fn contradictions(&self) -> Vec<[TermId; 2]> {
        self.pairs(dm::CONTRADICTS)
    }

    fn statement_text(&self, statement: TermId, text: StatementText) -> Option<String> {
        let object = self.property(
            statement,
            match text {
                StatementText::Date => dm::STATED_ON,
                StatementText::Paraphrase => dm::PARAPHRASE,
                StatementText::Locator => dm::LOCATOR,
            },
        )?;
        self.text(object).map(Cow::into_owned)
    }

    fn source_url(&self, source: TermId) -> Option<String> {
        let url = self.property(source, dcterms::SOURCE)?;
        self.iri(url).map(Cow::into_owned)
    }
}
