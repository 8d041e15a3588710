//! Shapes are held against a store: the few questions that each constraint needs, one after the
//! other.

use super::check::Check;
use super::chunks::{CHUNK, ChunkedStore};
use super::constraints;
use super::focus::{Classes, Focus};
use super::path::Path;
use super::queries;
use super::report::{Broken, Out};
use super::shape::{Constraint, Shape, ShapeId, Shapes};
use super::value::ValueTest;
use demarche_query::{QueryError, Store};
use oxigraph::model::Term;
use std::collections::{HashMap, HashSet};

/// With more wrong values than this, focus nodes are not asked for by value: all are read.
const FEW: usize = 1_000;

/// A store and the shapes it is held against.
pub(super) struct Engine<'e> {
    pub(super) store: ChunkedStore<'e>,
    pub(super) shapes: &'e Shapes,
    pub(super) classes: Classes<'e>,
}

/// Constraints that ask each value by itself.
pub(super) type ValueConstraints<'c> = Vec<&'c Constraint>;

impl<'e> Engine<'e> {
    pub(super) fn new(store: &'e dyn Store, shapes: &'e Shapes) -> Result<Self, QueryError> {
        Ok(Self {
            store: ChunkedStore::new(store),
            shapes,
            classes: Classes::read(store)?,
        })
    }

    /// Holds focus nodes against a shape.
    pub(super) fn evaluate(
        &self,
        id: ShapeId,
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        let shape = self.shapes.get(id);
        if shape.deactivated {
            return Ok(());
        }
        match &shape.path {
            None => self.node_shape(id, shape, focus, out)?,
            Some(path) => self.property_shape(id, shape, path, focus, out)?,
        }
        for constraint in &shape.constraints {
            let mut check = Check {
                store: self.store,
                conformance: self,
                broken: Broken {
                    shape: id,
                    path: shape.path.as_ref(),
                    component: constraint.component(),
                },
                focus,
                out,
            };
            constraints::check(&mut check, constraint)?;
        }
        Ok(())
    }

    /// Those of some nodes that do not conform to a shape.
    pub(super) fn failing(
        &self,
        shape: ShapeId,
        nodes: &[Term],
    ) -> Result<HashSet<Term>, QueryError> {
        let mut roots = HashSet::new();
        for nodes in nodes.chunks(CHUNK) {
            let focus = Focus::nodes(nodes);
            self.evaluate(shape, &focus, &mut Out::Roots(&mut roots))?;
        }
        Ok(roots)
    }

    fn node_shape(
        &self,
        id: ShapeId,
        shape: &Shape,
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        let constraints: ValueConstraints<'_> = shape
            .constraints
            .iter()
            .filter(|c| is_of_value(c))
            .collect();
        let mut judge = |nodes: &[Term]| {
            for (constraint, at) in self.wrong(&constraints, nodes)? {
                let component = constraint.component();
                let broken = Broken {
                    shape: id,
                    path: None,
                    component,
                };
                out.add(broken, &nodes[at], Some(&nodes[at]));
            }
            Ok(())
        };
        if !constraints.is_empty() {
            match focus.given() {
                Some(nodes) => judge(nodes)?,
                // Where only the kind of node counts, the store need not send them all.
                None => {
                    let filter = kinds_filter(&constraints);
                    for pattern in focus.patterns()? {
                        let query =
                            queries::focus_nodes(&format!("{pattern} {filter}"), focus.is_set());
                        self.store.terms(&query, &mut judge)?;
                    }
                }
            }
        }
        for constraint in &shape.constraints {
            if let Constraint::Property(inner) = constraint {
                self.evaluate(*inner, focus, out)?;
            }
        }
        Ok(())
    }

    fn property_shape(
        &self,
        id: ShapeId,
        shape: &Shape,
        path: &Path,
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        // To know whether a node conforms, property shapes within are like any other shape; to
        // list what is wrong, their own results are wanted.
        let listing = matches!(out, Out::Report(_));
        let is_inner = |constraint: &&Constraint| matches!(constraint, Constraint::Property(_));
        let constraints = shape.constraints.iter();
        let constraints: ValueConstraints<'_> = constraints
            .filter(|constraint| is_of_value(constraint) || (!listing && is_inner(constraint)))
            .collect();
        if !constraints.is_empty() {
            self.check_values(id, path, &constraints, focus, out)?;
        }
        let inner = shape
            .constraints
            .iter()
            .filter_map(|constraint| match constraint {
                Constraint::Property(inner) if listing => Some(*inner),
                _ => None,
            });
        for inner in inner {
            for pattern in focus.patterns()? {
                let query = queries::values_of_focus(&pattern, path);
                self.store.terms(&query, &mut |values| {
                    self.evaluate(inner, &Focus::nodes(values), out)
                })?;
            }
        }
        Ok(())
    }

