//! Clients that mean no good: slow ones, many at once, pages of other sites, escapes for terminals.

use crate::serve::support::{PROGRAM, Response, Server, encoded, graph, until};
use demarche::serve::{ClientLimits, RequestLog, Settings};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Rows without end, as fast as they can be made.
const FLOOD: &str = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";

/// A server within this process, so that its limits can be short.
struct Inside {
    place: String,
    log: Arc<Mutex<Vec<RequestLog>>>,
    _runtime: tokio::runtime::Runtime,
}

impl Inside {
    fn start(limit: impl FnOnce(&mut ClientLimits)) -> Self {
        let mut settings = Settings::new(PROGRAM, graph());
        settings.address.set_port(0);
        limit(&mut settings.clients);
        let log: Arc<Mutex<Vec<RequestLog>>> = Arc::default();
        let told = Arc::clone(&log);
        settings.log = Arc::new(move |request| told.lock().unwrap().push(request.clone()));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let server = runtime.block_on(demarche::serve::Server::bind(settings));
        let server = server.unwrap();
        let place = server.address().to_string();
        runtime.spawn(server.run(std::future::pending()));
        Self {
            place,
            log,
            _runtime: runtime,
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.place).unwrap();
        let time = Some(Duration::from_secs(60));
        stream.set_read_timeout(time).unwrap();
        stream
    }

    /// Sends these bytes, and reads what comes until the server closes: and after how long.
    fn raw(&self, request: &[u8]) -> (Vec<u8>, Duration) {
        let since = Instant::now();
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut response = Vec::new();
        // A reset is an end too.
        let _ = stream.read_to_end(&mut response);
        (response, since.elapsed())
    }
}

fn is_about(elapsed: Duration, limit: Duration) -> bool {
    elapsed >= limit && elapsed < limit + Duration::from_secs(10)
}

#[test]
fn a_header_has_to_come_in_time() {
    let limit = Duration::from_millis(400);
    let server = Inside::start(|clients| clients.header = limit);
    for begun in ["GET /sparql HTTP/1.1\r\nHost: loc", ""] {
        let (response, elapsed) = server.raw(begun.as_bytes());
        assert!(!response.starts_with(b"HTTP/1.1 200"));
        assert!(is_about(elapsed, limit), "{begun:?}: {elapsed:?}");
    }
}

#[test]
fn a_connection_may_be_idle_for_so_long_between_requests() {
    let limit = Duration::from_millis(400);
    let server = Inside::start(|clients| clients.header = limit);
    let request = format!("GET /style.css HTTP/1.1\r\nHost: {}\r\n\r\n", server.place);
    let (response, elapsed) = server.raw(request.as_bytes());
    assert!(Response::read(&response).whole);
    assert!(is_about(elapsed, limit), "{elapsed:?}");
}

#[test]
fn a_body_has_to_come_in_time() {
    let limit = Duration::from_millis(400);
    let server = Inside::start(|clients| clients.body = limit);
    let request = format!(
        "POST /sparql HTTP/1.1\r\nHost: {}\r\nContent-Type: application/sparql-query\r\n\
         Content-Length: 100\r\n\r\nASK",
        server.place
    );
    let since = Instant::now();
    let mut stream = server.connect();
    stream.write_all(request.as_bytes()).unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 408");
    assert!(is_about(since.elapsed(), limit), "{:?}", since.elapsed());
}

