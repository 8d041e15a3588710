//! The ontology's file against the constants and vocabularies of the code: a term that only one of
//! the two knows would make graphs that queries cannot read.

#![expect(clippy::expect_used, reason = "a panic is the test failing")]

use demarche::model::{
    Authority, BUILTIN_ACTOR_TYPES, BUILTIN_SECTORS, BUILTIN_SOURCE_TYPES, SpeechAct, Stance,
};
use demarche::vocab::{DM, ONTOLOGY_TTL, dm};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};

const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const DOMAIN_INCLUDES: &str = "http://schema.org/domainIncludes";
const ONTOLOGY: &str = "https://w3id.org/demarche/ns";

/// The objects of every subject and property.
struct Ontology(BTreeMap<(String, String), Vec<Term>>);

impl Ontology {
    fn read() -> Self {
        let mut objects: BTreeMap<_, Vec<Term>> = BTreeMap::new();
        for triple in triples() {
            let NamedOrBlankNode::NamedNode(subject) = triple.subject else {
                continue;
            };
            let key = (subject.into_string(), triple.predicate.into_string());
            objects.entry(key).or_default().push(triple.object);
        }
        Self(objects)
    }

    fn objects(&self, subject: &str, property: &str) -> &[Term] {
        self.0
            .get(&(subject.to_owned(), property.to_owned()))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether the property leads from the subject to this IRI.
    fn holds(&self, subject: &str, property: &str, iri: &str) -> bool {
        self.objects(subject, property)
            .iter()
            .any(|object| matches!(object, Term::NamedNode(node) if node.as_str() == iri))
    }

    /// Everything of a class.
    fn members(&self, class: &str) -> BTreeSet<&str> {
        self.0
            .keys()
            .filter(|(subject, property)| {
                property == RDF_TYPE && self.holds(subject, RDF_TYPE, class)
            })
            .map(|(subject, _)| subject.as_str())
            .collect()
    }

    /// Classes, properties and schemes: what `vocab::dm` lists.
    fn terms(&self) -> BTreeSet<&str> {
        [
            format!("{OWL}Class"),
            format!("{OWL}ObjectProperty"),
            format!("{OWL}DatatypeProperty"),
            format!("{SKOS}ConceptScheme"),
        ]
        .iter()
        .flat_map(|class| self.members(class))
        .collect()
    }

    fn languages(&self, subject: &str, property: &str) -> BTreeSet<&str> {
        self.objects(subject, property)
            .iter()
            .filter_map(|object| match object {
                Term::Literal(text) => text.language(),
                _ => None,
            })
            .collect()
    }

    fn notation(&self, subject: &str) -> Option<&str> {
        match self.objects(subject, &format!("{SKOS}notation")) {
            [Term::Literal(code)] => Some(code.value()),
            _ => None,
        }
    }
}

fn triples() -> Vec<Triple> {
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(ONTOLOGY_TTL)
        .map(|quad| quad.expect("the ontology is Turtle").into())
        .collect()
}

/// Each scheme, the class of its members, what their IRIs begin with, and their codes.
fn schemes() -> Vec<(&'static str, &'static str, &'static str, Vec<&'static str>)> {
    vec![
        (
            dm::STANCE_SCHEME,
            dm::STANCE_CLASS,
            "stance-",
            Stance::ALL.iter().map(|s| s.code()).collect(),
        ),
        (
            dm::ACT_SCHEME,
            dm::SPEECH_ACT,
            "act-",
            SpeechAct::ALL.iter().map(|a| a.code()).collect(),
        ),
        (
            dm::AUTHORITY_SCHEME,
            dm::AUTHORITY_LEVEL,
            "authority-",
            Authority::ALL.iter().map(|a| a.code()).collect(),
        ),
        (
            dm::SECTOR_SCHEME,
            dm::SECTOR_CLASS,
            "sector-",
            BUILTIN_SECTORS.to_vec(),
        ),
        (
            dm::SOURCE_TYPE_SCHEME,
            dm::SOURCE_TYPE,
            "source-type-",
            BUILTIN_SOURCE_TYPES.to_vec(),
        ),
    ]
}

#[test]
fn no_blank_nodes() {
    for triple in triples() {
        assert!(
            matches!(triple.subject, NamedOrBlankNode::NamedNode(_))
                && !matches!(triple.object, Term::BlankNode(_)),
            "{triple}"
        );
    }
}

#[test]
fn constants_and_file_name_the_same_terms() {
    let ontology = Ontology::read();
    let constants: BTreeSet<&str> = dm::ALL.iter().copied().collect();
    assert_eq!(constants.len(), dm::ALL.len(), "a constant is listed twice");
    assert_eq!(ontology.terms(), constants);
}

#[test]
fn schemes_hold_the_codes_of_the_model() {
    let ontology = Ontology::read();
    let mut concepts = BTreeSet::new();
    for (scheme, class, prefix, codes) in schemes() {
        let expected: BTreeSet<String> = codes
            .iter()
            .map(|code| format!("{DM}{prefix}{code}"))
            .collect();
        let found: BTreeSet<String> = ontology
            .members(class)
            .into_iter()
            .map(str::to_owned)
            .collect();
        assert_eq!(found, expected, "{scheme}");
        for (iri, code) in codes
            .iter()
            .map(|code| (format!("{DM}{prefix}{code}"), code))
        {
            assert_eq!(ontology.notation(&iri), Some(*code), "{iri}");
            assert!(
                ontology.holds(&iri, &format!("{SKOS}inScheme"), scheme),
                "{iri}"
            );
            assert!(
                ontology.holds(&iri, &format!("{SKOS}topConceptOf"), scheme),
                "{iri}"
            );
            assert!(
                ontology.holds(scheme, &format!("{SKOS}hasTopConcept"), &iri),
                "{iri}"
            );
            concepts.insert(iri);
        }
    }
    let all: BTreeSet<String> = ontology
        .members(&format!("{SKOS}Concept"))
        .into_iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(all, concepts, "a concept belongs to no scheme of the model");
}

#[test]
fn every_type_of_actor_has_its_class() {
    let ontology = Ontology::read();
    let classes: BTreeSet<&str> = ontology
        .members(&format!("{OWL}Class"))
        .into_iter()
        .filter(|class| ontology.holds(class, &format!("{RDFS}subClassOf"), dm::ACTOR))
        .map(|class| ontology.notation(class).unwrap_or(class))
        .collect();
    assert_eq!(classes, BUILTIN_ACTOR_TYPES.iter().copied().collect());
}

#[test]
fn every_term_is_explained_in_both_languages() {
    let ontology = Ontology::read();
    let both = BTreeSet::from(["en", "zh"]);
    let concepts = ontology.members(&format!("{SKOS}Concept"));
    for term in ontology.terms().union(&concepts) {
        assert_eq!(
            ontology.languages(term, &format!("{RDFS}label")),
            both,
            "label of {term}"
        );
        assert!(
            ontology.holds(term, &format!("{RDFS}isDefinedBy"), ONTOLOGY),
            "isDefinedBy of {term}"
        );
        let comment = ontology.objects(term, &format!("{RDFS}comment"));
        assert!(
            matches!(comment, [Term::Literal(text)]
                if text.language() == Some("en") && text.value().contains("Example: ")),
            "comment with an example of {term}"
        );
    }
    for concept in concepts {
        for property in ["prefLabel", "definition"] {
            let property = format!("{SKOS}{property}");
            assert_eq!(
                ontology.languages(concept, &property),
                both,
                "{property} of {concept}"
            );
        }
    }
}

#[test]
fn every_property_has_a_domain_and_a_range() {
    let ontology = Ontology::read();
    for kind in ["ObjectProperty", "DatatypeProperty"] {
        for property in ontology.members(&format!("{OWL}{kind}")) {
            let domains = ontology.objects(property, &format!("{RDFS}domain")).len();
            let included = ontology.objects(property, DOMAIN_INCLUDES).len();
            // Two rdfs:domain would mean both at once.
            assert!(
                matches!((domains, included), (1, 0) | (0, 2..)),
                "domain of {property}"
            );
            assert_eq!(
                ontology.objects(property, &format!("{RDFS}range")).len(),
                1,
                "range of {property}"
            );
        }
    }
}
