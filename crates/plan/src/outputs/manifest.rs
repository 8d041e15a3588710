//! The `[[output]]` entries of a manifest, read.

use super::{
    CoalitionsJob, CompareJob, GraphJob, Job, NetworkJob, Output, QueryJob, QueryText,
    graph_format, page_format,
};
use crate::error::JobError;
use crate::settings::{SettingError, Settings, Subject};
use demarche_core::diagnostic::{Advice, Code, Hint, Problem, nearest};
use demarche_core::study::OutputEntry;
use demarche_graph::rdf::GraphFormat;
use demarche_network::NetworkKind;
use demarche_network::compare::By;
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

/// The keys that say what an output is.
const SUBJECTS: [&str; 5] = ["network", "report", "compare", "query", "export"];

/// Reads all entries.
///
/// # Errors
/// A problem for each that cannot be made as it is written.
pub fn read(entries: &[OutputEntry]) -> Result<Vec<Output>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut outputs = Vec::new();
    let mut files: HashSet<PathBuf> = HashSet::new();
    for entry in entries {
        let problem = |refusal: Refusal| {
            Problem::new(Code::OutputSpec, entry.place.clone(), refusal.message)
                .with_hint_if(refusal.hint)
        };
        match read_entry(entry.table.clone()) {
            Ok(output) if files.contains(&output.file) => {
                let message = format!("two outputs go to {}", output.file.display());
                problems.push(problem(Refusal::new(message)));
            }
            Ok(output) => {
                files.insert(output.file.clone());
                outputs.push(output);
            }
            Err(refusal) => problems.push(problem(refusal)),
        }
    }
    if problems.is_empty() {
        Ok(outputs)
    } else {
        Err(problems)
    }
}

/// Why an entry cannot be made, and what to do.
struct Refusal {
    message: String,
    hint: Option<String>,
}

impl Refusal {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    fn with_hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl From<JobError> for Refusal {
    fn from(error: JobError) -> Self {
        let hint = match &error {
            // In a manifest a key is written, with its value.
            JobError::NoFormat { known, .. } => Some(format!("add format = NAME: {known}")),
            error => error.hint().map(|hint: Hint| hint.to_string()),
        };
        Self {
            message: error.to_string(),
            hint,
        }
    }
}

impl From<SettingError> for Refusal {
    fn from(error: SettingError) -> Self {
        JobError::from(error).into()
    }
}

fn read_entry(mut table: toml::Table) -> Result<Output, Refusal> {
    let subjects: Vec<&str> = SUBJECTS
        .into_iter()
        .filter(|key| table.contains_key(*key))
        .collect();
    let [subject] = subjects.as_slice() else {
        return Err(
            Refusal::new("an output of no kind, or of several").with_hint(
                "an output has one of: network = KIND, report = \"coalitions\", \
                 compare = WHAT, query = NAME, export = \"graph\"",
            ),
        );
    };
    let file = file(&mut table)?;
    let value = take_text(&mut table, subject)?.unwrap_or_default();
    let job = match *subject {
        "network" => network(&value, &table, &file)?,
        "compare" => compare(&value, &table, &file)?,
        "report" => report(&value, &table, &file)?,
        "query" => query(&value, table, &file)?,
        _ => graph(&value, table, &file)?,
    };
    Ok(Output { file, job })
}

fn file(table: &mut toml::Table) -> Result<PathBuf, Refusal> {
    let Some(name) = take_text(table, "file")? else {
        return Err(Refusal::new("an output without `file`").with_hint("add file = \"NAME\""));
    };
    let file = PathBuf::from(&name);
    let is_inside = file
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !is_inside {
        let message = format!("`{name}` is not inside the folder of outputs");
        return Err(Refusal::new(message)
            .with_hint("write a name or a path below that folder: no leading / and no .."));
    }
    // An empty name would be the folder itself; a line break or an escape in one is a slip or worse.
    if file.as_os_str().is_empty() || name.ends_with('/') || name.chars().any(char::is_control) {
        return Err(Refusal::new(format!("{name:?} is no name of a file")));
    }
    Ok(file)
}

fn take_text(table: &mut toml::Table, key: &str) -> Result<Option<String>, Refusal> {
    match table.remove(key) {
        None => Ok(None),
        Some(toml::Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::new(format!("`{key}` must be a text"))),
    }
}

fn network(kind: &str, table: &toml::Table, file: &Path) -> Result<Job, Refusal> {
    let kind = kind
        .parse::<NetworkKind>()
        .map_err(|error| Refusal::new(format!("network {error}")))?;
    let settings = Settings::from_toml(Subject::Network, table)?;
    Ok(Job::Network(Box::new(NetworkJob::new(
        kind, settings, file,
    )?)))
}

fn compare(by: &str, table: &toml::Table, file: &Path) -> Result<Job, Refusal> {
    let by = by
        .parse::<By>()
        .map_err(|error| Refusal::new(format!("compare {error}")))?;
    let settings = Settings::from_toml(Subject::Compare, table)?;
    let named = settings.format.as_deref();
    let format = page_format(named, Some(file), "format of comparisons")?;
    Ok(Job::Compare(Box::new(CompareJob::new(
        by, format, settings,
    )?)))
}

fn report(what: &str, table: &toml::Table, file: &Path) -> Result<Job, Refusal> {
    if what != "coalitions" {
        return Err(Refusal::new(format!("there is no report called `{what}`"))
            .with_hint("write report = \"coalitions\""));
    }
    let settings = Settings::from_toml(Subject::Coalitions, table)?;
    let format = page_format(settings.format.as_deref(), Some(file), "format")?;
    Ok(Job::Coalitions(Box::new(CoalitionsJob {
        format,
        settings,
    })))
}

fn query(name: &str, mut table: toml::Table, file: &Path) -> Result<Job, Refusal> {
    let params = match table.remove("params") {
        None => toml::Table::new(),
        Some(toml::Value::Table(params)) => params,
        Some(_) => return Err(Refusal::new("`params` must be a table")),
    };
    let format = take_text(&mut table, "format")?;
    check_keys(&table, &["params", "format"])?;
    let params = params.into_iter().map(|(name, value)| match value {
        toml::Value::String(text) => (name, text),
        other => (name, other.to_string()),
    });
    Ok(Job::Query(QueryJob {
        query: QueryText::from_name(name),
        params: params.collect(),
        format,
        file: file.to_owned(),
    }))
}

fn graph(what: &str, mut table: toml::Table, file: &Path) -> Result<Job, Refusal> {
    if what != "graph" {
        return Err(
            Refusal::new(format!("nothing called `{what}` can be exported"))
                .with_hint("write export = \"graph\""),
        );
    }
    let named = take_text(&mut table, "format")?;
    check_keys(&table, &[])?;
    let format = graph_format(named.as_deref(), file).ok_or_else(|| {
        let names = GraphFormat::ALL.iter().map(|format| format.name());
        let names: Vec<&str> = names.collect();
        Refusal::new("no RDF format by this name or extension")
            .with_hint(format!("one of: {}", names.join(", ")))
    })?;
    Ok(Job::Graph(GraphJob { format }))
}

fn check_keys(table: &toml::Table, known: &[&str]) -> Result<(), Refusal> {
    let Some(key) = table.keys().find(|key| !known.contains(&key.as_str())) else {
        return Ok(());
    };
    let refusal = Refusal::new(format!("an output of this kind has no `{key}`"));
    Err(match nearest(key, known.iter().copied()) {
        Some(near) => refusal.with_hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => refusal,
        None => refusal.with_hint(format!("there are: {}", known.join(", "))),
    })
}
