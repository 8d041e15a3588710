//! Laws of validation, on graphs made at random.

#![expect(clippy::unwrap_used, reason = "a panic here is the test failing")]

use crate::shacl_support::{found, parse, prefixes};
use demarche::graph::Graph;
use demarche::query::{QueryError, Store, TakeRow};
use demarche::validate::{LIMIT, validate};
use oxigraph::model::{Literal, NamedNode, Term, Triple};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Shapes to put together, as what stands in the brackets of a blank node.
const SHAPES: &[&str] = &[
    "sh:class ex:D",
    "sh:nodeKind sh:IRI",
    "sh:in ( ex:n1 ex:n2 1 )",
    "sh:property [ sh:path ex:p ; sh:minCount 1 ]",
    "sh:property [ sh:path ex:p ; sh:maxCount 1 ; sh:class ex:D ]",
    "sh:property [ sh:path ex:q ; sh:datatype xsd:integer ; sh:maxInclusive 2 ]",
    "sh:property [ sh:path ex:q ; sh:pattern \"^[a-b]\" ; sh:minLength 1 ]",
    "sh:property [ sh:path ex:p ; sh:equals ex:q ]",
    "sh:property [ sh:path ex:p ; sh:disjoint ex:q ]",
    "sh:property [ sh:path ex:p ; sh:lessThan ex:q ]",
    "sh:property [ sh:path ex:q ; sh:uniqueLang true ]",
    "sh:property [ sh:path ex:p ; sh:hasValue ex:n3 ]",
    "sh:property [ sh:path ( ex:p [ sh:zeroOrMorePath ex:q ] ) ; sh:maxCount 2 ]",
    "sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:minCount 2 ]",
    "sh:property [ sh:path ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ]",
    "sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:D ] ; sh:qualifiedMinCount 2 ]",
    "sh:closed true ; sh:ignoredProperties ( rdf:type ex:p )",
];

fn ex(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("https://example.org/{name}"))
}

fn node() -> impl Strategy<Value = NamedNode> {
    (1..7_u8).prop_map(|number| ex(&format!("n{number}")))
}

fn value() -> impl Strategy<Value = Term> {
    prop_oneof![
        4 => node().prop_map(Term::from),
        2 => (0..4_i64).prop_map(|number| Literal::from(number).into()),
        1 => prop_oneof!["a", "b", "c"].prop_map(|text| Literal::from(text).into()),
        1 => (prop_oneof!["a", "b"], prop_oneof!["en", "de"]).prop_map(|(text, tag)| {
            Literal::new_language_tagged_literal_unchecked(text, tag).into()
        }),
    ]
}

/// Six nodes of the class `ex:C`, what they lead to by two properties, and some of another class.
fn triples() -> impl Strategy<Value = Vec<Triple>> {
    let property = prop_oneof![Just("p"), Just("q")];
    let edges = prop::collection::vec((node(), property, value()), 0..20);
    let classes = prop::collection::vec(node(), 0..4);
    (edges, classes).prop_map(|(edges, classes)| {
        let is_a = oxigraph::model::vocab::rdf::TYPE;
        let all = (1..7).map(|number| Triple::new(ex(&format!("n{number}")), is_a, ex("C")));
        let edges = edges
            .into_iter()
            .map(|(node, property, value)| Triple::new(node, ex(property), value));
        let classes = classes
            .into_iter()
            .map(|node| Triple::new(node, is_a, ex("D")));
        all.chain(edges).chain(classes).collect()
    })
}

/// The instances of `ex:C` that do not conform to a shape.
fn failing(graph: &dyn Store, shape: &str) -> BTreeSet<String> {
    focus_nodes(graph, &format!("sh:node [ a sh:NodeShape ; {shape} ]"))
}

/// The focus nodes of the results of holding the instances of `ex:C` against a shape.
fn focus_nodes(graph: &dyn Store, shape: &str) -> BTreeSet<String> {
    let shapes = parse(&format!(
        "{}\nex:S a sh:NodeShape ; sh:targetClass ex:C ; {shape} .",
        prefixes()
    ));
    let report = validate(graph, &shapes, LIMIT).unwrap();
    let nodes = report
        .findings()
        .iter()
        .map(|finding| finding.focus.to_string());
    nodes.collect()
}

fn all() -> BTreeSet<String> {
    (1..7)
        .map(|number| ex(&format!("n{number}")).to_string())
        .collect()
}

/// A store that gives each answer's rows from the last to the first.
struct Backwards<'g>(&'g Graph);