    /// Judges values: first each value once, whoever has it, then who has those that are wrong.
    fn check_values(
        &self,
        id: ShapeId,
        path: &Path,
        constraints: &ValueConstraints<'_>,
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        let wrong = match focus.given() {
            // Of a few nodes the values are few.
            Some(_) => None,
            None => self.wrong_values(path, constraints, focus)?,
        };
        let mut add = |constraint: &Constraint, focus: &Term, value: &Term| {
            let component = constraint.component();
            let broken = Broken {
                shape: id,
                path: Some(path),
                component,
            };
            out.add(broken, focus, Some(value));
        };
        let Some(wrong) = wrong else {
            for pattern in focus.patterns()? {
                self.store
                    .pairs(&queries::pairs(&pattern, path), &mut |pairs| {
                        let values: Vec<Term> =
                            pairs.iter().map(|[_, value]| value.clone()).collect();
                        for (constraint, at) in self.wrong(constraints, &values)? {
                            add(constraint, &pairs[at][0], &values[at]);
                        }
                        Ok(())
                    })?;
            }
            return Ok(());
        };
        let values: Vec<&Term> = wrong.keys().collect();
        for values in values.chunks(CHUNK) {
            for pattern in focus.patterns()? {
                let query = queries::pairs_with(&pattern, path, values);
                self.store.select(&query, &mut |row| {
                    if let [Some(focus), Some(value)] = row {
                        let broken = wrong.get(value).into_iter().flatten();
                        broken.for_each(|at| add(constraints[*at], focus, value));
                    }
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    /// The wrong among the values, each with the constraints that it breaks. `None` where they are
    /// many, or no query can name them.
    fn wrong_values(
        &self,
        path: &Path,
        constraints: &ValueConstraints<'_>,
        focus: &Focus<'_>,
    ) -> Result<Option<HashMap<Term, Vec<usize>>>, QueryError> {
        let mut found: HashMap<Term, Vec<usize>> = HashMap::new();
        let mut unnamed = false;
        let queries = match path.property() {
            // Who has a value is of no interest yet.
            Some(property) => vec![queries::values_of_property(property)],
            None => {
                let patterns = focus.patterns()?;
                patterns
                    .iter()
                    .map(|pattern| queries::values_of_focus(pattern, path))
                    .collect()
            }
        };
        for query in queries {
            self.store.terms(&query, &mut |values| {
                unnamed |= values.iter().any(Term::is_blank_node);
                if unnamed || found.len() > FEW {
                    return Ok(());
                }
                for (number, constraint) in constraints.iter().enumerate() {
                    for (_, at) in self.wrong(&vec![*constraint], values)? {
                        let broken = found.entry(values[at].clone()).or_default();
                        if !broken.contains(&number) {
                            broken.push(number);
                        }
                    }
                }
                Ok(())
            })?;
        }
        Ok((!unnamed && found.len() <= FEW).then_some(found))
    }
}

/// Whether a constraint is asked of each value by itself, and reported as such.
fn is_of_value(constraint: &Constraint) -> bool {
    matches!(
        constraint,
        Constraint::Value(_)
            | Constraint::Class(_)
            | Constraint::Node(_)
            | Constraint::Not(_)
            | Constraint::And(_)
            | Constraint::Or(_)
            | Constraint::Xone(_)
    )
}

/// A filter that lets through only nodes of the wrong kind, where nothing else is asked.
fn kinds_filter(constraints: &ValueConstraints<'_>) -> String {
    let mut wrong = Vec::new();
    for constraint in constraints {
        let Constraint::Value(ValueTest::NodeKind(kind)) = constraint else {
            return String::new();
        };
        let tests = [
            ("isIRI", kind.iri),
            ("isBlank", kind.blank),
            ("isLiteral", kind.literal),
        ];
        let right: Vec<String> = tests
            .iter()
            .filter(|(_, right)| *right)
            .map(|(test, _)| format!("{test}(?focus)"))
            .collect();
        wrong.push(format!("!({})", right.join(" || ")));
    }
    format!("FILTER({})", wrong.join(" || "))
}
