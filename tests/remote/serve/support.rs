//! A server that runs, and a client that shows what comes back as it is.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_demarche");

/// Runs for ever: a billion rows have to be counted.
pub(crate) const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";

/// Takes all memory there is: the rows have to be sorted.
pub(crate) const GREEDY: &str = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a";

pub(crate) fn graph() -> &'static Path {
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
pub(crate) fn printed(args: &[&str]) -> Vec<u8> {
    let output = Command::new(PROGRAM).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}");
    output.stdout
}

pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) place: String,
}

impl Server {
    pub(crate) fn start(options: &[&str]) -> Self {
        let mut command = Self::command();
        command.arg("-q").args(options);
        Self::spawn(&mut command)
    }

    /// A server that writes a line for each request to this file.
    pub(crate) fn start_logging(log: std::fs::File) -> Self {
        let mut command = Self::command();
        command.arg("-v").stderr(log);
        Self::spawn(&mut command)
    }

    fn command() -> Command {
        let mut command = Command::new(PROGRAM);
        command.arg("serve").arg(graph()).args(["--port", "0"]);
        command
    }

    fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let place = line.trim().strip_prefix("http://").unwrap();
        let place = place.strip_suffix('/').unwrap().to_owned();
        Self { child, place }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.place).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(120)))
            .unwrap();
        stream
    }

    /// Sends these bytes and reads until the server closes.
    pub(crate) fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // The server may answer, and close, before it has heard all.
        let _ = stream.write_all(request);
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response);
        response
    }

    pub(crate) fn ask(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Response {
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

    pub(crate) fn get(&self, target: &str, headers: &[(&str, &str)]) -> Response {
        self.ask("GET", target, headers, b"")
    }

    pub(crate) fn query(&self, text: &str, headers: &[(&str, &str)]) -> Response {
        self.get(&format!("/sparql?query={}", encoded(text)), headers)
    }

    pub(crate) fn form(&self, body: &str) -> Response {
        let kind = [("Content-Type", "application/x-www-form-urlencoded")];
        self.ask("POST", "/sparql", &kind, body.as_bytes())
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &pid]).status().unwrap();
        assert!(sent.success());
    }

    /// Processes that the server has started and that are still there.
    #[cfg(target_os = "linux")]
    pub(crate) fn workers(&self) -> usize {
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

pub(crate) fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Waits until something is so, up to a generous time.
pub(crate) fn until(what: &str, mut is: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is() {
        assert!(since.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether the answer came to the end that HTTP asks for.
    pub(crate) whole: bool,
}

impl Response {
    pub(crate) fn read(bytes: &[u8]) -> Self {
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

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|(found, _)| found == name);
        named.next().map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn media(&self) -> &str {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap()
    }
}

pub(crate) fn unchunked(mut rest: &[u8]) -> (Vec<u8>, bool) {
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
