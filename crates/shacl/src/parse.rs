//! Triples become shapes; what is not well-formed or not supported is reported with its place.

mod constraints;
mod nesting;
mod path;
mod reader;
mod targets;

use super::path::Path;
use super::sh;
use super::shape::{Severity, Shape, Shapes};
use super::source::Source;
use super::unsupported;
use demarche_core::diagnostic::{Code, Problem, Problems};
use oxigraph::model::{Literal, NamedOrBlankNode, Term};
use path::PathError;
use reader::{Reader, iri};

/// Reads all shapes of a source. With `ignore`, parts of SHACL that are not supported are passed
/// over and listed.
///
/// # Errors
/// Everything that is wrong, with its place.
pub(super) fn shapes(source: &Source, ignore: bool) -> Result<Shapes, Problems> {
    let mut reader = Reader::new(source, unsupported::find(source));
    for node in source.subjects().filter(|node| is_shape(source, node)) {
        reader.number(node);
    }
    let mut shapes = Vec::new();
    // Shapes that others lead to are numbered while those are read.
    while let Some(node) = reader.nodes.get(shapes.len()).cloned() {
        shapes.push(reader.shape(&node));
    }
    let is_ignored = |problem: &Problem| ignore && problem.code == Code::ShapeUnsupported;
    let (ignored, mut wrong): (Vec<Problem>, Vec<Problem>) =
        reader.problems.into_iter().partition(is_ignored);
    if wrong.is_empty() {
        // Also where something was passed over: what is left will be validated by recursion.
        wrong.extend(nesting::problem(&shapes));
    }
    if !wrong.is_empty() {
        let mut problems = Problems::new();
        wrong.into_iter().for_each(|problem| problems.push(problem));
        return Err(problems.sorted());
    }
    let ignored = ignored.into_iter().map(|problem| Problem {
        code: Code::ShapePartIgnored,
        message: format!("{}; passed over", problem.message),
        hint: None,
        ..problem
    });
    Ok(Shapes {
        shapes,
        ignored: ignored.collect(),
    })
}

/// Returns whether a node says of itself that it is a shape.
fn is_shape(source: &Source, node: &NamedOrBlankNode) -> bool {
    let kinds = [iri("NodeShape"), iri("PropertyShape")];
    let says = |property: &str| {
        sh::local(property).is_some_and(|local| {
            sh::CONSTRAINTS.contains(&local) || sh::TARGETS.contains(&local) || local == "path"
        })
    };
    source.is_a(node, &kinds.each_ref().map(String::as_str))
        || source.properties(node).any(|(property, _)| says(property))
}

impl Reader<'_> {
    fn shape(&mut self, node: &NamedOrBlankNode) -> Shape {
        let path = self.path(node);
        let severity = self.severity(node);
        let messages = self.messages(node);
        let is_property = path.is_some() || !self.objects(node, "path").is_empty();
        if !is_property && self.source.is_a(node, &[&iri("PropertyShape")]) {
            self.report(
                self.source.place_of(node),
                format!("{node} is a property shape without sh:path"),
            );
        }
        Shape {
            name: node.clone(),
            place: self.source.place_of(node),
            targets: self.targets(node),
            constraints: self.constraints(node, is_property),
            path,
            severity,
            messages,
            deactivated: self.flag_of(node, "deactivated"),
        }
    }

    fn path(&mut self, node: &NamedOrBlankNode) -> Option<Path> {
        let object = self.one(node, "path")?;
        match path::read(self.source, &object.term) {
            Ok(path) => Some(path),
            Err(PathError::Malformed) => self.expected(&object, "path", "a property path", None),
            Err(error) => {
                let hint = "name a shorter path; one that leads back to itself has no end";
                self.report_with_hint(&object, error.to_string(), hint);
                None
            }
        }
    }

    fn severity(&mut self, node: &NamedOrBlankNode) -> Severity {
        let severity = self
            .one(node, "severity")
            .and_then(|object| self.iri_of(&object, "severity"));
        let Some(iri) = severity else {
            return Severity::Violation;
        };
        match sh::local(iri.as_str()) {
            Some("Violation") => Severity::Violation,
            Some("Warning") => Severity::Warning,
            Some("Info") => Severity::Info,
            _ => Severity::Other(iri),
        }
    }

    fn messages(&mut self, node: &NamedOrBlankNode) -> Vec<Literal> {
        let objects = self.objects(node, "message").into_iter();
        let messages = objects.filter_map(|object| {
            let text = match &object.term {
                Term::Literal(literal) => Some(literal.clone()),
                _ => None,
            };
            self.expected(&object, "message", "a text", text)
        });
        messages.collect()
    }
}
