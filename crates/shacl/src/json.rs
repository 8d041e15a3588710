//! A report as JSON, for programs.

use super::report::{Finding, Report};
use demarche_core::diagnostic::{Problem, to_json as problem_to_json};
use oxigraph::model::Term;
use serde_json::{Value, json};

/// A report as a JSON object: `conforms`, `results`, `omitted`, `ignored`. A result has what
/// SHACL's has, and `place` where one is given: the file, line and column of the cell it is about.
pub fn to_json(report: &Report, places: &[Option<Problem>]) -> Value {
    let results = report.findings().iter().enumerate();
    let results = results.map(|(at, finding)| result(report, finding, places.get(at)));
    json!({
        "conforms": report.conforms(),
        "results": results.collect::<Vec<Value>>(),
        "omitted": report.omitted(),
        "ignored": report.ignored().iter().map(problem_to_json).collect::<Vec<Value>>(),
    })
}

fn result(report: &Report, finding: &Finding, place: Option<&Option<Problem>>) -> Value {
    let place = place.and_then(Option::as_ref).map(|problem| {
        json!({
            "file": problem.place.file.to_string_lossy(),
            "line": problem.place.line,
            "column": problem.place.column,
        })
    });
    json!({
        "focus": finding.focus.to_string(),
        "label": finding.label,
        "path": finding.path.as_ref().map(ToString::to_string),
        "value": finding.value.as_ref().map(Term::to_string),
        "component": finding.component.iri().as_str(),
        "severity": report.severity_of(finding).iri().as_str(),
        "shape": report.shape_of(finding).to_string(),
        "shape_at": report.place_of(finding).to_string(),
        "message": report.message_of(finding),
        "place": place,
    })
}
