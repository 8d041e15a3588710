//! `demarche queries`

use super::Outcome;
use super::args::QueriesArgs;
use super::failure::CommandError;
use super::output::write_to;
use super::query::catalogue;
use super::terminal::Terminal;
use crate::query::{Parameter, SavedQuery};
use serde_json::json;
use std::io::Write;

pub(super) fn run(args: &QueriesArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let catalogue = catalogue(args.queries.as_deref())?;
    let queries: Vec<&SavedQuery> = match &args.name {
        Some(name) => vec![catalogue.get(name)?],
        None => catalogue.iter().collect(),
    };
    write_to(None, |out| {
        if args.json {
            let list: Vec<_> = queries.iter().map(|query| to_json(query)).collect();
            serde_json::to_writer_pretty(&mut *out, &list).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else if args.name.is_some() {
            queries.iter().try_for_each(|query| show(query, out))?;
        } else {
            list(&queries, out)?;
        }
        Ok(())
    })?;
    if args.name.is_none() && !args.json {
        terminal.say("`demarche queries NAME` shows one with its parameters and text");
    }
    Ok(Outcome::Done)
}

fn list(queries: &[&SavedQuery], out: &mut dyn Write) -> std::io::Result<()> {
    let width = queries
        .iter()
        .map(|query| query.name.chars().count())
        .max()
        .unwrap_or_default();
    queries
        .iter()
        .try_for_each(|query| writeln!(out, "{:width$}  {}", query.name, query.header.summary))
}

fn show(query: &SavedQuery, out: &mut dyn Write) -> Result<(), CommandError> {
    let header = &query.header;
    writeln!(out, "{}: {}", query.name, header.summary)?;
    if let Some(description) = &header.description {
        writeln!(out, "\n{}", description.trim_end())?;
    }
    if !header.parameters.is_empty() {
        writeln!(out, "\nParameters (-p NAME=VALUE)")?;
        for parameter in &header.parameters {
            writeln!(out, "  {}: {}", parameter.name, describe(parameter))?;
        }
    }
    Ok(writeln!(out, "\n{}", query.text.trim_end())?)
}

fn describe(parameter: &Parameter) -> String {
    let mut text = parameter.description.trim().replace('\n', " ");
    text.push_str(&format!(" [{}", parameter.kind.name()));
    if let Some(class) = &parameter.class {
        text.push_str(&format!(" of class {}", crate::graph::local_name(class)));
    }
    if !parameter.allowed.is_empty() {
        text.push_str(&format!("; one of {}", parameter.allowed.join(", ")));
    }
    match &parameter.default {
        Some(default) => text.push_str(&format!("; default {default}]")),
        None if parameter.optional => text.push_str("; optional]"),
        None => text.push_str("; required]"),
    }
    text
}

fn to_json(query: &SavedQuery) -> serde_json::Value {
    let parameters: Vec<_> = query
        .header
        .parameters
        .iter()
        .map(|parameter| {
            json!({
                "name": parameter.name,
                "description": parameter.description,
                "type": parameter.kind.name(),
                "class": parameter.class,
                "default": parameter.default,
                "allowed": parameter.allowed,
                "optional": parameter.optional,
            })
        })
        .collect();
    json!({
        "name": query.name,
        "summary": query.header.summary,
        "description": query.header.description,
        "tags": query.header.tags,
        "parameters": parameters,
    })
}
