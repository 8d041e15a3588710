//! `SERVICE` in a query over a graph file: what the endpoint gets to see.

use crate::servers::support::{Server, reply, study_file};
use std::process::Command;

#[test]
fn it_is_asked_once_and_not_told_who_asks() {
    let server = Server::start(|_, _| {
        let nothing = r#"{"head":{"vars":["s"]},"results":{"bindings":[]}}"#;
        let kind = "Content-Type: application/sparql-results+json\r\n";
        reply("200 OK", kind, nothing)
    });
    let name = format!("{}/sparql", server.origin);
    let folder = tempfile::tempdir().unwrap();
    let graph = folder.path().join("study.demarche");
    std::fs::write(&graph, study_file()).unwrap();
    // For each statement its claim is looked for there.
    let text = format!(
        "SELECT * {{ ?s dm:claim ?claim OPTIONAL {{ SERVICE <{name}> {{ ?claim a ?class }} FILTER(?s != ?class) }} }}"
    );
    let done = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["query", "-f", "csv", "-e", &text, "--allow-service", &name])
        .arg(&graph)
        .env("NETRC", "/dev/null")
        .env("DEMARCHE_TOKEN", "secret")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    let seen = server.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].header("authorization"), None);
}
