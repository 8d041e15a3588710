//! What is known of a query before it is asked: filters that a parameter decides, and existence that
//! is a part of the pattern.
//!
//! A saved query says "if a theme is given, only its claims" in each filter, and any evaluator would
//! work that out for each of a million rows. Here a filter that nothing can fail goes; and
//! `FILTER EXISTS { ?claim dm:theme <…> }` becomes a triple of the pattern that binds `?claim`, so that
//! an evaluator can begin with the few claims of the theme in place of all statements. Every store
//! profits, since none is known to do either.

use super::walk::in_scope;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{TermPattern, TriplePattern, Variable};
use std::collections::BTreeSet;

/// The query with what is known worked out; it has the same answer over every graph.
pub(super) fn fold(mut query: Query) -> Query {
    match &mut query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => fold_pattern(pattern),
    }
    query
}

/// Goes through patterns, and not into `EXISTS` or the conditions of `OPTIONAL`, which see variables
/// of the pattern around them.
fn fold_pattern(pattern: &mut GraphPattern) {
    match pattern {
        GraphPattern::Bgp { .. }
        | GraphPattern::Path { .. }
        | GraphPattern::Values { .. }
        | GraphPattern::Lateral { .. }
        | GraphPattern::Service { .. } => {}
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            fold_pattern(left);
            fold_pattern(right);
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. } => fold_pattern(inner),
        GraphPattern::Filter { inner, expr } => {
            fold_pattern(inner);
            let condition = std::mem::replace(expr, truth(true));
            *pattern = filtered(std::mem::take(inner), condition);
        }
    }
}

/// A pattern with a condition, as little of it as is not known.
fn filtered(mut inner: GraphPattern, condition: Expression) -> GraphPattern {
    let scope = in_scope(&inner);
    let rest = match known(condition, &scope) {
        Known::Holds => None,
        Known::Fails => Some(truth(false)),
        Known::Open(condition) => conjuncts(condition)
            .into_iter()
            .filter_map(|condition| joined(&mut inner, condition))
            .reduce(|a, b| Expression::And(Box::new(a), Box::new(b))),
    };
    match rest {
        Some(expr) => GraphPattern::Filter {
            expr,
            inner: Box::new(inner),
        },
        None => inner,
    }
}

fn truth(is: bool) -> Expression {
    Literal::from(is).into()
}

/// What is known of a condition that lets a row through only if it is true: that it is false and
/// that it is an error are one.
enum Known {
    Holds,
    Fails,
    Open(Expression),
}

fn known(condition: Expression, scope: &BTreeSet<Variable>) -> Known {
    match condition {
        Expression::And(a, b) => match (known(*a, scope), known(*b, scope)) {
            (Known::Fails, _) | (_, Known::Fails) => Known::Fails,
            (Known::Holds, other) | (other, Known::Holds) => other,
            (Known::Open(a), Known::Open(b)) => {
                Known::Open(Expression::And(Box::new(a), Box::new(b)))
            }
        },
        Expression::Or(a, b) => match (known(*a, scope), known(*b, scope)) {
            (Known::Holds, _) | (_, Known::Holds) => Known::Holds,
            (Known::Fails, other) | (other, Known::Fails) => other,
            (Known::Open(a), Known::Open(b)) => {
                Known::Open(Expression::Or(Box::new(a), Box::new(b)))
            }
        },
        Expression::If(test, a, b) => match decided(&test, scope) {
            Some(true) => known(*a, scope),
            Some(false) => known(*b, scope),
            None => Known::Open(Expression::If(test, a, b)),
        },
        Expression::Equal(..) | Expression::Literal(_) => match decided(&condition, scope) {
            Some(true) => Known::Holds,
            Some(false) => Known::Fails,
            None if is_text_beside_other(&condition, scope) => Known::Fails,
            None => Known::Open(condition),
        },
        other => Known::Open(other),
    }
}

/// Whether an expression is true or false whatever the row; `None` also where it is an error.
fn decided(expression: &Expression, scope: &BTreeSet<Variable>) -> Option<bool> {
    match expression {
        Expression::Literal(literal) if literal.datatype() == xsd::BOOLEAN => {
            match literal.value() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            }
        }
        Expression::Equal(a, b) => equal(&constant(a, scope)?, &constant(b, scope)?),
        _ => None,
    }
}

