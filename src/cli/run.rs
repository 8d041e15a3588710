//! `demarche run`: a whole study in one go.

use super::Outcome;
use super::args::RunArgs;
use super::coalitions;
use super::compare;
use super::export::write_graph;
use super::failure::{CommandError, Context, usage};
use super::network::{Projected, project, write_all};
use super::open::{Sound, compile_reported};
use super::output::write_to;
use super::outputs::{Output, What};
use super::progress::Progress;
use super::query::{catalogue, format_of, is_file_name};
use super::terminal::{Terminal, count};
use super::validate;
use crate::compare::Comparison;
use crate::diagnostic::{Code, Problems};
use crate::graph::Graph;
use crate::query::{Catalogue, Prepared, ResultFormat};
use crate::report::{Coalitions, Summary};
use std::path::{Path, PathBuf};

pub(super) fn run(args: &RunArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let study = &args.study;
    let compiled = compile_reported(std::slice::from_ref(study), terminal, |problems| {
        terminal.report(problems);
        Ok(())
    })?;
    let Sound {
        graph: builder,
        problems,
        outputs,
        ..
    } = match compiled {
        Ok(sound) => sound,
        Err(outcome) => {
            terminal.say("nothing was written");
            return Ok(outcome);
        }
    };
    if problems.has(Code::NoStatements) {
        terminal.complain(&format!(
            "{}: the study has no statements, so nothing was written",
            study.display()
        ));
        terminal.hint("code a row in statements.csv; README.md of a new study says how");
        return Ok(Outcome::Rejected);
    }
    let progress = Progress::start(terminal, "sorting".to_owned());
    let graph = builder.build()?;
    drop(progress);
    if !validate::conforms(&graph, study, terminal)? {
        terminal.say("nothing was written");
        return Ok(Outcome::Rejected);
    }
    // Everything is worked out before anything is written.
    let catalogue = catalogue(args.queries.as_deref())?;
    let prepared = outputs
        .iter()
        .map(|output| {
            prepare(output, study, &graph, &catalogue)
                .with_context(|| format!("output {}", output.file.display()))
        })
        .collect::<Result<Vec<Ready>, CommandError>>()?;
    let folder = args.output.clone().unwrap_or_else(|| study.join("out"));
    let graph_file = graph_path(study, &folder)?;
    make_folders(&folder, &outputs)?;
    write_to(Some(&graph_file), |out| Ok(graph.write(out)?))?;
    let mut made = vec![(
        graph_file,
        format!("graph of {}", count(graph.len(), "triple")),
    )];
    for (output, ready) in outputs.iter().zip(prepared) {
        made.extend(write_output(
            output,
            &ready,
            &graph,
            &folder.join(&output.file),
        )?);
    }
    write_to(None, |out| {
        write!(out, "{}", Summary::of(&graph)?)?;
        writeln!(out, "\nWritten")?;
        made.iter()
            .try_for_each(|(path, what)| writeln!(out, "  {}  {what}", path.display()))?;
        Ok(())
    })?;
    note_count(&problems, terminal);
    Ok(Outcome::Done)
}

/// An output that only has to be written.
enum Ready {
    Network(Projected),
    Compare(Box<Comparison>),
    Coalitions(Box<Coalitions>),
    Query(Box<Prepared>, ResultFormat),
    Export,
}

fn prepare(
    output: &Output,
    study: &Path,
    graph: &Graph,
    catalogue: &Catalogue,
) -> Result<Ready, CommandError> {
    Ok(match &output.what {
        What::Network {
            kind,
            format,
            settings,
        } => Ready::Network(project(graph, *kind, settings, *format)?),
        What::Compare { by, settings, .. } => {
            Ready::Compare(Box::new(compare::compare(graph, *by, settings)?))
        }
        What::Coalitions { settings, .. } => {
            Ready::Coalitions(Box::new(coalitions::find(graph, settings)?))
        }
        What::Query {
            name,
            params,
            format,
        } => {
            let prepared = if is_file_name(name) {
                let path = study.join(name);
                let text = std::fs::read_to_string(&path)
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                Prepared::from_text(&text, &path.display().to_string(), params, graph)?
            } else {
                Prepared::from_saved(catalogue.get(name)?, params, graph)?
            };
            let format = format_of(format.as_deref(), Some(&output.file), prepared.form())?;
            Ready::Query(Box::new(prepared), format)
        }
        What::Export { .. } => Ready::Export,
    })
}

/// Writes an output; says of each file what is in it.
fn write_output(
    output: &Output,
    ready: &Ready,
    graph: &Graph,
    path: &Path,
) -> Result<Vec<(PathBuf, String)>, CommandError> {
    match (&output.what, ready) {
        (
            What::Network {
                kind,
                format,
                settings,
            },
            Ready::Network(network),
        ) => {
            let files = write_all(network, *format, path, settings)?;
            let named = files.into_iter();
            Ok(named
                .map(|(file, what)| (file, format!("{kind} network, {what}")))
                .collect())
        }
        (
            What::Compare {
                by,
                format,
                settings,
            },
            Ready::Compare(comparison),
        ) => {
            write_to(Some(path), |out| {
                compare::write(comparison, *format, settings, None, out)
            })?;
            let what = format!("comparison by {by}, {}", compare::size(comparison));
            Ok(vec![(path.to_owned(), what)])
        }
        (What::Coalitions { format, settings }, Ready::Coalitions(found)) => {
            write_to(Some(path), |out| {
                coalitions::write(found, *format, settings, None, out)
            })?;
            let number = count(found.coalitions.len(), "coalition");
            Ok(vec![(path.to_owned(), number)])
        }
        (What::Query { name, .. }, Ready::Query(prepared, format)) => {
            let mut rows = 0;
            write_to(Some(path), |out| {
                rows = prepared.execute(graph, *format, None, out)?;
                Ok(())
            })?;
            Ok(vec![(
                path.to_owned(),
                format!("answer to {name}, {}", count(rows, "row")),
            )])
        }
        (What::Export { format }, _) => {
            write_to(Some(path), |out| write_graph(graph, *format, out))?;
            Ok(vec![(path.to_owned(), "all triples".to_owned())])
        }
        // Each output was prepared as what it is.
        _ => Ok(Vec::new()),
    }
}

/// The graph file has the name of the study's folder.
fn graph_path(study: &Path, folder: &Path) -> Result<PathBuf, CommandError> {
    let full = study
        .canonicalize()
        .with_context(|| format!("{} cannot be read", study.display()))?;
    let name = full
        .file_name()
        .ok_or_else(|| usage("a study needs a folder with a name", "not the root"))?;
    let mut name = name.to_owned();
    name.push(".demarche");
    Ok(folder.join(name))
}

fn make_folders(folder: &Path, outputs: &[Output]) -> Result<(), CommandError> {
    let inner = outputs
        .iter()
        .filter_map(|output| output.file.parent())
        .map(|parent| folder.join(parent));
    for folder in std::iter::once(folder.to_owned()).chain(inner) {
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    Ok(())
}

fn note_count(problems: &Problems, terminal: &Terminal) {
    let notes = problems.count(crate::diagnostic::Severity::Note);
    if notes > 0 && !terminal.is_verbose() {
        terminal.say(format!(
            "{} on the study; `demarche check -v` shows {}",
            count(notes, "note"),
            if notes == 1 { "it" } else { "them" }
        ));
    }
}
