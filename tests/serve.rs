//! `demarche serve`, spoken to over sockets: the query operation of the SPARQL 1.1 Protocol, what is
//! negotiated, and limits that hold.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_demarche");

/// Runs for ever: a billion rows have to be counted.
const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";

/// Takes all memory there is: the rows have to be sorted.
const GREEDY: &str = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a";

fn graph() -> &'static Path {
    static GRAPH: OnceLock<tempfile::TempPath> = OnceLock::new();
    GRAPH.get_or_init(|| {
        let file = tempfile::NamedTempFile::new().unwrap().into_temp_path();
        let study = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cyber-debate");
        let compiled = demarche::compile::compile(&[study]).unwrap();
        std::fs::write(&file, compiled.graph.unwrap().finish().unwrap()).unwrap();
        file
    })
}

/// What the command prints on stdout.
fn printed(args: &[&str]) -> Vec<u8> {
    let output = Command::new(PROGRAM).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}");
    output.stdout
}

struct Server {
    child: Child,
    place: String,
}

impl Server {
    fn start(options: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .arg("serve")
            .arg(graph())
            .args(["--port", "0", "-q"])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let place = line.trim().strip_prefix("http://").unwrap();
        let place = place.strip_suffix('/').unwrap().to_owned();
        Self { child, place }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.place).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(120)))
            .unwrap();
        stream
    }

    /// Sends these bytes and reads until the server closes.
    fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // The server may answer, and close, before it has heard all.
        let _ = stream.write_all(request);
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response);
        response
    }

    fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let mut request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.place
        );
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() || method == "POST" {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        Response::read(&self.raw(&[request.as_bytes(), body].concat()))
    }

    fn get(&self, target: &str, headers: &[(&str, &str)]) -> Response {
        self.ask("GET", target, headers, b"")
    }

    fn query(&self, text: &str, headers: &[(&str, &str)]) -> Response {
        self.get(&format!("/sparql?query={}", encoded(text)), headers)
    }

    fn form(&self, body: &str) -> Response {
        let kind = [("Content-Type", "application/x-www-form-urlencoded")];
        self.ask("POST", "/sparql", &kind, body.as_bytes())
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &pid]).status().unwrap();
        assert!(sent.success());
    }

    /// Processes that the server has started and that are still there.
    #[cfg(target_os = "linux")]
    fn workers(&self) -> usize {
        let parent = self.child.id();
        let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
        let stats =
            processes.filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok());
        stats
            .filter(|stat| {
                let rest = stat.rsplit(')').next().unwrap();
                rest.split_whitespace().nth(1) == Some(&parent.to_string())
            })
            .count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Waits until something is so, up to a generous time.