#[derive(Clone)]
enum Constant {
    Iri(NamedNode),
    Literal(Literal),
}

/// The value that an expression has in every row.
fn constant(expression: &Expression, scope: &BTreeSet<Variable>) -> Option<Constant> {
    match expression {
        Expression::NamedNode(node) => Some(Constant::Iri(node.clone())),
        Expression::Literal(literal) => Some(Constant::Literal(literal.clone())),
        // A variable that is not in scope is unbound, which is an error, which COALESCE passes over.
        Expression::Coalesce(members) => members
            .iter()
            .find(|member| !is_unbound(member, scope))
            .and_then(|member| constant(member, scope)),
        _ => None,
    }
}

fn is_unbound(expression: &Expression, scope: &BTreeSet<Variable>) -> bool {
    matches!(expression, Expression::Variable(variable) if !scope.contains(variable))
}

/// Whether two values are equal, for those of which every store says the same.
fn equal(a: &Constant, b: &Constant) -> Option<bool> {
    match (a, b) {
        (Constant::Iri(a), Constant::Iri(b)) => Some(a == b),
        (Constant::Literal(a), Constant::Literal(b)) => {
            let texts = a.datatype() == xsd::STRING && b.datatype() == xsd::STRING;
            texts.then(|| a == b)
        }
        _ => Some(false),
    }
}

