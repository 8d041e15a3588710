//! Made-up studies are studies: read by the same rules as any other, and without an error.

#![allow(clippy::unwrap_used, reason = "a panic here is the test failing")]

use assert_cmd::Command;
use demarche::compile::check;
use demarche::meter::Meter;
use demarche::synthetic::{Settings, write_study};

#[test]
fn a_made_up_study_has_no_error() {
    for settings in [
        Settings::of_size(20_000),
        Settings::of_size(0),
        Settings::of_size(1),
        Settings {
            sources: 1,
            actors: 1,
            claims: 1,
            coalitions: 1,
            ..Settings::of_size(3)
        },
    ] {
        let folder = tempfile::tempdir().unwrap();
        write_study(folder.path(), &settings).unwrap();
        let checked = check(&[folder.path().to_owned()], &Meter::default());
        let problems = &checked.problems;
        assert!(!problems.has_errors(), "{settings:?}: {problems:?}");
        let counts = &checked.studies[0];
        assert_eq!(counts.statements, settings.statements);
        assert_eq!(counts.actors, settings.actors);
        assert_eq!(counts.claims, settings.claims);
        assert_eq!(counts.sources, settings.sources);
    }
}

fn synthesize(arguments: &[&str], folder: &std::path::Path) -> assert_cmd::assert::Assert {
    Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["synthesize"])
        .arg(folder)
        .args(arguments)
        .assert()
}

#[test]
fn the_command_writes_once_and_refuses_what_cannot_be() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made");
    let size = ["--statements", "100", "--coalitions", "3", "--noise", "0.3"];
    synthesize(&size, &made).success();
    synthesize(&size, &made).code(2);
    let none = folder.path().join("none");
    synthesize(&["--noise", "2"], &none).code(2);
    assert!(!none.exists());
}
