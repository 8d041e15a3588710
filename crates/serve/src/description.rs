//! The service description, which a client may read before it asks anything (SPARQL 1.1 Service
//! Description).

use super::formats::{ROWS, TRIPLES};
use demarche_core::vocab::{dcterms, rdf, void};
use demarche_graph::Graph;
use demarche_graph::rdf::{GraphFormat, Prefix, usual_prefixes};
use demarche_query::ResultFormat;
use oxigraph::model::{Literal, NamedNode, Term, Triple};

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";

/// The description of a service at this address (`http://127.0.0.1:7878`), and prefixes for it.
pub(super) fn describe(graph: &Graph, place: &str) -> (Vec<Triple>, Vec<Prefix>) {
    let endpoint = format!("{place}/sparql");
    let part = |name: &str| NamedNode::new_unchecked(format!("{endpoint}#{name}"));
    let sd = |name: &str| NamedNode::new_unchecked(format!("{SD}{name}"));
    let is_a = || NamedNode::new_unchecked(rdf::TYPE);
    let (service, dataset, default) = (part("service"), part("dataset"), part("graph"));
    let mut triples = vec![
        Triple::new(service.clone(), is_a(), sd("Service")),
        Triple::new(service.clone(), sd("defaultDataset"), dataset.clone()),
        Triple::new(
            service.clone(),
            sd("endpoint"),
            NamedNode::new_unchecked(&endpoint),
        ),
        Triple::new(
            service.clone(),
            sd("supportedLanguage"),
            sd("SPARQL11Query"),
        ),
    ];
    for format in formats() {
        let format = NamedNode::new_unchecked(format!("{FORMATS}{format}"));
        triples.push(Triple::new(service.clone(), sd("resultFormat"), format));
    }
    triples.push(Triple::new(dataset.clone(), is_a(), sd("Dataset")));
    triples.push(Triple::new(dataset, sd("defaultGraph"), default.clone()));
    triples.push(Triple::new(default.clone(), is_a(), sd("Graph")));
    let mut say = |property: &str, value: Term| {
        let property = NamedNode::new_unchecked(property);
        triples.push(Triple::new(default.clone(), property, value));
    };
    for study in graph.datasets() {
        say(
            dcterms::TITLE,
            Literal::new_simple_literal(study.title).into(),
        );
    }
    let dump = NamedNode::new_unchecked(format!("{place}/data"));
    say(void::DATA_DUMP, dump.into());
    say(void::TRIPLES, Literal::from(graph.len() as u64).into());
    let mut prefixes = usual_prefixes();
    prefixes.push(("sd".to_owned(), SD.to_owned()));
    (triples, prefixes)
}

/// The names of formats in the W3C's list of them, each once.
fn formats() -> Vec<&'static str> {
    let mut names = Vec::new();
    for (_, sent) in ROWS.iter().chain(TRIPLES) {
        let name = match sent.format {
            ResultFormat::Json => "SPARQL_Results_JSON",
            ResultFormat::Xml => "SPARQL_Results_XML",
            ResultFormat::Csv => "SPARQL_Results_CSV",
            ResultFormat::Tsv => "SPARQL_Results_TSV",
            ResultFormat::Graph(GraphFormat::Turtle) => "Turtle",
            ResultFormat::Graph(GraphFormat::NTriples) => "N-Triples",
            ResultFormat::Graph(GraphFormat::NQuads) => "N-Quads",
            ResultFormat::Graph(GraphFormat::TriG) => "TriG",
            ResultFormat::Graph(GraphFormat::RdfXml) => "RDF_XML",
            ResultFormat::Graph(GraphFormat::JsonLd) => "JSON-LD",
            ResultFormat::Table | ResultFormat::Markdown => continue,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
