//! What a study costs, step by step: the one in `data/`, and a made-up one of ten thousand
//! statements beside it, so that it shows which steps grow faster than their input.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run has nothing to measure"
)]

mod support;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use demarche::compile::compile;
use demarche::export::{self, NetworkFormat};
use demarche::graph::Graph;
use demarche::network::{self, Network, NetworkKind, NodeLevel};
use demarche::query::{Catalogue, Prepared, ResultFormat};
use demarche::rdf::{GraphFormat, write_triples};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A study to measure.
struct Subject {
    name: &'static str,
    folder: PathBuf,
    bytes: Vec<u8>,
    graph: Graph,
    /// A claim that is in it.
    claim: &'static str,
}

fn graph_bytes(folder: &Path) -> Vec<u8> {
    let compiled = compile(&[folder.to_owned()]).unwrap();
    compiled.graph.unwrap().finish().unwrap()
}

impl Subject {
    fn new(name: &'static str, folder: PathBuf, claim: &'static str) -> Self {
        let bytes = graph_bytes(&folder);
        let graph = Graph::from_bytes(&bytes).unwrap();
        Self {
            name,
            folder,
            bytes,
            graph,
            claim,
        }
    }

    fn network(&self, nodes: NodeLevel) -> Network {
        let options = network::Options {
            nodes,
            ..network::Options::default()
        };
        network::build(&self.graph, NetworkKind::Signed, &options).unwrap()
    }

    /// A simple query, one that groups, and one that joins statements with statements.
    fn queries(&self) -> [(&'static str, Vec<(String, String)>); 3] {
        let claim = vec![("claim".to_owned(), self.claim.to_owned())];
        [
            ("claim-as-graph", claim.clone()),
            ("calls-by-year", claim),
            ("agreement-pairs", Vec::new()),
        ]
    }
}

fn subjects(scratch: &TempDir) -> [Subject; 2] {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cyber-debate");
    support::write_study(scratch.path(), 10_000).unwrap();
    [
        Subject::new("real-469", real, "internet-freedom"),
        Subject::new("made-up-10000", scratch.path().to_owned(), "c0"),
    ]
}

fn ingest(criterion: &mut Criterion, subject: &Subject) {
    criterion.bench_function(&format!("ingest/{}", subject.name), |bench| {
        bench.iter(|| graph_bytes(black_box(&subject.folder)));
    });
}

fn open(criterion: &mut Criterion, subject: &Subject) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("study.demarche");
    std::fs::write(&path, &subject.bytes).unwrap();
    criterion.bench_function(&format!("open/{}", subject.name), |bench| {
        bench.iter(|| Graph::open(black_box(&path)).unwrap());
    });
}

fn query(criterion: &mut Criterion, subject: &Subject) {
    let catalogue = Catalogue::embedded().unwrap();
    for (name, values) in subject.queries() {
        let saved = catalogue.get(name).unwrap();
        criterion.bench_function(&format!("query/{name}/{}", subject.name), |bench| {
            bench.iter(|| {
                let prepared = Prepared::from_saved(saved, &values, &subject.graph).unwrap();
                let format = if prepared.form().is_graph() {
                    ResultFormat::Graph(GraphFormat::NTriples)
                } else {
                    ResultFormat::Csv
                };
                let mut out = Vec::new();
                let rows = prepared.execute(&subject.graph, format, None, &mut out);
                assert!(rows.unwrap() > 0, "an empty answer measures nothing");
                out
            });
        });
    }
}

fn project(criterion: &mut Criterion, subject: &Subject) {
    let mut group = criterion.benchmark_group("network");
    for nodes in [NodeLevel::State, NodeLevel::Actor] {
        group.bench_function(BenchmarkId::new(nodes.as_str(), subject.name), |bench| {
            bench.iter(|| subject.network(black_box(nodes)));
        });
    }
    group.finish();
}

fn write(criterion: &mut Criterion, subject: &Subject) {
    let states = subject.network(NodeLevel::State);
    criterion.bench_function(&format!("export/gexf-states/{}", subject.name), |bench| {
        bench.iter(|| {
            let mut out = Vec::new();
            let options = export::Options::default();
            export::write_to(&states, NetworkFormat::Gexf, &options, &mut out).unwrap();
            out
        });
    });
    criterion.bench_function(&format!("export/ntriples/{}", subject.name), |bench| {
        bench.iter(|| {
            let mut out = Vec::new();
            let triples = || {
                subject
                    .graph
                    .triples()
                    .map(|t| t.map_err(anyhow::Error::from))
            };
            write_triples(triples, &[], GraphFormat::NTriples, &mut out).unwrap();
            out
        });
    });
}

fn study(criterion: &mut Criterion) {
    let scratch = TempDir::new().unwrap();
    for subject in &subjects(&scratch) {
        ingest(criterion, subject);
        open(criterion, subject);
        query(criterion, subject);
        project(criterion, subject);
        write(criterion, subject);
    }
}

criterion_group! {
    name = benches;
    // The slowest step takes half a second: with more samples a run would take long.
    config = Criterion::default().sample_size(20);
    targets = study
}
criterion_main!(benches);
