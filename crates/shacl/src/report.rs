//! What was found: each result, in an order that does not depend on the store's.

use super::path::Path;
use super::shape::{Component, Severity, Shape, ShapeId, Shapes};
use demarche_core::diagnostic::{Place, Problem};
use oxigraph::model::{Literal, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, HashSet};

/// A node that breaks a shape: `sh:ValidationResult`.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The node.
    pub focus: Term,
    /// How the shape gets from it to the values, where it does.
    pub path: Option<Path>,
    /// The value that is wrong, where it is a single one.
    pub value: Option<Term>,
    /// What kind of constraint is broken.
    pub component: Component,
    /// What the node is called in the graph.
    pub label: Option<String>,
    shape: ShapeId,
}

/// What validating a graph gave: `sh:ValidationReport`.
#[derive(Debug, Clone)]
pub struct Report {
    shapes: Shapes,
    findings: Vec<Finding>,
    omitted: usize,
}

impl Report {
    /// Whether nothing was found. As SHACL defines it (3.6.1.1), results of any severity count.
    pub fn conforms(&self) -> bool {
        self.findings.is_empty() && self.omitted == 0
    }

    /// The results, by focus node, path, component and value.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Results beyond the limit, which are not listed. One that was found in two ways may count
    /// twice.
    pub fn omitted(&self) -> usize {
        self.omitted
    }

    /// Parts of SHACL that are not supported and were passed over, as was asked.
    pub fn ignored(&self) -> &[Problem] {
        self.shapes.ignored()
    }

    /// The shapes.
    pub fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    fn shape(&self, finding: &Finding) -> &Shape {
        self.shapes.get(finding.shape)
    }

    /// The name of the shape that a result breaks.
    pub fn shape_of(&self, finding: &Finding) -> &NamedOrBlankNode {
        &self.shape(finding).name
    }

    /// Where that shape stands.
    pub fn place_of(&self, finding: &Finding) -> &Place {
        &self.shape(finding).place
    }

    /// How bad a result is.
    pub fn severity_of(&self, finding: &Finding) -> &Severity {
        &self.shape(finding).severity
    }

    /// What the shape says of it, in each language; what can be said of the component where the
    /// shape says nothing.
    pub fn messages_of(&self, finding: &Finding) -> Vec<Literal> {
        let messages = &self.shape(finding).messages;
        match messages.is_empty() {
            true => vec![Literal::from(default_message(finding.component))],
            false => messages.clone(),
        }
    }

    /// The same in one language: none, else English, else the first.
    pub fn message_of(&self, finding: &Finding) -> String {
        let messages = self.messages_of(finding);
        let rank = |message: &&Literal| match message.language() {
            None => 0,
            Some(tag) if tag == "en" || tag.starts_with("en-") => 1,
            Some(_) => 2,
        };
        let best = messages.iter().min_by_key(rank);
        best.map_or(String::new(), |message| message.value().to_owned())
    }

    pub(super) fn findings_mut(&mut self) -> &mut [Finding] {
        &mut self.findings
    }
}

fn default_message(component: Component) -> &'static str {
    match component.0 {
        "And" => "does not conform to all of the shapes",
        "Class" => "is not of the class",
        "Closed" => "a property that the shape does not have",
        "Datatype" => "is no well-formed literal of the datatype",
        "Disjoint" => "is also a value of the other property",
        "Equals" => "is a value of only one of the two properties",
        "HasValue" => "the value is not there",
        "In" => "is not one of the values listed",
        "LanguageIn" => "is in none of the languages",
        "LessThan" => "is not less than the values of the other property",
        "LessThanOrEquals" => "is not less than or equal to the values of the other property",
        "MaxCount" => "there are too many values",
        "MaxExclusive" => "is not below the limit",
        "MaxInclusive" => "is above the limit",
        "MaxLength" => "is too long",
        "MinCount" => "there are too few values",
        "MinExclusive" => "is not above the limit",
        "MinInclusive" => "is below the limit",
        "MinLength" => "is too short",
        "Node" => "does not conform to the shape",
        "NodeKind" => "is not of the kind of node",
        "Not" => "conforms to the shape that it must not conform to",
        "Or" => "conforms to none of the shapes",
        "Pattern" => "does not match the pattern",
        "QualifiedMaxCount" => "too many values conform to the shape",
        "QualifiedMinCount" => "too few values conform to the shape",
        "UniqueLang" => "several values are in one language",
        "Xone" => "does not conform to exactly one of the shapes",
        _ => "breaks the shape",
    }
}

/// Takes what the engine finds.
pub(super) enum Out<'o> {
    /// To be listed.
    Report(&'o mut Collected),
    /// Only to know which nodes do not conform.
    Roots(&'o mut HashSet<Term>),
}

impl Out<'_> {
    /// A node breaks a constraint of a shape.
    pub(super) fn add(&mut self, broken: Broken<'_>, focus: &Term, value: Option<&Term>) {
        match self {
            Self::Report(collected) => collected.add(broken, focus, value),
            Self::Roots(roots) => {
                roots.insert(focus.clone());
            }
        }
    }
}

/// What is broken.
#[derive(Clone, Copy)]
pub(super) struct Broken<'b> {
    pub(super) shape: ShapeId,
    pub(super) path: Option<&'b Path>,
    pub(super) component: Component,
}

/// Focus node, path and value as text, by which results are told apart and put in order.
type Key = [String; 3];

/// Results, up to a limit for each component of each shape: the first in order, whatever order the
/// store gives them in.
pub(super) struct Collected {
    limit: usize,
    found: BTreeMap<(ShapeId, Component), BTreeMap<Key, Finding>>,
    omitted: usize,
}

impl Collected {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            found: BTreeMap::new(),
            omitted: 0,
        }
    }

    fn add(&mut self, broken: Broken<'_>, focus: &Term, value: Option<&Term>) {
        let text = |term: &Term| term.to_string();
        let path = broken.path.map_or(String::new(), Path::to_string);
        let key = [text(focus), path, value.map_or(String::new(), text)];
        let finding = || Finding {
            focus: focus.clone(),
            path: broken.path.cloned(),
            value: value.cloned(),
            component: broken.component,
            label: None,
            shape: broken.shape,
        };
        let of_component = self.found.entry((broken.shape, broken.component));
        let found = of_component.or_default();
        if found.contains_key(&key) {
            return;
        }
        found.insert(key, finding());
        if found.len() > self.limit {
            found.pop_last();
            self.omitted += 1;
        }
    }

    pub(super) fn into_report(self, shapes: &Shapes) -> Report {
        let found = self.found.into_values().flatten();
        let mut found: Vec<(Key, Finding)> = found.collect();
        found.sort_by(|(one, a), (other, b)| {
            let order = |key: &'_ Key| [key[0].clone(), key[1].clone()];
            let rest =
                |key: &Key, finding: &Finding| (finding.component, key[2].clone(), finding.shape);
            (order(one), rest(one, a)).cmp(&(order(other), rest(other, b)))
        });
        Report {
            shapes: shapes.clone(),
            findings: found.into_iter().map(|(_, finding)| finding).collect(),
            omitted: self.omitted,
        }
    }
}
