//! Queries answered by another store, and their answers written as our own are.
//!
//! Stores agree on what an answer is, not on how it is written: one writes `1.0` where another
//! writes `1`, and the languages of the world are sorted in more than one way. So numbers are
//! written as they are here, and rows sorted once more by what the query sorts them by.

use super::answer::Answer;
use super::error::QueryError;
use super::evaluate::Prepared;
use super::results::{self, QueryForm, ResultFormat};
use super::walk::{Visitor, walk};
use demarche_graph::Graph;
use demarche_graph::rdf::Prefix;
use demarche_remote::endpoint::{Endpoint, EndpointError, Row, Table};
use oxigraph::model::{Literal, Term, Variable, vocab::xsd};
use oxsdatatypes::{Boolean, Decimal, Double, Float, Integer};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use spargebra::term::GroundTerm;
use std::io::Write;
use std::str::FromStr;

impl Prepared {
    /// Has an endpoint answer the query, and writes its answer as [`Prepared::execute`] does.
    ///
    /// # Errors
    /// [`QueryError::FormatMismatch`], [`QueryError::Endpoint`], [`QueryError::Write`].
    pub fn ask(
        &self,
        endpoint: &Endpoint,
        format: ResultFormat,
        width: Option<usize>,
        prefixes: &[Prefix],
        out: &mut dyn Write,
    ) -> Result<usize, QueryError> {
        let form = self.form();
        if !format.fits(form) {
            return Err(QueryError::FormatMismatch { format, form });
        }
        let answer = match self.answer(endpoint)? {
            Answer::Rows(variables, rows) => {
                let sort = |query: &Query| sorted(query, &variables, rows);
                let rows = self.parsed().with(sort)?;
                Answer::Rows(variables, rows)
            }
            other => other,
        };
        results::write(answer.into_results(), format, width, prefixes, out)
    }

    fn answer(&self, endpoint: &Endpoint) -> Result<Answer, EndpointError> {
        let sparql = self.sparql();
        match self.form() {
            QueryForm::Ask => endpoint.truth(&sparql).map(Answer::Truth),
            QueryForm::Select => rows(endpoint, &sparql),
            QueryForm::Construct | QueryForm::Describe => {
                endpoint.whole(|| triples(endpoint, &sparql))
            }
        }
    }
}

fn triples(endpoint: &Endpoint, sparql: &str) -> Result<Answer, EndpointError> {
    let triples = endpoint.triples(sparql)?.map(|triple| {
        let mut triple = triple?;
        triple.object = as_here(triple.object);
        Ok(triple)
    });
    triples.collect::<Result<_, _>>().map(Answer::Triples)
}

fn rows(endpoint: &Endpoint, sparql: &str) -> Result<Answer, EndpointError> {
    let Table { variables, rows } = endpoint.table(sparql)?;
    refuse_part(endpoint, sparql, rows.len())?;
    let as_here = |row: Row| row.into_iter().map(|term| term.map(as_here)).collect();
    Ok(Answer::Rows(
        variables,
        rows.into_iter().map(as_here).collect(),
    ))
}

/// Some stores cut long answers at a number of rows and do not say so. Where an answer ends at such
/// a number, the store is asked how many rows there are. It is not asked for the others: in what
/// order they come is the query's own matter.
fn refuse_part(endpoint: &Endpoint, sparql: &str, rows: usize) -> Result<(), EndpointError> {
    let may_be_a_limit = rows >= 100 && (rows.is_multiple_of(100) || rows.is_power_of_two());
    if !may_be_a_limit {
        return Ok(());
    }
    match endpoint.count_rows(sparql)? {
        count if count > rows as u64 => Err(endpoint.partial(rows as u64, count)),
        _ => Ok(()),
    }
}

/// A number as it is written here.
fn as_here(term: Term) -> Term {
    let Term::Literal(literal) = &term else {
        return term;
    };
    let text = match literal.datatype() {
        xsd::DECIMAL => written::<Decimal>(literal),
        xsd::DOUBLE => written::<Double>(literal),
        xsd::FLOAT => written::<Float>(literal),
        xsd::INTEGER => written::<Integer>(literal),
        xsd::BOOLEAN => written::<Boolean>(literal),
        _ => None,
    };
    match text {
        Some(text) => Literal::new_typed_literal(text, literal.datatype()).into(),
        None => term,
    }
}

fn written<T: FromStr + ToString>(literal: &Literal) -> Option<String> {
    let value: T = literal.value().parse().ok()?;
    Some(value.to_string())
}

/// Rows sorted as the query wants them, where what it sorts by is in them.
///
/// They are put in the place of what the query looks for, and its `ORDER BY` is evaluated here.
fn sorted(query: &Query, variables: &[Variable], rows: Vec<Row>) -> Result<Vec<Row>, QueryError> {
    let Some(order) = order_of(query, variables) else {
        return Ok(rows);
    };
    let Some(bindings) = rows.iter().map(|row| ground(row)).collect() else {
        // Blank nodes cannot stand in VALUES, and have no order.
        return Ok(rows);
    };
    let values = GraphPattern::Values {
        variables: variables.to_vec(),
        bindings,
    };
    let ordered = Query::Select {
        dataset: None,
        pattern: GraphPattern::Project {
            inner: Box::new(GraphPattern::OrderBy {
                inner: Box::new(values),
                expression: order,
            }),
            variables: variables.to_vec(),
        },
        base_iri: None,
    };
    let nothing = Graph::from_triples(&[])
        .map_err(|error| oxigraph::sparql::QueryEvaluationError::Dataset(Box::new(error)))?;
    Prepared::from_query(ordered).solutions(&nothing)?.collect()
}

/// What the outermost `ORDER BY` sorts by, if the rows show all of it.
fn order_of(query: &Query, variables: &[Variable]) -> Option<Vec<OrderExpression>> {
    let Query::Select { pattern, .. } = query else {
        return None;
    };
    let mut pattern = pattern;
    loop {
        match pattern {
            GraphPattern::Slice { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Project { inner, .. } => pattern = inner,
            GraphPattern::OrderBy { expression, .. } => {
                return is_shown(expression, variables).then(|| expression.clone());
            }
            _ => return None,
        }
    }
}

/// Whether keys of an order speak of these variables alone.
fn is_shown(keys: &[OrderExpression], variables: &[Variable]) -> bool {
    let mut looked_at = LookedAt {
        variables,
        is_shown: true,
    };
    let mut keys_alone = Query::Select {
        dataset: None,
        pattern: GraphPattern::OrderBy {
            inner: Box::default(),
            expression: keys.to_vec(),
        },
        base_iri: None,
    };
    walk(&mut keys_alone, &mut looked_at);
    looked_at.is_shown
}

struct LookedAt<'a> {
    variables: &'a [Variable],
    is_shown: bool,
}

impl Visitor for LookedAt<'_> {
    fn pattern(&mut self, _: &mut GraphPattern) {}

    fn expression(&mut self, expression: &mut Expression) {
        self.is_shown &= match expression {
            Expression::Variable(variable) | Expression::Bound(variable) => {
                self.variables.contains(variable)
            }
            // It would look into the graph.
            Expression::Exists(_) => false,
            _ => true,
        };
    }
}

fn ground(row: &[Option<Term>]) -> Option<Vec<Option<GroundTerm>>> {
    let ground = |term: &Option<Term>| match term {
        None => Some(None),
        Some(Term::NamedNode(node)) => Some(Some(GroundTerm::from(node.clone()))),
        Some(Term::Literal(literal)) => Some(Some(GroundTerm::from(literal.clone()))),
        Some(_) => None,
    };
    row.iter().map(ground).collect()
}
