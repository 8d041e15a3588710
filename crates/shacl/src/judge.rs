//! Values judged by constraints that ask each of them by itself, many at a time.

use super::check::Conformance;
use super::engine::{Engine, ValueConstraints};
use super::focus::named;
use super::queries;
use super::shape::{Constraint, ShapeId};
use demarche_query::QueryError;
use oxigraph::model::{NamedNode, Term};
use std::collections::HashSet;

impl Conformance for Engine<'_> {
    fn conforming(&self, shape: ShapeId, values: &[Term]) -> Result<Vec<bool>, QueryError> {
        let failing = self.failing(shape, values)?;
        let conforming = values.iter().map(|value| !failing.contains(value));
        Ok(conforming.collect())
    }
}

impl Engine<'_> {
    /// The constraints that values break, each with the position of the value.
    pub(super) fn wrong<'c>(
        &self,
        constraints: &ValueConstraints<'c>,
        values: &[Term],
    ) -> Result<Vec<(&'c Constraint, usize)>, QueryError> {
        let mut found = Vec::new();
        for constraint in constraints {
            let right = self.right(constraint, values)?;
            let wrong = right.iter().enumerate().filter(|(_, right)| !**right);
            found.extend(wrong.map(|(at, _)| (*constraint, at)));
        }
        Ok(found)
    }

    /// For each value, whether it is as a constraint asks.
    fn right(&self, constraint: &Constraint, values: &[Term]) -> Result<Vec<bool>, QueryError> {
        match constraint {
            Constraint::Value(test) => test.hold(values),
            Constraint::Class(class) => {
                let members = self.members(class, values)?;
                Ok(values.iter().map(|value| members.contains(value)).collect())
            }
            Constraint::Node(shape) | Constraint::Property(shape) => {
                self.conforming(*shape, values)
            }
            Constraint::Not(shape) => {
                let conforming = self.conforming(*shape, values)?;
                Ok(conforming.iter().map(|conforms| !conforms).collect())
            }
            Constraint::And(shapes) => {
                self.by_number(shapes, values, |number| number == shapes.len())
            }
            Constraint::Or(shapes) => self.by_number(shapes, values, |number| number > 0),
            Constraint::Xone(shapes) => self.by_number(shapes, values, |number| number == 1),
            // The others are asked of values together.
            _ => Ok(vec![true; values.len()]),
        }
    }

    /// For each value, whether the number of shapes that it conforms to is right.
    fn by_number(
        &self,
        shapes: &[ShapeId],
        values: &[Term],
        is_right: impl Fn(usize) -> bool,
    ) -> Result<Vec<bool>, QueryError> {
        let mut numbers = vec![0; values.len()];
        for shape in shapes {
            let conforming = self.conforming(*shape, values)?;
            for (number, conforms) in numbers.iter_mut().zip(conforming) {
                *number += usize::from(conforms);
            }
        }
        Ok(numbers.into_iter().map(is_right).collect())
    }

    /// Those of some values that are instances of a class or of its subclasses.
    fn members(&self, class: &NamedNode, values: &[Term]) -> Result<HashSet<Term>, QueryError> {
        let mut members = HashSet::new();
        for class in self.classes.with_instances(class)? {
            let left = values
                .iter()
                .filter(|value| !value.is_literal() && !members.contains(*value));
            let left: Vec<Term> = left.cloned().collect();
            if left.is_empty() {
                break;
            }
            let query = queries::instances_among(&named(&left)?, &class);
            self.store.select(&query, &mut |row| {
                members.extend(row.first().cloned().flatten());
                Ok(())
            })?;
        }
        Ok(members)
    }
}
