//! Stories about queries, end to end inside this floor.

use super::*;
use demarche_core::diagnostic::{Advice, ErrorKind};
use demarche_graph::Graph;
use demarche_graph::rdf::GraphFormat;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Triple;
use std::path::Path;

const DATA: &str = r#"
@prefix dm: <https://w3id.org/demarche/ns#> . @prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@base <https://example.org/s/> .
<https://example.org/s/> a void:Dataset ; void:uriSpace "https://example.org/s/" ; dcterms:title "S" .
<claim/attacks> a dm:Claim ; rdfs:label "China carries out cyberattacks" .
<claim/norms> a dm:Claim ; rdfs:label "Norms | rules\nare needed" .
<actor/china> a dm:Actor ; rdfs:label "中国" ; dm:country "CHN" .
<actor/usa> a dm:Actor ; rdfs:label "United States" ; dm:country "USA" .
dm:stance-supports a dm:Stance ; skos:notation "supports" .
dm:stance-opposes a dm:Stance ; skos:notation "opposes" .
<statement/1> a dm:Statement ; dm:speaker <actor/china> ; dm:claim <claim/attacks> ; dm:stance dm:stance-opposes ; dm:earliest "2013-02-20"^^xsd:date .
<statement/2> a dm:Statement ; dm:speaker <actor/usa> ; dm:claim <claim/attacks> ; dm:stance dm:stance-supports ; dm:earliest "2013-03-01"^^xsd:date .
<statement/3> a dm:Statement ; dm:speaker <actor/china> ; dm:claim <claim/norms> ; dm:stance dm:stance-supports ; dm:earliest "2014-01-01"^^xsd:date .
"#;

pub(super) fn graph_of(turtle: &str) -> Graph {
    let triples: Vec<Triple> = RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(turtle)
        .map(|quad| quad.unwrap().into())
        .collect();
    Graph::from_triples(&triples).unwrap()
}

pub(super) fn graph() -> Graph {
    graph_of(DATA)
}

fn values(pairs: &[&str]) -> Vec<(String, String)> {
    pairs.iter().map(|pair| parse_pair(pair).unwrap()).collect()
}

