//! Results as problems: each at the cell of the study that it comes from, or else at its node.

use super::report::{Finding, Report};
use super::shape::Severity;
use demarche_core::diagnostic::{Code, Place, Problem};
use demarche_core::display::visible;
use demarche_core::study::{Cell, locate};
use demarche_graph::rdf::{Prefix, prefix_of};
use oxigraph::model::{NamedNode, Term};
use std::path::Path;

/// Returns for each result the cell of a study's tables that it comes from, as a problem there;
/// `None` where it comes from none.
pub fn cell_problems(report: &Report, study: &Path, prefixes: &[Prefix]) -> Vec<Option<Problem>> {
    let cells: Vec<Cell> = report.findings().iter().map(cell).collect();
    let located = locate(study, &cells);
    let pairs = report.findings().iter().zip(located);
    pairs
        .map(|(finding, found)| {
            let found = found?;
            let problem = problem(report, finding, found.place, prefixes);
            // The drawing shows the row, so only the node has to be named.
            let message = format!("{}, {}", short(&finding.focus, prefixes), problem.message);
            Some(Problem {
                message,
                excerpt: found.excerpt,
                ..problem
            })
        })
        .collect()
}

/// Returns each result as a problem: that of its cell, where `cells` has one, else one whose place
/// is the name of its node.
pub fn problems(report: &Report, cells: &[Option<Problem>], prefixes: &[Prefix]) -> Vec<Problem> {
    let findings = report.findings().iter().enumerate();
    findings
        .map(|(at, finding)| match cells.get(at) {
            Some(Some(problem)) => problem.clone(),
            _ => {
                let place = Place::file(short(&finding.focus, prefixes));
                problem(report, finding, place, prefixes)
            }
        })
        .collect()
}

fn cell(finding: &Finding) -> Cell {
    let property = finding.path.as_ref().and_then(|path| path.property());
    Cell {
        node: match &finding.focus {
            Term::NamedNode(node) => node.as_str().to_owned(),
            _ => String::new(),
        },
        property: property.map(|property| property.as_str().to_owned()),
    }
}

fn problem(report: &Report, finding: &Finding, place: Place, prefixes: &[Prefix]) -> Problem {
    let code = match report.severity_of(finding) {
        Severity::Violation | Severity::Other(_) => Code::ShapeViolation,
        Severity::Warning => Code::ShapeWarning,
        Severity::Info => Code::ShapeInfo,
    };
    let name = |node: &NamedNode| short(&node.clone().into(), prefixes);
    let mut about = String::new();
    if let Some(label) = &finding.label {
        about.push_str(&format!("{label}, "));
    }
    if let Some(path) = &finding.path {
        about.push_str(&format!("{}, ", path.write(&name)));
    }
    let message = report.message_of(finding);
    let message = message.trim_end_matches('.').replace('\n', " ");
    let message = format!("{about}{}: {message}", finding.component);
    // Label and message come from the graph and the shapes, which may be a stranger's.
    let problem = Problem::new(code, place, visible(&message));
    match &finding.value {
        Some(value) if *value != finding.focus => problem.with_cell(short(value, prefixes)),
        _ => problem,
    }
}

/// Returns a term as short as it can be written.
fn short(term: &Term, prefixes: &[Prefix]) -> String {
    match term {
        Term::NamedNode(node) => match prefix_of(node.as_str(), prefixes) {
            Some(((prefix, _), local)) => format!("{prefix}:{local}"),
            None => node.to_string(),
        },
        term => term.to_string(),
    }
}
