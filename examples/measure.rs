//! Times pieces of work inside this process, over one open graph: what `benches/peers/run.py` sets
//! beside the same work in other programs, without the cost of starting a process in between.
//!
//! ```console
//! $ echo '{"task": "query", "file": "q.rq", "answer": "a.csv", "runs": 3}' | measure GRAPH
//! {"seconds":0.0123,"rows":42}
//! ```
//!
//! Each line of stdin is a task, each line of stdout its median time; a task that fails is answered
//! with its error, and the next is taken.

use anyhow::{Context, bail};
use demarche::graph::Graph;
use demarche::network::{self, Counting, NetworkKind, NodeLevel};
use demarche::query::{Prepared, QueryForm, ResultFormat};
use demarche::rdf::GraphFormat;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;
use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Deserialize)]
#[serde(tag = "task", rename_all = "kebab-case")]
enum Task {
    /// Opens the graph file anew.
    Open { runs: usize },
    /// Answers a query without parameters; the answer is written, but not within the time.
    Query {
        file: PathBuf,
        answer: Option<PathBuf>,
        runs: usize,
    },
    /// Projects the statements: agreement or disagreement; actor, state, ...; statements, once, ...
    Network {
        kind: String,
        nodes: String,
        count: String,
        runs: usize,
    },
}

/// Does the work as often as asked, at least once; the median time, and what the last run gave.
fn median<T>(runs: usize, mut work: impl FnMut() -> anyhow::Result<T>) -> anyhow::Result<(f64, T)> {
    let mut timed = || {
        let start = Instant::now();
        let result = black_box(work()?);
        Ok::<_, anyhow::Error>((start.elapsed().as_secs_f64(), result))
    };
    let (first, mut last) = timed()?;
    let mut seconds = vec![first];
    for _ in 1..runs {
        let (next, result) = timed()?;
        seconds.push(next);
        last = result;
    }
    seconds.sort_by(f64::total_cmp);
    Ok((seconds[seconds.len() / 2], last))
}

fn format_of(form: QueryForm) -> ResultFormat {
    if form.is_graph() {
        ResultFormat::Graph(GraphFormat::NTriples)
    } else {
        ResultFormat::Csv
    }
}

fn query(graph: &Graph, file: &Path, answer: Option<&Path>, runs: usize) -> anyhow::Result<Value> {
    let text = fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    // Parsing is in the time: the others parse the text as well.
    let (seconds, (rows, out)) = median(runs, || {
        let prepared = Prepared::from_text(&text, "the query", &[], graph)?;
        let mut out = Vec::new();
        let rows = prepared.execute(graph, format_of(prepared.form()), None, &mut out)?;
        Ok((rows, out))
    })?;
    if let Some(path) = answer {
        fs::write(path, out).with_context(|| format!("{}", path.display()))?;
    }
    Ok(json!({ "seconds": seconds, "rows": rows }))
}

/// Projects the statements to weights alone, as the others do: `build` would also collect the
/// evidence behind every tie.
fn project(
    graph: &Graph,
    kind: &str,
    nodes: &str,
    count: &str,
    runs: usize,
) -> anyhow::Result<Value> {
    let kind: NetworkKind = kind.parse().map_err(anyhow::Error::msg)?;
    let options = network::Options {
        nodes: nodes.parse::<NodeLevel>().map_err(anyhow::Error::msg)?,
        count: count.parse::<Counting>().map_err(anyhow::Error::msg)?,
        ..network::Options::default()
    };
    let (seconds, weights) = median(runs, || Ok(network::weights(graph, kind, &options)?))?;
    Ok(json!({
        "seconds": seconds,
        "nodes": weights.nodes.len(),
        "ties": weights.values.len(),
        "weight": weights.values.iter().sum::<f64>(),
    }))
}

fn perform(graph: &Graph, path: &Path, task: &str) -> anyhow::Result<Value> {
    match serde_json::from_str(task)? {
        Task::Open { runs } => {
            let (seconds, opened) = median(runs, || Ok(Graph::open(path)?))?;
            Ok(json!({ "seconds": seconds, "triples": opened.len() }))
        }
        Task::Query { file, answer, runs } => query(graph, &file, answer.as_deref(), runs),
        Task::Network {
            kind,
            nodes,
            count,
            runs,
        } => project(graph, &kind, &nodes, &count, runs),
    }
}

fn main() -> anyhow::Result<()> {
    let Some(path) = std::env::args_os().nth(1).map(PathBuf::from) else {
        bail!("usage: measure GRAPH, with tasks on stdin");
    };
    let graph = Graph::open(&path)?;
    for line in io::stdin().lock().lines() {
        let answer = perform(&graph, &path, &line?)
            .unwrap_or_else(|error| json!({ "error": format!("{error:#}") }));
        let mut out = io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
