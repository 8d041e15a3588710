//! Commands over a SPARQL endpoint print what they print over the graph file, byte for byte; where
//! the endpoint does not do its part, they say so and write nothing.

use crate::servers::support::endpoint::{Fault, NAME, start};
use crate::servers::support::{Server, reply, study_file};
use demarche::graph::Graph;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A graph file of the study, and its graph.
struct Study {
    folder: TempDir,
    graph: Graph,
}

impl Study {
    fn new() -> Self {
        let bytes = study_file();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("study.demarche"), &bytes).unwrap();
        let graph = Graph::from_bytes(&bytes).unwrap();
        Self { folder, graph }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self) -> String {
        self.path("study.demarche").display().to_string()
    }
}

fn demarche(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(args)
        .env_remove("DEMARCHE_USER")
        .env_remove("DEMARCHE_TOKEN")
        .env("NETRC", "/dev/null")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What a command prints over a graph file, and over an endpoint.
fn both(study: &Study, endpoint: &str, command: &str, rest: &[&str]) -> [Output; 2] {
    let file = study.file();
    let here = [&[command, &file], rest].concat();
    let there = [&[command, endpoint, "--graph", NAME], rest].concat();
    [demarche(&here), demarche(&there)]
}

fn assert_same(study: &Study, endpoint: &str, command: &str, rest: &[&str]) {
    let [here, there] = both(study, endpoint, command, rest);
    assert!(here.status.success(), "{command} {rest:?}: {}", said(&here));
    assert!(
        there.status.success(),
        "{command} {rest:?}: {}",
        said(&there)
    );
    assert!(here.stdout == there.stdout, "{command} {rest:?} differs");
    assert!(!here.stdout.is_empty(), "{command} {rest:?} prints nothing");
}

const COMMANDS: &[&[&str]] = &[
    &["info"],
    &["info", "--json"],
    &["export", "-o", "-", "-f", "ttl"],
    &[
        "network", "signed", "--nodes", "state", "-o", "-", "-f", "gexf",
    ],
    &["network", "positions", "-o", "-", "-f", "graphml"],
    &[
        "network", "signed", "--logic", "implied", "-o", "-", "-f", "csv",
    ],
    &["network", "addressed", "-o", "-", "-f", "csv"],
    &[
        "network",
        "signed",
        "--nodes",
        "state",
        "--explain",
        "china",
        "united-states",
    ],
    &["coalitions", "--nodes", "polity"],
    &["compare", "--by", "sector"],
    &["compare", "--by", "authority", "-f", "json"],
    &["validate", "-f", "ttl"],
];

#[test]
fn every_command_prints_the_same_bytes() {
    let study = Study::new();
    let server = start(&study.graph, Fault::None);
    for command in COMMANDS {
        assert_same(&study, &server.origin, command[0], &command[1..]);
    }
}

#[test]
fn what_does_not_conform_is_found_there_as_here() {
    let mut study = Study::new();
    let stance = "https://w3id.org/demarche/ns#stance";
    let triples: Vec<_> = study.graph.triples().map(Result::unwrap).collect();
    let mut damaged = triples.clone();
    // One statement loses its stance, another gets that of a third as well.
    let at = triples
        .iter()
        .position(|t| t.predicate.as_str() == stance)
        .unwrap();
    damaged.remove(at);
    let more = triples[at..]
        .iter()
        .filter(|t| t.predicate.as_str() == stance);
    let opposite = more
        .clone()
        .find(|t| t.object != triples[at].object)
        .unwrap();
    let mut second = more.clone().nth(1).unwrap().clone();
    second.object = match second.object == opposite.object {
        true => triples[at].object.clone(),
        false => opposite.object.clone(),
    };
    damaged.push(second);
    study.graph = Graph::from_triples(&damaged).unwrap();
    let mut builder = demarche::graph::GraphBuilder::new();
    for triple in &damaged {
        builder.insert(triple.as_ref()).unwrap();
    }
    fs::write(study.path("study.demarche"), builder.finish().unwrap()).unwrap();
    let server = start(&study.graph, Fault::None);
    for format in ["table", "json", "ttl"] {
        let [here, there] = both(&study, &server.origin, "validate", &["-f", format]);
        assert_eq!(
            (here.status.code(), there.status.code()),
            (Some(1), Some(1))
        );
        assert!(here.stdout == there.stdout, "{format}");
        assert_eq!(said(&here), said(&there));
        assert!(said(&here).contains("2 results"), "{}", said(&here));
    }
}

/// An endpoint that cuts its answers hides nothing from a validator, or says that it does.
#[test]
fn what_does_not_conform_is_found_behind_a_limit_of_rows() {
    let study = Study::new();
    let shapes = study.path("shapes.ttl").display().to_string();
    let text =
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dm: <https://w3id.org/demarche/ns#> .
        [] a sh:NodeShape ; sh:targetClass dm:Statement ;
          sh:property [ sh:path dm:addressee ; sh:minCount 1 ; sh:maxCount 1 ] ,
            [ sh:path dm:paraphrase ; sh:maxLength 90 ; sh:pattern \"e\" ] ,
            [ sh:path dm:latest ; sh:lessThan dm:earliest ] .";
    fs::write(&shapes, text).unwrap();
    let args = ["--shapes", shapes.as_str(), "-f", "json"];
    let server = start(&study.graph, Fault::Capped(100));
    let [here, there] = both(&study, &server.origin, "validate", &args);
    assert_eq!(there.status.code(), Some(1), "{}", said(&there));
    assert!(here.stdout == there.stdout);
    let server = start(&study.graph, Fault::Stuck(100));
    let [_, there] = both(&study, &server.origin, "validate", &args);
    assert_eq!(there.status.code(), Some(3));
    assert!(
        said(&there).contains("gives only a part"),
        "{}",
        said(&there)
    );
}

#[test]
fn so_it_does_where_answers_are_cut_short_or_broken_off() {
    let study = Study::new();
    for fault in [Fault::Capped(100), Fault::Broken] {
        let server = start(&study.graph, fault);
        assert_same(
            &study,
            &server.origin,
            "export",
            &["-o", "-", "-f", "nt", "--tries", "9"],
        );
        let ordered = |seen: &&crate::servers::support::Seen| {
            String::from_utf8_lossy(&seen.body).contains("ORDER+BY")
        };
        let pages = server.seen().iter().filter(ordered).count();
        assert_eq!(
            pages > 10,
            matches!(fault, Fault::Capped(_)),
            "{pages} pages"
        );
    }
}

#[test]
fn saved_queries_have_the_same_answers_in_every_format() {
    let study = Study::new();
    let server = start(&study.graph, Fault::None);
    let names = [
        "agreement-pairs",
        "shares-by-group",
        "who-stands-where",
        "sector-split",
    ];
    for name in names {
        for format in ["table", "csv", "tsv", "json", "xml", "md"] {
            assert_same(&study, &server.origin, "query", &[name, "-f", format]);
        }
    }
    assert_same(&study, &server.origin, "query", &["claim-as-graph"]);
    assert_same(
        &study,
        &server.origin,
        "query",
        &["positions-of-actor", "-p", "actor=china"],
    );
    assert_same(
        &study,
        &server.origin,
        "query",
        &["-e", "ASK { ?s a dm:Claim }"],
    );
    let by_name = "SELECT ?o { ?_who_iri rdfs:label ?o }";
    assert_same(
        &study,
        &server.origin,
        "query",
        &["-e", by_name, "-p", "who=china"],
    );
    let own_prefix = "SELECT ?o { actor:china rdfs:label ?o }";
    assert_same(&study, &server.origin, "query", &["-e", own_prefix]);
    assert_same(
        &study,
        &server.origin,
        "query",
        &["sector-split", "--fetch"],
    );
}

#[test]
fn names_are_looked_up_there_and_errors_are_the_same() {
    let study = Study::new();
    let server = start(&study.graph, Fault::None);
    for rest in [
        ["positions-of-actor", "-p", "actor=chnia"],
        ["positions-of-actor", "-p", "x=1"],
    ] {
        let [here, there] = both(&study, &server.origin, "query", &rest);
        assert_eq!(
            (here.status.code(), there.status.code()),
            (Some(2), Some(2))
        );
        assert_eq!(said(&here), said(&there));
    }
}

#[test]
fn rows_are_sorted_as_here_whatever_order_they_come_in() {
    let backwards = r#"{"head":{"vars":["n"]},"results":{"bindings":[
        {"n":{"type":"literal","datatype":"http://www.w3.org/2001/XMLSchema#decimal","value":"10.0"}},
        {"n":{"type":"literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"9"}},
        {}]}}"#;
    let server = Server::start(move |_, seen| {
        let is_ours = String::from_utf8_lossy(&seen.body).contains("ORDER+BY");
        let nothing = r#"{"head":{"vars":["s","o"]},"results":{"bindings":[]}}"#;
        let body = if is_ours { backwards } else { nothing };
        reply(
            "200 OK",
            "Content-Type: application/sparql-results+json\r\n",
            body,
        )
    });
    let text = "SELECT ?n { ?s ?p ?n } ORDER BY ?n";
    let output = demarche(&["query", &server.origin, "-e", text, "-f", "csv"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "n\r\n\r\n9\r\n10\r\n"
    );
}

#[test]
fn a_part_of_an_answer_is_not_taken_for_the_whole() {
    let study = Study::new();
    let server = start(&study.graph, Fault::Capped(200));
    let text = "SELECT ?s ?c { ?s dm:claim ?c } ORDER BY ?s ?c";
    let asked = ["-e", text, "-f", "csv"];
    let [here, there] = both(&study, &server.origin, "query", &asked);
    assert_eq!(
        (here.status.code(), there.status.code()),
        (Some(0), Some(3))
    );
    let told = said(&there);
    assert!(
        told.contains("200 of 469 rows") && told.contains("--fetch"),
        "{told}"
    );
    let asked = ["-e", text, "-f", "csv", "--fetch"];
    let there = demarche(&[&["query", &server.origin, "--graph", NAME][..], &asked].concat());
    assert!(here.stdout == there.stdout, "{}", said(&there));
    let asked = ["-e", &format!("{text} LIMIT 200"), "-f", "csv"];
    assert_same(&study, &server.origin, "query", &asked);
}

#[test]
fn a_query_that_the_store_refuses_can_be_answered_here() {
    let refuses = Server::start(|_, seen| {
        let nothing = r#"{"head":{"vars":["s","o"]},"results":{"bindings":[]}}"#;
        match String::from_utf8_lossy(&seen.body).contains("DISTINCT") {
            true => reply("500 Internal Server Error", "", "Bad dfe"),
            false => reply(
                "200 OK",
                "Content-Type: application/sparql-results+json\r\n",
                nothing,
            ),
        }
    });
    let text = "SELECT DISTINCT ?s { ?s ?p ?o }";
    let output = demarche(&["query", &refuses.origin, "-e", text]);
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("500 Internal Server Error: Bad dfe"));
    assert!(said(&output).contains("--fetch"), "{}", said(&output));
    let tried = refuses
        .seen()
        .iter()
        .filter(|seen| String::from_utf8_lossy(&seen.body).contains("DISTINCT"))
        .count();
    assert_eq!(tried, 3);
}

#[test]
fn a_store_that_does_not_do_its_part_is_told_and_nothing_is_written() {
    let study = Study::new();
    let file = study.path("out.nt");
    let target = file.display().to_string();
    for (fault, words) in [
        (Fault::Stuck(5), "counts"),
        (Fault::Growing, "changed while it was read"),
    ] {
        let server = start(&study.graph, fault);
        let output = demarche(&["export", &server.origin, "--graph", NAME, "-o", &target]);
        assert_eq!(
            output.status.code(),
            Some(3),
            "{fault:?}: {}",
            said(&output)
        );
        assert!(said(&output).contains(words), "{}", said(&output));
        assert!(said(&output).contains("\n  hint: "), "{}", said(&output));
        assert!(!file.exists());
    }
}

#[test]
fn what_is_wrong_with_an_endpoint_is_told_with_a_hint() {
    let study = Study::new();
    let full = start(&study.graph, Fault::None);
    let page = Server::start(|_, _| reply("200 OK", "Content-Type: text/html\r\n", "<html>"));
    let locked = Server::start(|_, _| reply("401 Unauthorized", "", ""));
    let garbled = Server::start(|_, _| {
        reply(
            "200 OK",
            "Content-Type: application/sparql-results+json\r\n",
            "{\"head\":",
        )
    });
    let blank = Server::start(|_, _| {
        let rows = r#"{"head":{"vars":["p","count","s","o"]},"results":{"bindings":[{
            "p":{"type":"uri","value":"http://a/p"},
            "s":{"type":"bnode","value":"b"},"o":{"type":"bnode","value":"b"},
            "count":{"type":"literal","value":"1"}}]}}"#;
        reply(
            "200 OK",
            "Content-Type: application/sparql-results+json\r\n",
            rows,
        )
    });
    for (origin, words, hint) in [
        (&full.origin, "no triples in its default graph", NAME),
        (&page.origin, "answers with text/html", "/sparql or /query"),
        (&locked.origin, "401 Unauthorized", "DEMARCHE_USER"),
        (&garbled.origin, "not well-formed", "try again"),
        (&blank.origin, "blank node", "--graph"),
    ] {
        let output = demarche(&["info", origin, "--tries", "1"]);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        let text = said(&output);
        assert!(
            text.contains(words) && text.contains(hint),
            "{words}: {text}"
        );
        assert!(text.contains("\n  hint: "), "{text}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn what_is_wrong_on_the_command_line_is_usage() {
    let study = Study::new();
    let file = study.file();
    for args in [
        vec!["info", "http://me:s3cret@127.0.0.1/x"],
        vec!["info", "http://"],
        vec!["info", &file, "--graph", NAME],
        vec!["info", &file, "--graph", "no iri"],
        vec!["info", "http://127.0.0.1/", "--wait", "soon"],
        vec!["info", "http://127.0.0.1/", "--tries", "0"],
        vec!["info", "http://127.0.0.1/", "--longest-answer", "much"],
    ] {
        let output = demarche(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
        assert!(!said(&output).contains("s3cret"), "{}", said(&output));
    }
}

#[test]
fn credentials_come_from_the_environment_or_netrc_and_are_not_shown() {
    let server = Server::start(|_, _| reply("403 Forbidden", "", "no"));
    let netrc = tempfile::NamedTempFile::new().unwrap();
    fs::write(netrc.path(), "machine 127.0.0.1 login me password s3cret\n").unwrap();
    let netrc = netrc.path().display().to_string();
    let ask = |variables: &[(&str, &str)]| {
        let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(["info", &server.origin, "-v"])
            .env_remove("DEMARCHE_USER")
            .env("NETRC", "/dev/null")
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let text = said(&output);
        assert!(!text.contains("s3cret") && !text.contains("bWU6"), "{text}");
        output.status.code()
    };
    assert_eq!(ask(&[]), Some(3));
    assert_eq!(ask(&[("NETRC", &netrc)]), Some(3));
    assert_eq!(
        ask(&[("DEMARCHE_USER", "me"), ("DEMARCHE_PASSWORD", "s3cret")]),
        Some(3)
    );
    assert_eq!(ask(&[("DEMARCHE_TOKEN", "s3cret")]), Some(3));
    assert_eq!(ask(&[("DEMARCHE_PASSWORD", "s3cret")]), Some(2));
    assert_eq!(
        ask(&[("DEMARCHE_TOKEN", "s3cret"), ("DEMARCHE_USER", "me")]),
        Some(2)
    );
    assert_eq!(ask(&[("NETRC", "/no/such/file")]), Some(3));
    let sent: Vec<Option<String>> = server
        .seen()
        .iter()
        .map(|seen| seen.header("authorization").map(str::to_owned))
        .collect();
    let basic = Some("Basic bWU6czNjcmV0".to_owned());
    let bearer = Some("Bearer s3cret".to_owned());
    assert_eq!(sent, [None, basic.clone(), basic, bearer]);
}

#[test]
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
fn a_certificate_has_to_be_one_that_is_trusted_and_of_the_host() {
    use crate::servers::support::tls;
    let truth = r#"{"head":{"vars":["s","o"]},"results":{"bindings":[]}}"#;
    let port = tls::start("application/sparql-results+json", truth);
    let ask = |host: &str, authority: &Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args([
                "query",
                &format!("https://{host}:{port}/sparql"),
                "--tries",
                "1",
            ])
            .args(["-e", "SELECT ?s ?o { ?s ?p ?o }", "-f", "csv"])
            .env("SSL_CERT_FILE", authority)
            .env_remove("SSL_CERT_DIR")
            .env("NETRC", "/dev/null")
            .output()
            .unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), stdout, said(&output))
    };
    let authority = tls::file("authority.pem");
    let (code, stdout, stderr) = ask("localhost", &authority);
    assert_eq!((code, stdout.as_str()), (Some(0), "s,o\r\n"), "{stderr}");
    // The server's own certificate says nothing about who signed it.
    for (host, authority) in [
        ("127.0.0.1", authority),
        ("localhost", tls::file("server.key")),
        ("localhost", tls::file("no-such-file")),
    ] {
        let (code, stdout, stderr) = ask(host, &authority);
        assert_eq!((code, stdout.as_str()), (Some(3), ""), "{host}: {stderr}");
        assert!(stderr.contains("no secure connection"), "{stderr}");
        assert!(stderr.contains("SSL_CERT_FILE"), "{stderr}");
    }
}
