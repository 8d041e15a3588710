//! Triples become shapes; what is not well-formed or not supported is said with its place.

use super::local::is_regex;
use super::path::Path;
use super::sh::{self, SH};
use super::shape::{Constraint, Severity, Shape, ShapeId, Shapes, Target};
use super::source::{Object, Source, subject};
use super::unsupported;
use demarche_core::diagnostic::{Code, Place, Problem, Problems};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term};
use std::collections::{HashMap, HashSet};

const CLASSES: [&str; 2] = [
    "http://www.w3.org/2000/01/rdf-schema#Class",
    "http://www.w3.org/2002/07/owl#Class",
];

/// The IRI of a term of SHACL.
pub(super) fn iri(local: &str) -> String {
    format!("{SH}{local}")
}

/// Reads all shapes of a source. With `ignore`, parts of SHACL that are not supported are passed
/// over and listed.
///
/// # Errors
/// Everything that is wrong, with its place.
pub(super) fn shapes(source: &Source, ignore: bool) -> Result<Shapes, Problems> {
    let mut reader = Reader {
        source,
        numbers: HashMap::new(),
        nodes: Vec::new(),
        problems: unsupported::find(source),
    };
    for node in source.subjects().filter(|node| is_shape(source, node)) {
        reader.number(node);
    }
    let mut shapes = Vec::new();
    // Shapes that others lead to are numbered while those are read.
    while let Some(node) = reader.nodes.get(shapes.len()).cloned() {
        shapes.push(reader.shape(&node));
    }
    if reader.problems.is_empty() {
        reader.problems = circles(&shapes);
    }
    let ignorable = |problem: &Problem| ignore && problem.code == Code::ShapeUnsupported;
    let (ignored, wrong): (Vec<Problem>, Vec<Problem>) =
        reader.problems.into_iter().partition(ignorable);
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

/// Whether a node is a shape by what it says of itself.
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

/// Shapes that lead to themselves, of which SHACL leaves open what they mean.
fn circles(shapes: &[Shape]) -> Vec<Problem> {
    fn visit(
        at: ShapeId,
        shapes: &[Shape],
        open: &mut Vec<ShapeId>,
        done: &mut HashSet<ShapeId>,
    ) -> Option<ShapeId> {
        if open.contains(&at) {
            return Some(at);
        }
        if done.contains(&at) {
            return None;
        }
        open.push(at);
        let inner = shapes[at].constraints.iter().flat_map(Constraint::shapes);
        let found = inner
            .into_iter()
            .find_map(|inner| visit(inner, shapes, open, done));
        open.pop();
        done.insert(at);
        found
    }
    let mut done = HashSet::new();
    let found = (0..shapes.len()).find_map(|at| visit(at, shapes, &mut Vec::new(), &mut done));
    let problem = |at: ShapeId| {
        let shape = &shapes[at];
        let message = format!("{} leads back to itself", shape.name);
        // To pass over it would mean passing over the shape: that is for the user to do.
        Problem::new(Code::ShapeSyntax, shape.place.clone(), message).with_hint(
            "SHACL leaves open what recursive shapes mean; take one of the references out",
        )
    };
    found.map(problem).into_iter().collect()
}

struct Reader<'s> {
    source: &'s Source,
    numbers: HashMap<NamedOrBlankNode, ShapeId>,
    nodes: Vec<NamedOrBlankNode>,
    problems: Vec<Problem>,
}

/// The node of a shape being read.
type Node<'n> = &'n NamedOrBlankNode;

