//! A query as text that other stores read the same way.
//!
//! The algebra's own `Display` leaves out brackets that the algebra does not need but the text
//! does: `(?a + ?b) * ?c` comes out as `?a + ?b * ?c`, a filter of an inner group as a filter of
//! the outer one, the `DISTINCT` or `LIMIT` of a sub-select as that of the select around it. So
//! the algebra is first put into an equal form that prints with them.

use super::tokens;
use super::walk::{Visitor, walk};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use std::collections::HashMap;

/// The text of a query.
pub(super) fn to_sparql(query: &Query) -> String {
    let mut query = query.clone();
    walk(&mut query, &mut Brackets);
    with_steady_names(&query.to_string())
}

/// Numbers the variables and blank nodes that the parser made up for aggregates and paths: it
/// gives them random names, and the same query is to be the same text.
fn with_steady_names(text: &str) -> String {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut steady = String::with_capacity(text.len());
    let mut copied = 0;
    for token in tokens::split(text) {
        let word = &text[token.range.clone()];
        let Some((mark, name)) = ["?", "_:"]
            .into_iter()
            .find_map(|mark| Some((mark, word.strip_prefix(mark)?)))
            .filter(|(_, name)| is_made_up(name))
        else {
            continue;
        };
        let next = numbers.len() + 1;
        let number = numbers.entry(name).or_insert(next);
        steady.push_str(&text[copied..token.range.start]);
        steady.push_str(&format!("{mark}made_up_{number}"));
        copied = token.range.end;
    }
    steady.push_str(&text[copied..]);
    steady
}

/// Whether a name is a random number of 128 bits in hexadecimal, as nobody else names things.
fn is_made_up(name: &str) -> bool {
    (28..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
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

/// Brackets an expression: `COALESCE` of one operand is that operand, its errors included.
fn parenthesise(expression: &mut Box<Expression>) {
    let inner = expression.as_ref().clone();
    **expression = Expression::Coalesce(vec![inner]);
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