/// Whether a condition compares a text with a date or a number: they are unequal to some stores and
/// an error to others.
fn is_text_beside_other(condition: &Expression, scope: &BTreeSet<Variable>) -> bool {
    const OTHERS: [oxigraph::model::NamedNodeRef<'_>; 4] =
        [xsd::DATE, xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE];
    let Expression::Equal(a, b) = condition else {
        return false;
    };
    let (Some(Constant::Literal(a)), Some(Constant::Literal(b))) =
        (constant(a, scope), constant(b, scope))
    else {
        return false;
    };
    let beside = |text: &Literal, other: &Literal| {
        text.datatype() == xsd::STRING && OTHERS.contains(&other.datatype())
    };
    beside(&a, &b) || beside(&b, &a)
}

fn conjuncts(condition: Expression) -> Vec<Expression> {
    match condition {
        Expression::And(a, b) => [conjuncts(*a), conjuncts(*b)].concat(),
        other => vec![other],
    }
}

/// Puts the triples of an `EXISTS` into the pattern, if all their variables are bound there; gives
/// back every other condition.
///
/// Such a triple is in the graph or it is not, so it lets rows through and makes none.
fn joined(pattern: &mut GraphPattern, condition: Expression) -> Option<Expression> {
    let Expression::Exists(inner) = &condition else {
        return Some(condition);
    };
    let GraphPattern::Bgp { patterns: triples } = inner.as_ref() else {
        return Some(condition);
    };
    // One would stand for a variable without a name, which any node can be.
    if triples.iter().any(has_blank_node) {
        return Some(condition);
    }
    match put_into(pattern, triples, &in_scope(inner)) {
        true => None,
        false => Some(condition),
    }
}

fn has_blank_node(triple: &TriplePattern) -> bool {
    let is_blank = |term: &TermPattern| matches!(term, TermPattern::BlankNode(_));
    is_blank(&triple.subject) || is_blank(&triple.object)
}

/// Adds triples to the part of a pattern that binds all of these variables in each of its rows;
/// `false` where none is known to.
fn put_into(
    pattern: &mut GraphPattern,
    triples: &[TriplePattern],
    variables: &BTreeSet<Variable>,
) -> bool {
    if let GraphPattern::Bgp { .. } = pattern
        && !variables.is_subset(&in_scope(pattern))
    {
        return false;
    }
    match pattern {
        GraphPattern::Bgp { patterns } => {
            patterns.extend_from_slice(triples);
            true
        }
        GraphPattern::Join { left, right } => {
            put_into(left, triples, variables) || put_into(right, triples, variables)
        }
        // What the optional side adds cannot change what the other has bound.
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => {
            put_into(left, triples, variables)
        }
        GraphPattern::Filter { inner, .. } | GraphPattern::Extend { inner, .. } => {
            put_into(inner, triples, variables)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print;
    use spargebra::SparqlParser;

    fn folded(text: &str) -> String {
        let text = format!("PREFIX : <a:>\n{text}");
        print::to_sparql(&fold(SparqlParser::new().parse_query(&text).unwrap()))
    }

    fn same(text: &str, instead: &str) {
        assert_eq!(folded(text), folded(instead));
        assert!(!folded(text).contains("FILTER") || instead.contains("FILTER"));
    }

    #[test]
    fn a_parameter_that_is_not_given_leaves_nothing() {
        let plain = "SELECT * { ?s :p ?c }";
        for filter in [
            r#"COALESCE(?__t, "") = "" || EXISTS { ?c :theme ?__t }"#,
            r#"COALESCE(?__t, "") = "" || ?x = ?__t"#,
            r#"IF(COALESCE(?__t, "") = "", true, ?c IN (:a, ?__t))"#,
            r#"COALESCE(?__t, ?__u, "") = """#,
            "true",
            r#"COALESCE(?__t, "") = "" && ("a" = "a" || ?c = :d)"#,
        ] {
            same(&format!("SELECT * {{ ?s :p ?c FILTER({filter}) }}"), plain);
        }
    }

    #[test]
    fn one_that_is_given_is_all_that_is_left() {
        let given = |value: &str, rest: &str| {
            format!(r#"SELECT * {{ ?s :p ?c FILTER(COALESCE({value}, "") = "" || {rest}) }}"#)
        };
        same(
            &given(":t", "EXISTS { ?c :theme :t }"),
            "SELECT * { ?s :p ?c . ?c :theme :t }",
        );
        for value in [
            ":t",
            "\"t\"",
            "3",
            "\"2012-01-01\"^^<http://www.w3.org/2001/XMLSchema#date>",
        ] {
            same(
                &given(value, "?c >= 3"),
                "SELECT * { ?s :p ?c FILTER(?c >= 3) }",
            );
        }
    }

    #[test]
    fn existence_goes_where_its_variables_are_always_bound() {
        let exists = "FILTER EXISTS { ?c :theme :t }";
        same(
            &format!("SELECT * {{ ?s :p ?c OPTIONAL {{ ?s :q ?x }} BIND(1 AS ?one) {exists} }}"),
            "SELECT * { ?s :p ?c . ?c :theme :t OPTIONAL { ?s :q ?x } BIND(1 AS ?one) }",
        );
        for kept in [
            "SELECT * { ?s :p ?o OPTIONAL { ?s :q ?c } FILTER EXISTS { ?c :theme :t } }",
            "SELECT * { ?s :p ?c FILTER EXISTS { ?c :theme ?t } }",
            "SELECT * { ?s :p ?c FILTER EXISTS { ?c :theme [] } }",
            "SELECT * { ?s :p ?c FILTER NOT EXISTS { ?c :theme :t } }",
            "SELECT * { ?s :p ?c FILTER EXISTS { ?c :theme :t FILTER(?c != :d) } }",
            "SELECT * { { SELECT ?c { ?s :p ?c } LIMIT 1 } FILTER EXISTS { ?c :theme :t } }",
            "SELECT * { { ?s :p ?c } UNION { ?s :q ?d } FILTER EXISTS { ?c :theme :t } }",
        ] {
            assert!(folded(kept).contains("EXISTS"), "{}", folded(kept));
        }
    }

    #[test]
    fn what_a_row_decides_is_left_to_it() {
        for kept in [
            // Bound in some rows, and here.
            r#"SELECT * { ?s :p ?c OPTIONAL { ?s :q ?t } FILTER(COALESCE(?t, "") = "") }"#,
            // An error is not false where it is turned around.
            "SELECT * { ?s :p ?c FILTER(!(\"a\" = 3)) }",
            "SELECT * { ?s :p ?c FILTER(IF(\"a\" = 3, false, true)) }",
            // In EXISTS, the pattern around it binds more than can be seen.
            r#"SELECT * { ?s :p ?t FILTER NOT EXISTS { ?s :q ?c FILTER(COALESCE(?t, "") = "") } }"#,
            r#"SELECT * { ?s :p ?t OPTIONAL { ?s :q ?c FILTER(COALESCE(?t, "") = "") } }"#,
        ] {
            assert!(folded(kept).contains("FILTER"), "{}", folded(kept));
        }
        assert!(folded("ASK { ?s :p ?c FILTER(\"a\" = \"b\") }").contains("false"));
    }
}