fn answer_as(text: &str, pairs: &[&str], format: ResultFormat, width: Option<usize>) -> String {
    let graph = graph();
    let prepared = Prepared::from_text(text, "-e", &values(pairs), &graph).unwrap();
    let mut out = Vec::new();
    prepared.execute(&graph, format, width, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn answer(text: &str, pairs: &[&str]) -> Vec<String> {
    let csv = answer_as(text, pairs, ResultFormat::Csv, None);
    let rows = csv.lines().skip(1);
    rows.map(|row| row.replace("https://example.org/s/", ""))
        .collect()
}

fn error(text: &str, pairs: &[&str]) -> QueryError {
    let graph = graph();
    Prepared::from_text(text, "q.rq", &values(pairs), &graph)
        .and_then(|prepared| prepared.evaluate(&graph).map(|_| ()))
        .unwrap_err()
}

const BY_CLAIM: &str = "\
#+ summary: Stances on a claim
#+ parameters:
#+   claim: { description: the claim, type: iri, class: dm:Claim }
#+   stance: { type: iri, class: dm:Stance, default: supports, allowed: [supports, opposes] }
#+   since: { type: date, optional: true }
SELECT ?actor WHERE {
  ?s dm:claim ?_claim_iri ; dm:stance ?_stance_iri ; dm:speaker ?actor ; dm:earliest ?day
  FILTER(!BOUND(?__since_date) || ?day >= ?__since_date)
}";

#[test]
fn parameters_are_found_by_short_names_defaults_and_dates() {
    assert_eq!(answer(BY_CLAIM, &["claim=attacks"]), ["actor/usa"]);
    assert_eq!(
        answer(BY_CLAIM, &["claim=claim:attacks", "stance=opposes"]),
        ["actor/china"]
    );
    let full = "claim=<https://example.org/s/claim/norms>";
    assert_eq!(
        answer(BY_CLAIM, &[full, "stance=dm:stance-supports"]),
        ["actor/china"]
    );
    assert!(answer(BY_CLAIM, &["claim=attacks", "since=2013-03-02"]).is_empty());
    assert_eq!(
        answer(BY_CLAIM, &["claim=attacks", "since=2013-03-01"]),
        ["actor/usa"]
    );
}

#[test]
fn an_empty_value_of_an_optional_parameter_is_any() {
    assert_eq!(
        answer(BY_CLAIM, &["claim=attacks", "since="]),
        ["actor/usa"]
    );
    let error = error(BY_CLAIM, &["claim="]);
    assert!(matches!(error, QueryError::InvalidValue { .. }));
}

#[test]
fn wrong_parameters_are_explained() {
    let told = |pairs: &[&str]| {
        let error = error(BY_CLAIM, pairs);
        assert_eq!(error.kind(), ErrorKind::Usage);
        format!(
            "{error} | {}",
            error
                .hint()
                .map_or_else(String::new, |hint| hint.to_string())
        )
    };
    assert_eq!(
        told(&[]),
        "q.rq needs a value for \"claim\" (the claim) | \
         add claim=VALUE, where VALUE is one of attacks, norms"
    );
    assert_eq!(
        told(&["claim=atacks"]),
        "\"atacks\" is no value for \"claim\": the graph has no Claim of this name | did you mean attacks?"
    );
    assert_eq!(
        told(&["claim=https://example.org/s/actor/china"]),
        "\"https://example.org/s/actor/china\" is no value for \"claim\": the graph has no such Claim | \
         there are attacks, norms"
    );
    assert_eq!(
        told(&["claim=attacks", "stance=neutral"]),
        "\"neutral\" is no value for \"stance\": the graph has no Stance of this name | there are opposes, supports"
    );
    assert_eq!(
        told(&["claim=attacks", "clam=x"]),
        "q.rq has no parameter \"clam\" | did you mean \"claim\"? it takes claim, stance, since"
    );
    assert_eq!(
        told(&["claim=attacks", "since=2013-02"]),
        "\"2013-02\" is no value for \"since\": a day is needed | 2013-02 begins on 2013-02-01 and ends on 2013-02-28"
    );
    assert_eq!(
        told(&["claim=attacks", "claim=norms"]),
        "\"claim\" is given more than once | give it once"
    );
    assert!(told(&["claim=attacks", "since=2013-02-30"]).contains("no such day"));
    assert!(told(&["claim=<not an iri>"]).contains("it is not an IRI"));
}

#[test]
fn a_default_that_the_graph_lacks_has_to_be_given() {
    let text = BY_CLAIM.replace("description: the claim,", "default: quantum,");
    let error = error(&text, &[]);
    assert!(matches!(&error, QueryError::MissingParameter { name, .. } if name == "claim"));
}

#[test]
fn answers_without_columns_or_room_are_tables_too() {
    for width in [None, Some(0), Some(5), Some(12)] {
        for text in [
            "SELECT * {}",
            "SELECT * { ?s ?p ?o }",
            "SELECT ?x { FILTER(false) }",
        ] {
            answer_as(text, &[], ResultFormat::Table, width);
            answer_as(text, &[], ResultFormat::Markdown, width);
        }
    }
    assert_eq!(
        answer_as(
            "SELECT ?x ?y { FILTER(false) }",
            &[],
            ResultFormat::Markdown,
            None
        ),
        "| x | y |\n| --- | --- |\n"
    );
}

#[test]
fn a_name_used_by_several_studies_has_to_be_spelled_out() {
    let twice = graph_of(&format!(
        "{DATA}{}",
        DATA.replace("example.org/s/", "example.org/t/")
    ));
    let error =
        Prepared::from_text(BY_CLAIM, "q", &values(&["claim=attacks"]), &twice).unwrap_err();
    assert_eq!(
        error.hint().unwrap().to_string(),
        "give the IRI: <https://example.org/s/claim/attacks> or <https://example.org/t/claim/attacks>"
    );
}

#[test]
fn without_a_header_parameters_go_by_their_variables() {
    let text = "SELECT ?a { ?a dm:country ?_country } ORDER BY ?a";
    assert_eq!(answer(text, &["country=USA"]), ["actor/usa"]);
    assert_eq!(
        answer(text, &[]).len(),
        2,
        "not given, it is a variable like others"
    );
    assert!(matches!(
        error(text, &["land=USA"]),
        QueryError::UnknownParameter { .. }
    ));
}

#[test]
fn values_cannot_break_out_of_the_query() {
    let text = "SELECT ?a ?_country { ?a dm:country ?_country }";
    for nasty in [
        "\" } ; DROP ALL #",
        "'\\\"",
        "CHN\" . ?a ?p ?o . #",
        "\n}",
        "",
        "中国\u{0}",
        "?a",
        "\\u0022",
    ] {
        assert!(
            answer(text, &[&format!("country={nasty}")]).is_empty(),
            "{nasty}"
        );
    }
    let text = "SELECT ?o { ?_x_iri ?p ?o }";
    for nasty in [
        "<a:b> ?p ?o } #",
        "https://a.b/> ?p ?o }#",
        "<https://a.b/ c>",
    ] {
        let error = error(text, &[&format!("x={nasty}")]);
        assert!(matches!(error, QueryError::InvalidValue { .. }), "{nasty}");
    }
}

#[test]
fn what_a_graph_file_cannot_answer_is_refused() {
    let refused = |text: &str| error(text, &[]).to_string();
    assert_eq!(
        refused("SELECT * FROM <a:b> { ?s ?p ?o }"),
        "FROM cannot be used here: a graph file holds a single graph without a name"
    );
    assert!(refused("ASK { GRAPH ?g { ?s ?p ?o } }").starts_with("GRAPH cannot"));
    assert!(refused("ASK { SERVICE <a:b> { ?s ?p ?o } }").starts_with("SERVICE <a:b> may not"));
    assert!(refused("ASK { ?s ?p ?x SERVICE ?x { ?s ?p ?o } }").starts_with("SERVICE ?x may not"));
    assert!(refused("ASK { ?s ?p ?o FILTER EXISTS { SERVICE <a:b> {} } }").starts_with("SERVICE"));
    for update in [
        "INSERT DATA { <a:b> <a:c> 1 }",
        "PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }",
        "clear all",
    ] {
        assert!(
            matches!(error(update, &[]), QueryError::ReadOnly { .. }),
            "{update}"
        );
    }
}

#[test]
fn syntax_errors_stand_at_the_wrong_word() {
    let at = |text: &str| match error(text, &[]) {
        QueryError::Syntax(error) => format!(
            "{}:{} [{}] {} | {}",
            error.line,
            error.column,
            &error.text[error.span.clone()],
            error.message,
            error.hint.unwrap_or_default()
        ),
        other => panic!("{other}"),
    };
    assert_eq!(
        at("SELECT * {\n ?s ?p ?o }\n LIMT 3"),
        "3:2 [LIMT] unexpected \"LIMT\" | did you mean LIMIT?"
    );
    assert_eq!(
        at("SELEC ?s"),
        "1:1 [SELEC] unexpected \"SELEC\" | did you mean SELECT?"
    );
    assert_eq!(
        at("SELECT * {\n ?s 中国 ?p }"),
        "2:5 [中国] unexpected \"中国\" | "
    );
    assert_eq!(
        at("SELECT * { ?s ?p ?o FILTER(?o > 3 }"),
        "1:35 [}] unexpected \"}\" | "
    );
    assert_eq!(
        at("SELECT * { ?s ?p ?o"),
        "1:10 [{] \"{\" is never closed | "
    );
    assert_eq!(
        at("SELECT * { ?s ?p 'abc }"),
        "1:18 ['abc }] the string has no closing ' | "
    );
    assert_eq!(
        at("SELECT * { ?s <rel> ?p }"),
        "1:15 [<rel>] <rel> is not an absolute IRI | write it in full, or declare a BASE"
    );
    assert_eq!(at(""), "1:1 [] there is no query here | ");
    assert_eq!(at("SELECT ?s"), "1:10 [] the query ends too early | ");
    assert_eq!(
        at("SELECT ?s { ?s a ?o } GROUP BY ?o"),
        "1:1 [SELECT] SELECT names a variable that is neither grouped by nor aggregated | "
    );
    assert!(
        at("SELECT * { ?s foo:bar ?o . ?o a dm:Claim }").starts_with(
            "1:15 [foo:bar] unknown prefix \"foo:\" | known without declaration: dcterms: dm: "
        )
    );
    assert_eq!(at("\u{feff}ASK { ?s ?p }").split(' ').next(), Some("1:13"));
}

#[test]
fn brackets_deeper_than_any_query_needs_are_refused() {
    let nested = |depth: usize| format!("ASK {}{}", "{".repeat(depth), "}".repeat(depth));
    assert!(Prepared::from_text(&nested(64), "-e", &[], &graph()).is_ok());
    let error = error(&nested(100_000), &[]);
    assert_eq!(
        error.to_string(),
        "q.rq:1:69: brackets are nested more than 64 deep"
    );
}

#[test]
fn results_come_in_every_format() {
    let select =
        "SELECT ?label (STRLEN(?label) AS ?n) { ?c a dm:Claim ; rdfs:label ?label } ORDER BY ?n";
    let all = |format| answer_as(select, &[], format, None);
    assert_eq!(
        all(ResultFormat::Markdown),
        "| label | n |\n| --- | ---: |\n| Norms \\| rules<br>are needed | 24 |\n\
         | China carries out cyberattacks | 30 |\n"
    );
    assert_eq!(
        all(ResultFormat::Csv),
        "label,n\r\n\"Norms | rules\nare needed\",24\r\nChina carries out cyberattacks,30\r\n"
    );
    assert!(all(ResultFormat::Tsv).starts_with("?label\t?n\n\"Norms | rules\\nare needed\"\t24\n"));
    assert!(serde_json::from_str::<serde_json::Value>(&all(ResultFormat::Json)).is_ok());
    assert!(roxmltree::Document::parse(&all(ResultFormat::Xml)).is_ok());
    let ask = |format| answer_as("ASK { ?s a dm:Claim }", &[], format, None);
    assert_eq!(ask(ResultFormat::Table), "true\n");
    assert_eq!(ask(ResultFormat::Csv), "true\n");
    assert_eq!(ask(ResultFormat::Json), "{\"head\":{},\"boolean\":true}\n");
}

#[test]
fn tables_fit_count_chinese_as_wide_and_shorten_iris() {
    use unicode_width::UnicodeWidthStr;
    let text = "SELECT ?a ?label (3 AS ?n) { ?a a dm:Actor ; rdfs:label ?label } ORDER BY ?a";
    let table = answer_as(text, &[], ResultFormat::Table, None);
    assert!(table.contains("actor:china"), "{table}");
    let lines: Vec<&str> = table
        .lines()
        .filter(|line| line.contains("actor:"))
        .collect();
    let place = |line: &str| line[..line.rfind('3').unwrap()].width();
    assert_eq!(place(lines[0]), place(lines[1]), "{table}");
    let long = "SELECT ?a (CONCAT('国国国国 ', 'a very long text that has to wrap, ', ?l) AS ?t) (12345 AS ?n) \
                { ?a a dm:Actor ; rdfs:label ?l }";
    let narrow = answer_as(long, &[], ResultFormat::Table, Some(40));
    assert!(narrow.lines().all(|line| line.width() <= 40), "{narrow}");
    assert!(narrow.contains("12345"), "{narrow}");
    let steering = answer_as(
        "SELECT ('a\\u001B[31mb' AS ?x) {}",
        &[],
        ResultFormat::Table,
        None,
    );
    assert!(!steering.contains('\u{1b}'));
}

#[test]
fn graphs_come_sorted_with_the_prefixes_they_use() {
    let text = "CONSTRUCT { ?a dm:agreesWith [] ; dm:weight 2 } { ?a a dm:Actor }";
    let turtle = answer_as(text, &[], ResultFormat::Graph(GraphFormat::Turtle), None);
    assert!(
        turtle.starts_with("@prefix dm: <https://w3id.org/demarche/ns#> .\n@prefix actor: <https://example.org/s/actor/> .\nactor:china "),
        "{turtle}"
    );
    assert_eq!(turtle.matches("@prefix").count(), 2, "{turtle}");
    assert_eq!(
        turtle,
        answer_as(text, &[], ResultFormat::Graph(GraphFormat::Turtle), None)
    );
    let lines = answer_as(text, &[], ResultFormat::Graph(GraphFormat::NTriples), None);
    assert_eq!(lines.lines().count(), 4);
    assert!(lines.lines().is_sorted());
    let graph = graph();
    let prepared = Prepared::from_text(text, "-e", &[], &graph).unwrap();
    let error = prepared
        .execute(&graph, ResultFormat::Csv, None, &mut Vec::new())
        .unwrap_err();
    assert_eq!(
        error.hint().unwrap().to_string(),
        "these can: ttl, nt, nq, trig, rdf, jsonld"
    );
    for format in [
        ResultFormat::Graph(GraphFormat::NQuads),
        ResultFormat::Graph(GraphFormat::TriG),
        ResultFormat::Graph(GraphFormat::RdfXml),
        ResultFormat::Graph(GraphFormat::JsonLd),
    ] {
        assert!(
            prepared
                .execute(&graph, format, None, &mut Vec::new())
                .unwrap()
                == 4
        );
    }
}

#[test]
fn formats_are_known_by_name_and_by_file() {
    for format in ResultFormat::ALL {
        assert_eq!(ResultFormat::from_name(format.name()).unwrap(), format);
    }
    assert_eq!(
        ResultFormat::from_path(Path::new("a.b.CSV")).unwrap(),
        ResultFormat::Csv
    );
    assert_eq!(
        ResultFormat::from_path(Path::new("a.nt.gz")).unwrap(),
        ResultFormat::Graph(GraphFormat::NTriples)
    );
    let error = ResultFormat::from_name("jsn").unwrap_err();
    assert!(
        error
            .hint()
            .unwrap()
            .to_string()
            .starts_with("did you mean \"json\"?")
    );
    assert!(ResultFormat::from_path(Path::new("plain")).is_err());
}

#[test]
fn the_built_in_queries_are_in_order() {
    let catalogue = Catalogue::embedded().unwrap();
    for saved in catalogue.iter() {
        assert!(!saved.header.summary.is_empty(), "{}", saved.name);
    }
}

#[test]
fn a_folder_adds_queries_and_replaces_those_of_the_same_name() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("by-claim.rq"), BY_CLAIM).unwrap();
    std::fs::write(folder.path().join("notes.txt"), "no query").unwrap();
    let catalogue = Catalogue::with_folder(folder.path()).unwrap();
    let saved = catalogue.get("by-claim").unwrap();
    assert_eq!(saved.header.parameters.len(), 3);
    let graph = graph();
    let prepared = Prepared::from_saved(saved, &values(&["claim=norms"]), &graph).unwrap();
    assert_eq!(prepared.solutions(&graph).unwrap().count(), 1);
    let error = catalogue.get("by-clam").unwrap_err();
    assert_eq!(
        error.hint().unwrap().to_string(),
        "did you mean \"by-claim\"? `demarche queries` lists them"
    );
    assert!(matches!(
        Catalogue::with_folder(Path::new("/no/such")),
        Err(QueryError::Read { .. })
    ));
}