#[test]
fn an_answer_has_to_be_taken_in_time() {
    let limit = Duration::from_millis(400);
    let server = Inside::start(|clients| clients.write = limit);
    let mut stream = server.connect();
    let request = format!(
        "GET /sparql?query={} HTTP/1.1\r\nHost: {}\r\n\r\n",
        encoded(FLOOD),
        server.place
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream.read_exact(&mut [0; 4096]).unwrap();
    // From here on nothing is read, and buffers are full after a while.
    let since = Instant::now();
    until("the server gives up", || {
        !server.log.lock().unwrap().is_empty()
    });
    assert!(
        since.elapsed() < Duration::from_secs(15),
        "{:?}",
        since.elapsed()
    );
    let log = server.log.lock().unwrap();
    assert_eq!((log.len(), log[0].status), (1, 200));
    assert!(log[0].note.is_some());
}

#[test]
fn slow_clients_shut_nobody_out() {
    let server = Server::start(&[]);
    let half = format!(
        "GET /sparql?query=ASK HTTP/1.1\r\nHost: {}\r\n",
        server.place
    );
    let post = format!(
        "POST /sparql HTTP/1.1\r\nHost: {}\r\nContent-Type: application/sparql-query\r\n\
         Content-Length: 100\r\n\r\nASK",
        server.place
    );
    let begun = [half.as_str(), post.as_str(), ""];
    let slow: Vec<TcpStream> = (0..600)
        .map(|number| {
            let mut stream = server.connect();
            // Those that have made room for others already cannot be written to.
            let _ = stream.write_all(begun[number % 3].as_bytes());
            stream
        })
        .collect();
    let since = Instant::now();
    for _ in 0..5 {
        assert_eq!(server.query("ASK {}", &[]).status, 200);
    }
    assert!(
        since.elapsed() < Duration::from_secs(5),
        "{:?}",
        since.elapsed()
    );
    drop(slow);
}

#[test]
fn whoever_is_being_answered_is_not_cut_off_for_others() {
    let server = Inside::start(|clients| clients.connections = 2);
    let slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d a ?f FILTER(?a = ?d) }";
    let request = |query: &str| {
        format!(
            "GET /sparql?query={} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            encoded(query),
            server.place
        )
    };
    std::thread::scope(|scope| {
        let (server, request) = (&server, &request);
        let answered = scope.spawn(move || server.raw(request(slow).as_bytes()).0);
        std::thread::sleep(Duration::from_millis(100));
        let idle: Vec<TcpStream> = (0..8).map(|_| server.connect()).collect();
        let (response, _) = server.raw(request("ASK {}").as_bytes());
        assert_eq!(Response::read(&response).status, 200);
        drop(idle);
        let answered = Response::read(&answered.join().unwrap());
        assert_eq!((answered.status, answered.whole), (200, true));
    });
}

#[test]
fn pages_of_other_sites_have_nothing_computed() {
    let server = Server::start(&["--cors", "https://a.org"]);
    let own = format!("http://{}", server.place);
    let targets = [
        "/sparql?query=ASK%7B%7D",
        "/query?query=ASK%7B%7D",
        "/sparql",
        "/data",
    ];
    for (headers, status) in [
        // Programs, people, and pages of the server itself.
        (vec![], 200),
        (vec![("Sec-Fetch-Site", "none")], 200),
        (vec![("Sec-Fetch-Site", "same-origin")], 200),
        (
            vec![("Sec-Fetch-Site", "same-origin"), ("Origin", "null")],
            200,
        ),
        (vec![("Origin", own.as_str())], 200),
        // A site that is allowed by name, in its scripts.
        (
            vec![
                ("Sec-Fetch-Site", "cross-site"),
                ("Origin", "https://a.org"),
            ],
            200,
        ),
        (vec![("Origin", "https://a.org")], 200),
        // Others: images, frames and links have no origin.
        (vec![("Sec-Fetch-Site", "cross-site")], 403),
        (vec![("Sec-Fetch-Site", "same-site")], 403),
        (
            vec![
                ("Sec-Fetch-Site", "cross-site"),
                ("Origin", "https://b.org"),
            ],
            403,
        ),
        (vec![("Origin", "https://b.org")], 403),
        (vec![("Origin", "null")], 403),
    ] {
        for target in targets {
            let response = server.get(target, &headers);
            assert_eq!(response.status, status, "{target} {headers:?}");
        }
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let headers = [&form[..], &headers].concat();
        let response = server.ask("POST", "/sparql", &headers, b"query=ASK{}");
        assert_eq!(response.status, status, "POST {headers:?}");
        let page = [("Accept", "text/html")];
        let page = [&page[..], &headers].concat();
        assert_eq!(server.get("/", &page).status, 200, "the page costs nothing");
    }
    let any = Server::start(&["--cors", "*"]);
    let cross = [("Sec-Fetch-Site", "cross-site")];
    assert_eq!(any.get(targets[0], &cross).status, 200);
}

#[test]
fn what_clients_send_does_not_steer_the_terminal() {
    let log = tempfile::NamedTempFile::new().unwrap();
    let server = Server::start_logging(log.reopen().unwrap());
    for target in [
        "/%1b[2J",
        "/sparql?query=ASK%7B%7D&format=%1b[31m%c2%9b31m",
        "/sparql?query=%1b[31m",
        "/sparql?query=ASK%7B+SERVICE+%3Chttp://%1b.org/%3E+%7B%7D%7D",
    ] {
        let response = server.get(target, &[]);
        assert!(response.status >= 400, "{target}");
        let steers = |c: char| c.is_control() && c != '\n';
        assert!(!response.text().contains(steers), "{:?}", response.text());
    }
    let lines = || std::fs::read_to_string(log.path()).unwrap();
    until("all is logged", || lines().matches(" ms").count() == 4);
    let steers = |c: char| c.is_control() && c != '\n';
    assert!(!lines().contains(steers), "{:?}", lines());
}
