//! The client for other servers: what it does where they are slow, busy, wrong, or gone.

use crate::servers::support::{Seen, Server, reply};
use demarche::diagnostic::{Advice, Hint};
use demarche::http::{
    Address, Client, Content, Credentials, HttpError, Method, Request, Response, Settings,
};
use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn settings() -> Settings {
    Settings {
        silence: Duration::from_millis(400),
        tries: 4,
        first_wait: Duration::from_millis(1),
        longest_answer: 1000,
        ..Settings::default()
    }
}

fn client(server: &Server, credentials: &Credentials) -> Client {
    let address = Address::parse(&server.origin).unwrap();
    Client::new(&address, credentials, settings()).unwrap()
}

fn get(client: &Client, server: &Server, path: &str) -> Result<Response, HttpError> {
    let address = Address::parse(&format!("{}{path}", server.origin)).unwrap();
    client.send(&Request {
        method: Method::Get,
        address: &address,
        accept: "text/plain",
        content: None,
    })
}

fn text(response: Response) -> std::io::Result<String> {
    let mut body = response.body;
    let mut text = String::new();
    body.read_to_string(&mut text).map(|_| text)
}

fn ok(body: &str) -> Vec<u8> {
    reply(
        "200 OK",
        "Content-Type: text/plain; charset=utf-8\r\n",
        body,
    )
}

#[test]
fn a_busy_server_is_asked_again_and_whoever_watches_is_told() {
    for status in [
        "503 Busy",
        "429 Too many",
        "500 Oops",
        "502 Bad",
        "504 Late",
    ] {
        let server = Server::start(move |number, _| match number {
            0 | 1 => reply(status, "Retry-After: 0\r\n", "wait"),
            _ => ok("here"),
        });
        let told = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&told);
        let client = client(&server, &Credentials::none())
            .telling(move |wait| log.lock().unwrap().push((wait.tried, wait.why.clone())));
        let response = get(&client, &server, "/x").unwrap();
        assert_eq!(response.media_type, "text/plain");
        assert_eq!(text(response).unwrap(), "here");
        let told = told.lock().unwrap();
        assert_eq!(told.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [1, 2]);
        assert!(told[0].1.contains(&status[..3]), "{}", told[0].1);
    }
}

#[test]
fn a_server_that_stays_busy_is_given_up() {
    let server = Server::start(|_, _| reply("503 Busy", "", "<html><b>come</b> back</html>"));
    let error = get(&client(&server, &Credentials::none()), &server, "/x").unwrap_err();
    assert_eq!(server.seen().len(), 4);
    assert_eq!(
        error.to_string(),
        format!(
            "{}/x answers 503 Service Unavailable: come back",
            server.origin
        )
    );
}

#[test]
fn what_is_wrong_is_not_asked_again() {
    for status in [
        "400 Bad",
        "401 Who",
        "403 No",
        "404 Where",
        "405 How",
        "501 Never",
    ] {
        let server = Server::start(move |_, _| reply(status, "", ""));
        let error = get(&client(&server, &Credentials::none()), &server, "/x").unwrap_err();
        assert_eq!(server.seen().len(), 1, "{error}");
        assert!(error.to_string().contains(&status[..3]), "{error}");
    }
}

#[test]
fn a_connection_lost_before_the_answer_is_made_again() {
    let server = Server::start(|number, _| match number {
        0 => Vec::new(),
        1 => b"HTTP/1.1 200".to_vec(),
        _ => ok("here"),
    });
    let client = client(&server, &Credentials::none());
    assert_eq!(text(get(&client, &server, "/x").unwrap()).unwrap(), "here");
}

#[test]
fn an_answer_that_is_cut_off_is_an_error_of_reading() {
    let cut = [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhere".as_bytes(),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhere\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhe",
    ];
    for answer in cut {
        let server = Server::start(move |_, _| answer.to_vec());
        let client = client(&server, &Credentials::none());
        assert!(text(get(&client, &server, "/x").unwrap()).is_err());
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(b"here and there").unwrap();
    let packed = packed.finish().unwrap();
    let half = packed[..packed.len() - 6].to_vec();
    for (bytes, is_whole) in [(packed, true), (half, false)] {
        let server =
            Server::start(move |_, _| reply("200 OK", "Content-Encoding: gzip\r\n", &bytes));
        let client = client(&server, &Credentials::none());
        let read = text(get(&client, &server, "/x").unwrap());
        assert_eq!(read.is_ok_and(|text| text == "here and there"), is_whole);
        let asked = server.seen().remove(0);
        assert!(asked.header("accept-encoding").unwrap().contains("gzip"));
    }
}

#[test]
fn an_answer_has_a_greatest_length_also_when_it_is_packed() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(&[b'a'; 5000]).unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 1000);
    let long = "a".repeat(1001);
    for (headers, body) in [
        ("", long.into_bytes()),
        ("Content-Encoding: gzip\r\n", packed),
    ] {
        let server = Server::start(move |_, _| reply("200 OK", headers, &body));
        let client = client(&server, &Credentials::none());
        let error = text(get(&client, &server, "/x").unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "the answer is longer than 1000 bytes");
    }
    let server = Server::start(|_, _| ok(&"a".repeat(1000)));
    let client = client(&server, &Credentials::none());
    assert_eq!(
        text(get(&client, &server, "/x").unwrap()).unwrap().len(),
        1000
    );
}

