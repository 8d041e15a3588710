//! Laws of queries: a graph file answers as a store does, binding a parameter is writing its value
//! into the text, and a query printed and read again is the same query.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is the test failing"
)]

use demarche::graph::Graph;
use demarche::query::Prepared;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term, Triple};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use proptest::prelude::*;
use proptest::sample::select;

/// What stands in a query text for a parameter that is an IRI, and for one that is a string.
const IRI_MARK: &str = "%IRI%";
const TEXT_MARK: &str = "%TEXT%";

fn iri(name: &str) -> NamedNode {
    NamedNode::new(format!("https://example.org/{name}")).unwrap()
}

fn objects() -> Vec<Term> {
    let number = |n: i64| Literal::from(n).into();
    vec![
        iri("a").into(),
        iri("b").into(),
        iri("c").into(),
        Literal::new_simple_literal("x").into(),
        Literal::new_simple_literal("中\"\\").into(),
        Literal::new_language_tagged_literal("x", "en")
            .unwrap()
            .into(),
        number(1),
        number(2),
        Literal::new_typed_literal("2013-02-20", oxigraph::model::vocab::xsd::DATE).into(),
    ]
}

fn triples() -> impl Strategy<Value = Vec<Triple>> {
    let triple = (
        select(vec!["a", "b", "c"]),
        select(vec!["p", "q"]),
        select(objects()),
    )
        .prop_map(|(s, p, o)| Triple::new(iri(s), iri(p), o));
    prop::collection::vec(triple, 0..24)
}

fn variable() -> impl Strategy<Value = String> {
    select(vec!["?a", "?b", "?c", "?d"]).prop_map(str::to_owned)
}

fn object() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => variable(),
        1 => select(objects()).prop_map(|term| term.to_string()),
        1 => select(vec![IRI_MARK.to_owned(), TEXT_MARK.to_owned()]),
    ]
}

fn pattern() -> impl Strategy<Value = String> {
    let subject = prop_oneof![
        6 => variable(),
        1 => Just(iri("a").to_string()),
        1 => Just(IRI_MARK.to_owned())
    ];
    let predicate = prop_oneof![
        1 => variable(),
        6 => select(vec![
            iri("p").to_string(),
            iri("q").to_string(),
            format!("{}/{}", iri("p"), iri("q")),
            format!("{}*", iri("p")),
            format!("^{}|{}", iri("p"), iri("q")),
        ]),
        1 => Just(IRI_MARK.to_owned()),
    ];
    (subject, predicate, object()).prop_map(|(s, p, o)| format!("{s} {p} {o} . "))
}

fn condition() -> impl Strategy<Value = String> {
    let simple = prop_oneof![
        (object(), object(), select(vec!["=", "!=", "<", ">="]))
            .prop_map(|(a, b, operator)| format!("{a} {operator} {b}")),
        variable().prop_map(|v| format!("BOUND({v})")),
        variable().prop_map(|v| format!("!BOUND({v})")),
        (variable(), variable())
            .prop_map(|(a, b)| format!("({a} + 1) * 2 = {b} * (3 - (2 - {a}))")),
        (variable(), object()).prop_map(|(a, b)| format!("COALESCE({a}, {b}) IN ({b}, 1, \"x\")")),
        (object(), object()).prop_map(|(a, b)| format!("!(sameTerm({a}, {b}))")),
    ];
    simple.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) && ({b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a}) || ({b})")),
        ]
    })
}

/// A group in braces. `#` in the name of a variable becomes a number of its own.
fn group() -> impl Strategy<Value = String> {
    let leaf = prop::collection::vec(pattern(), 1..3).prop_map(|patterns| patterns.concat());
    leaf.prop_recursive(3, 10, 3, |inner| {
        let element = prop_oneof![
            3 => pattern(),
            2 => inner.clone().prop_map(|g| format!("OPTIONAL {{ {g} }} ")),
            2 => (inner.clone(), condition()).prop_map(|(g, c)| format!("OPTIONAL {{ {g} FILTER({c}) }} ")),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{ {a} }} UNION {{ {b} }} ")),
            1 => inner.clone().prop_map(|g| format!("MINUS {{ {g} }} ")),
            2 => condition().prop_map(|c| format!("FILTER({c}) ")),
            1 => inner.clone().prop_map(|g| format!("FILTER EXISTS {{ {g} }} ")),
            1 => inner.clone().prop_map(|g| format!("FILTER NOT EXISTS {{ {g} }} ")),
            1 => (inner.clone(), condition()).prop_map(|(g, c)| format!("{{ {g} FILTER({c}) }} ")),
            1 => object().prop_map(|o| format!("BIND({o} AS ?e#) ")),
            1 => inner.clone().prop_map(|g| format!("{{ SELECT DISTINCT ?a ?b {{ {g} }} }} ")),
            1 => inner.clone().prop_map(|g| {
                format!("{{ SELECT ?a (COUNT(?b) AS ?e#) (MAX({TEXT_MARK}) AS ?e#) {{ {g} }} GROUP BY ?a }} ")
            }),
            1 => (inner, condition()).prop_map(|(g, c)| {
                format!("{{ SELECT (COUNT(*) AS ?e#) {{ {g} FILTER({c}) }} HAVING(COUNT(*) != 1) }} ")
            }),
        ];
        prop::collection::vec(element, 1..4).prop_map(|elements| elements.concat())
    })
}

