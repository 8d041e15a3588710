//! Validation: a graph is held against shapes in SHACL core, by questions in SPARQL.
//!
//! A file of shapes is parsed (`source`), its triples become shapes (`parse`) or problems, with what
//! is not supported named (`unsupported`). For each shape the nodes it is about (`focus`) are held
//! against what it asks (`engine`): of each value by itself (`judge`, `value`) or of all values of
//! a node together (`constraints`). The questions are in `queries`; any [`Store`] answers them. What was
//! found is a [`Report`], as text, RDF or JSON.
//!
//! ```
//! use demarche_shacl::{Shapes, validate};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let compiled = demarche_graph::compile::compile(&["../../data/cyber-debate".into()])?;
//! let builder = compiled.graph.ok_or("the study has errors")?;
//! let graph = builder.build()?;
//! let report = validate(&graph, &Shapes::embedded()?, demarche_shacl::LIMIT)?;
//! assert!(report.conforms());
//! # Ok(())
//! # }
//! ```

mod check;
mod chunks;
mod constraints;
mod engine;
mod expressions;
mod focus;
mod json;
mod judge;
mod lexical;
mod parse;
mod path;
mod problems;
mod queries;
mod rdf;
mod report;
mod sh;
mod shape;
mod source;
mod unsupported;
mod value;

pub use json::to_json;
pub use path::Path;
pub use problems::{cell_problems, problems};
pub use rdf::write_report;
pub use report::{Finding, Report};
pub use shape::{Component, Severity, Shapes};

use demarche_core::diagnostic::{Advice, ErrorKind, Problems};
use demarche_query::{QueryError, Store};
use engine::Engine;
use focus::Focus;
use oxigraph::io::RdfFormat;
use oxigraph::model::Term;
use report::{Collected, Out};
use source::Source;
use std::collections::HashMap;

/// The shapes of a demarche graph, as Turtle.
pub const SHAPES_TTL: &str = include_str!("../../../ontology/shapes.ttl");

/// Results that are listed for each constraint component of each shape, unless told otherwise.
pub const LIMIT: usize = 10_000;

/// Shapes that cannot be read, are not well-formed, or use what is not supported.
#[derive(Debug, thiserror::Error)]
#[error("the shapes have problems")]
pub struct ShapesError(pub Problems);

impl Advice for ShapesError {
    fn kind(&self) -> ErrorKind {
        if self.0.has_io_errors() {
            ErrorKind::Io
        } else {
            ErrorKind::Usage
        }
    }

    fn problems(&self) -> Option<Problems> {
        Some(self.0.clone())
    }
}

impl Shapes {
    /// The shapes that say what a demarche graph is.
    ///
    /// # Errors
    /// None that a test would not find.
    pub fn embedded() -> Result<Self, ShapesError> {
        Self::parse(
            std::path::Path::new("ontology/shapes.ttl"),
            SHAPES_TTL.as_bytes(),
            false,
        )
    }

    /// The shapes of an RDF file. With `ignore_unsupported`, parts of SHACL that are not supported
    /// are passed over and listed by [`Shapes::ignored`].
    ///
    /// # Errors
    /// [`ShapesError`] with all problems at their places.
    pub fn read(file: &std::path::Path, ignore_unsupported: bool) -> Result<Self, ShapesError> {
        let source = Source::read(file).map_err(|problem| ShapesError((*problem).into()))?;
        parse::shapes(&source, ignore_unsupported).map_err(ShapesError)
    }

    /// The shapes of a Turtle text that goes by the name of this file.
    ///
    /// # Errors
    /// As [`Shapes::read`].
    pub fn parse(
        file: &std::path::Path,
        turtle: &[u8],
        ignore_unsupported: bool,
    ) -> Result<Self, ShapesError> {
        let source = Source::parse(file, turtle, RdfFormat::Turtle);
        let source = source.map_err(|problem| ShapesError((*problem).into()))?;
        parse::shapes(&source, ignore_unsupported).map_err(ShapesError)
    }
}

/// Holds a store against shapes; lists so many results for each component of each shape, and counts
/// the rest.
///
/// # Errors
/// Those of the store.
pub fn validate(store: &dyn Store, shapes: &Shapes, limit: usize) -> Result<Report, QueryError> {
    let engine = Engine::new(store, shapes)?;
    let mut collected = Collected::new(limit);
    for (id, shape) in shapes.shapes.iter().enumerate() {
        for target in &shape.targets {
            let focus = Focus::of(target, &engine.classes)?;
            engine.evaluate(id, &focus, &mut Out::Report(&mut collected))?;
        }
    }
    let mut report = collected.into_report(shapes);
    label(store, &mut report)?;
    Ok(report)
}

/// Gives focus nodes the names that the graph has for them.
fn label(store: &dyn Store, report: &mut Report) -> Result<(), QueryError> {
    let mut labels: HashMap<Term, String> = HashMap::new();
    let mut nodes: Vec<&Term> = report
        .findings()
        .iter()
        .map(|finding| &finding.focus)
        .collect();
    nodes.retain(|node| node.is_named_node());
    nodes.dedup();
    for nodes in nodes.chunks(chunks::CHUNK) {
        store.select(&queries::labels(nodes), &mut |row| {
            if let [Some(node), Some(Term::Literal(label))] = row {
                // Of several the first in order, whatever order the store gives them in.
                let known = labels
                    .entry(node.clone())
                    .or_insert_with(|| label.value().to_owned());
                if label.value() < known.as_str() {
                    *known = label.value().to_owned();
                }
            }
            Ok(())
        })?;
    }
    for finding in report.findings_mut() {
        finding.label = labels.get(&finding.focus).cloned();
    }
    Ok(())
}
