//! Limits that hold while others go on being served.

use crate::serve::support::{ENDLESS, GREEDY, PROGRAM, Response, Server, encoded, graph, until};
use std::io::{Read, Write};
use std::net::Shutdown;
use std::process::Command;
use std::time::{Duration, Instant};

#[test]
fn limits_hold_and_others_are_served_meanwhile() {
    let server = Server::start(&["--timeout", "4s", "--memory", "150M", "--workers", "2"]);
    std::thread::scope(|scope| {
        let endless = scope.spawn(|| server.query(ENDLESS, &[]));
        for _ in 0..5 {
            assert_eq!(server.query("ASK {}", &[]).status, 200);
        }
        assert_eq!(endless.join().unwrap().status, 504);
    });
    if cfg!(target_os = "linux") {
        let greedy = server.query(GREEDY, &[]);
        assert_eq!(greedy.status, 507, "{}", greedy.text());
    }
    assert_eq!(server.query("ASK {}", &[]).status, 200);
}

#[test]
fn an_answer_that_is_too_large_is_never_taken_for_whole() {
    let query = "SELECT * { ?s ?p ?o }";
    let small = Server::start(&["--max-answer", "20K"]);
    assert_eq!(small.query(query, &[]).status, 422);
    assert_eq!(small.query("ASK {}", &[]).status, 200);
    assert!(
        small.get("/data", &[]).whole,
        "all triples are no answer of a query"
    );
    let large = Server::start(&["--max-answer", "200K"]);
    for encoding in ["identity", "gzip"] {
        let cut = large.query(query, &[("Accept-Encoding", encoding)]);
        assert_eq!((cut.status, cut.whole), (200, false), "{encoding}");
    }
    let target = format!("GET /sparql?query={} HTTP/1.0\r\n\r\n", encoded(query));
    assert_eq!(Response::read(&large.raw(target.as_bytes())).status, 505);
}

#[test]
fn too_many_are_sent_away() {
    let server = Server::start(&["--workers", "1", "--queue", "0", "--timeout", "20s"]);
    let mut first = server.connect();
    let target = format!(
        "GET /sparql?query={} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        encoded(ENDLESS)
    );
    first.write_all(target.as_bytes()).unwrap();
    let since = Instant::now();
    let refused = loop {
        let response = server.query("ASK {}", &[]);
        if response.status != 200 {
            break response;
        }
        assert!(since.elapsed() < Duration::from_secs(15), "never refused");
    };
    assert_eq!(refused.status, 503);
    assert!(refused.header("retry-after").is_some());
}

#[cfg(target_os = "linux")]
#[test]
fn a_client_that_goes_away_takes_its_worker_with_it() {
    let server = Server::start(&["--timeout", "10m"]);
    for query in [ENDLESS, "SELECT * { ?a ?b ?c . ?d ?e ?f }"] {
        let mut client = server.connect();
        let target = format!(
            "GET /sparql?query={} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            encoded(query)
        );
        client.write_all(target.as_bytes()).unwrap();
        until("a worker runs", || server.workers() == 1);
        if query != ENDLESS {
            client.read_exact(&mut [0; 4096]).unwrap();
        }
        client.shutdown(Shutdown::Both).unwrap();
        drop(client);
        until("the worker is gone", || server.workers() == 0);
    }
}

#[test]
fn a_server_that_is_told_to_stop_stops() {
    for name in ["-INT", "-TERM"] {
        let mut server = Server::start(&["--grace", "500ms", "--timeout", "10m"]);
        let mut client = server.connect();
        let target = format!(
            "GET /sparql?query={} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            encoded(ENDLESS)
        );
        client.write_all(target.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(300));
        server.signal(name);
        assert_eq!(server.child.wait().unwrap().code(), Some(0), "{name}");
        let mut rest = Vec::new();
        // Whether by an end or by a reset, there is no answer.
        let _ = client.read_to_end(&mut rest);
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
    }
    // A query that is done within the grace is answered.
    let mut server = Server::start(&["--grace", "30s"]);
    let mut client = server.connect();
    let slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d a ?f FILTER(?a = ?d) }";
    let target = format!(
        "GET /sparql?query={} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        encoded(slow)
    );
    client.write_all(target.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    server.signal("-TERM");
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).unwrap();
    assert!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn clients_that_are_slow_or_send_too_much_are_let_go() {
    let server = Server::start(&[]);
    let kind = [("Content-Type", "application/sparql-query")];
    let large = vec![b' '; (1 << 20) + 1];
    assert_eq!(server.ask("POST", "/sparql", &kind, &large).status, 413);
    let unannounced = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
        Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n110000\r\n";
    let request = [
        unannounced.as_bytes(),
        &vec![b' '; 0x110000],
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    assert_eq!(Response::read(&server.raw(&request)).status, 413);
    let long = format!(
        "GET /sparql?query={} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "a".repeat(200_000)
    );
    let response = Response::read(&server.raw(long.as_bytes()));
    assert!([414, 431].contains(&response.status), "{response:?}");
    for garbage in [
        &b"\x16\x03\x01\x02\x00"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ] {
        let response = server.raw(&[garbage, b"\r\n\r\n"].concat());
        assert!(!response.starts_with(b"HTTP/1.1 200"));
    }
    // A header that never ends, and one that never begins.
    std::thread::scope(|scope| {
        for begun in ["GET /sparql HTTP/1.1\r\nHost: loc", ""] {
            let server = &server;
            scope.spawn(move || {
                let mut client = server.connect();
                client.write_all(begun.as_bytes()).unwrap();
                let mut rest = Vec::new();
                let _ = client.read_to_end(&mut rest);
                assert!(!rest.starts_with(b"HTTP/1.1 200"));
            });
        }
    });
    assert_eq!(server.query("ASK {}", &[]).status, 200);
}

#[test]
fn many_clients_at_once_get_their_answers() {
    let server = Server::start(&[]);
    let query = "SELECT ?t (COUNT(*) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY ?t";
    let expected = server.query(query, &[]).body;
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                for _ in 0..3 {
                    let response = server.query(query, &[]);
                    assert_eq!(response.status, 200, "{}", response.text());
                    assert!(response.body == expected);
                }
            });
        }
    });
}

#[test]
fn a_port_that_is_taken_is_told() {
    let server = Server::start(&[]);
    let port = server.place.rsplit(':').next().unwrap();
    let second = Command::new(PROGRAM)
        .arg("serve")
        .arg(graph())
        .args(["--port", port])
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(3));
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("--port 0"), "{said}");
}

#[test]
fn an_answer_has_no_more_rows_than_it_may_have() {
    let server = Server::start(&["--max-rows", "100"]);
    let rows = |form: &str, n: usize| format!("{form} {{ ?s ?p ?o }} LIMIT {n}");
    for form in ["SELECT *", "CONSTRUCT { ?s ?p ?o }"] {
        let csv = [("Accept", "text/csv, application/n-triples")];
        let form = format!("{form} WHERE");
        assert_eq!(server.query(&rows(&form, 100), &csv).status, 200, "{form}");
        let refused = server.query(&rows(&form, 101), &csv);
        assert_eq!(refused.status, 422, "{form}: {}", refused.text());
        assert!(refused.text().contains("100 rows"), "{}", refused.text());
    }
    assert!(
        server.get("/data", &[]).whole,
        "all triples are no answer of a query"
    );
    let counted = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", &[]);
    assert_eq!(
        counted.status, 200,
        "rows in between are none of the answer"
    );
}
