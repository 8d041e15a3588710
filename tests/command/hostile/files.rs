//! Files that are none, or never end.

use super::support::Study;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

#[test]
fn a_pipe_for_each_table() {
    for table in ["themes", "claims", "actors", "sources", "statements"] {
        let study = Study::new();
        make_pipe(&study.without(&format!("{table}.csv")));
        let told = "cannot be read: a pipe or a device";
        study
            .check()
            .is(3, &["E101", told, "a file is expected here"]);
    }
}

#[test]
fn a_pipe_for_a_manifest() {
    let study = Study::new();
    make_pipe(&study.without("demarche.toml"));
    study.check().is(3, &["E101", "a pipe or a device"]);
}

#[test]
fn a_pipe_for_an_rdf_file() {
    let study = Study::with(
        "demarche.toml",
        "title = \"T\"\nbase = \"https://example.org/t/\"\nrdf = [\"x.ttl\"]\n",
    );
    make_pipe(&study.path("x.ttl"));
    study.check().is(3, &["E101", "a pipe or a device"]);
}

#[test]
fn links_to_devices() {
    for device in ["/dev/zero", "/dev/null", "/dev/random", "/dev/tty"] {
        let study = Study::new();
        symlink(device, study.without("actors.csv")).unwrap();
        study.check().is(3, &["E101"]);
    }
}

#[test]
fn a_link_to_a_device_for_a_manifest() {
    let study = Study::new();
    symlink("/dev/zero", study.without("demarche.toml")).unwrap();
    study.check().is(3, &["E101", "a pipe or a device"]);
}

#[test]
fn a_socket_for_a_table() {
    let study = Study::new();
    let _socket = UnixListener::bind(study.without("claims.csv")).unwrap();
    study.check().is(3, &["E101"]);
}

#[test]
fn a_link_to_itself() {
    let study = Study::new();
    let path = study.without("claims.csv");
    symlink(&path, &path).unwrap();
    study.check().is(3, &["E101"]);
}

#[test]
fn a_link_to_nothing() {
    let study = Study::new();
    symlink("nothing", study.without("claims.csv")).unwrap();
    study.check().is(3, &["E101"]);
}

#[test]
fn a_folder_for_a_table() {
    let study = Study::new();
    std::fs::create_dir(study.without("claims.csv")).unwrap();
    study
        .check()
        .is(3, &["E101", "a file is expected here, not a folder"]);
}

#[test]
fn a_pipe_for_a_study() {
    let study = Study::new();
    make_pipe(&study.path("inner"));
    study.run(&["check", "study/inner"]).is(3, &["E101"]);
}

#[test]
fn a_manifest_that_would_take_the_whole_disk() {
    let study = Study::new();
    study.write_sparse("demarche.toml", "title = \"T\"\n# ", 1 << 40);
    study.check().is(1, &["E201]: longer than 16 mebibytes"]);
}

#[test]
fn a_manifest_of_brackets() {
    for open in ["[", "{ a = "] {
        let nested = open.repeat(100_000);
        let study = Study::with("demarche.toml", format!("title = \"T\"\nx = {nested}"));
        study.check().is(1, &["E201"]);
    }
}

#[test]
fn a_manifest_of_a_key_with_50_000_dots() {
    let key = vec!["a"; 50_000].join(".");
    let study = Study::with("demarche.toml", format!("title = \"T\"\n{key} = 1\n"));
    study.check().is(1, &["E201"]);
}
