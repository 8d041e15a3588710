//! What the command says of broken studies, and that it leaves what was there alone.
//!
//! Every folder of `tests/broken/` is a case: the files in it replace those of the good study in
//! `tests/studies/small/` (an empty file `NAME.missing` removes one), and `expected.txt` holds the
//! exit code and all that `demarche ingest` prints. `UPDATE_EXPECT=1 cargo test --test
//! broken_studies` writes the expectations anew: read them before they are committed.

// Helpers are not test functions, and a panic in them is the test failing all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use assert_cmd::Command;
use demarche::diagnostic::{Code, Severity};
use demarche::graph::Graph;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What stood in the output file before.
const OLDER: &[u8] = b"the graph of an earlier day";

/// Codes that reading a study never gives, and who gives them.
const ELSEWHERE: &[(Code, &str)] = &[
    (Code::TooManyColumns, "too large for a folder: see hostile/"),
    (Code::RowTooLong, "too large as well"),
    (Code::ErrorsLeftOut, "too many as well"),
    (Code::WarningsLeftOut, "too many as well"),
    (Code::CheckGivenUp, "too many as well"),
    (Code::QuerySyntax, "queries are no part of a study"),
    (Code::ShapeSyntax, "nor are shapes"),
    (Code::ShapeUnsupported, "nor are shapes"),
    (Code::ShapePartIgnored, "nor are shapes"),
    (Code::ShapeViolation, "a study without errors conforms"),
    (Code::ShapeWarning, "and its shapes do not warn"),
];

fn in_tests(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(in_tests("broken"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    cases
}

/// A folder with the study of a case in `study/` and an older graph in `out/`.
struct Workshop {
    folder: TempDir,
}

impl Workshop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&in_tests("studies/small"), &folder.path().join("study"));
        fs::create_dir(folder.path().join("out")).unwrap();
        fs::write(folder.path().join("out/graph.demarche"), OLDER).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the command here; gives its exit code and what it printed, stdout first.
    fn run(&self, args: &[&str]) -> (i32, String) {
        let output = Command::cargo_bin("demarche")
            .unwrap()
            .args(args)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let printed = [output.stdout, output.stderr].concat();
        let code = output.status.code().expect("ended by a signal");
        (code, String::from_utf8(printed).expect("output is UTF-8"))
    }

    fn ingest(&self) -> (i32, String) {
        self.run(&["ingest", "study", "-o", "out/graph.demarche"])
    }

    /// The files in `out/` with their content.
    fn out(&self) -> BTreeMap<String, Vec<u8>> {
        files_of(&self.path("out"))
    }

    fn assert_untouched(&self, case: &str) {
        let untouched = BTreeMap::from([("graph.demarche".to_owned(), OLDER.to_vec())]);
        assert!(self.out() == untouched, "{case}: the output folder changed");
    }
}

fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap_or_default())
        })
        .collect()
}

