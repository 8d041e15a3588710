//! A report as `sh:ValidationReport`, in any format of RDF.

use super::report::{Finding, Report};
use super::sh::SH;
use demarche_graph::rdf::{GraphFormat, Prefix, write_triples};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{BlankNode, Literal, NamedNode, Term, Triple};
use std::io::{self, Write};

/// Writes a report as SHACL defines it (3.6). Its nodes are numbered in the order of the results.
///
/// # Errors
/// Those of `out`; RDF/XML cannot hold every literal.
pub fn write_report(
    report: &Report,
    format: GraphFormat,
    prefixes: &[Prefix],
    out: &mut dyn Write,
) -> io::Result<()> {
    let triples = triples(report);
    write_triples(
        || triples.iter().cloned().map(Ok::<_, io::Error>),
        prefixes,
        format,
        out,
    )
}

fn sh(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{SH}{local}"))
}

fn triples(report: &Report) -> Vec<Triple> {
    let node = BlankNode::new_unchecked("report");
    let conforms = Literal::from(report.conforms());
    let mut triples = vec![
        Triple::new(node.clone(), rdf::TYPE, sh("ValidationReport")),
        Triple::new(node.clone(), sh("conforms"), conforms),
    ];
    let mut paths = 0;
    let results = report.findings().iter().enumerate();
    let results: Vec<(BlankNode, &Finding)> = results
        .map(|(at, finding)| {
            (
                BlankNode::new_unchecked(format!("result{}", at + 1)),
                finding,
            )
        })
        .collect();
    for (result, _) in &results {
        triples.push(Triple::new(node.clone(), sh("result"), result.clone()));
    }
    for (result, finding) in results {
        of_result(report, (&result, finding), &mut triples, &mut paths);
    }
    triples
}

fn of_result(
    report: &Report,
    (node, finding): (&BlankNode, &Finding),
    triples: &mut Vec<Triple>,
    paths: &mut usize,
) {
    let mut inner = Vec::new();
    let path = finding
        .path
        .as_ref()
        .map(|path| path.to_rdf(&mut inner, paths));
    let mut add = |property: NamedNode, object: Term| {
        triples.push(Triple::new(node.clone(), property, object));
    };
    add(rdf::TYPE.into_owned(), sh("ValidationResult").into());
    add(sh("focusNode"), finding.focus.clone());
    if let Some(path) = path {
        add(sh("resultPath"), path);
    }
    if let Some(value) = &finding.value {
        add(sh("value"), value.clone());
    }
    add(
        sh("sourceConstraintComponent"),
        finding.component.iri().into(),
    );
    add(sh("sourceShape"), report.shape_of(finding).clone().into());
    add(
        sh("resultSeverity"),
        report.severity_of(finding).iri().into(),
    );
    for message in report.messages_of(finding) {
        add(sh("resultMessage"), message.into());
    }
    triples.extend(inner);
}