/// Gives every marked variable a name of its own, so that no `BIND` repeats one.
fn numbered(text: &str) -> (String, usize) {
    let mut parts = text.split("?e#");
    let mut numbered = parts.next().unwrap().to_owned();
    let mut count = 0;
    for part in parts {
        numbered.push_str(&format!("?e{count}{part}"));
        count += 1;
    }
    (numbered, count)
}

fn select_of(group: &str) -> String {
    let (body, count) = numbered(group);
    let columns: String = (0..count).map(|n| format!(" ?e{n}")).collect();
    format!("SELECT ?a ?b ?c ?d{columns} WHERE {{ {body} }}")
}

fn query() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => group().prop_map(|g| select_of(&g)),
        1 => group().prop_map(|g| format!(
            "SELECT ?a (COUNT(DISTINCT ?b) AS ?n) (SUM(?c) AS ?m) WHERE {{ {} }} GROUP BY ?a", numbered(&g).0
        )),
    ]
}

fn store(triples: &[Triple]) -> Store {
    let store = Store::new().unwrap();
    for triple in triples {
        store
            .insert(&Quad::new(
                triple.subject.clone(),
                triple.predicate.clone(),
                triple.object.clone(),
                GraphName::DefaultGraph,
            ))
            .unwrap();
    }
    store
}