/// Copies a folder over another; a folder replaces a file of its name.
fn copy(from: &Path, to: &Path) {
    if to.is_file() {
        fs::remove_file(to).unwrap();
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if let Some(missing) = name.strip_suffix(".missing") {
            fs::remove_file(to.join(missing)).unwrap();
        } else if path.is_dir() {
            copy(&path, &to.join(name));
        } else if name != "expected.txt" {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// Makes what is too large to be kept in the repository.
fn generate(case: &str, study: &Path) {
    if case == "cell-of-100-megabytes" {
        let mut table = b"id,label,definition\nwater,Water,\"".to_vec();
        table.resize(table.len() + 100_000_000, b'x');
        table.extend_from_slice(b"\"\nenergy,Energy,\n");
        fs::write(study.join("themes.csv"), table).unwrap();
    }
}

/// Places relative to the study; the length of the graph, which grows with the ontology, left out.
fn normalized(printed: &str) -> String {
    let lines = printed.lines().map(|line| match line.rsplit_once(", ") {
        Some((before, after)) if after.ends_with(" bytes") => format!("{before}, N bytes"),
        _ => line.strip_prefix("study/").unwrap_or(line).to_owned(),
    });
    lines.map(|line| line + "\n").collect()
}

#[test]
fn each_broken_study_is_told_what_is_wrong_with_it() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut failures = String::new();
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap();
        let workshop = Workshop::new();
        copy(&case, &workshop.path("study"));
        generate(name, &workshop.path("study"));
        let (code, printed) = workshop.ingest();
        let told = format!("exit {code}\n{}", normalized(&printed));
        if code == 0 {
            let graph = Graph::open(&workshop.path("out/graph.demarche"));
            assert!(
                graph.is_ok_and(|graph| graph
                    .instances(demarche::vocab::dm::STATEMENT)
                    .next()
                    .is_some()),
                "{name}: no graph"
            );
            assert_eq!(workshop.out().len(), 1, "{name}: leftovers");
        } else {
            workshop.assert_untouched(name);
        }
        let expected = case.join("expected.txt");
        if update {
            fs::write(&expected, &told).unwrap();
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        if told != wanted {
            failures += &format!("--- {name}, expected:\n{wanted}--- but it said:\n{told}\n");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_error_and_warning_has_a_case() {
    let said: String = cases()
        .iter()
        .map(|case| fs::read_to_string(case.join("expected.txt")).unwrap())
        .collect();
    let without: BTreeSet<&str> = Code::ALL
        .iter()
        .filter(|code| code.severity() != Severity::Note)
        .map(|code| code.number())
        .filter(|number| !said.contains(&format!("[{number}]")))
        .collect();
    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().map(|(code, _)| code.number()).collect();
    assert_eq!(without, elsewhere);
}

#[test]
fn the_good_study_has_nothing_to_be_told() {
    let (code, printed) = Workshop::new().ingest();
    let expected = "out/graph.demarche: 10 statements, N bytes\n";
    assert_eq!((code, normalized(&printed).as_str()), (0, expected));
}

/// Problems as `check --json` prints them.
fn problems_of(workshop: &Workshop) -> Vec<Value> {
    let output = Command::cargo_bin("demarche")
        .unwrap()
        .args(["check", "--json", "-q", "study"])
        .current_dir(workshop.folder.path())
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "stderr is not quiet");
    let printed = String::from_utf8(output.stdout).unwrap();
    printed
        .lines()
        .map(|line| serde_json::from_str(line).expect("one JSON object a line"))
        .collect()
}

#[test]
fn json_tells_the_same_as_text() {
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap();
        let workshop = Workshop::new();
        copy(&case, &workshop.path("study"));
        generate(name, &workshop.path("study"));
        let told: Vec<String> = problems_of(&workshop)
            .iter()
            .filter(|problem| problem["severity"] != "note")
            .map(|problem| {
                let text = |key: &str| problem[key].as_str().unwrap().replace("study/", "");
                let numbers = ["line", "column"].map(|key| problem[key].as_u64());
                let place: String = numbers.iter().flatten().map(|n| format!(":{n}")).collect();
                let (file, severity) = (text("file"), text("severity"));
                format!(
                    "{file}{place}: {severity}[{}]: {}",
                    text("code"),
                    text("message")
                )
            })
            .collect();
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
        let is_headline = |line: &&str| line.contains(": error[") || line.contains(": warning[");
        let expected: Vec<&str> = expected.lines().filter(is_headline).collect();
        assert_eq!(told.len(), expected.len(), "{name}");
        for (json, text) in told.iter().zip(expected) {
            // The text goes on with the cell.
            assert!(text.starts_with(json.as_str()), "{name}: {json}\n{text}");
        }
    }
}

/// The rest of a text from a line and column on, both counted from 1.
fn from_place(text: &str, line: u64, column: u64) -> String {
    let rest = text.split('\n').skip(line as usize - 1);
    let rest = rest.collect::<Vec<_>>().join("\n");
    rest.chars().skip(column as usize - 1).collect()
}

/// Counts lines and columns anew, in another way than the program does.
#[test]
fn a_place_is_where_the_quoted_cell_begins() {
    let mut held = 0;
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap();
        let workshop = Workshop::new();
        copy(&case, &workshop.path("study"));
        for problem in problems_of(&workshop) {
            let (Some(cell), Some(line)) = (problem["cell"].as_str(), problem["line"].as_u64())
            else {
                continue;
            };
            let file = workshop.path(problem["file"].as_str().unwrap());
            let text = fs::read_to_string(file).unwrap().replace('\u{FEFF}', "");
            let text = match text.contains('\n') {
                true => text,
                false => text.replace('\r', "\n"),
            };
            let rest = from_place(&text, line, problem["column"].as_u64().unwrap());
            let begins = |text: &str| text.trim_start_matches([' ', '"']).starts_with(cell);
            // One of several values stands within the cell.
            let mut values = rest.split(['\n', ',']).next().unwrap().split(';');
            let found = begins(&rest) || values.any(begins);
            assert!(found, "{name}: {problem}\nis at: {rest}");
            held += 1;
        }
    }
    assert!(held > 100, "only {held} places were looked at");
}
