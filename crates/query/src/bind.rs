//! Parameters bound in the algebra of a query.
//!
//! A parameter is a variable of the query; binding it replaces the variable by its value wherever
//! the variable is looked at: in triple patterns, paths, expressions (`EXISTS` included) and
//! templates, in every scope. That is what writing the value into the text would do, without a
//! text that a value could break out of.
//!
//! Why not a `VALUES` row joined on top: SPARQL is evaluated from the inside out, so a row joined
//! outside is not seen by filters in `UNION` branches, by sub-selects that do not project the
//! variable, or under `GROUP BY`; and joined into every scope it makes the two sides of a `MINUS`
//! share a variable they did not share, which changes what is removed. A `VALUES` row is used only
//! where the variable itself is asked for: in a `SELECT` list and as a key of `GROUP BY`.

use super::walk::{Visitor, walk};
use oxigraph::model::{Literal, vocab::xsd};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern, Variable};
use std::collections::BTreeMap;

/// Values by the name of the variable they are for.
pub(super) type Bindings = BTreeMap<String, GroundTerm>;

/// The query with each of these variables replaced by its value.
///
/// Variables without a value stay variables: an optional parameter that is not given is unbound.
pub(super) fn bind(mut query: Query, bindings: &Bindings) -> Query {
    let mut binder = Binder(bindings);
    match &mut query {
        Query::Construct {
            template, pattern, ..
        } => {
            // What cannot be a triple makes none.
            template.retain_mut(|triple| {
                binder.triple(triple) && !matches!(triple.subject, TermPattern::Literal(_))
            });
            binder.unproject(pattern);
        }
        Query::Ask { pattern, .. } => binder.unproject(pattern),
        Query::Select { .. } | Query::Describe { .. } => {}
    }
    walk(&mut query, &mut binder);
    query
}

struct Binder<'a>(&'a Bindings);

impl Binder<'_> {
    fn value(&self, variable: &Variable) -> Option<&GroundTerm> {
        self.0.get(variable.as_str())
    }

    fn term(&self, term: &mut TermPattern) {
        if let TermPattern::Variable(variable) = term
            && let Some(value) = self.value(variable)
        {
            *term = match value {
                GroundTerm::NamedNode(node) => node.clone().into(),
                GroundTerm::Literal(literal) => literal.clone().into(),
            };
        }
    }

    /// `false` where the value is a literal, which names nothing.
    fn name(&self, name: &mut NamedNodePattern) -> bool {
        let NamedNodePattern::Variable(variable) = name else {
            return true;
        };
        match self.value(variable) {
            None => true,
            Some(GroundTerm::NamedNode(node)) => {
                *name = node.clone().into();
                true
            }
            Some(GroundTerm::Literal(_)) => false,
        }
    }

    /// `false` where no triple can match any more.
    fn triple(&self, triple: &mut TriplePattern) -> bool {
        self.term(&mut triple.subject);
        self.term(&mut triple.object);
        self.name(&mut triple.predicate)
    }

    /// Joins a row with the values of those of these variables that have one.
    fn join(&self, inner: &mut Box<GraphPattern>, variables: &[Variable]) {
        let (variables, row): (Vec<_>, Vec<_>) = variables
            .iter()
            .filter_map(|variable| Some((variable.clone(), Some(self.value(variable)?.clone()))))
            .unzip();
        if variables.is_empty() {
            return;
        }
        let values = GraphPattern::Values {
            variables,
            bindings: vec![row],
        };
        let right = std::mem::take(inner.as_mut());
        **inner = GraphPattern::Join {
            left: Box::new(values),
            right: Box::new(right),
        };
    }

    /// As [`Self::join`] for a `SELECT` list: under its `ORDER BY`, so that the order stays, and
    /// not for keys of its `GROUP BY`, which have their values already.
    fn join_projected(&self, inner: &mut Box<GraphPattern>, variables: &[Variable]) {
        if let GraphPattern::OrderBy { inner, .. } = inner.as_mut() {
            return self.join_projected(inner, variables);
        }
        let keys = group_keys(inner);
        let missing: Vec<Variable> = variables
            .iter()
            .filter(|variable| !keys.contains(variable))
            .cloned()
            .collect();
        self.join(inner, &missing);
    }

    /// Takes bound variables out of the outermost list of variables, where nobody sees them.
    fn unproject(&self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Slice { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner } => self.unproject(inner),
            GraphPattern::Project { variables, .. } => {
                variables.retain(|variable| self.value(variable).is_none());
            }
            _ => {}
        }
    }
}