impl Store for Backwards<'_> {
    fn select(&self, query: &str, take: TakeRow<'_>) -> Result<(), QueryError> {
        let mut rows = Vec::new();
        self.0.select(query, &mut |row| {
            rows.push(row.to_vec());
            Ok(())
        })?;
        rows.iter().rev().try_for_each(|row| take(row))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A node does not conform if it conforms to the contrary, and the other way round.
    #[test]
    fn every_node_conforms_to_a_shape_or_to_its_contrary(triples in triples(), at in 0..SHAPES.len()) {
        let graph = Graph::from_triples(&triples).unwrap();
        let shape = SHAPES[at];
        let wrong = failing(&graph, shape);
        let right = failing(&graph, &format!("sh:not [ {shape} ]"));
        prop_assert!(wrong.is_disjoint(&right));
        prop_assert_eq!(&wrong | &right, all());
    }

    /// Listing results and judging nodes are two ways, which find the same.
    #[test]
    fn nodes_with_results_are_those_that_do_not_conform(triples in triples(), at in 0..SHAPES.len()) {
        let graph = Graph::from_triples(&triples).unwrap();
        let shape = SHAPES[at];
        // A property shape within another has the values of that one for focus nodes.
        prop_assume!(shape.matches("sh:path").count() == 1);
        prop_assert_eq!(focus_nodes(&graph, shape), failing(&graph, shape));
    }

    /// `and`, `or` and `xone` are what logic says they are.
    #[test]
    fn shapes_are_put_together_by_logic(triples in triples(), one in 0..SHAPES.len(), other in 0..SHAPES.len()) {
        let graph = Graph::from_triples(&triples).unwrap();
        let (one, other) = (SHAPES[one], SHAPES[other]);
        let [a, b] = [one, other].map(|shape| failing(&graph, shape));
        let both = |way: &str| failing(&graph, &format!("sh:{way} ( [ {one} ] [ {other} ] )"));
        prop_assert_eq!(both("and"), &a | &b);
        prop_assert_eq!(both("or"), &a & &b);
        prop_assert_eq!(both("xone"), &all() - &(&a ^ &b));
    }

    /// Neither the order of a store's rows nor a limit decides what is listed first.
    #[test]
    fn a_report_does_not_depend_on_the_order_of_rows(triples in triples(), at in 0..SHAPES.len(), limit in 1..4_usize) {
        let graph = Graph::from_triples(&triples).unwrap();
        let shape = format!("{}\nex:S a sh:NodeShape ; sh:targetClass ex:C ; {} .", prefixes(), SHAPES[at]);
        let shapes = parse(&shape);
        let forwards = validate(&graph, &shapes, limit).unwrap();
        let backwards = validate(&Backwards(&graph), &shapes, limit).unwrap();
        prop_assert_eq!(found(&forwards), found(&backwards));
        let whole = found(&validate(&graph, &shapes, LIMIT).unwrap());
        prop_assert!(found(&forwards).iter().all(|line| whole.contains(line)));
        prop_assert_eq!(forwards.conforms(), whole.is_empty());
    }
}

/// Values of any number give the same results: few wrong ones are asked for by name, many are read
/// through.
#[test]
fn many_wrong_values_are_found_as_few_are() {
    let shape = "sh:property [ sh:path ex:p ; sh:datatype xsd:integer ; sh:class ex:D ]";
    for number in [1, 499, 500, 501, 1_000, 1_001, 2_500] {
        let is_a = oxigraph::model::vocab::rdf::TYPE;
        let triples: Vec<Triple> = (0..number)
            .flat_map(|n| {
                let node = ex(&format!("n{n:05}"));
                let value = Literal::from(format!("value {n}"));
                [
                    Triple::new(node.clone(), is_a, ex("C")),
                    Triple::new(node, ex("p"), value),
                ]
            })
            .collect();
        let graph = Graph::from_triples(&triples).unwrap();
        let shapes = parse(&format!(
            "{}\nex:S a sh:NodeShape ; sh:targetClass ex:C ; {shape} .",
            prefixes()
        ));
        let report = validate(&graph, &shapes, LIMIT).unwrap();
        assert_eq!(report.findings().len(), 2 * number);
        let cut = validate(&graph, &shapes, 10).unwrap();
        assert_eq!(
            (cut.findings().len(), cut.omitted()),
            match number {
                1 => (2, 0),
                number => (20, 2 * (number - 10)),
            }
        );
    }
}
