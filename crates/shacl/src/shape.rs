//! Shapes: what they are about, and what they ask of it.

use super::path::Path;
use super::sh::SH;
use super::value::ValueTest;
use demarche_core::diagnostic::{Place, Problem};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term};
use std::fmt;

/// The number of a shape among its [`Shapes`].
pub(super) type ShapeId = usize;

/// Shapes that were read, and are well-formed.
#[derive(Debug, Clone)]
pub struct Shapes {
    pub(super) shapes: Vec<Shape>,
    /// What was passed over, as was asked.
    pub(super) ignored: Vec<Problem>,
}

impl Shapes {
    /// The shape of this number.
    pub(super) fn get(&self, id: ShapeId) -> &Shape {
        // Numbers come from this list.
        &self.shapes[id]
    }

    /// How many shapes say what they are about.
    pub fn with_targets(&self) -> usize {
        let targeted = |shape: &&Shape| !shape.targets.is_empty() && !shape.deactivated;
        self.shapes.iter().filter(targeted).count()
    }

    /// Parts of SHACL that are not supported and were passed over, as was asked.
    pub fn ignored(&self) -> &[Problem] {
        &self.ignored
    }
}

/// A node shape, or, with a path, a property shape.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) name: NamedOrBlankNode,
    pub(super) place: Place,
    pub(super) path: Option<Path>,
    pub(super) targets: Vec<Target>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) severity: Severity,
    pub(super) messages: Vec<Literal>,
    pub(super) deactivated: bool,
}

/// What a shape is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// Instances of a class or of its subclasses.
    Class(NamedNode),
    /// A node.
    Node(Term),
    /// What has a property.
    SubjectsOf(NamedNode),
    /// What a property leads to.
    ObjectsOf(NamedNode),
}

/// How bad it is to break a shape.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// `sh:Violation`
    Violation,
    /// `sh:Warning`
    Warning,
    /// `sh:Info`
    Info,
    /// One that the shapes make up.
    Other(NamedNode),
}

impl Severity {
    /// Its IRI.
    pub fn iri(&self) -> NamedNode {
        let local = match self {
            Self::Violation => "Violation",
            Self::Warning => "Warning",
            Self::Info => "Info",
            Self::Other(iri) => return iri.clone(),
        };
        NamedNode::new_unchecked(format!("{SH}{local}"))
    }
}

/// What a shape asks.
#[derive(Debug, Clone)]
pub(super) enum Constraint {
    /// Of each value by itself.
    Value(ValueTest),
    /// Each value is an instance of a class or of its subclasses.
    Class(NamedNode),
    /// Each value conforms to a node shape.
    Node(ShapeId),
    /// A property shape, for which each value is a focus node.
    Property(ShapeId),
    /// No value conforms to a shape.
    Not(ShapeId),
    /// Each value conforms to all.
    And(Vec<ShapeId>),
    /// Each value conforms to one at least.
    Or(Vec<ShapeId>),
    /// Each value conforms to one exactly.
    Xone(Vec<ShapeId>),
    /// There are so many values at least.
    MinCount(u64),
    /// There are so many values at most.
    MaxCount(u64),
    /// No two values have the same language.
    UniqueLang,
    /// This is one of the values.
    HasValue(Term),
    /// The values are those of a property.
    Equals(NamedNode),
    /// No value is one of a property.
    Disjoint(NamedNode),
    /// Each value is less than each of a property, or equal where that is allowed.
    Less { than: NamedNode, or_equal: bool },
    /// So many values conform to a shape, and to none of its siblings.
    Qualified(Qualified),
    /// There are no other properties than these.
    Closed(Vec<NamedNode>),
}

/// A qualified value shape: so many values conform to it, and to none of its siblings.
#[derive(Debug, Clone)]
pub(super) struct Qualified {
    pub(super) shape: ShapeId,
    pub(super) siblings: Vec<ShapeId>,
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
}

/// A constraint component of SHACL: what kind of constraint was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Component(pub(super) &'static str);

impl Component {
    /// Its IRI.
    pub fn iri(self) -> NamedNode {
        NamedNode::new_unchecked(format!("{SH}{}ConstraintComponent", self.0))
    }
}

impl fmt::Display for Component {
    /// The property that a shape says it by: `sh:minCount`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = self.0.chars();
        let first = letters.next().map(|letter| letter.to_ascii_lowercase());
        let first = first.into_iter().collect::<String>();
        write!(f, "sh:{first}{}", letters.as_str())
    }
}

impl Constraint {
    /// What kind of constraint it is. A qualified one is two, of which this is the one that asks
    /// for more.
    pub(super) fn component(&self) -> Component {
        Component(match self {
            Self::Value(test) => test.component(),
            Self::Class(_) => "Class",
            Self::Node(_) => "Node",
            Self::Property(_) => "Property",
            Self::Not(_) => "Not",
            Self::And(_) => "And",
            Self::Or(_) => "Or",
            Self::Xone(_) => "Xone",
            Self::MinCount(_) => "MinCount",
            Self::MaxCount(_) => "MaxCount",
            Self::UniqueLang => "UniqueLang",
            Self::HasValue(_) => "HasValue",
            Self::Equals(_) => "Equals",
            Self::Disjoint(_) => "Disjoint",
            Self::Less { or_equal: true, .. } => "LessThanOrEquals",
            Self::Less { .. } => "LessThan",
            Self::Qualified(_) => "QualifiedMinCount",
            Self::Closed(_) => "Closed",
        })
    }

    /// The shapes that it leads to.
    pub(super) fn shapes(&self) -> Vec<ShapeId> {
        match self {
            Self::Node(shape) | Self::Property(shape) | Self::Not(shape) => vec![*shape],
            Self::And(shapes) | Self::Or(shapes) | Self::Xone(shapes) => shapes.clone(),
            Self::Qualified(qualified) => {
                let siblings = qualified.siblings.iter();
                siblings.chain([&qualified.shape]).copied().collect()
            }
            _ => Vec::new(),
        }
    }
}