fn group_keys(pattern: &GraphPattern) -> &[Variable] {
    match pattern {
        GraphPattern::Extend { inner, .. } | GraphPattern::Filter { inner, .. } => {
            group_keys(inner)
        }
        GraphPattern::Group { variables, .. } => variables,
        _ => &[],
    }
}

/// A pattern without a solution.
fn nothing() -> GraphPattern {
    GraphPattern::Values {
        variables: Vec::new(),
        bindings: Vec::new(),
    }
}

impl Visitor for Binder<'_> {
    fn pattern(&mut self, pattern: &mut GraphPattern) {
        let possible = match pattern {
            GraphPattern::Bgp { patterns } => patterns.iter_mut().all(|triple| self.triple(triple)),
            GraphPattern::Path {
                subject, object, ..
            } => {
                self.term(subject);
                self.term(object);
                true
            }
            GraphPattern::Graph { name, .. } | GraphPattern::Service { name, .. } => {
                self.name(name)
            }
            GraphPattern::Group {
                inner, variables, ..
            } => {
                self.join(inner, variables);
                true
            }
            GraphPattern::Project { inner, variables } => {
                self.join_projected(inner, variables);
                true
            }
            _ => true,
        };
        if !possible {
            *pattern = nothing();
        }
    }

    fn expression(&mut self, expression: &mut Expression) {
        match expression {
            Expression::Variable(variable) => {
                if let Some(value) = self.value(variable) {
                    *expression = match value {
                        GroundTerm::NamedNode(node) => node.clone().into(),
                        GroundTerm::Literal(literal) => literal.clone().into(),
                    };
                }
            }
            Expression::Bound(variable) if self.value(variable).is_some() => {
                *expression = Literal::new_typed_literal("true", xsd::BOOLEAN).into();
            }
            _ => {}
        }
    }
}

/// How a query uses a variable.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Use {
    /// Somewhere only an IRI can stand: a subject, a property, the name of a graph.
    pub(super) as_iri: bool,
    /// The query itself gives it values, by `BIND`, `AS` or `VALUES`.
    pub(super) assigned: bool,
}

/// Every variable of a query, by name, and how it is used.
pub(super) fn uses(query: &Query) -> BTreeMap<String, Use> {
    let mut query = query.clone();
    let mut found = Uses::default();
    if let Query::Construct { template, .. } = &query {
        template.iter().for_each(|triple| found.triple(triple));
    }
    walk(&mut query, &mut found);
    found.0
}

#[derive(Default)]
struct Uses(BTreeMap<String, Use>);

impl Uses {
    fn at(&mut self, variable: &Variable) -> &mut Use {
        self.0.entry(variable.as_str().to_owned()).or_default()
    }

    fn term(&mut self, term: &TermPattern, as_iri: bool) {
        if let TermPattern::Variable(variable) = term {
            self.at(variable).as_iri |= as_iri;
        }
    }

    fn name(&mut self, name: &NamedNodePattern) {
        if let NamedNodePattern::Variable(variable) = name {
            self.at(variable).as_iri = true;
        }
    }

    fn triple(&mut self, triple: &TriplePattern) {
        self.term(&triple.subject, true);
        self.name(&triple.predicate);
        self.term(&triple.object, false);
    }
}

impl Visitor for Uses {
    fn pattern(&mut self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                patterns.iter().for_each(|triple| self.triple(triple));
            }
            GraphPattern::Path {
                subject, object, ..
            } => {
                self.term(subject, false);
                self.term(object, false);
            }
            GraphPattern::Graph { name, .. } | GraphPattern::Service { name, .. } => {
                self.name(name);
            }
            GraphPattern::Extend { variable, .. } => self.at(variable).assigned = true,
            GraphPattern::Values { variables, .. } => {
                for variable in variables {
                    self.at(variable).assigned = true;
                }
            }
            GraphPattern::Group {
                variables,
                aggregates,
                ..
            } => {
                for variable in variables {
                    self.at(variable);
                }
                for (variable, _) in aggregates {
                    self.at(variable).assigned = true;
                }
            }
            GraphPattern::Project { variables, .. } => {
                for variable in variables {
                    self.at(variable);
                }
            }
            _ => {}
        }
    }

    fn expression(&mut self, expression: &mut Expression) {
        if let Expression::Variable(variable) | Expression::Bound(variable) = expression {
            self.at(variable);
        }
    }
}
