//! A query as text that other stores read the same way.
//!
//! The algebra's own `Display` leaves out brackets that the algebra does not need but the text
//! does: `(?a + ?b) * ?c` comes out as `?a + ?b * ?c`, a filter of an inner group as a filter of
//! the outer one, the `DISTINCT` or `LIMIT` of a sub-select as that of the select around it. So
//! the algebra is first put into an equal form that prints with them.
//!
//! Nor do all stores read every text that SPARQL allows. What is printed keeps to what Virtuoso 7
//! reads as well: no blank node at the end of a path, no `COALESCE` that only stands for brackets.

use super::tokens;
use super::walk::{Visitor, walk};
use oxigraph::model::NamedNode;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, Function, GraphPattern};
use spargebra::term::{TermPattern, Variable};
use std::collections::HashMap;

/// The text of a query.
pub(super) fn to_sparql(query: &Query) -> String {
    let mut query = query.clone();
    let mut solutions = WholeSolutions::default();
    walk(&mut query, &mut solutions);
    if !solutions.counted {
        walk(&mut query, &mut BlankNodes);
    }
    walk(&mut query, &mut Brackets);
    with_steady_names(&query.to_string())
}

/// Numbers the variables and blank nodes that the parser made up for aggregates and paths: it
/// gives them random names, and the same query is to be the same text. The name of the function
/// that stands for brackets is left out, so that they are all that is left.
fn with_steady_names(text: &str) -> String {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut steady = String::with_capacity(text.len());
    let mut copied = 0;
    for token in tokens::split(text) {
        let word = &text[token.range.clone()];
        let made_up = ["?", "_:"]
            .into_iter()
            .find_map(|mark| Some((mark, word.strip_prefix(mark)?)))
            .filter(|(_, name)| is_made_up(name));
        let instead = if let Some((mark, name)) = made_up {
            let next = numbers.len() + 1;
            let number = numbers.entry(name).or_insert(next);
            format!("{mark}made_up_{number}")
        } else if word == NAME_OF_BRACKETS {
            String::new()
        } else {
            continue;
        };
        steady.push_str(&text[copied..token.range.start]);
        steady.push_str(&instead);
        copied = token.range.end;
    }
    steady.push_str(&text[copied..]);
    steady
}

/// Whether a name is a random number of 128 bits in hexadecimal, as nobody else names things.
fn is_made_up(name: &str) -> bool {
    (28..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether the query has a `COUNT(DISTINCT *)`, which counts by all variables there are.
#[derive(Default)]
struct WholeSolutions {
    counted: bool,
}

impl Visitor for WholeSolutions {
    fn pattern(&mut self, pattern: &mut GraphPattern) {
        if let GraphPattern::Group { aggregates, .. } = pattern {
            self.counted |= aggregates.iter().any(|(_, aggregate)| {
                matches!(
                    aggregate,
                    AggregateExpression::CountSolutions { distinct: true }
                )
            });
        }
    }

    fn expression(&mut self, _: &mut Expression) {}
}

/// Turns the blank nodes that the parser made up between the steps of a path into variables: no
/// list of variables has them, so they match the same and are as little seen. Virtuoso refuses a
/// blank node where a path of any length begins or ends.
struct BlankNodes;

impl Visitor for BlankNodes {
    fn pattern(&mut self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                for triple in patterns {
                    as_variable(&mut triple.subject);
                    as_variable(&mut triple.object);
                }
            }
            GraphPattern::Path {
                subject, object, ..
            } => {
                as_variable(subject);
                as_variable(object);
            }
            _ => {}
        }
    }

    fn expression(&mut self, _: &mut Expression) {}
}

fn as_variable(term: &mut TermPattern) {
    if let TermPattern::BlankNode(node) = term
        && is_made_up(node.as_str())
    {
        *term = Variable::new_unchecked(node.as_str()).into();
    }
}

struct Brackets;