/// The rows of an answer, in an order of their own.
fn bag(results: QueryResults<'_>) -> Vec<String> {
    let QueryResults::Solutions(solutions) = results else {
        panic!("not a SELECT query");
    };
    let mut rows: Vec<String> = solutions
        .map(|solution| {
            let solution = solution.unwrap();
            let cells = solution.values().iter();
            cells
                .map(|term| term.as_ref().map_or("-".to_owned(), Term::to_string))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    rows.sort_unstable();
    rows
}

fn ask_store(store: &Store, text: &str) -> Vec<String> {
    let query = SparqlEvaluator::new()
        .parse_query(text)
        .unwrap_or_else(|e| panic!("{e}: {text}"));
    bag(query.on_store(store).execute().unwrap())
}

fn text_with(query: &str, iri: &str, text: &str) -> String {
    query.replace(IRI_MARK, iri).replace(TEXT_MARK, text)
}

fn value_of(term: &str) -> (String, String) {
    (
        term.to_owned(),
        Literal::new_simple_literal(term).to_string(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_graph_answers_as_a_store_does(triples in triples(), query in query()) {
        let text = text_with(&query, &iri("a").to_string(), "\"x\"");
        let graph = Graph::from_triples(&triples).unwrap();
        let prepared = Prepared::from_text(&text, "test", &[], &graph).unwrap();
        prop_assert_eq!(
            bag(prepared.evaluate(&graph).unwrap()),
            ask_store(&store(&triples), &text),
            "{}", text
        );
    }

    #[test]
    fn binding_is_writing_the_value_into_the_text(
        triples in triples(),
        query in query(),
        name in select(vec!["a", "b", "p", "unknown"]),
        text in select(vec!["x", "中\"\\", "no"]),
    ) {
        let node = iri(name).to_string();
        let (value, quoted) = value_of(text);
        let graph = Graph::from_triples(&triples).unwrap();
        let store = store(&triples);
        let expected = ask_store(&store, &text_with(&query, &node, &quoted));
        let marked = text_with(&query, "?_one_iri", "?_two");
        let mut values = Vec::new();
        if query.contains(IRI_MARK) {
            values.push(("one".to_owned(), node));
        }
        if query.contains(TEXT_MARK) {
            values.push(("two".to_owned(), value));
        }
        let prepared = Prepared::from_text(&marked, "test", &values, &graph).unwrap();
        prop_assert_eq!(&bag(prepared.evaluate(&graph).unwrap()), &expected, "{}", marked);
        let printed = prepared.sparql();
        let again = Prepared::from_text(&marked, "test", &values, &graph).unwrap();
        prop_assert_eq!(&printed, &again.sparql());
        prop_assert_eq!(&ask_store(&store, &printed), &expected, "{}\n{}", marked, printed);
    }
}

fn two_statements() -> Vec<Triple> {
    vec![
        Triple::new(iri("s1"), iri("claim"), iri("a")),
        Triple::new(iri("s2"), iri("claim"), iri("b")),
        Triple::new(iri("s2"), iri("about"), Literal::from(2)),
    ]
}

/// The rows for the claim `a`, each term by its last part; the printed text has to agree.
fn rows_for_a(text: &str) -> Vec<String> {
    let text = format!("PREFIX : <https://example.org/>\n{text}");
    let triples = two_statements();
    let graph = Graph::from_triples(&triples).unwrap();
    let values = [("claim".to_owned(), iri("a").into_string())];
    let prepared = Prepared::from_text(&text, "test", &values, &graph).unwrap();
    let rows = bag(prepared.evaluate(&graph).unwrap());
    assert_eq!(
        rows,
        ask_store(&store(&triples), &prepared.sparql()),
        "{}",
        prepared.sparql()
    );
    let short = |row: &String| row.replace("<https://example.org/", "").replace('>', "");
    rows.iter()
        .map(short)
        .map(|row| row.replace("^^<http://www.w3.org/2001/XMLSchema#integer", ""))
        .collect()
}

#[test]
fn a_parameter_asked_for_is_a_column() {
    assert_eq!(
        rows_for_a("SELECT ?_claim_iri ?s { ?s :claim ?_claim_iri }"),
        ["a s1"]
    );
    assert_eq!(rows_for_a("SELECT * { ?s :claim ?_claim_iri }"), ["a s1"]);
    assert_eq!(rows_for_a("SELECT (?_claim_iri AS ?c) {}"), ["a"]);
    assert_eq!(
        rows_for_a("SELECT ?_claim_iri { ?s ?p ?o } ORDER BY ?o LIMIT 2"),
        ["a", "a"]
    );
    assert_eq!(
        rows_for_a("SELECT ?s ?_claim_iri { { ?s :claim ?_claim_iri } UNION { ?s :about ?n } }"),
        ["s1 a", "s2 a"]
    );
}

#[test]
fn a_parameter_can_be_a_key_of_groups() {
    let text =
        "SELECT ?_claim_iri (COUNT(?s) AS ?n) { ?s :claim ?_claim_iri } GROUP BY ?_claim_iri";
    assert_eq!(rows_for_a(text), ["a \"1\""]);
    let none =
        "SELECT ?_claim_iri (COUNT(?s) AS ?n) { ?s :about ?_claim_iri } GROUP BY ?_claim_iri";
    assert!(rows_for_a(none).is_empty(), "no group without rows");
}

#[test]
fn a_parameter_reaches_sub_selects_that_hide_it() {
    assert_eq!(
        rows_for_a("SELECT ?n { { SELECT (COUNT(?s) AS ?n) { ?s :claim ?_claim_iri } } }"),
        ["\"1\""]
    );
    assert_eq!(
        rows_for_a(
            "SELECT ?s ?_claim_iri { ?s ?p ?o { SELECT ?s ?_claim_iri { ?s :claim ?_claim_iri } } }"
        ),
        ["s1 a"]
    );
    let exists = "SELECT ?s { ?s :about ?n FILTER NOT EXISTS { ?s :claim ?_claim_iri } }";
    assert_eq!(rows_for_a(exists), ["s2"]);
}

#[test]
fn a_parameter_is_no_variable_that_minus_shares() {
    let text = "SELECT ?s { ?s :claim ?c MINUS { ?other :claim ?_claim_iri } }";
    assert_eq!(rows_for_a(text), ["s1", "s2"]);
}

#[test]
fn what_the_text_of_a_query_brackets_stays_bracketed() {
    let same = |text: &str, expected: &[&str]| assert_eq!(rows_for_a(text), expected, "{text}");
    same(
        "SELECT ((1 + 2) * 3 - (2 - 1) AS ?n) { FILTER(BOUND(?_claim_iri)) }",
        &["\"8\""],
    );
    same(
        "SELECT (-(1 + 2) AS ?n) (!(!(?_claim_iri = :a)) AS ?b) {}",
        &["\"-3\" \"true\"^^<http://www.w3.org/2001/XMLSchema#boolean"],
    );
    same(
        "SELECT ?x { { SELECT DISTINCT ?x ?s { ?s :claim ?c BIND(?_claim_iri AS ?x) } } }",
        &["a", "a"],
    );
    same(
        "SELECT ?s { { SELECT ?s { ?s :claim ?c FILTER(?_claim_iri = :a) } ORDER BY ?s LIMIT 1 } } ORDER BY DESC(?s)",
        &["s1"],
    );
    same(
        "SELECT ?s ?n { { ?s :claim ?c FILTER(!BOUND(?n)) } OPTIONAL { ?s :about ?n FILTER(?_claim_iri = :a) } }",
        &["s1 -", "s2 \"2\""],
    );
    same(
        "SELECT ?s ?n { ?s :claim ?c OPTIONAL { { ?t :about ?n FILTER(?s = ?s) } FILTER(?_claim_iri = :a) } }",
        &["s1 -", "s2 -"],
    );
}
