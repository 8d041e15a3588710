//! Counts that the graph's indexes know without counting.
//!
//! "How many statements", "how many of each stance", "how many triples of each property": a count
//! over a single triple pattern is the length of a range. Before such a query is evaluated, the
//! group that counts is replaced by the rows it gives. On the UN's roll-call votes, counting 869,937
//! statements by stance takes 0.06 ms this way and 75 ms through the evaluator.

use demarche_graph::{Graph, GraphError, TermId};
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

/// With more groups than this, rows are not made ahead of the query: it may want a few of them.
const MOST: usize = 10_000;

/// Replaces the count that a query is about, if the graph's indexes know it.
///
/// Only what the query itself gives is looked at, not sub-queries, which may be evaluated once for
/// each of many rows or not at all.
///
/// # Errors
/// [`GraphError`] if the file is damaged.
pub(super) fn replace(query: &mut Query, graph: &Graph) -> Result<(), GraphError> {
    let (Query::Select { pattern, .. } | Query::Construct { pattern, .. }) = query else {
        return Ok(());
    };
    let mut pattern = pattern;
    loop {
        pattern = match pattern {
            GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Extend { inner, .. }
            | GraphPattern::Filter { inner, .. } => inner,
            GraphPattern::Group { .. } => {
                if let Some(rows) = counted(pattern, graph)? {
                    *pattern = rows;
                }
                return Ok(());
            }
            _ => return Ok(()),
        }
    }
}

/// The rows of a group that counts a single triple pattern, by nothing, object or predicate.
fn counted(pattern: &GraphPattern, graph: &Graph) -> Result<Option<GraphPattern>, GraphError> {
    let GraphPattern::Group {
        inner,
        variables,
        aggregates,
    } = pattern
    else {
        return Ok(None);
    };
    let GraphPattern::Bgp { patterns } = inner.as_ref() else {
        return Ok(None);
    };
    let ([triple], [(count, aggregate)]) = (patterns.as_slice(), aggregates.as_slice()) else {
        return Ok(None);
    };
    let Some(asked) = Asked::of(triple, graph) else {
        return Ok(None);
    };
    if !asked.counts(aggregate) {
        return Ok(None);
    }
    let rows = match variables.as_slice() {
        [] => Some(vec![(None, asked.count(graph))]),
        [key] => asked.groups(key, graph),
        _ => None,
    };
    let Some(rows) = rows else { return Ok(None) };
    // Of a damaged index nothing is counted.
    graph.check()?;
    let mut bindings = Vec::with_capacity(rows.len());
    for (key, count) in rows {
        let key = key.map(|id| ground(graph, id)).transpose()?;
        let count = GroundTerm::Literal(Literal::from(count as u64));
        bindings.push(key.into_iter().chain([count]).map(Some).collect());
    }
    Ok(Some(GraphPattern::Values {
        variables: variables.iter().chain([count]).cloned().collect(),
        bindings,
    }))
}

fn ground(graph: &Graph, id: TermId) -> Result<GroundTerm, GraphError> {
    match graph.term(id)? {
        Term::NamedNode(node) => Ok(node.into()),
        Term::Literal(literal) => Ok(literal.into()),
        // No graph file holds one.
        Term::BlankNode(_) => Err(GraphError::Damaged("a term")),
    }
}

/// A place of a triple pattern.
enum Place {
    /// A term; `None` where the graph lacks it.
    Term(Option<TermId>),
    /// A variable that stands nowhere else; a blank node of the query is one without a name.
    Open(Option<Variable>),
}

/// A triple pattern, none of whose variables stands twice.
struct Asked {
    places: [Place; 3],
}

impl Asked {
    fn of(triple: &TriplePattern, graph: &Graph) -> Option<Self> {
        let term = |term: &TermPattern| match term {
            TermPattern::NamedNode(node) => Place::Term(graph.iri_id(node.as_str())),
            TermPattern::Literal(literal) => Place::Term(graph.id(&literal.clone().into())),
            TermPattern::Variable(variable) => Place::Open(Some(variable.clone())),
            TermPattern::BlankNode(_) => Place::Open(None),
        };
        let named = |node: &NamedNode| Place::Term(graph.iri_id(node.as_str()));
        let predicate = match &triple.predicate {
            NamedNodePattern::NamedNode(node) => named(node),
            NamedNodePattern::Variable(variable) => Place::Open(Some(variable.clone())),
        };
        let places = [term(&triple.subject), predicate, term(&triple.object)];
        // The same blank node twice is a variable twice.
        let [subject, object] = [&triple.subject, &triple.object];
        let repeated = matches!(subject, TermPattern::BlankNode(_)) && subject == object;
        let asked = Self { places };
        let variables: Vec<&Variable> = asked.variables().collect();
        let distinct = (1..variables.len()).all(|at| !variables[..at].contains(&variables[at]));
        (distinct && !repeated).then_some(asked)
    }

    fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.places.iter().filter_map(|place| match place {
            Place::Open(variable) => variable.as_ref(),
            Place::Term(_) => None,
        })
    }

    /// Whether an aggregate is the number of matches: `COUNT(*)`, or of a variable of the pattern,
    /// which every match binds.
    fn counts(&self, aggregate: &AggregateExpression) -> bool {
        match aggregate {
            AggregateExpression::CountSolutions { distinct } => !distinct,
            AggregateExpression::FunctionCall {
                name: AggregateFunction::Count,
                expr: Expression::Variable(counted),
                distinct: false,
            } => self.variables().any(|variable| variable == counted),
            AggregateExpression::FunctionCall { .. } => false,
        }
    }

    /// How many triples match.
    fn count(&self, graph: &Graph) -> usize {
        let mut ids = [None; 3];
        for (id, place) in ids.iter_mut().zip(&self.places) {
            match place {
                Place::Term(None) => return 0,
                Place::Term(known) => *id = *known,
                Place::Open(_) => {}
            }
        }
        let [subject, predicate, object] = ids;
        graph.matching(subject, predicate, object).len()
    }

    /// How many triples match for each value of a variable, where an index is by that variable.
    fn groups(&self, key: &Variable, graph: &Graph) -> Option<Vec<(Option<TermId>, usize)>> {
        let is_key = |variable: &Option<Variable>| variable.as_ref() == Some(key);
        match &self.places {
            [Place::Open(_), Place::Term(predicate), Place::Open(object)] if is_key(object) => {
                let groups = predicate.map(|predicate| graph.value_counts(predicate));
                let groups = groups.into_iter().flatten();
                let rows: Vec<_> = groups
                    .map(|(object, count)| (Some(object), count))
                    .take(MOST + 1)
                    .collect();
                (rows.len() <= MOST).then_some(rows)
            }
            [Place::Open(_), Place::Open(predicate), Place::Open(_)] if is_key(predicate) => {
                let count = |id: &TermId| (Some(*id), graph.matching(None, Some(*id), None).len());
                Some(graph.predicates().iter().map(count).collect())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Prepared;
    use oxigraph::model::Triple;
    use oxigraph::sparql::{QueryResults, SparqlEvaluator};

    fn graph() -> Graph {
        let node = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
        let triples = [
            ("a", "p", "x"),
            ("b", "p", "x"),
            ("b", "p", "y"),
            ("b", "q", "b"),
            ("c", "q", "z"),
        ];
        let triples = triples.map(|(s, p, o)| Triple::new(node(s), node(p), node(o)));
        Graph::from_triples(&triples).unwrap()
    }

    fn rows(results: QueryResults<'_>) -> Vec<String> {
        let QueryResults::Solutions(solutions) = results else {
            panic!("no SELECT query")
        };
        let mut rows: Vec<String> = solutions
            .map(|row| format!("{:?}", row.unwrap().values()))
            .collect();
        rows.sort();
        rows
    }

    /// A query, whether its count is replaced, and that its answer is what the evaluator counts.
    fn check(text: &str, replaced: bool) {
        let graph = graph();
        let text = format!("PREFIX e: <https://example.org/> {text}");
        let prepared = Prepared::from_text(&text, "test", &[], &graph).unwrap();
        let mut query = prepared.query().clone();
        replace(&mut query, &graph).unwrap();
        assert_eq!(query != *prepared.query(), replaced, "{text}");
        let evaluate = |query: Query| {
            let evaluator = SparqlEvaluator::new().for_query(query);
            rows(
                evaluator
                    .on_queryable_dataset(graph.view())
                    .execute()
                    .unwrap(),
            )
        };
        let counted = evaluate(prepared.query().clone());
        assert_eq!(evaluate(query), counted, "{text}");
        assert_eq!(rows(prepared.evaluate(&graph).unwrap()), counted, "{text}");
    }

    #[test]
    fn counts_of_one_pattern_are_known() {
        for text in [
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
            "SELECT (COUNT(?s) AS ?n) { ?s e:p ?o }",
            "SELECT (COUNT(*) AS ?n) { [] e:p e:x }",
            "SELECT (COUNT(*) AS ?n) { e:b ?p ?o }",
            "SELECT (COUNT(*) AS ?n) { ?s e:nothing ?o }",
            "SELECT ?o (COUNT(*) AS ?n) { ?s e:p ?o } GROUP BY ?o ORDER BY DESC(?n) LIMIT 1",
            "SELECT ?o (COUNT(*) AS ?n) { ?s e:p ?o } GROUP BY ?o HAVING (?n > 1)",
            "SELECT ?o (COUNT(*) AS ?n) { ?s e:nothing ?o } GROUP BY ?o",
            "SELECT ?p (COUNT(*) * 2 AS ?n) { ?s ?p ?o } GROUP BY ?p",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn all_else_is_left_to_the_evaluator() {
        for text in [
            "SELECT (COUNT(*) AS ?n) { ?s e:q ?s }",
            "SELECT (COUNT(*) AS ?n) { _:a e:q _:a }",
            "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s e:p ?o }",
            "SELECT (COUNT(?other) AS ?n) { ?s e:p ?o }",
            "SELECT (SAMPLE(?s) AS ?n) { e:b e:q ?s }",
            "SELECT ?s (COUNT(*) AS ?n) { ?s e:p ?o } GROUP BY ?s",
            "SELECT ?o ?s (COUNT(*) AS ?n) { ?s e:p ?o } GROUP BY ?o ?s",
            "SELECT (COUNT(*) AS ?n) { ?s e:p ?o . ?o ?p ?x }",
            "SELECT (COUNT(*) AS ?n) { ?s e:p ?o FILTER (?o = e:x) }",
        ] {
            check(text, false);
        }
    }
}
