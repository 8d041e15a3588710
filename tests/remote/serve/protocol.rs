//! What is asked and answered: the query operation of the protocol, formats, methods, who is let in.

use crate::serve::support::{Response, Server, encoded, graph, printed};
use std::io::Read;

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
