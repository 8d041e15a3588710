//! Expressions of SPARQL over values that are at hand: the evaluator of queries computes them,
//! so that they mean here what they mean in a query.

use demarche_query::QueryError;
use oxigraph::model::{Dataset, Literal, Term, Variable};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use spargebra::Query;
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::GroundTerm;

/// How two literals must compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// The first is less.
    Less,
    /// The first is less or equal.
    LessOrEqual,
    /// The first is greater.
    Greater,
    /// The first is greater or equal.
    GreaterOrEqual,
}

impl Bound {
    /// The constraint component of a value that has to compare so with a literal.
    pub(super) fn component(self) -> &'static str {
        match self {
            Self::Less => "MaxExclusive",
            Self::LessOrEqual => "MaxInclusive",
            Self::Greater => "MinExclusive",
            Self::GreaterOrEqual => "MinInclusive",
        }
    }

    fn expression(self, [one, other]: [Box<Expression>; 2]) -> Expression {
        match self {
            Self::Less => Expression::Less(one, other),
            Self::LessOrEqual => Expression::LessOrEqual(one, other),
            Self::Greater => Expression::Greater(one, other),
            Self::GreaterOrEqual => Expression::GreaterOrEqual(one, other),
        }
    }
}

/// For each pair, whether it compares so. What cannot be compared does not.
///
/// # Errors
/// [`QueryError::Evaluation`].
pub(super) fn holds(bound: Bound, pairs: &[[&Term; 2]]) -> Result<Vec<bool>, QueryError> {
    let expression = bound.expression([0, 1].map(|at| Box::new(variable(at).into())));
    true_rows(pairs, expression)
}

/// For each value, whether its text matches a regular expression. Blank nodes have no text.
///
/// # Errors
/// [`QueryError::Evaluation`].
pub(super) fn matches(
    values: &[Term],
    pattern: &str,
    flags: Option<&str>,
) -> Result<Vec<bool>, QueryError> {
    let rows: Vec<[&Term; 1]> = values.iter().map(|value| [value]).collect();
    true_rows(&rows, regex(variable(0).into(), pattern, flags))
}

/// Whether a text is a regular expression, and these are flags of one.
///
/// # Errors
/// [`QueryError::Evaluation`].
pub(super) fn is_regex(pattern: &str, flags: Option<&str>) -> Result<bool, QueryError> {
    // An expression that is an error is neither true nor false.
    let of_nothing = regex(Literal::from("").into(), pattern, flags);
    let either = Expression::Or(
        Box::new(of_nothing.clone()),
        Box::new(Expression::Not(Box::new(of_nothing))),
    );
    Ok(true_rows::<0>(&[[]], either)? == [true])
}

fn regex(text: Expression, pattern: &str, flags: Option<&str>) -> Expression {
    let text = Expression::FunctionCall(Function::Str, vec![text]);
    let literals = [Some(pattern), flags].into_iter().flatten();
    let literals = literals.map(|literal| Literal::from(literal).into());
    Expression::FunctionCall(
        Function::Regex,
        [text].into_iter().chain(literals).collect(),
    )
}

fn variable(column: usize) -> Variable {
    Variable::new_unchecked(format!("value{column}"))
}

/// For each row of values, whether an expression over them is true.
fn true_rows<const N: usize>(
    rows: &[[&Term; N]],
    expression: Expression,
) -> Result<Vec<bool>, QueryError> {
    let row = Variable::new_unchecked("row");
    let bindings = rows.iter().enumerate().filter_map(|(number, values)| {
        let number = GroundTerm::Literal(Literal::from(number as u64));
        let values: Vec<_> = values
            .iter()
            .map(|value| ground(value))
            .collect::<Option<_>>()?;
        Some([number].into_iter().chain(values).map(Some).collect())
    });
    let values = GraphPattern::Values {
        variables: [row.clone()]
            .into_iter()
            .chain((0..N).map(variable))
            .collect(),
        bindings: bindings.collect(),
    };
    let query = Query::Select {
        dataset: None,
        base_iri: None,
        pattern: GraphPattern::Project {
            inner: Box::new(GraphPattern::Filter {
                expr: expression,
                inner: Box::new(values),
            }),
            variables: vec![row],
        },
    };
    let nothing = Dataset::new();
    let evaluator = SparqlEvaluator::new().for_query(query);
    let mut found = vec![false; rows.len()];
    let results = evaluator.on_queryable_dataset(&nothing).execute()?;
    if let QueryResults::Solutions(solutions) = results {
        for solution in solutions {
            let number = match solution?.get(0) {
                Some(Term::Literal(literal)) => literal.value().parse::<usize>().ok(),
                _ => None,
            };
            if let Some(found) = number.and_then(|number| found.get_mut(number)) {
                *found = true;
            }
        }
    }
    Ok(found)
}

/// A term that a query can name. Blank nodes are none.
fn ground(term: &Term) -> Option<GroundTerm> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::Literal(literal) => Some(literal.clone().into()),
        Term::BlankNode(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::vocab::xsd;

    #[test]
    fn what_cannot_be_compared_is_not_in_order() {
        let typed = |text: &str, datatype| Term::from(Literal::new_typed_literal(text, datatype));
        let (two, ten) = (typed("2", xsd::INTEGER), typed("1e1", xsd::DOUBLE));
        let (day, word) = (typed("2013-02-20", xsd::DATE), typed("two", xsd::INTEGER));
        let later = typed("2013-02-21", xsd::DATE);
        let pairs = [
            [&two, &ten],
            [&ten, &two],
            [&two, &day],
            [&word, &ten],
            [&day, &later],
        ];
        assert_eq!(
            holds(Bound::Less, &pairs).unwrap(),
            [true, false, false, false, true]
        );
    }

    #[test]
    fn regular_expressions_are_told_from_what_is_none() {
        assert!(is_regex("^[A-Z]{3}$", None).unwrap());
        assert!(is_regex("^a", Some("i")).unwrap());
        assert!(!is_regex("[A-Z", None).unwrap());
        assert!(!is_regex("a", Some("y")).unwrap());
    }
}
