//! The `[[output]]` entries of a manifest: what `demarche run` makes beside the graph.

use super::args::{CoalitionsSettings, CompareSettings, NetworkSettings};
use super::compare::JSON_IS_WHOLE;
use crate::compare::By;
use crate::diagnostic::{Advice, Code, Problem, nearest};
use crate::export::{ExportError, NetworkFormat};
use crate::network::NetworkKind;
use crate::page::PageFormat;
use crate::rdf::GraphFormat;
use crate::study::OutputEntry;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// An output, read.
pub(super) struct Output {
    /// Where it goes, relative to the folder of outputs.
    pub(super) file: PathBuf,
    pub(super) what: What,
}

/// What an output is.
pub(super) enum What {
    /// `network = KIND`, and the options of `demarche network`
    Network {
        kind: NetworkKind,
        format: NetworkFormat,
        settings: Box<NetworkSettings>,
    },
    /// `compare = WHAT`, and the options of `demarche compare`
    Compare {
        by: By,
        format: PageFormat,
        settings: Box<CompareSettings>,
    },
    /// `report = "coalitions"`, and the options of `demarche coalitions`
    Coalitions {
        format: PageFormat,
        settings: Box<CoalitionsSettings>,
    },
    /// `query = NAME`, and `params`, `format`
    Query {
        name: String,
        params: Vec<(String, String)>,
        format: Option<String>,
    },
    /// `export = "graph"`, and `format`
    Export { format: GraphFormat },
}

/// The keys that say what an output is.
const SUBJECTS: [&str; 5] = ["network", "report", "compare", "query", "export"];

/// Reads all entries; every one that cannot be made as written is a problem.
pub(super) fn read(entries: &[OutputEntry]) -> Result<Vec<Output>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut outputs: Vec<Output> = Vec::new();
    for entry in entries {
        let problem = |(message, hint): (String, Option<String>)| {
            Problem::new(Code::OutputSpec, entry.place.clone(), message).with_hint_if(hint)
        };
        match read_entry(entry.table.clone()) {
            Ok(output) if outputs.iter().any(|other| other.file == output.file) => {
                let message = format!("two outputs go to {}", output.file.display());
                problems.push(problem((message, None)));
            }
            Ok(output) => outputs.push(output),
            Err(reason) => problems.push(problem(reason)),
        }
    }
    if problems.is_empty() {
        Ok(outputs)
    } else {
        Err(problems)
    }
}

/// Why an entry cannot be made, and what to do.
type Reason = (String, Option<String>);

fn reason(error: &impl Advice) -> Reason {
    let hint = error.hint().map(|hint| hint.to_string());
    (error.to_string(), hint)
}

fn read_entry(mut table: toml::Table) -> Result<Output, Reason> {
    let subjects: Vec<&str> = SUBJECTS
        .into_iter()
        .filter(|key| table.contains_key(*key))
        .collect();
    let [subject] = subjects.as_slice() else {
        let hint = "an output has one of: network = KIND, report = \"coalitions\", \
                    compare = WHAT, query = NAME, export = \"graph\"";
        return Err((
            "an output of no kind, or of several".to_owned(),
            Some(hint.to_owned()),
        ));
    };
    let file = take_text(&mut table, "file")?;
    let file = file.ok_or_else(|| {
        (
            "an output without `file`".to_owned(),
            Some("add file = \"NAME\"".to_owned()),
        )
    })?;
    let file = PathBuf::from(file);
    if file
        .components()
        .any(|part| !matches!(part, Component::Normal(_)))
    {
        let hint = "write a name or a path below that folder: no leading / and no ..";
        return Err((
            format!("`{}` is not inside the folder of outputs", file.display()),
            Some(hint.to_owned()),
        ));
    }
    let value = take_text(&mut table, subject)?.unwrap_or_default();
    let what = match *subject {
        "network" => network(&value, table, &file)?,
        "compare" => compare(&value, table, &file)?,
        "report" => report(&value, table, &file)?,
        "query" => query(value, table)?,
        _ => graph(&value, table, &file)?,
    };
    Ok(Output { file, what })
}

fn take_text(table: &mut toml::Table, key: &str) -> Result<Option<String>, Reason> {
    match table.remove(key) {
        None => Ok(None),
        Some(toml::Value::String(text)) => Ok(Some(text)),
        Some(_) => Err((format!("`{key}` must be a text"), None)),
    }
}

