//! The program as people run it: every folder in `tests/end_to_end/` is a case, and a new one needs
//! no Rust. `UPDATE_EXPECT=1 cargo test --test end_to_end` writes what is expected anew.
//!
//! | in the folder | what it is | without it |
//! |---|---|---|
//! | `command` | lines for `sh`, run one after the other; `#` begins a comment | |
//! | `given/` | files to begin with | none |
//! | `stdout` | what is printed; where there are several lines, each under its `$ line` | nothing |
//! | `stderr` | what is said, under the `$ line`; then `exit` and the code, unless it is 0 | nothing |
//! | `expected/` | the files that are there afterwards and were not before | none |
//!
//! Commands run in a folder with `study/`, a copy of `data/cyber-debate`, and `study.demarche`, the
//! graph file that it compiles to.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a panic here is the test failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_demarche");

/// Files by their path below a folder.
type Files = BTreeMap<PathBuf, Vec<u8>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Files {
    fn collect(folder: &Path, root: &Path, found: &mut Files) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, root, found);
            } else {
                let inner = path.strip_prefix(root).unwrap().to_owned();
                found.insert(inner, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = Files::new();
    collect(folder, folder, &mut found);
    found
}

fn put(files: &Files, folder: &Path) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// A line for `sh`, in a folder, with `demarche` on the path and an environment that is the same
/// everywhere.
fn shell(line: &str, folder: &Path) -> Command {
    let program = Path::new(PROGRAM).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("sh");
    command
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:{path}", program.display()))
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    command
}

/// The study and the graph file that every case begins with.
fn study() -> Files {
    let folder = TempDir::new().unwrap();
    put(
        &files(&root().join("data/cyber-debate")),
        &folder.path().join("study"),
    );
    // What someone has made from the study is no part of it.
    let _ = fs::remove_dir_all(folder.path().join("study/out"));
    let done = shell("demarche -q ingest study -o study.demarche", folder.path())
        .status()
        .unwrap();
    assert!(done.success());
    files(folder.path())
}

/// What a case came to, in the form of the files of its folder.
fn outcome(case: &Path, study: &Files) -> Files {
    let folder = TempDir::new().unwrap();
    let mut before = study.clone();
    before.extend(files(&case.join("given")));
    put(&before, folder.path());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let commands = fs::read_to_string(case.join("command")).unwrap();
    let lines = commands
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let several = lines.clone().count() > 1;
    for line in lines {
        let output = shell(line, folder.path()).output().unwrap();
        let heading = format!("$ {line}\n").into_bytes();
        if several && !output.stdout.is_empty() {
            stdout.extend(&heading);
        }
        stdout.extend(output.stdout);
        if !output.stderr.is_empty() || !output.status.success() {
            stderr.extend(heading);
        }
        stderr.extend(output.stderr);
        if !output.status.success() {
            let code = output.status.code().unwrap_or(-1);
            stderr.extend(format!("exit {code}\n").into_bytes());
        }
    }
    let mut found = Files::new();
    for (name, bytes) in [("stdout", stdout), ("stderr", stderr)] {
        if !bytes.is_empty() {
            found.insert(name.into(), bytes);
        }
    }
    let after = files(folder.path());
    let new = after
        .into_iter()
        .filter(|(path, bytes)| before.get(path) != Some(bytes));
    found.extend(new.map(|(path, bytes)| (Path::new("expected").join(path), bytes)));
    found
}

/// The files of a case's folder that say what is expected.
fn expected(case: &Path) -> Files {
    let mut found = files(case);
    found.retain(|path, _| path != Path::new("command") && !path.starts_with("given"));
    found
}

fn update(case: &Path, found: &Files) {
    for path in expected(case).keys() {
        fs::remove_file(case.join(path)).unwrap();
    }
    put(found, case);
}

/// Where two files part, by line.
fn parting(found: &[u8], wanted: &[u8]) -> String {
    let (found, wanted) = (
        String::from_utf8_lossy(found),
        String::from_utf8_lossy(wanted),
    );
    let (mut left, mut right) = (found.split_inclusive('\n'), wanted.split_inclusive('\n'));
    for line in 1.. {
        match (left.next(), right.next()) {
            (None, None) => break,
            (found, wanted) if found != wanted => {
                let shown =
                    |line: Option<&str>| line.map_or("no line".into(), |l| format!("{l:?}"));
                return format!(
                    "line {line}:\n  found    {}\n  expected {}",
                    shown(found),
                    shown(wanted)
                );
            }
            _ => {}
        }
    }
    "bytes that are no text".into()
}

/// Everything in which a case is not as expected.
fn problems(name: &str, found: &Files, wanted: &Files) -> Vec<String> {
    let paths = found
        .keys()
        .chain(wanted.keys().filter(|path| !found.contains_key(*path)));
    paths
        .filter(|path| found.get(*path) != wanted.get(*path))
        .map(|path| {
            let bytes = |files: &Files| files.get(path).cloned().unwrap_or_default();
            let place = parting(&bytes(found), &bytes(wanted));
            format!("{name}/{}: {place}", path.display())
        })
        .collect()
}

#[test]
fn cases() {
    let folder = root().join("tests/end_to_end");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort_unstable();
    let study = study();
    let rewrite = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1");
    let found = Mutex::new(Vec::new());
    let left = Mutex::new(cases.iter());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(case) = left.lock().unwrap().next() else {
                        break;
                    };
                    let outcome = outcome(case, &study);
                    if rewrite {
                        update(case, &outcome);
                    }
                    let name = case.file_name().unwrap().to_string_lossy();
                    let problems = problems(&name, &outcome, &expected(case));
                    found.lock().unwrap().extend(problems);
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap();
    found.sort_unstable();
    assert!(
        found.is_empty(),
        "{}\n\nUPDATE_EXPECT=1 writes what is found as what is expected",
        found.join("\n")
    );
}

/// Billions of rows, and no time for them: the clock wins over the evaluator.
#[test]
fn a_timeout_holds_and_leaves_no_file() {
    let folder = TempDir::new().unwrap();
    put(&study(), folder.path());
    let before = files(folder.path());
    let line = "demarche query study.demarche --timeout 1s -o all.csv \
                -e 'SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i'";
    let begin = Instant::now();
    let output = shell(line, folder.path()).output().unwrap();
    let took = begin.elapsed();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(124), "{stderr}");
    assert!(
        stderr.starts_with("error: timed out after 1s\n"),
        "{stderr}"
    );
    assert!(took < Duration::from_secs(3), "{took:?}");
    let after = files(folder.path());
    assert!(before.keys().eq(after.keys()), "{:?}", after.keys());
}
