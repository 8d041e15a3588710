//! A worker's side of a job: opens the graph, answers, ends.

use super::answer::{Answer, refuse};
use super::description::describe;
use super::formats::{MediaFormat, ROWS, TRIPLES, negotiate};
use super::job::{Job, Task};
use super::memory_limit::limit_memory;
use super::refusal::Refusal;
use demarche_core::diagnostic::{Advice, render};
use demarche_graph::rdf::write_triples;
use demarche_graph::{Graph, GraphError};
use demarche_query::{Prepared, QueryError, ResultFormat, Services, TooManyRows};
use hyper::StatusCode;
use oxigraph::sparql::QueryEvaluationError;
use std::io::{self, Write};
use std::path::Path;

/// The name of the query in messages: it has no file.
const LABEL: &str = "query";

/// Answers one job over a graph file, within so many bytes of memory, where need be with the help of
/// these services. What is wrong with the job is an answer as well.
///
/// # Errors
/// Where the answer cannot be written: the server is gone.
pub fn run_job(
    graph: &Path,
    memory: u64,
    services: Services,
    job: &Job,
    out: &mut dyn Write,
) -> io::Result<()> {
    let opened = limit_memory(memory)
        .map_err(|error| failed(format!("the memory limit cannot be set: {error}")))
        .and_then(|()| Graph::open(graph).map_err(|error| unreadable(&error)));
    let refusal = match opened {
        Ok(graph) => match &job.task {
            Task::Query(text) => query(&graph, text, services, job, out),
            Task::Data => data(&graph, job, out),
            Task::Description(place) => description(&graph, place, job, out),
        },
        Err(refusal) => Err(refusal),
    };
    match refusal {
        Ok(written) => written,
        Err(Refusal { status, text, .. }) => refuse(out, status.as_u16(), &text),
    }
}

/// The outcome of writing an answer, where there is one to write.
type Written = Result<io::Result<()>, Refusal>;

fn query(graph: &Graph, text: &str, services: Services, job: &Job, out: &mut dyn Write) -> Written {
    let prepared = Prepared::from_text(text, LABEL, &[], graph).map_err(|e| refusal(&e))?;
    let prepared = prepared
        .with_services(services)
        .with_most_rows(job.max_rows);
    let offers = match prepared.form().is_graph() {
        true => TRIPLES,
        false => ROWS,
    };
    let sent = negotiate(job.format.as_deref(), job.accept.as_deref(), offers)?;
    let limit = job.max_answer;
    Ok(answer(sent, job, limit, out, |out| {
        prepared.execute(graph, sent.format, None, out).map(drop)
    }))
}

fn data(graph: &Graph, job: &Job, out: &mut dyn Write) -> Written {
    let sent = negotiate(job.format.as_deref(), job.accept.as_deref(), TRIPLES)?;
    let ResultFormat::Graph(format) = sent.format else {
        return Err(failed("triples in a format of rows".to_owned()));
    };
    // As long as it is: everything was asked for, by whoever asked.
    Ok(answer(sent, job, None, out, |out| {
        let triples = || graph.triples().map(|triple| triple.map_err(dataset_error));
        write_triples(triples, &graph.prefixes(), format, out)
    }))
}

fn description(graph: &Graph, place: &str, job: &Job, out: &mut dyn Write) -> Written {
    let sent = negotiate(job.format.as_deref(), job.accept.as_deref(), TRIPLES)?;
    let ResultFormat::Graph(format) = sent.format else {
        return Err(failed("triples in a format of rows".to_owned()));
    };
    let (triples, prefixes) = describe(graph, place);
    Ok(answer(sent, job, None, out, |out| {
        let triples = || triples.iter().cloned().map(Ok::<_, QueryError>);
        write_triples(triples, &prefixes, format, out)
    }))
}

/// Writes an answer; where that fails, says so as well as can still be said.
fn answer(
    sent: MediaFormat,
    job: &Job,
    limit: Option<u64>,
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> Result<(), QueryError>,
) -> io::Result<()> {
    let mut answer = Answer::new(out, sent.content_type(), job.gzip, limit);
    match write(&mut answer) {
        Ok(()) => answer.finish(),
        Err(_) if answer.is_over() => {
            let limit = limit.unwrap_or_default();
            let Refusal { status, text, .. } = too_large(limit);
            answer.fail(status.as_u16(), &text)
        }
        Err(error) => {
            let Refusal { status, text, .. } = refusal(&error);
            answer.fail(status.as_u16(), &text)
        }
    }
}

fn dataset_error(error: GraphError) -> QueryError {
    QueryError::Evaluation(QueryEvaluationError::Dataset(Box::new(error)))
}

fn failed(message: String) -> Refusal {
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message)
}

/// The client learns what is wrong with the graph, not where the file is.
fn unreadable(error: &GraphError) -> Refusal {
    match error {
        GraphError::Io { source, .. } => failed(format!("the graph file cannot be read: {source}")),
        error => failed(error.to_string()),
    }
}

const LESS: &str =
    "ask for less, or in parts: LIMIT and OFFSET after ORDER BY; /data has all triples";

fn too_large(limit: u64) -> Refusal {
    Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        format!("the answer is larger than the {limit} bytes that this server gives"),
    )
    .with_hint(LESS)
}

/// Returns the refusal for a query that went wrong.
fn refusal(error: &QueryError) -> Refusal {
    if let QueryError::Syntax(error) = error {
        return Refusal::with_text(StatusCode::BAD_REQUEST, render(&error.problem(), false));
    }
    if let QueryError::Evaluation(error) = error
        && let Some(error) = TooManyRows::ended(error)
    {
        return Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()).with_hint(LESS);
    }
    let status = match error {
        // Data that a format cannot hold, RDF/XML for one: the others can.
        QueryError::Write(error) if error.kind() == io::ErrorKind::InvalidData => {
            StatusCode::NOT_ACCEPTABLE
        }
        QueryError::Evaluation(
            QueryEvaluationError::UnsupportedCustomFunction(_)
            | QueryEvaluationError::UnsupportedCustomFunctionArity { .. },
        ) => StatusCode::BAD_REQUEST,
        QueryError::Evaluation(QueryEvaluationError::Service(_)) => StatusCode::BAD_GATEWAY,
        QueryError::Write(_) | QueryError::Evaluation(_) | QueryError::Read { .. } => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
        _ => StatusCode::BAD_REQUEST,
    };
    let refusal = Refusal::new(status, error.to_string());
    match error.hint() {
        Some(hint) => refusal.with_hint(hint.to_string()),
        None => refusal,
    }
}
