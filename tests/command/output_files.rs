//! Output files appear whole or not at all, wherever they are to go, and a reader that goes away is
//! no failure.

#![cfg(unix)]
// Helpers are not test functions, and a panic in them is the test failing all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::tiny_disk::TinyDisk;
use demarche::graph::Graph;
use std::fs::{self, Permissions};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const DEMARCHE: &str = env!("CARGO_BIN_EXE_demarche");
const FORMATS: [&str; 6] = ["ttl", "nt", "nq", "trig", "rdf", "jsonld"];

fn small_study() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/studies/small")
}

fn demarche(args: &[&str], folder: &Path) -> Output {
    Command::new(DEMARCHE)
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn ingest(output: &str, folder: &Path) -> Output {
    let study = small_study();
    demarche(&["ingest", study.to_str().unwrap(), "-o", output], folder)
}

/// The exit code, and what was said on stderr.
fn told(output: &Output) -> (Option<i32>, String) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), said)
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

fn is_root() -> bool {
    // The owner of this process's own entry.
    fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0)
}

#[test]
fn an_output_that_is_a_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("graph")).unwrap();
    let (code, said) = told(&ingest("graph", folder.path()));
    assert_eq!(
        (code, said.as_str()),
        (Some(3), "error: graph cannot be written: is a directory\n")
    );
    assert_eq!(names_in(folder.path()), ["graph"]);
}

#[test]
fn an_output_in_a_missing_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = told(&ingest("nowhere/graph", folder.path()));
    assert_eq!(code, Some(3));
    assert!(
        said.starts_with("error: nowhere/graph cannot be written: "),
        "{said}"
    );
    assert!(names_in(folder.path()).is_empty());
}

#[test]
fn an_output_in_a_folder_that_cannot_be_written_is_refused() {
    if is_root() {
        println!("skipped: permissions do not bind root");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("graph"), "old").unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).unwrap();
    let (code, said) = told(&ingest("graph", folder.path()));
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(code, Some(3), "{said}");
    assert_eq!(names_in(folder.path()), ["graph"]);
    assert_eq!(fs::read(folder.path().join("graph")).unwrap(), b"old");
}

