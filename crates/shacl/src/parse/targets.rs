//! What a shape is about, read from its properties.

use super::super::shape::Target;
use super::reader::Reader;
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term};
use std::collections::HashSet;

const CLASSES: [&str; 2] = [
    "http://www.w3.org/2000/01/rdf-schema#Class",
    "http://www.w3.org/2002/07/owl#Class",
];

/// A property, and the target that is made of the property it names.
type PropertyTarget = (&'static str, fn(NamedNode) -> Target);

const OF_PROPERTIES: [PropertyTarget; 2] = [
    ("targetSubjectsOf", Target::SubjectsOf),
    ("targetObjectsOf", Target::ObjectsOf),
];

impl Reader<'_> {
    /// Reads the targets of a shape, each once.
    pub(super) fn targets(&mut self, node: &NamedOrBlankNode) -> Vec<Target> {
        let mut targets = Vec::new();
        for object in self.objects(node, "targetClass") {
            targets.extend(self.iri_of(&object, "targetClass").map(Target::Class));
        }
        for object in self.objects(node, "targetNode") {
            // No query can name a blank node.
            let is_named = !matches!(object.term, Term::BlankNode(_));
            let found = is_named.then(|| Target::Node(object.term.clone()));
            targets.extend(self.expected(&object, "targetNode", "an IRI or a literal", found));
        }
        for (local, target) in OF_PROPERTIES {
            for object in self.objects(node, local) {
                targets.extend(self.iri_of(&object, local).map(target));
            }
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
}
