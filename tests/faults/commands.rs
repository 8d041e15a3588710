//! Every command that reads a graph file, as the fault tests run it.

use crate::support::DEMARCHE;
use std::path::Path;
use std::process::{Command, Stdio};

/// The commands that read a graph file, each with the arguments after the file's name. `OUT` stands
/// for a file that the command writes.
pub(crate) const COMMANDS: [(&str, &[&str]); 9] = [
    ("query", &["-e", COUNTS, "-f", "csv"]),
    ("query", &["-e", LABELS, "-f", "csv", "-o", "OUT.csv"]),
    ("network", &["signed", "--nodes", "state", "-o", "OUT.csv"]),
    ("coalitions", &["--nodes", "state", "-o", "OUT.json"]),
    ("compare", &["--by", "country", "-f", "json"]),
    ("validate", &["--json"]),
    ("export", &["-o", "OUT.nt"]),
    ("info", &["--json"]),
    (
        "push",
        &["http://localhost:9/data", "--default-graph", "--dry-run"],
    ),
];

const COUNTS: &str = "SELECT ?stance (COUNT(*) AS ?n) { ?s dm:stance ?stance } GROUP BY ?stance";
const LABELS: &str = "SELECT ?label ?country { ?a a dm:Actor ; rdfs:label ?label ; dm:country ?country } \
     ORDER BY ?label";

/// A command line over a graph file that writes into a folder.
pub(crate) fn over(graph: &Path, (name, args): (&str, &[&str]), folder: &Path) -> Command {
    let mut command = Command::new(DEMARCHE);
    command.arg(name).arg(graph).current_dir(folder);
    command.args(args);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}