#[cfg(target_os = "linux")]
fn until(what: &str, mut is: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is() {
        assert!(since.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[derive(Debug)]
struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// Whether the answer came to the end that HTTP asks for.
    whole: bool,
}

impl Response {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no head: {}", String::from_utf8_lossy(bytes)));
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let mut response = Self {
            status: status.parse().unwrap(),
            headers: lines
                .map(|line| line.split_once(": ").unwrap())
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: Vec::new(),
            whole: true,
        };
        let rest = &bytes[end + 4..];
        if response.header("transfer-encoding") == Some("chunked") {
            (response.body, response.whole) = unchunked(rest);
        } else {
            response.body = rest.to_vec();
            let length = response
                .header("content-length")
                .map(|n| n.parse().unwrap());
            response.whole = length.is_none_or(|length: usize| length == rest.len());
        }
        response
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|(found, _)| found == name);
        named.next().map(|(_, value)| value.as_str())
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn media(&self) -> &str {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap()
    }
}

fn unchunked(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        let Some(end) = rest.windows(2).position(|two| two == b"\r\n") else {
            return (body, false);
        };
        let size = std::str::from_utf8(&rest[..end]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        rest = &rest[end + 2..];
        if size == 0 {
            return (body, rest == b"\r\n");
        }
        if rest.len() < size + 2 {
            body.extend_from_slice(&rest[..size.min(rest.len())]);
            return (body, false);
        }
        body.extend_from_slice(&rest[..size]);
        rest = &rest[size + 2..];
    }
}

#[test]
fn the_query_operation_is_that_of_the_protocol() {
    let server = Server::start(&[]);
    let direct = |content_type: &str, body: &[u8]| {
        server.ask("POST", "/sparql", &[("Content-Type", content_type)], body)
    };
    let form = |content_type: &str, body: &[u8]| direct(content_type, body).status;
    const FORM: &str = "application/x-www-form-urlencoded";
    const QUERY: &str = "application/sparql-query";
    for good in [
        server.query("ASK {}", &[]),
        server.get("/query?query=ASK%20%7B%7D", &[]),
        server.get("/sparql?query=ASK+%7b%7d&unknown=1", &[]),
        server.form("query=ASK%20%7B%7D"),
        direct(QUERY, b"ASK {}"),
        direct("Application/SPARQL-query; charset=\"UTF-8\"", b"ASK {}"),
        direct(
            "application/x-www-form-urlencoded;charset=utf-8",
            b"query=ASK+{}",
        ),
    ] {
        assert_eq!(good.status, 200, "{good:?}");
        assert_eq!(good.text(), "{\"head\":{},\"boolean\":true}\n");
    }
    // Malformed, or not what the protocol has.
    assert_eq!(
        server
            .get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", &[])
            .status,
        400
    );
    assert_eq!(server.form("query=ASK%7B%7D&query=ASK%7B%7D").status, 400);
    assert_eq!(server.get("/sparql?qurey=ASK%7B%7D", &[]).status, 400);
    assert_eq!(server.form("other=1").status, 400);
    assert_eq!(server.form("").status, 400);
    assert_eq!(server.get("/sparql?query=", &[]).status, 400);
    for bad in ["%", "%4", "%zz", "ASK%ff", "%C3%28"] {
        let target = format!("/sparql?query={bad}");
        assert_eq!(server.get(&target, &[]).status, 400, "{bad}");
        assert_eq!(server.form(&format!("query={bad}")).status, 400, "{bad}");
    }
    assert_eq!(form(QUERY, b"ASK { ?s ?p \"\xff\" }"), 400);
    for (content_type, status) in [
        ("text/plain", 415),
        ("application/json", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/sparql-query; charset=utf-16", 415),
        ("application/sparql-query; charset=\"iso-8859-1\"", 415),
        ("nonsense", 415),
        ("application/sparql-update", 403),
    ] {
        assert_eq!(form(content_type, b"ASK {}"), status, "{content_type}");
    }
    assert_eq!(server.ask("POST", "/sparql", &[], b"ASK {}").status, 415);
    let both = [("Content-Type", QUERY)];
    assert_eq!(
        server
            .ask("POST", "/sparql?query=ASK%7B%7D", &both, b"ASK {}")
            .status,
        400
    );
    let packed = [("Content-Type", QUERY), ("Content-Encoding", "gzip")];
    assert_eq!(
        server.ask("POST", "/sparql", &packed, b"ASK {}").status,
        415
    );
    // The graph has no name and cannot be changed.
    for name in ["default-graph-uri", "named-graph-uri"] {
        let target = format!("/sparql?query=ASK%7B%7D&{name}=http%3A%2F%2Fa.org%2F");
        assert_eq!(server.get(&target, &[]).status, 400);
        assert_eq!(
            server
                .form(&format!("query=ASK%7B%7D&{name}=http://a.org/"))
                .status,
            400
        );
        let target = format!("/sparql?{name}=http://a.org/");
        assert_eq!(server.ask("POST", &target, &both, b"ASK {}").status, 400);
    }
    assert_eq!(form(FORM, b"update=CLEAR+ALL"), 403);
    assert_eq!(server.get("/sparql?update=CLEAR+ALL", &[]).status, 400);
    assert_eq!(server.query("CLEAR ALL", &[]).status, 400);
    assert_eq!(
        server
            .query("ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", &[])
            .status,
        400
    );
    assert_eq!(
        server
            .query("SELECT * FROM <http://a.org/> { ?s ?p ?o }", &[])
            .status,
        400
    );
}

#[test]
fn a_syntax_error_is_told_at_its_place() {
    let server = Server::start(&[]);
    let response = server.query("SELECT ?s {\n  ?s ?p }", &[]);
    assert_eq!(response.status, 400);
    assert_eq!(
        response.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert!(
        response.text().starts_with("query:2:9: error["),
        "{}",
        response.text()
    );
}

#[test]
fn methods_are_those_of_each_place() {
    let server = Server::start(&[]);
    for method in ["PUT", "DELETE", "PATCH", "BREW"] {
        for (place, allowed) in [
            ("/sparql", "GET, HEAD, POST, OPTIONS"),
            ("/data", "GET, HEAD, OPTIONS"),
            ("/", "GET, HEAD, OPTIONS"),
        ] {
            let response = server.ask(method, place, &[], b"");
            assert_eq!(response.status, 405, "{method} {place}");
            assert_eq!(response.header("allow"), Some(allowed));
        }
    }
    assert_eq!(server.ask("POST", "/data", &[], b"x").status, 405);
    assert_eq!(server.get("/nowhere", &[]).status, 404);
    let options = server.ask("OPTIONS", "/sparql", &[], b"");
    assert_eq!(options.status, 204);
    assert_eq!(options.header("allow"), Some("GET, HEAD, POST, OPTIONS"));
    assert_eq!(options.header("access-control-allow-origin"), None);
    for target in ["/", "/sparql", "/data", "/sparql?query=ASK%7B%7D"] {
        let get = server.get(target, &[]);
        let head = server.ask("HEAD", target, &[], b"");
        assert_eq!((head.status, head.body.len()), (200, 0), "{target}");
        assert_eq!(head.media(), get.media());
        assert_eq!(
            head.header("content-length"),
            get.header("content-length"),
            "{target}"
        );
    }
}

#[test]
fn formats_are_negotiated() {
    let server = Server::start(&[]);
    const ROWS: &str = "SELECT ?s { ?s a ?t } ORDER BY ?s LIMIT 3";
    const TRIPLES: &str = "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3";
    for (query, accept, media) in [
        (ROWS, "*/*", "application/sparql-results+json"),
        (
            ROWS,
            "application/sparql-results+json",
            "application/sparql-results+json",
        ),
        (
            ROWS,
            "application/sparql-results+xml",
            "application/sparql-results+xml",
        ),
        (ROWS, "text/csv", "text/csv"),
        (
            ROWS,
            "text/tab-separated-values",
            "text/tab-separated-values",
        ),
        (ROWS, "application/json", "application/json"),
        (
            ROWS,
            "text/csv;q=0.3, text/*;q=0.7",
            "text/tab-separated-values",
        ),
        (ROWS, "text/turtle", ""),
        ("ASK {}", "text/csv", "text/csv"),
        (TRIPLES, "*/*", "text/turtle"),
        (TRIPLES, "application/n-triples", "application/n-triples"),
        (TRIPLES, "application/n-quads", "application/n-quads"),
        (TRIPLES, "application/trig", "application/trig"),
        (TRIPLES, "application/rdf+xml", "application/rdf+xml"),
        (TRIPLES, "application/ld+json", "application/ld+json"),
        (TRIPLES, "text/csv", ""),
    ] {
        let response = server.query(query, &[("Accept", accept)]);
        let status = if media.is_empty() { 406 } else { 200 };
        assert_eq!(response.status, status, "{accept}: {response:?}");
        let media = if media.is_empty() {
            "text/plain"
        } else {
            media
        };
        assert_eq!(response.media(), media, "{accept}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
    }
    let named = server.get(&format!("/sparql?format=csv&query={}", encoded(ROWS)), &[]);
    assert_eq!(named.media(), "text/csv");
    assert_eq!(
        server.get("/sparql?format=no&query=ASK%7B%7D", &[]).status,
        400
    );
    let described = server.get("/sparql", &[]);
    assert!(
        described.text().contains("sd:SPARQL11Query"),
        "{}",
        described.text()
    );
    let page = server.get("/", &[("Accept", "text/html")]);
    assert!(
        page.text()
            .contains(&format!("http://{}/sparql", server.place))
    );
}

#[test]
fn answers_are_those_of_the_command() {
    let server = Server::start(&[]);
    let graph = graph().to_str().unwrap();
    let query = "SELECT * { ?s ?p ?o } LIMIT 2000";
    for (format, media) in [
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
    ] {
        let expected = printed(&["query", graph, "-e", query, "-f", format]);
        let response = server.query(query, &[("Accept", media)]);
        assert!(response.whole && response.body == expected, "{format}");
    }
    for (format, media) in [("ttl", "text/turtle"), ("nt", "application/n-triples")] {
        let expected = printed(&["export", graph, "-f", format, "-o", "-"]);
        let response = server.get("/data", &[("Accept", media)]);
        assert!(response.whole && response.body == expected, "{format}");
        let packed = server.get("/data", &[("Accept", media), ("Accept-Encoding", "gzip")]);
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        let mut text = Vec::new();
        let mut decoder = flate2::read::GzDecoder::new(&packed.body[..]);
        decoder.read_to_end(&mut text).unwrap();
        assert!(packed.whole && text == expected, "{format}");
    }
    assert_eq!(server.get("/data?graph=http://a.org/", &[]).status, 404);
}

#[test]
fn only_names_of_this_machine_and_allowed_sites_are_served() {
    let server = Server::start(&["--cors", "https://a.org", "--host", "graphs.example"]);
    let with_host = |host: &str| {
        let request = format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
        Response::read(&server.raw(request.as_bytes())).status
    };
    assert_eq!(with_host("Host: localhost:1\r\n"), 200);
    assert_eq!(with_host("Host: graphs.example\r\n"), 200);
    assert_eq!(with_host("Host: evil.example\r\n"), 421);
    assert_eq!(with_host("Host: localhost.evil.example\r\n"), 421);
    assert_eq!(with_host("Host: localhost\r\nHost: evil.example\r\n"), 400);
    assert_eq!(with_host(""), 400);
    let origin = |origin| {
        let response = server.get("/sparql?query=ASK%7B%7D", &[("Origin", origin)]);
        response
            .header("access-control-allow-origin")
            .map(str::to_owned)
    };
    assert_eq!(origin("https://a.org").as_deref(), Some("https://a.org"));
    assert_eq!(origin("https://b.org"), None);
    let asks = [
        ("Origin", "https://a.org"),
        ("Access-Control-Request-Method", "POST"),
    ];
    let preflight = server.ask("OPTIONS", "/sparql", &asks, b"");
    assert_eq!(preflight.status, 204);
    assert_eq!(
        preflight.header("access-control-allow-methods"),
        Some("GET, HEAD, POST, OPTIONS")
    );
    assert!(preflight.header("access-control-allow-headers").is_some());
}

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
