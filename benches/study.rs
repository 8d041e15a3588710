//! What a study costs, step by step: the one in `data/`, and made-up ones of ten thousand and a
//! hundred thousand statements. The groups `cost-of-ingest` and `cost-of-network` go from a thousand to
//! a million: where the elements per second stay the same, a step grows with its input and no faster.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run has nothing to measure"
)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use demarche::compile::compile;
use demarche::export::{self, NetworkFormat};
use demarche::graph::Graph;
use demarche::network::{self, Network, NetworkKind, NodeLevel};
use demarche::query::{Catalogue, Prepared, ResultFormat};
use demarche::rdf::{GraphFormat, write_triples};
use demarche::synthetic::{Settings, write_study};
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

/// A made-up study in a folder of its own.
fn made_up(scratch: &TempDir, settings: &Settings) -> PathBuf {
    let folder = scratch.path().join(settings.statements.to_string());
    std::fs::create_dir(&folder).unwrap();
    write_study(&folder, settings).unwrap();
    folder
}

/// Studies are made one at a time, as they are measured: all at once they would crowd the caches.
fn subjects(scratch: &TempDir) -> impl Iterator<Item = Subject> {
    let made_up = |statements| made_up(scratch, &Settings::of_size(statements));
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cyber-debate");
    [
        ("real-469", None, "internet-freedom"),
        ("made-up-10000", Some(10_000), "c1"),
        ("made-up-100000", Some(100_000), "c1"),
    ]
    .into_iter()
    .map(move |(name, statements, claim)| {
        let folder = statements.map_or_else(|| real.clone(), made_up);
        Subject::new(name, folder, claim)
    })
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
    for subject in subjects(&scratch) {
        let subject = &subject;
        ingest(criterion, subject);
        open(criterion, subject);
        query(criterion, subject);
        project(criterion, subject);
        write(criterion, subject);
    }
}

/// Time per statement from a thousand to a million statements of the same actors on the same claims,
/// so that only the statements grow.
fn cost(criterion: &mut Criterion) {
    let scratch = TempDir::new().unwrap();
    for statements in [1_000, 10_000, 100_000, 1_000_000] {
        let settings = Settings {
            actors: 1_000,
            claims: 500,
            ..Settings::of_size(statements)
        };
        let subject = Subject::new("cost", made_up(&scratch, &settings), "c1");
        let mut group = criterion.benchmark_group("cost-of-ingest");
        group.throughput(Throughput::Elements(statements as u64));
        group.bench_function(BenchmarkId::from_parameter(statements), |bench| {
            bench.iter(|| graph_bytes(black_box(&subject.folder)));
        });
        group.finish();
        let mut group = criterion.benchmark_group("cost-of-network");
        group.throughput(Throughput::Elements(statements as u64));
        group.bench_function(BenchmarkId::from_parameter(statements), |bench| {
            bench.iter(|| subject.network(black_box(NodeLevel::State)));
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    // The slowest step takes seconds: with more samples a run would take long.
    config = Criterion::default().sample_size(10);
    targets = study, cost
}
criterion_main!(benches);
