//! One walk over the algebra of a query, for all that looks at it or changes it.

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::Variable;
use std::collections::BTreeSet;

/// What happens to each node of a query. Children come before their parents.
pub(super) trait Visitor {
    /// A graph pattern, its inner patterns and expressions already visited.
    fn pattern(&mut self, pattern: &mut GraphPattern);
    /// An expression, its operands already visited.
    fn expression(&mut self, expression: &mut Expression);
}

/// Visits every pattern and expression of a query, those inside `EXISTS` too.
pub(super) fn walk(query: &mut Query, visitor: &mut impl Visitor) {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => walk_pattern(pattern, visitor),
    }
}

/// The variables that a pattern can bind.
pub(super) fn in_scope(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut variables = BTreeSet::new();
    pattern.on_in_scope_variable(|variable| {
        variables.insert(variable.clone());
    });
    variables
}

fn walk_pattern(pattern: &mut GraphPattern, visitor: &mut impl Visitor) {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right }
        | GraphPattern::Lateral { left, right } => {
            walk_pattern(left, visitor);
            walk_pattern(right, visitor);
        }
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => {
            walk_pattern(left, visitor);
            walk_pattern(right, visitor);
            if let Some(expression) = expression {
                walk_expression(expression, visitor);
            }
        }
        GraphPattern::Filter { expr, inner } => {
            walk_pattern(inner, visitor);
            walk_expression(expr, visitor);
        }
        GraphPattern::Extend {
            inner, expression, ..
        } => {
            walk_pattern(inner, visitor);
            walk_expression(expression, visitor);
        }
        GraphPattern::OrderBy { inner, expression } => {
            walk_pattern(inner, visitor);
            for OrderExpression::Asc(e) | OrderExpression::Desc(e) in expression {
                walk_expression(e, visitor);
            }
        }
        GraphPattern::Group {
            inner, aggregates, ..
        } => {
            walk_pattern(inner, visitor);
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    walk_expression(expr, visitor);
                }
            }
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Service { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => walk_pattern(inner, visitor),
    }
    visitor.pattern(pattern);
}

fn walk_expression(expression: &mut Expression, visitor: &mut impl Visitor) {
    match expression {
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_) => {}
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => {
            walk_expression(a, visitor);
            walk_expression(b, visitor);
        }
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => {
            walk_expression(a, visitor);
        }
        Expression::If(a, b, c) => {
            for operand in [a, b, c] {
                walk_expression(operand, visitor);
            }
        }
        Expression::In(a, list) => {
            walk_expression(a, visitor);
            for operand in list {
                walk_expression(operand, visitor);
            }
        }
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => {
            for operand in list {
                walk_expression(operand, visitor);
            }
        }
        Expression::Exists(pattern) => walk_pattern(pattern, visitor),
    }
    visitor.expression(expression);
}
