//! What is asked of all values of a focus node together.

use super::engine::{CHUNK, Engine};
use super::focus::Focus;
use super::local::{Bound, holds};
use super::path::Path;
use super::queries;
use super::report::{Broken, Out};
use super::shape::{Component, Constraint, Shape, ShapeId};
use demarche_query::QueryError;
use oxigraph::model::{NamedNode, Term};
use std::collections::HashMap;

/// A pair of values, and the focus node where it is known.
type Row = (Term, Term, Option<Term>);

impl Engine<'_> {
    /// Holds focus nodes against a constraint, if it is one of those asked of all values together.
    pub(super) fn of_set(
        &self,
        id: ShapeId,
        shape: &Shape,
        constraint: &Constraint,
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        let broken = Broken {
            shape: id,
            path: shape.path.as_ref(),
            component: constraint.component(),
        };
        match (constraint, &shape.path) {
            (Constraint::Closed(allowed), _) => self.closed(broken, allowed, focus, out),
            (Constraint::Equals(other), path) => {
                self.equals(broken, path.as_ref(), other, focus, out)
            }
            (Constraint::Disjoint(other), None) => {
                let query = |pattern: &str| queries::itself(pattern, other, true);
                self.of_focus(broken, query, Named::AsValue, focus, out)
            }
            (Constraint::Disjoint(other), Some(path)) => {
                let (path, other) = (path.to_string(), other.to_string());
                let query = |pattern: &str| queries::by_both(pattern, &path, &other);
                self.of_focus(broken, query, Named::Value, focus, out)
            }
            (constraint, Some(path)) => self.of_path(broken, path, constraint, focus, out),
            (_, None) => Ok(()),
        }
    }

    fn of_path(
        &self,
        broken: Broken<'_>,
        path: &Path,
        constraint: &Constraint,
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        match constraint {
            Constraint::MinCount(least) => {
                let none = |pattern: &str| queries::without(pattern, path, "?value");
                self.of_focus(broken, none, Named::Nothing, focus, out)?;
                if *least == 1 {
                    return Ok(());
                }
                let few = |pattern: &str| queries::fewer(pattern, path, *least);
                self.of_focus(broken, few, Named::Nothing, focus, out)
            }
            Constraint::MaxCount(most) => {
                if *most > 0 && focus.given().is_none() && self.all_single(path)? {
                    return Ok(());
                }
                let many = |pattern: &str| queries::more(pattern, path, *most);
                self.of_focus(broken, many, Named::Nothing, focus, out)
            }
            Constraint::HasValue(Term::BlankNode(_)) => {
                // No other graph has this node.
                let all = |pattern: &str| queries::focus_nodes(pattern, focus.is_set());
                self.of_focus(broken, all, Named::Nothing, focus, out)
            }
            Constraint::HasValue(value) => {
                let value = value.to_string();
                let query = |pattern: &str| queries::without(pattern, path, &value);
                self.of_focus(broken, query, Named::Nothing, focus, out)
            }
            Constraint::UniqueLang => {
                let query = |pattern: &str| queries::same_language(pattern, path);
                self.of_focus(broken, query, Named::Nothing, focus, out)
            }
            Constraint::Less { than, or_equal } => {
                let bound = if *or_equal {
                    Bound::LessOrEqual
                } else {
                    Bound::Less
                };
                self.less(broken, path, (than, bound), focus, out)
            }
            Constraint::Qualified { .. } => self.qualified(broken, path, constraint, focus, out),
            _ => Ok(()),
        }
    }

    /// Puts a question for each pattern of the focus nodes; each row is a result.
    fn of_focus(
        &self,
        broken: Broken<'_>,
        query: impl Fn(&str) -> String,
        named: Named,
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        for pattern in focus.patterns()? {
            self.store.select(&query(&pattern), &mut |row| {
                if let Some(Some(focus)) = row.first() {
                    let value = match named {
                        Named::Nothing => None,
                        Named::AsValue => Some(focus),
                        Named::Value => row.get(1).and_then(Option::as_ref),
                    };
                    out.add(broken, focus, value);
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Whether a property has no more than one value of any subject at all.
    fn all_single(&self, path: &Path) -> Result<bool, QueryError> {
        let Some(property) = path.property() else {
            return Ok(false);
        };
        let number = |query: String| {
            let mut number = None;
            self.store.select(&query, &mut |row| {
                if let Some(Some(Term::Literal(literal))) = row.first() {
                    number = literal.value().parse::<u64>().ok();
                }
                Ok(())
            })?;
            Ok::<_, QueryError>(number)
        };
        let triples = number(queries::triples_of(property))?;
        Ok(triples.is_some()
            && (triples == Some(0) || triples == number(queries::subjects_of(property))?))
    }

    fn equals(
        &self,
        broken: Broken<'_>,
        path: Option<&Path>,
        other: &NamedNode,
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        let Some(path) = path else {
            let missing = |pattern: &str| queries::itself(pattern, other, false);
            self.of_focus(broken, missing, Named::AsValue, focus, out)?;
            let more = |pattern: &str| queries::others_than_itself(pattern, other);
            return self.of_focus(broken, more, Named::Value, focus, out);
        };
        let (path, other) = (path.to_string(), other.to_string());
        for [one, other] in [[&path, &other], [&other, &path]] {
            let only = |pattern: &str| queries::only_by(pattern, one, other);
            self.of_focus(broken, only, Named::Value, focus, out)?;
        }
        Ok(())
    }

    /// First each pair of values once; only where one is wrong, those of every focus node.
    fn less(
        &self,
        broken: Broken<'_>,
        path: &Path,
        (than, bound): (&NamedNode, Bound),
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        for pattern in focus.patterns()? {
            let mut any = false;
            self.wrong_pairs(
                &queries::value_pairs(&pattern, path, than),
                bound,
                &mut |_| any = true,
            )?;
            if any {
                let query = queries::value_pairs_of_focus(&pattern, path, than);
                self.wrong_pairs(&query, bound, &mut |(value, _, focus)| {
                    if let Some(focus) = focus {
                        out.add(broken, focus, Some(value));
                    }
                })?;
            }
        }
        Ok(())
    }

    /// Hands on those pairs of an answer that do not compare as they should.
    fn wrong_pairs(
        &self,
        query: &str,
        bound: Bound,
        take: &mut dyn FnMut(&Row),
    ) -> Result<(), QueryError> {
        let mut judge = |rows: &[Row]| {
            let pairs: Vec<[&Term; 2]> = rows
                .iter()
                .map(|(value, other, _)| [value, other])
                .collect();
            let right = holds(bound, &pairs)?;
            let wrong = rows.iter().zip(right).filter(|(_, right)| !right);
            wrong.for_each(|(row, _)| take(row));
            Ok::<_, QueryError>(())
        };
        let mut rows: Vec<Row> = Vec::with_capacity(CHUNK);
        self.store.select(query, &mut |row| {
            if let [Some(value), Some(other), rest @ ..] = row {
                rows.push((
                    value.clone(),
                    other.clone(),
                    rest.first().cloned().flatten(),
                ));
            }
            if rows.len() == CHUNK {
                judge(&rows)?;
                rows.clear();
            }
            Ok(())
        })?;
        judge(&rows)
    }

    fn closed(
        &self,
        broken: Broken<'_>,
        allowed: &[NamedNode],
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        for pattern in focus.patterns()? {
            let query = queries::other_properties(&pattern, allowed);
            self.store.select(&query, &mut |row| {
                if let [Some(focus), Some(Term::NamedNode(property)), Some(value)] = row {
                    // The result is about that property, not about the shape's path.
                    let path = Path::Property(property.clone());
                    let broken = Broken {
                        path: Some(&path),
                        ..broken
                    };
                    out.add(broken, focus, Some(value));
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn qualified(
        &self,
        broken: Broken<'_>,
        path: &Path,
        constraint: &Constraint,
        focus: &Focus<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), QueryError> {
        let Constraint::Qualified {
            shape,
            siblings,
            least,
            most,
        } = constraint
        else {
            return Ok(());
        };
        for pattern in focus.patterns()? {
            let mut numbers: HashMap<Term, u64> = HashMap::new();
            self.chunked_pairs(&queries::pairs(&pattern, path), &mut |pairs| {
                let values: Vec<Term> = pairs.iter().map(|[_, value]| value.clone()).collect();
                let mut counts = self.conforming(*shape, &values)?;
                for sibling in siblings {
                    let others = self.conforming(*sibling, &values)?;
                    counts
                        .iter_mut()
                        .zip(others)
                        .for_each(|(counts, other)| *counts &= !other);
                }
                for ([focus, _], _) in pairs.iter().zip(counts).filter(|(_, counts)| *counts) {
                    *numbers.entry(focus.clone()).or_default() += 1;
                }
                Ok(())
            })?;
            self.store.select(
                &queries::focus_nodes(&pattern, focus.is_set()),
                &mut |row| {
                    let Some(Some(focus)) = row.first() else {
                        return Ok(());
                    };
                    let number = numbers.get(focus).copied().unwrap_or(0);
                    let wrong = [
                        (
                            "QualifiedMinCount",
                            least.is_some_and(|least| number < least),
                        ),
                        ("QualifiedMaxCount", most.is_some_and(|most| number > most)),
                    ];
                    for (component, _) in wrong.iter().filter(|(_, wrong)| *wrong) {
                        let component = Component(component);
                        out.add(
                            Broken {
                                component,
                                ..broken
                            },
                            focus,
                            None,
                        );
                    }
                    Ok(())
                },
            )?;
        }
        Ok(())
    }
}

/// What a result names as the value that is wrong.
#[derive(Clone, Copy)]
enum Named {
    /// None: it is about all values together.
    Nothing,
    /// The focus node itself.
    AsValue,
    /// What the second column has.
    Value,
}