#[test]
fn a_table_that_cannot_be_read_is_named() {
    if is_root() {
        println!("skipped: permissions do not bind root");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for name in names_in(&small_study()) {
        fs::copy(small_study().join(&name), folder.path().join(&name)).unwrap();
    }
    let table = folder.path().join("claims.csv");
    fs::set_permissions(&table, Permissions::from_mode(0o000)).unwrap();
    let (code, said) = told(&demarche(&["check", "."], folder.path()));
    assert_eq!(code, Some(3));
    assert!(
        said.starts_with("./claims.csv: error[E101]: cannot be read: "),
        "{said}"
    );
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path();
    let Some(_mounted) = TinyDisk::mount(disk, 12) else {
        println!("skipped: no right to mount a small file system");
        return;
    };
    let commands: [(&str, &[&str]); 4] = [
        ("graph", &["ingest"]),
        ("graph.nt", &["export"]),
        ("graph.jsonld", &["export"]),
        ("graph.ttl", &["export"]),
    ];
    let study = small_study();
    for (file, command) in commands {
        let path = disk.join(file);
        fs::write(&path, "old").unwrap();
        let args = [command, &[study.to_str().unwrap(), "-o", file]].concat();
        let (code, said) = told(&demarche(&args, disk));
        assert_eq!(code, Some(3), "{said}");
        let expected = format!("error: {file} cannot be written: No space left on device");
        assert!(said.contains(&expected), "{said}");
        assert_eq!(names_in(disk), [file]);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn devices_are_written_to_and_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = told(&ingest("/dev/full", folder.path()));
    assert_eq!(code, Some(3));
    assert!(
        said.starts_with("error: /dev/full cannot be written: No space left"),
        "{said}"
    );
    let (code, said) = told(&ingest("/dev/null", folder.path()));
    assert_eq!(code, Some(0), "{said}");
    for device in ["/dev/full", "/dev/null"] {
        assert!(fs::metadata(device).unwrap().file_type().is_char_device());
    }
}

#[test]
fn a_full_standard_output_is_a_failure() {
    let study = small_study();
    for args in [
        ["export", "-o-", "-fnt"].as_slice(),
        &["info"],
        &["check", "--json"],
        &["ingest", "-o-"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = Command::new(DEMARCHE)
            .args(args)
            .arg(&study)
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let (code, said) = told(&output);
        assert_eq!(code, Some(3), "{args:?}: {said}");
        assert!(
            said.contains("error: No space left on device"),
            "{args:?}: {said}"
        );
    }
}

#[test]
fn links_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (link, target) = (folder.path().join("link"), folder.path().join("target"));
    fs::write(&target, "old").unwrap();
    symlink("target", &link).unwrap();
    assert_eq!(told(&ingest("link", folder.path())).0, Some(0));
    assert!(link.is_symlink());
    assert!(Graph::open(&target).is_ok());
    // `/dev/stdout` is a link to whatever standard output is: here, a file.
    let redirected = folder.path().join("redirected");
    let status = Command::new(DEMARCHE)
        .args(["ingest", "-o", "/dev/stdout"])
        .arg(small_study())
        .stdout(fs::File::create(&redirected).unwrap())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    assert!(Path::new("/dev/stdout").is_symlink());
    assert!(Graph::open(&redirected).is_ok());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let study = small_study();
    let formats = FORMATS.map(|format| vec!["export", "-o-", "-f", format]);
    let others = [
        vec!["info"],
        vec!["info", "--json"],
        vec!["check", "--json"],
        vec!["ingest", "-o-"],
        vec!["ingest", "-o/dev/stdout"],
    ];
    for args in formats.iter().chain(&others) {
        let mut child = Command::new(DEMARCHE)
            .args(args)
            .arg(&study)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Nobody reads: whatever is written breaks the pipe.
        drop(child.stdout.take());
        let (code, said) = told(&child.wait_with_output().unwrap());
        assert_eq!(code, Some(0), "{args:?}: {said}");
        assert!(!said.contains("error"), "{args:?}: {said}");
    }
}

#[test]
fn inputs_are_only_read() {
    let folder = tempfile::tempdir().unwrap();
    let before: Vec<_> = names_in(&small_study());
    for name in &before {
        let copy = folder.path().join(name);
        fs::copy(small_study().join(name), &copy).unwrap();
        fs::set_permissions(&copy, Permissions::from_mode(0o444)).unwrap();
    }
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let study = folder.path().to_str().unwrap();
    let (code, said) = told(&demarche(
        &["ingest", study, "-o", "graph"],
        elsewhere.path(),
    ));
    let times = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
    let graph = elsewhere.path().join("graph");
    fs::set_permissions(&graph, Permissions::from_mode(0o444)).unwrap();
    let written = times(&graph);
    let (info, _) = told(&demarche(&["info", "--verify", "graph"], elsewhere.path()));
    let mut after = names_in(folder.path());
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    assert_eq!((code, info), (Some(0), Some(0)), "{said}");
    assert_eq!(times(&graph), written);
    after.sort();
    let mut before = before;
    before.sort();
    assert_eq!(after, before);
}

#[test]
fn a_new_study_is_sound_and_no_folder_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = told(&demarche(&["init", "岚江 \"dam\""], folder.path()));
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = told(&demarche(&["check", "岚江 \"dam\""], folder.path()));
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("sound: no errors, no warnings")
            && said.contains("岚江 \"dam\": 0 statements"),
        "{said}"
    );
    let (code, said) = told(&demarche(&["init", "岚江 \"dam\""], folder.path()));
    assert_eq!(code, Some(2));
    assert!(said.contains("exists and is not an empty folder"), "{said}");
}