fn network(kind: &str, table: toml::Table, file: &Path) -> Result<What, Reason> {
    let kind = kind
        .parse::<NetworkKind>()
        .map_err(|error| (format!("network {error}"), None))?;
    let known = NetworkSettings::keys();
    check_keys(&table, &known)?;
    let settings: NetworkSettings = table
        .try_into()
        .map_err(|error: toml::de::Error| (error.message().to_owned(), None))?;
    let format = settings
        .format
        .or_else(|| NetworkFormat::of_path(file))
        .ok_or_else(|| {
            let hint = format!("add format = NAME: {}", NetworkFormat::names());
            (
                format!(
                    "the extension of `{}` names no network format",
                    file.display()
                ),
                Some(hint),
            )
        })?;
    if !format.is_built() {
        return Err(reason(&ExportError::NoPng));
    }
    format
        .check(kind, settings.nodes)
        .map_err(|error| reason(&error))?;
    Ok(What::Network {
        kind,
        format,
        settings: Box::new(settings),
    })
}

fn compare(by: &str, table: toml::Table, file: &Path) -> Result<What, Reason> {
    let by = by
        .parse::<By>()
        .map_err(|error| (format!("compare {error}"), None))?;
    check_keys(&table, &CompareSettings::keys())?;
    let settings: CompareSettings = table
        .try_into()
        .map_err(|error: toml::de::Error| (error.message().to_owned(), None))?;
    let format = settings.format.or_else(|| PageFormat::of_path(file));
    let format = format.ok_or_else(|| {
        let message = format!(
            "the extension of `{}` names no format of comparisons",
            file.display()
        );
        let hint = format!("add format = NAME: {}", PageFormat::NAMES.join(", "));
        (message, Some(hint))
    })?;
    if format == PageFormat::Json && settings.part.is_some() {
        let hint = "leave `part` out, or use csv, md or table";
        return Err((JSON_IS_WHOLE.to_owned(), Some(hint.to_owned())));
    }
    Ok(What::Compare {
        by,
        format,
        settings: Box::new(settings),
    })
}

fn report(what: &str, table: toml::Table, file: &Path) -> Result<What, Reason> {
    if what != "coalitions" {
        return Err((
            format!("there is no report called `{what}`"),
            Some("write report = \"coalitions\"".to_owned()),
        ));
    }
    check_keys(&table, &CoalitionsSettings::keys())?;
    let settings: CoalitionsSettings = table
        .try_into()
        .map_err(|error: toml::de::Error| (error.message().to_owned(), None))?;
    let format = settings.format.or_else(|| PageFormat::of_path(file));
    let format = format.ok_or_else(|| {
        (
            format!("the extension of `{}` names no format", file.display()),
            Some(format!(
                "add format = NAME: {}",
                PageFormat::NAMES.join(", ")
            )),
        )
    })?;
    Ok(What::Coalitions {
        format,
        settings: Box::new(settings),
    })
}

fn query(name: String, table: toml::Table) -> Result<What, Reason> {
    #[derive(Deserialize)]
    struct Settings {
        #[serde(default)]
        params: BTreeMap<String, toml::Value>,
        format: Option<String>,
    }
    check_keys(&table, &["params".to_owned(), "format".to_owned()])?;
    let Settings { params, format } = table
        .try_into()
        .map_err(|error: toml::de::Error| (error.message().to_owned(), None))?;
    let as_text = |value: toml::Value| match value {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    let params = params
        .into_iter()
        .map(|(name, value)| (name, as_text(value)))
        .collect();
    Ok(What::Query {
        name,
        params,
        format,
    })
}

fn graph(what: &str, mut table: toml::Table, file: &Path) -> Result<What, Reason> {
    if what != "graph" {
        return Err((
            format!("nothing called `{what}` can be exported"),
            Some("write export = \"graph\"".to_owned()),
        ));
    }
    let named = take_text(&mut table, "format")?;
    check_keys(&table, &[])?;
    let format = match &named {
        Some(name) => GraphFormat::from_name(name),
        None => GraphFormat::of(file),
    };
    let format = format.ok_or_else(|| {
        let names: Vec<&str> = GraphFormat::ALL
            .iter()
            .map(|format| format.name())
            .collect();
        (
            "no RDF format by this name or extension".to_owned(),
            Some(format!("one of: {}", names.join(", "))),
        )
    })?;
    Ok(What::Export { format })
}

fn check_keys(table: &toml::Table, known: &[String]) -> Result<(), Reason> {
    let Some(key) = table.keys().find(|key| !known.contains(key)) else {
        return Ok(());
    };
    let hint = match nearest(key, known.iter().map(String::as_str)) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if known.is_empty() => None,
        None => Some(format!("there are: {}", known.join(", "))),
    };
    Err((format!("an output of this kind has no `{key}`"), hint))
}
