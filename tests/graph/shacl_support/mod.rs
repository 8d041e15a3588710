//! Cases for `demarche validate`: graphs, damages to them, and results as lines.

#![allow(dead_code, reason = "each test uses a part")]

use demarche::compile::compile;
use demarche::graph::Graph;
use demarche::validate::{Report, Shapes};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Term, Triple};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The lines that declare the prefixes of all cases.
pub fn prefixes() -> String {
    read("prefixes.ttl")
}

fn read(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shacl");
    fs::read_to_string(folder.join(file)).unwrap()
}

/// Shapes of a Turtle text.
pub fn parse(turtle: &str) -> Shapes {
    Shapes::parse(Path::new("shapes.ttl"), turtle.as_bytes(), false)
        .unwrap_or_else(|error| panic!("{:#?}\n{turtle}", error.0))
}

/// The triples of a Turtle text.
pub fn from_turtle(turtle: &str) -> Vec<Triple> {
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle);
    quads.map(|quad| Triple::from(quad.unwrap())).collect()
}

/// The triples of the example study.
pub fn study() -> Vec<Triple> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cyber-debate");
    let builder = compile(&[folder]).unwrap().graph.unwrap();
    let graph = Graph::from_bytes(&builder.finish().unwrap()).unwrap();
    graph.triples().map(Result::unwrap).collect()
}

/// The components that are about a single value; of the others SHACL leaves open what to name.
const OF_VALUES: &[&str] = &[
    "Class",
    "Datatype",
    "NodeKind",
    "In",
    "Pattern",
    "MinLength",
    "MaxLength",
    "LanguageIn",
    "MinInclusive",
    "MinExclusive",
    "MaxInclusive",
    "MaxExclusive",
    "Node",
    "Not",
    "And",
    "Or",
    "Xone",
    "Equals",
    "Disjoint",
    "LessThan",
    "LessThanOrEquals",
    "Closed",
];

/// Results as lines of focus node, path, component and value, in order, each once.
pub fn found(report: &Report) -> Vec<String> {
    let line = |finding: &demarche::validate::Finding| {
        let iri = finding.component.iri().into_string();
        let component = iri.strip_prefix("http://www.w3.org/ns/shacl#").unwrap();
        let component = component.strip_suffix("ConstraintComponent").unwrap();
        let path = finding
            .path
            .as_ref()
            .map_or("-".to_owned(), ToString::to_string);
        let value = finding
            .value
            .as_ref()
            .filter(|_| OF_VALUES.contains(&component));
        let value = value.map_or("-".to_owned(), Term::to_string);
        format!("{} {path} {component} {value}", finding.focus)
    };
    let mut lines: Vec<String> = report.findings().iter().map(line).collect();
    lines.sort();
    lines.dedup();
    lines
}

/// What is done to a graph.
#[derive(Default)]
pub struct Damage {
    /// Subject, property and object of what goes, as N-Triples; `None` is any.
    goes: Vec<[Option<String>; 3]>,
    comes: String,
}

impl Damage {
    /// The damaged graph.
    pub fn apply(&self, triples: &[Triple]) -> Vec<Triple> {
        let mut left: Vec<Triple> = triples.to_vec();
        for pattern in &self.goes {
            let before = left.len();
            left.retain(|triple| {
                let terms = [
                    triple.subject.to_string(),
                    triple.predicate.to_string(),
                    triple.object.to_string(),
                ];
                let fits = |(wanted, term): (&Option<String>, String)| {
                    wanted.as_ref().is_none_or(|wanted| *wanted == term)
                };
                !pattern.iter().zip(terms).all(fits)
            });
            assert!(left.len() < before, "nothing to take away: {pattern:?}");
        }
        left.extend(from_turtle(&format!("{}{}", prefixes(), self.comes)));
        left
    }
}

/// The damages by name.
pub fn damages() -> BTreeMap<String, Damage> {
    let declared = prefixes();
    let namespaces: BTreeMap<&str, &str> = declared
        .lines()
        .filter_map(|line| {
            line.strip_prefix("@prefix ")?
                .strip_suffix("> .")?
                .split_once(": <")
        })
        .collect();
    let resolve = |word: &str| {
        let (prefix, local) = word.split_once(':')?;
        Some(format!("<{}{local}>", namespaces[prefix]))
    };
    let mut damages: BTreeMap<String, Damage> = BTreeMap::new();
    let mut name = String::new();
    for line in read("damages.txt").lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            name = heading.to_owned();
            let before = damages.insert(name.clone(), Damage::default());
            assert!(before.is_none(), "twice: {name}");
        } else if let Some(pattern) = line.strip_prefix("- ") {
            let words: Vec<Option<String>> = pattern.split_whitespace().map(resolve).collect();
            let damage = damages.get_mut(&name).unwrap();
            damage.goes.push(words.try_into().unwrap());
        } else if let Some(turtle) = line.strip_prefix("+ ") {
            let damage = damages.get_mut(&name).unwrap();
            damage.comes.push_str(&format!("{turtle}\n"));
        }
    }
    damages
}
