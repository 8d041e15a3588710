//! Every saved query over the study of `data/cyber-debate`, against answers that another engine
//! gave: `tests/queries/NAME.csv` (the bytes of SPARQL CSV) or, for graphs, `NAME.nt` (its lines
//! sorted); `NAME.toml` beside it has the values of its parameters under `[params]`.
//!
//! A new query needs its answer there, and no Rust.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is the test failing"
)]

use demarche::graph::Graph;
use demarche::query::{Catalogue, Prepared, ResultFormat, SavedQuery};
use demarche::rdf::GraphFormat;
use oxigraph::model::{GraphName, Quad};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use sparesults::{QueryResultsFormat, QueryResultsSerializer};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The graph that the study compiles to.
fn study_graph() -> Graph {
    let study = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cyber-debate");
    let compiled = demarche::compile::compile(&[study]).unwrap();
    let builder = compiled.graph.expect("the study has no errors");
    Graph::from_bytes(&builder.finish().unwrap()).unwrap()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/queries")
}

fn params(name: &str) -> Vec<(String, String)> {
    let Ok(text) = fs::read_to_string(folder().join(format!("{name}.toml"))) else {
        return Vec::new();
    };
    let table: toml::Table = text
        .parse()
        .unwrap_or_else(|error| panic!("{name}.toml: {error}"));
    let params = table["params"].as_table().expect("[params]");
    let value = |value: &toml::Value| value.as_str().map_or(value.to_string(), str::to_owned);
    params
        .iter()
        .map(|(name, given)| (name.clone(), value(given)))
        .collect()
}

fn format_of(prepared: &Prepared) -> ResultFormat {
    if prepared.form().is_graph() {
        ResultFormat::Graph(GraphFormat::NTriples)
    } else {
        ResultFormat::Csv
    }
}

fn store_of(graph: &Graph) -> Store {
    let store = Store::new().unwrap();
    let mut loader = store.bulk_loader();
    let quads = graph.triples().map(|triple| {
        let triple = triple.unwrap();
        Quad::new(
            triple.subject,
            triple.predicate,
            triple.object,
            GraphName::DefaultGraph,
        )
    });
    loader.load_quads(quads).unwrap();
    loader.commit().unwrap();
    store
}

/// An answer of a store in the bytes that expected answers have.
fn bytes_of(results: QueryResults<'_>) -> String {
    let bytes = match results {
        QueryResults::Boolean(answer) => return format!("{answer}\n"),
        QueryResults::Graph(triples) => {
            let lines: BTreeSet<String> = triples.map(|t| format!("{} .\n", t.unwrap())).collect();
            return lines.into_iter().collect();
        }
        QueryResults::Solutions(solutions) => {
            let mut writer = QueryResultsSerializer::from_format(QueryResultsFormat::Csv)
                .serialize_solutions_to_writer(Vec::new(), solutions.variables().to_vec())
                .unwrap();
            for solution in solutions {
                writer.serialize(solution.unwrap().iter()).unwrap();
            }
            writer.finish().unwrap()
        }
    };
    String::from_utf8(bytes).unwrap()
}

/// The first line where two answers part, to say more than that they do.
fn difference(ours: &str, theirs: &str) -> Option<String> {
    if ours == theirs {
        return None;
    }
    let lines = ours.lines().zip(theirs.lines()).enumerate();
    let parting = lines.into_iter().find(|(_, (a, b))| a != b);
    Some(match parting {
        Some((at, (ours, theirs))) => format!("line {}: {ours:?} instead of {theirs:?}", at + 1),
        None => format!(
            "{} lines instead of {}",
            ours.lines().count(),
            theirs.lines().count()
        ),
    })
}

fn check(saved: &SavedQuery, graph: &Graph, store: &Store) -> Vec<String> {
    let name = &saved.name;
    let prepared = match Prepared::from_saved(saved, &params(name), graph) {
        Ok(prepared) => prepared,
        Err(error) => return vec![format!("{name}: {error}")],
    };
    let format = format_of(&prepared);
    let mut bytes = Vec::new();
    let rows = prepared.execute(graph, format, None, &mut bytes).unwrap();
    let ours = String::from_utf8(bytes).unwrap();
    let expected = fs::read_to_string(folder().join(format!("{name}.{}", format.name())));
    let expected = expected.unwrap_or_else(|error| panic!("tests/queries/{name}: {error}"));
    let on_store = |query| bytes_of(query_on(store, query));
    let printed = prepared.sparql();
    let answers = [
        ("the expected answer", expected),
        (
            "the same query on a store",
            on_store(prepared.query().clone()),
        ),
        ("its text on a store", on_store(printed.parse().unwrap())),
    ];
    let mut problems: Vec<String> = answers
        .iter()
        .filter_map(|(what, theirs)| {
            Some(format!("{name}: {what}: {}", difference(&ours, theirs)?))
        })
        .collect();
    if rows == 0 {
        problems.push(format!(
            "{name}: an empty answer shows nothing; choose other parameters"
        ));
    }
    problems
}

fn query_on(store: &Store, query: spargebra::Query) -> QueryResults<'static> {
    SparqlEvaluator::new()
        .for_query(query)
        .on_store(store)
        .execute()
        .unwrap()
}

#[test]
fn every_saved_query_has_its_answer_and_every_answer_its_query() {
    let catalogue = Catalogue::embedded().unwrap();
    let queries: BTreeSet<String> = catalogue.iter().map(|saved| saved.name.clone()).collect();
    let mut answers = BTreeSet::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("csv" | "nt") => assert!(answers.insert(stem), "two answers: {}", path.display()),
            Some("toml") => assert!(queries.contains(&stem), "no query for {}", path.display()),
            None if stem.starts_with('.') => {}
            _ => panic!("neither answer nor parameters: {}", path.display()),
        }
    }
    assert_eq!(queries, answers);
}

#[test]
fn saved_queries_answer_as_expected_here_and_on_a_store() {
    let graph = study_graph();
    let store = store_of(&graph);
    let catalogue = Catalogue::embedded().unwrap();
    let problems: Vec<String> = catalogue
        .iter()
        .flat_map(|saved| check(saved, &graph, &store))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
