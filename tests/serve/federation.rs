//! `SERVICE`: other endpoints are asked where they are allowed by name, and nowhere else.

use crate::support::{PROGRAM, Server, graph};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

const NAMES: &str = "?state a dm:State ; rdfs:label ?name";

/// A server whose queries may ask these endpoints.
fn asking(services: &[&str]) -> Server {
    let options: Vec<&str> = services
        .iter()
        .flat_map(|service| ["--allow-service", service])
        .collect();
    Server::start(&[&options[..], &["--timeout", "60s"]].concat())
}

fn query(text: &str, options: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(PROGRAM)
        .args(["query", "-f", "csv", "-e", text])
        .args(options)
        .arg(graph())
        .env("NETRC", "/dev/null")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

/// An endpoint that answers everything alike, and keeps the requests it got.
fn recorder(answer: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let name = format!("http://{}/sparql", listener.local_addr().unwrap());
    let requests = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&requests);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                head.push_str(&line);
                if line.trim().is_empty() {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            kept.lock().unwrap().push(head);
            let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/sparql-results+json";
            let answer = format!("{head}\r\nContent-Length: {}\r\n\r\n{answer}", answer.len());
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
        }
    });
    (name, requests)
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
    let refused = query(&text, &[], &[]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("--allow-service"), "{said}");
    let answer = query(&text, &["--allow-service", &name], &[]);
    let alone = query(
        &format!("SELECT ?name {{ {NAMES} }} ORDER BY ?name"),
        &[],
        &[],
    );
    assert!(answer.status.success());
    assert_eq!(answer.stdout, alone.stdout);
}

#[test]
fn it_is_asked_once_and_not_told_who_asks() {
    let nothing = r#"{"head":{"vars":["s"]},"results":{"bindings":[]}}"#;
    let (name, requests) = recorder(nothing);
    // For each statement its claim is looked for there.
    let text = format!(
        "SELECT * {{ ?s dm:claim ?claim OPTIONAL {{ SERVICE <{name}> {{ ?claim a ?class }} FILTER(?s != ?class) }} }}"
    );
    let secret = [("DEMARCHE_TOKEN", "secret")];
    let done = query(&text, &["--allow-service", &name], &secret);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let requests = requests.lock().unwrap();
    assert_eq!(requests.len(), 1);
    assert!(!requests[0].to_ascii_lowercase().contains("authorization"));
}
