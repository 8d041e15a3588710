//! Reads what properties of shapes name: IRIs, numbers, texts, lists, other shapes. What is not as
//! it must be is kept as a problem at its line.

use super::super::sh::SH;
use super::super::shape::ShapeId;
use super::super::source::{ListError, Object, Source, subject};
use demarche_core::diagnostic::{Code, Place, Problem};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term};
use std::collections::HashMap;

/// Members that all lists of a file may have together. Shapes that name one long list from each of
/// its members would otherwise take the square of its length.
const MOST_MEMBERS: usize = 1_000_000;

/// Returns the IRI of a term of SHACL.
pub(super) fn iri(local: &str) -> String {
    format!("{SH}{local}")
}

/// A source of shapes while it is read.
pub(super) struct Reader<'s> {
    pub(super) source: &'s Source,
    /// The nodes of all shapes found so far. A shape's number is its position.
    pub(super) nodes: Vec<NamedOrBlankNode>,
    pub(super) problems: Vec<Problem>,
    numbers: HashMap<NamedOrBlankNode, ShapeId>,
    /// Members that lists may still have.
    members_left: usize,
    /// The shapes around each property shape, once somebody asks for them.
    parents: Option<HashMap<NamedOrBlankNode, Vec<NamedOrBlankNode>>>,
}

impl<'s> Reader<'s> {
    /// A reader that knows of these problems.
    pub(super) fn new(source: &'s Source, problems: Vec<Problem>) -> Self {
        Self {
            source,
            nodes: Vec::new(),
            problems,
            numbers: HashMap::new(),
            members_left: MOST_MEMBERS,
            parents: None,
        }
    }

    /// Returns the number of the shape that a node is, a new one if it has none yet.
    pub(super) fn number(&mut self, node: &NamedOrBlankNode) -> ShapeId {
        if let Some(number) = self.numbers.get(node) {
            return *number;
        }
        let number = self.nodes.len();
        self.numbers.insert(node.clone(), number);
        self.nodes.push(node.clone());
        number
    }

    /// Keeps a problem.
    pub(super) fn report(&mut self, place: Place, message: impl Into<String>) {
        self.problems
            .push(Problem::new(Code::ShapeSyntax, place, message));
    }

    /// Keeps a problem that is about an object, with what to do about it.
    pub(super) fn report_with_hint(&mut self, object: &Object, message: String, hint: &str) {
        let place = self.source.place(object.line);
        self.problems
            .push(Problem::new(Code::ShapeSyntax, place, message).with_hint(hint));
    }

    /// Returns the objects of a property of SHACL, in the order of the file.
    pub(super) fn objects(&self, node: &NamedOrBlankNode, local: &str) -> Vec<Object> {
        self.source.objects(node, &iri(local)).to_vec()
    }

    /// Returns the object of a property that may stand once.
    pub(super) fn one(&mut self, node: &NamedOrBlankNode, local: &str) -> Option<Object> {
        let mut objects = self.objects(node, local);
        if objects.len() > 1 {
            let place = self.source.place(objects[1].line);
            self.report(place, format!("{node} has more than one sh:{local}"));
        }
        (!objects.is_empty()).then(|| objects.swap_remove(0))
    }

    /// Hands on what was found in an object, and reports where that is nothing.
    pub(super) fn expected<T>(
        &mut self,
        object: &Object,
        local: &str,
        what: &str,
        found: Option<T>,
    ) -> Option<T> {
        if found.is_none() {
            let place = self.source.place(object.line);
            self.report(
                place,
                format!("sh:{local} takes {what}, not {}", object.term),
            );
        }
        found
    }

    /// Reads an IRI.
    pub(super) fn iri_of(&mut self, object: &Object, local: &str) -> Option<NamedNode> {
        let found = match &object.term {
            Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        };
        self.expected(object, local, "an IRI", found)
    }

    /// Reads a literal.
    pub(super) fn literal_of(&mut self, object: &Object, local: &str) -> Option<Literal> {
        let found = match &object.term {
            Term::Literal(literal) => Some(literal.clone()),
            _ => None,
        };
        self.expected(object, local, "a literal", found)
    }

    /// Reads a whole number, zero or more, of a property that may stand once.
    pub(super) fn number_of(&mut self, node: &NamedOrBlankNode, local: &str) -> Option<u64> {
        let object = self.one(node, local)?;
        let found = match &object.term {
            Term::Literal(literal) => literal.value().trim_start_matches('+').parse().ok(),
            _ => None,
        };
        self.expected(&object, local, "a whole number, zero or more", found)
    }

    /// Reads true or false of a property that may stand once; false where it does not stand.
    pub(super) fn flag_of(&mut self, node: &NamedOrBlankNode, local: &str) -> bool {
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

    /// Reads a text of a property that may stand once.
    pub(super) fn text_of(&mut self, node: &NamedOrBlankNode, local: &str) -> Option<String> {
        let object = self.one(node, local)?;
        let found = match &object.term {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            _ => None,
        };
        self.expected(&object, local, "a text", found)
    }

    /// Reads the members of a list.
    pub(super) fn list_of(&mut self, object: &Object, local: &str) -> Option<Vec<Term>> {
        let (message, hint) = match self.source.list(&object.term, self.members_left) {
            Ok(members) => {
                self.members_left -= members.len();
                return Some(members);
            }
            Err(ListError::Malformed) => {
                return self.expected(object, local, "a list", None);
            }
            Err(ListError::Circular) => (
                format!("the list of sh:{local} leads back to itself"),
                "the rdf:rest of its last member is rdf:nil",
            ),
            Err(ListError::TooLong) => (
                format!(
                    "with the list of sh:{local}, lists have more than {MOST_MEMBERS} members together"
                ),
                "shapes may have fewer or shorter lists",
            ),
        };
        self.report_with_hint(object, message, hint);
        None
    }

    /// Counts shapes that are named beside those in lists, against the same limit.
    pub(super) fn has_room_for(&mut self, members: usize) -> bool {
        let left = self.members_left.checked_sub(members);
        self.members_left = left.unwrap_or(0);
        left.is_some()
    }

    /// Returns the number of the shape that an object is.
    pub(super) fn shape_of(&mut self, object: &Object, local: &str) -> Option<ShapeId> {
        let node = subject(&object.term);
        let node = self.expected(object, local, "a shape", node)?;
        if self.source.properties(&node).next().is_none() {
            // One that the file says nothing of: everything conforms to it, which nobody means.
            let place = self.source.place(object.line);
            self.report(
                place,
                format!("sh:{local} names {node}, of which the file says nothing"),
            );
            return None;
        }
        Some(self.number(&node))
    }

    /// Returns the shapes that have a node as a property shape.
    pub(super) fn parents(&mut self, node: &NamedOrBlankNode) -> Vec<NamedOrBlankNode> {
        let source = self.source;
        let parents = self.parents.get_or_insert_with(|| {
            let mut parents: HashMap<NamedOrBlankNode, Vec<NamedOrBlankNode>> = HashMap::new();
            for parent in source.subjects() {
                for object in source.objects(parent, &iri("property")) {
                    if let Some(property) = subject(&object.term) {
                        parents.entry(property).or_default().push(parent.clone());
                    }
                }
            }
            parents
        });
        parents.get(node).cloned().unwrap_or_default()
    }
}
