//! A store on loopback that speaks the Graph Store Protocol, counts, and moves graphs; it forgets,
//! lies and breaks down on demand.

use super::{Seen, Server, reply};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::{Arc, Mutex};

/// Triples, as lines of N-Triples, by the graph's name.
pub type Graphs = Arc<Mutex<BTreeMap<String, BTreeSet<String>>>>;

/// What a store does wrong.
pub enum Deed {
    /// Answers this and does nothing.
    Says(Vec<u8>),
    /// Does as it should, and closes the connection without an answer.
    ActsAndHangsUp,
    /// Takes the first half of the triples, and says that all went well.
    TakesHalf,
}

/// Starts one; it has `/store`, `/query` and `/update`.
pub fn start(
    fault: impl Fn(usize, &Seen) -> Option<Deed> + Send + Sync + 'static,
) -> (Server, Graphs) {
    let graphs = Graphs::default();
    let held = Arc::clone(&graphs);
    let server = Server::start(move |number, seen| match fault(number, seen) {
        Some(Deed::Says(answer)) => answer,
        Some(Deed::ActsAndHangsUp) => {
            act(&held, seen, false);
            Vec::new()
        }
        Some(Deed::TakesHalf) => act(&held, seen, true),
        None => act(&held, seen, false),
    });
    (server, graphs)
}

fn act(graphs: &Graphs, seen: &Seen, half: bool) -> Vec<u8> {
    let mut graphs = graphs.lock().unwrap();
    let (method, target) = seen.line.split_once(' ').unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let parameter = |text: &[u8], name: &str| {
        let found = form_urlencoded::parse(text).find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned())
    };
    match (method, path) {
        ("PUT" | "POST", "/store") => {
            let name = parameter(query.as_bytes(), "graph").unwrap_or_default();
            let text = unpacked(seen);
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            if half {
                lines.truncate(lines.len() / 2);
            }
            let graph = graphs.entry(name).or_default();
            if method == "PUT" {
                graph.clear();
            }
            graph.extend(lines);
            reply("204 No Content", "", "")
        }
        ("DELETE", "/store") => {
            let name = parameter(query.as_bytes(), "graph").unwrap_or_default();
            match graphs.remove(&name) {
                Some(_) => reply("204 No Content", "", ""),
                None => reply("404 Not Found", "", ""),
            }
        }
        ("POST", "/query") => {
            let name = parameter(&seen.body, "default-graph-uri").unwrap_or_default();
            let count = graphs.get(&name).map_or(0, BTreeSet::len);
            let body = format!(
                r#"{{"head":{{"vars":["count"]}},"results":{{"bindings":[{{"count":
                {{"type":"literal","value":"{count}"}}}}]}}}}"#
            );
            reply(
                "200 OK",
                "Content-Type: application/sparql-results+json\r\n",
                body,
            )
        }
        ("POST", "/update") => {
            let update = parameter(&seen.body, "update").unwrap();
            let words: Vec<&str> = update.split_whitespace().collect();
            let plain = |word: &str| word.trim_matches(['<', '>']).to_owned();
            match words.as_slice() {
                ["MOVE", "GRAPH", from, "TO", rest @ ..] => {
                    let moved = graphs.remove(&plain(from)).unwrap_or_default();
                    let to = rest.get(1).map(|name| plain(name)).unwrap_or_default();
                    graphs.insert(to, moved);
                }
                ["DROP", "SILENT", "GRAPH", name] => drop(graphs.remove(&plain(name))),
                _ => return reply("400 Bad Request", "", update),
            }
            reply("204 No Content", "", "")
        }
        _ => reply("404 Not Found", "", ""),
    }
}

fn unpacked(seen: &Seen) -> String {
    let mut text = String::new();
    match seen.header("content-encoding") {
        Some("gzip") => flate2::read::GzDecoder::new(seen.body.as_slice())
            .read_to_string(&mut text)
            .unwrap(),
        _ => seen.body.as_slice().read_to_string(&mut text).unwrap(),
    };
    text
}