impl Reader<'_> {
    fn number(&mut self, node: Node<'_>) -> ShapeId {
        if let Some(number) = self.numbers.get(node) {
            return *number;
        }
        let number = self.nodes.len();
        self.numbers.insert(node.clone(), number);
        self.nodes.push(node.clone());
        number
    }

    fn wrong(&mut self, place: Place, message: String) {
        self.problems
            .push(Problem::new(Code::ShapeSyntax, place, message));
    }

    /// Objects of a property of SHACL.
    fn objects(&self, node: Node<'_>, local: &str) -> Vec<Object> {
        self.source.objects(node, &iri(local)).to_vec()
    }

    /// The object of a property that may stand once.
    fn one(&mut self, node: Node<'_>, local: &str) -> Option<Object> {
        let mut objects = self.objects(node, local);
        if objects.len() > 1 {
            let place = self.source.place(objects[1].line);
            self.wrong(place, format!("{node} has more than one sh:{local}"));
        }
        (!objects.is_empty()).then(|| objects.swap_remove(0))
    }

    /// Reports that an object is not what it should be.
    fn expected<T>(
        &mut self,
        object: &Object,
        local: &str,
        what: &str,
        found: Option<T>,
    ) -> Option<T> {
        if found.is_none() {
            let place = self.source.place(object.line);
            self.wrong(
                place,
                format!("sh:{local} takes {what}, not {}", object.term),
            );
        }
        found
    }

    fn iri_of(&mut self, object: &Object, local: &str) -> Option<NamedNode> {
        let found = match &object.term {
            Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        };
        self.expected(object, local, "an IRI", found)
    }

    fn number_of(&mut self, node: Node<'_>, local: &str) -> Option<u64> {
        let object = self.one(node, local)?;
        let found = match &object.term {
            Term::Literal(literal) => literal.value().trim_start_matches('+').parse().ok(),
            _ => None,
        };
        self.expected(&object, local, "a whole number, zero or more", found)
    }

    fn flag_of(&mut self, node: Node<'_>, local: &str) -> bool {
        let Some(object) = self.one(node, local) else {
            return false;
        };
        let found = match &object.term {
            Term::Literal(literal) => match literal.value() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        };
        self.expected(&object, local, "true or false", found)
            .unwrap_or(false)
    }

    fn text_of(&mut self, node: Node<'_>, local: &str) -> Option<String> {
        let object = self.one(node, local)?;
        let found = match &object.term {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            _ => None,
        };
        self.expected(&object, local, "a text", found)
    }

    fn list_of(&mut self, object: &Object, local: &str) -> Option<Vec<Term>> {
        let found = self.source.list(&object.term);
        self.expected(object, local, "a list", found)
    }

    /// The shape that an object is.
    fn shape_of(&mut self, object: &Object, local: &str) -> Option<ShapeId> {
        let node = subject(&object.term);
        let node = self.expected(object, local, "a shape", node)?;
        if self.source.properties(&node).next().is_none() {
            // One that the file says nothing of: everything conforms to it, which nobody means.
            let place = self.source.place(object.line);
            self.wrong(
                place,
                format!("sh:{local} names {node}, of which the file says nothing"),
            );
            return None;
        }
        Some(self.number(&node))
    }

    fn shape(&mut self, node: Node<'_>) -> Shape {
        let path = self.one(node, "path").and_then(|object| {
            let found = self.path(&object.term, 0);
            self.expected(&object, "path", "a property path", found)
        });
        let severity = self
            .one(node, "severity")
            .and_then(|object| self.iri_of(&object, "severity"));
        let messages = self
            .objects(node, "message")
            .into_iter()
            .filter_map(|object| {
                let text = match &object.term {
                    Term::Literal(literal) => Some(literal.clone()),
                    _ => None,
                };
                self.expected(&object, "message", "a text", text)
            });
        let messages = messages.collect();
        let property = path.is_some() || !self.objects(node, "path").is_empty();
        if !property && self.source.is_a(node, &[&iri("PropertyShape")]) {
            self.wrong(
                self.source.place_of(node),
                format!("{node} is a property shape without sh:path"),
            );
        }
        Shape {
            name: node.clone(),
            place: self.source.place_of(node),
            targets: self.targets(node),
            constraints: self.constraints(node, property),
            path,
            severity: severity.map_or(Severity::Violation, |iri| match sh::local(iri.as_str()) {
                Some("Violation") => Severity::Violation,
                Some("Warning") => Severity::Warning,
                Some("Info") => Severity::Info,
                _ => Severity::Other(iri),
            }),
            messages,
            deactivated: self.flag_of(node, "deactivated"),
        }
    }

    fn targets(&mut self, node: Node<'_>) -> Vec<Target> {
        let mut targets = Vec::new();
        for object in self.objects(node, "targetClass") {
            targets.extend(self.iri_of(&object, "targetClass").map(Target::Class));
        }
        for object in self.objects(node, "targetNode") {
            let known = !matches!(object.term, Term::BlankNode(_));
            let found = known.then(|| Target::Node(object.term.clone()));
            targets.extend(self.expected(&object, "targetNode", "an IRI or a literal", found));
        }
        for object in self.objects(node, "targetSubjectsOf") {
            targets.extend(
                self.iri_of(&object, "targetSubjectsOf")
                    .map(Target::SubjectsOf),
            );
        }
        for object in self.objects(node, "targetObjectsOf") {
            targets.extend(
                self.iri_of(&object, "targetObjectsOf")
                    .map(Target::ObjectsOf),
            );
        }
        // A class that is a shape is about its instances.
        if let NamedOrBlankNode::NamedNode(class) = node
            && self.source.is_a(node, &CLASSES)
        {
            targets.push(Target::Class(class.clone()));
        }
        let mut seen = HashSet::new();
        targets.retain(|target| seen.insert(target.clone()));
        targets
    }

    /// How deep paths may stand in paths.
    const DEEPEST: usize = 32;

    fn path(&self, term: &Term, depth: usize) -> Option<Path> {
        if depth > Self::DEEPEST {
            return None;
        }
        let node = subject(term)?;
        let several = |list: &Term| {
            let members = self.source.list(list)?;
            let paths: Vec<Path> = members
                .iter()
                .map(|member| self.path(member, depth + 1))
                .collect::<Option<_>>()?;
            (paths.len() > 1).then_some(paths)
        };
        if self.source.is_list(&node) {
            return several(term).map(Path::Sequence);
        }
        if let NamedOrBlankNode::NamedNode(property) = node {
            return Some(Path::Property(property));
        }
        let mut properties = self.source.properties(&node);
        let (Some((kind, [object])), None) = (properties.next(), properties.next()) else {
            return None;
        };
        if sh::local(kind)? == "alternativePath" {
            return several(&object.term).map(Path::Alternative);
        }
        let inner = Box::new(self.path(&object.term, depth + 1)?);
        match sh::local(kind)? {
            "inversePath" => Some(Path::Inverse(inner)),
            "zeroOrMorePath" => Some(Path::ZeroOrMore(inner)),
            "oneOrMorePath" => Some(Path::OneOrMore(inner)),
            "zeroOrOnePath" => Some(Path::ZeroOrOne(inner)),
            _ => None,
        }
    }

    /// Whether a regular expression is one; says so where it is not.
    fn checked_pattern(&mut self, node: Node<'_>) -> Option<(String, Option<String>)> {
        let pattern = self.text_of(node, "pattern")?;
        let flags = self.text_of(node, "flags");
        if !matches!(is_regex(&pattern, flags.as_deref()), Ok(true)) {
            let with = flags.map_or(String::new(), |flags| format!(" with flags {flags:?}"));
            let line = self.objects(node, "pattern")[0].line;
            let message = format!("sh:pattern takes a regular expression, not {pattern:?}{with}");
            self.wrong(self.source.place(line), message);
            return None;
        }
        Some((pattern, flags))
    }

    fn literal_of(&mut self, object: &Object, local: &str) -> Option<Literal> {
        let found = match &object.term {
            Term::Literal(literal) => Some(literal.clone()),
            _ => None,
        };
        self.expected(object, local, "a literal", found)
    }
}

mod constraints;
