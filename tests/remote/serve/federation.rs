//! `SERVICE`: other endpoints are asked where they are allowed by name, and nowhere else.

use crate::serve::support::{PROGRAM, Server, graph};
use std::process::{Command, Output};

const NAMES: &str = "?state a dm:State ; rdfs:label ?name";

/// A server whose queries may ask these endpoints.
fn asking(services: &[&str]) -> Server {
    let options: Vec<&str> = services
        .iter()
        .flat_map(|service| ["--allow-service", service])
        .collect();
    Server::start(&[&options[..], &["--timeout", "60s"]].concat())
}

fn query(text: &str, options: &[&str]) -> Output {
    Command::new(PROGRAM)
        .args(["query", "-f", "csv", "-e", text])
        .args(options)
        .arg(graph())
        .env("NETRC", "/dev/null")
        .output()
        .unwrap()
}

#[test]
fn an_allowed_endpoint_is_asked() {
    let other = Server::start(&[]);
    let name = format!("http://{}/sparql", other.place);
    let server = asking(&[&name]);
    let csv = [("Accept", "text/csv")];
    let alone = server.query(&format!("SELECT ?name {{ {NAMES} }} ORDER BY ?name"), &csv);
    assert!(alone.text().lines().count() > 5, "{}", alone.text());
    for pattern in [
        format!("SERVICE <{name}> {{ {NAMES} }}"),
        format!("SERVICE SILENT <{name}> {{ {NAMES} }}"),
        format!("?state a dm:State SERVICE <{name}> {{ {NAMES} }}"),
        format!("OPTIONAL {{ SERVICE <{name}> {{ {NAMES} }} }}"),
        // Its own business, and nothing for this server to ask.
        format!("SERVICE <{name}> {{ SELECT ?state ?name {{ {NAMES} }} LIMIT 1000 }}"),
    ] {
        let query = format!("SELECT ?name {{ {pattern} }} ORDER BY ?name");
        let answer = server.query(&query, &csv);
        assert_eq!(answer.text(), alone.text(), "{query}");
    }
}

#[test]
fn no_other_endpoint_is_asked() {
    let other = Server::start(&[]);
    let name = format!("http://{}/sparql", other.place);
    let (closed, server) = (Server::start(&[]), asking(&["http://127.0.0.1:9/sparql"]));
    for query in [
        format!("ASK {{ SERVICE <{name}> {{ ?s ?p ?o }} }}"),
        format!("ASK {{ SERVICE SILENT <{name}> {{ ?s ?p ?o }} }}"),
        format!("ASK {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{name}> {{ ?s ?p ?o }} }} }}"),
        format!("SELECT * {{ BIND(<{name}> AS ?there) SERVICE ?there {{ ?s ?p ?o }} }}"),
    ] {
        for server in [&closed, &server] {
            let answer = server.query(&query, &[]);
            assert_eq!(answer.status, 400, "{query}: {}", answer.text());
            assert!(answer.text().contains("SERVICE"), "{}", answer.text());
        }
    }
}

#[test]
fn an_endpoint_that_fails_is_told_unless_silence_is_asked_for() {
    // Nobody listens on the discard port.
    let name = "http://127.0.0.1:9/sparql";
    let server = asking(&[name]);
    let answer = server.query(&format!("ASK {{ SERVICE <{name}> {{ ?s ?p ?o }} }}"), &[]);
    assert_eq!(answer.status, 502, "{}", answer.text());
    assert!(answer.text().contains("127.0.0.1:9"), "{}", answer.text());
    let silent = format!("ASK {{ SERVICE SILENT <{name}> {{ ?s ?p ?o }} }}");
    assert_eq!(server.query(&silent, &[]).status, 200);
    // What the other does not understand is its to refuse.
    let other = Server::start(&[]);
    let name = format!("http://{}/sparql", other.place);
    let server = asking(&[&name]);
    let query = format!("ASK {{ SERVICE <{name}> {{ GRAPH ?g {{ ?s ?p ?o }} }} }}");
    assert_eq!(server.query(&query, &[]).status, 502);
}

#[test]
fn a_query_here_asks_what_it_is_allowed_to() {
    let other = Server::start(&[]);
    let name = format!("http://{}/sparql", other.place);
    let text = format!("SELECT ?name {{ SERVICE <{name}> {{ {NAMES} }} }} ORDER BY ?name");
    let refused = query(&text, &[]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("--allow-service"), "{said}");
    let answer = query(&text, &["--allow-service", &name]);
    let alone = query(&format!("SELECT ?name {{ {NAMES} }} ORDER BY ?name"), &[]);
    assert!(answer.status.success());
    assert_eq!(answer.stdout, alone.stdout);
}