#[test]
fn redirects_stay_within_the_origin_and_keep_the_method() {
    let server = Server::start(|_, seen| match seen.line.as_str() {
        "GET /a" => reply("302 Found", "Location: /b\r\n", ""),
        "GET /b" => reply("308 Moved", "Location: c\r\n", ""),
        "POST /a" => reply("307 Moved", "Location: /c\r\n", ""),
        "POST /b" => reply("302 Found", "Location: /c\r\n", ""),
        "GET /round" => reply("302 Found", "Location: /round\r\n", ""),
        line => ok(line),
    });
    let client = client(&server, &Credentials::none());
    assert_eq!(
        text(get(&client, &server, "/a").unwrap()).unwrap(),
        "GET /c"
    );
    let post = |path: &str| {
        let address = Address::parse(&format!("{}{path}", server.origin)).unwrap();
        client.send(&Request {
            method: Method::Post,
            address: &address,
            accept: "*/*",
            content: Some(Content {
                media_type: "text/plain",
                bytes: b"sent",
                gzip: false,
            }),
        })
    };
    assert_eq!(text(post("/a").unwrap()).unwrap(), "POST /c");
    assert_eq!(server.seen().last().unwrap().body, b"sent");
    // It would become a GET, and what was sent would be lost.
    assert!(matches!(post("/b"), Err(HttpError::Elsewhere { .. })));
    let endless = get(&client, &server, "/round");
    assert!(matches!(endless, Err(HttpError::Redirects(_))));
}

#[test]
fn another_origin_gets_nothing() {
    let other = Server::start(|_, _| ok("mine"));
    let target = format!("{}/x", other.origin);
    let header = format!("Location: {target}\r\n");
    let server = Server::start(move |_, _| reply("307 Moved", &header, ""));
    let client = client(&server, &Credentials::none().with_login("me", "s3cret"));
    let error = get(&client, &server, "/x").unwrap_err();
    assert!(error.to_string().contains(&target), "{error}");
    assert!(error.hint().unwrap().to_string().contains(&target));
    assert!(other.seen().is_empty());
}

#[test]
fn credentials_are_sent_and_never_shown() {
    let server = Server::start(|_, _| reply("401 Unauthorized", "", "who?"));
    let sent = |seen: &Seen| seen.header("authorization").map(str::to_owned);
    let error = get(&client(&server, &Credentials::none()), &server, "/x").unwrap_err();
    assert!(matches!(error.hint(), Some(Hint::Credentials)));
    let client = client(&server, &Credentials::none().with_login("me", "s3cret"));
    let error = get(&client, &server, "/x").unwrap_err();
    assert!(!matches!(error.hint(), Some(Hint::Credentials)));
    assert!(!format!("{error} {error:?}").contains("s3cret"));
    let seen = server.seen();
    assert_eq!(sent(&seen[0]), None);
    assert_eq!(sent(&seen[1]).unwrap(), "Basic bWU6czNjcmV0");
}

#[test]
fn a_silent_server_is_given_up() {
    let server = Server::start(|number, _| {
        if number == 0 {
            std::thread::sleep(Duration::from_secs(20));
        }
        ok("here")
    });
    let client = client(&server, &Credentials::none());
    assert_eq!(text(get(&client, &server, "/x").unwrap()).unwrap(), "here");
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn nobody_there_is_told_with_the_address() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/x", free.local_addr().unwrap());
    drop(free);
    let parsed = Address::parse(&address).unwrap();
    let client = Client::new(&parsed, &Credentials::none(), settings()).unwrap();
    let error = client.send(&Request {
        method: Method::Get,
        address: &parsed,
        accept: "*/*",
        content: None,
    });
    let error = error.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&format!("{address} cannot be reached")),
        "{error}"
    );
}