impl Visitor for Brackets {
    fn pattern(&mut self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Join { left, right } => {
                if is_filter(left) {
                    group(left);
                }
                rotate(left, right);
            }
            GraphPattern::LeftJoin { left, right, .. } => {
                for side in [left, right] {
                    if is_filter(side) {
                        group(side);
                    }
                }
            }
            GraphPattern::Minus { left, .. } | GraphPattern::Lateral { left, .. }
                if is_filter(left) =>
            {
                group(left);
            }
            GraphPattern::Extend { inner, .. } if is_filter(inner) || modifier(inner) > 0 => {
                group(inner);
            }
            _ => {
                let level = modifier(pattern);
                if let GraphPattern::Slice { inner, .. }
                | GraphPattern::Distinct { inner }
                | GraphPattern::Reduced { inner }
                | GraphPattern::Project { inner, .. }
                | GraphPattern::OrderBy { inner, .. } = pattern
                    && modifier(inner) >= level
                {
                    group(inner);
                }
            }
        }
    }

    fn expression(&mut self, expression: &mut Expression) {
        match expression {
            Expression::Add(a, b)
            | Expression::Subtract(a, b)
            | Expression::Multiply(a, b)
            | Expression::Divide(a, b) => {
                for operand in [a, b] {
                    if is_arithmetic(operand) {
                        parenthesise(operand);
                    }
                }
            }
            Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a)
                if is_arithmetic(a) || is_unary(a) =>
            {
                parenthesise(a);
            }
            _ => {}
        }
    }
}

fn is_filter(pattern: &GraphPattern) -> bool {
    matches!(pattern, GraphPattern::Filter { .. })
}

fn is_arithmetic(expression: &Expression) -> bool {
    matches!(
        expression,
        Expression::Add(..)
            | Expression::Subtract(..)
            | Expression::Multiply(..)
            | Expression::Divide(..)
    )
}

fn is_unary(expression: &Expression) -> bool {
    matches!(
        expression,
        Expression::UnaryPlus(_) | Expression::UnaryMinus(_) | Expression::Not(_)
    )
}

/// How far out the parts of one `SELECT` stand: those of one text have falling levels inwards.
fn modifier(pattern: &GraphPattern) -> u8 {
    match pattern {
        GraphPattern::Slice { .. } => 4,
        GraphPattern::Distinct { .. } | GraphPattern::Reduced { .. } => 3,
        GraphPattern::Project { .. } => 2,
        GraphPattern::OrderBy { .. } => 1,
        _ => 0,
    }
}

/// Brackets a pattern: what is joined to the empty pattern prints in braces.
fn group(pattern: &mut Box<GraphPattern>) {
    let inner = std::mem::take(pattern.as_mut());
    **pattern = GraphPattern::Join {
        left: Box::default(),
        right: Box::new(inner),
    };
}

/// A word that no query has: an IRI in the algebra is absolute.
const NAME_OF_BRACKETS: &str = "<>";

/// Brackets an expression, as the only operand of a function whose name is then left out.
/// (`COALESCE` of one operand is that operand too, but Virtuoso computes nested ones wrongly.)
fn parenthesise(expression: &mut Box<Expression>) {
    let inner = expression.as_ref().clone();
    let brackets = Function::Custom(NamedNode::new_unchecked(""));
    **expression = Expression::FunctionCall(brackets, vec![inner]);
}

/// Turns `a (b c)` into the equal `(a b) c`: a join on the right prints without brackets, and
/// its `OPTIONAL` would then apply to `a` as well.
fn rotate(left: &mut Box<GraphPattern>, right: &mut Box<GraphPattern>) {
    while let GraphPattern::Join {
        left: first,
        right: second,
    } = right.as_mut()
    {
        let (first, second) = (std::mem::take(first), std::mem::take(second));
        let outer = std::mem::take(left.as_mut());
        **left = GraphPattern::Join {
            left: Box::new(outer),
            right: first,
        };
        if let GraphPattern::Join { left, right } = left.as_mut() {
            rotate(left, right);
        }
        *right = second;
    }
}
