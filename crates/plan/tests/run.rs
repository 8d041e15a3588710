//! Runs of a whole study: all of it or nothing, and nothing outside its folder.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

use demarche_core::diagnostic::Advice;
use demarche_core::meter::Meter;
use demarche_plan::{Content, Outcome, Report, Request, RunError, run};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Study {
    folder: TempDir,
}

impl Study {
    /// A small study whose manifest ends with these lines.
    fn new(outputs: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let study = folder.path().join("study");
        std::fs::create_dir(&study).unwrap();
        let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/studies/small");
        for entry in small.read_dir().unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), study.join(entry.file_name())).unwrap();
        }
        let manifest = study.join("demarche.toml");
        let text = std::fs::read_to_string(&manifest).unwrap();
        std::fs::write(manifest, format!("{text}\n{outputs}")).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("study")
    }

    fn run(&self) -> Report {
        self.run_into(None)
    }

    fn run_into(&self, output: Option<&Path>) -> Report {
        let study = self.path();
        let request = Request {
            study: &study,
            output,
            queries: None,
            modified: None,
        };
        run(&request, &Meter::default(), &mut |_| {}).unwrap()
    }

    /// Why a run failed.
    fn failure(&self) -> RunError {
        match self.run().outcome {
            Outcome::Failed(error) => error,
            Outcome::Done { files, .. } => panic!("{files:?}"),
            _ => panic!("the study is not sound"),
        }
    }

    fn outputs(&self) -> Vec<String> {
        let Ok(entries) = self.path().join("out").read_dir() else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

const TRIPLES: &str = "[[output]]\nexport = \"graph\"\nfile = \"a.nt\"\n";

#[test]
fn outputs_are_told_as_data() {
    let study = Study::new(&format!(
        "{TRIPLES}[[output]]\nnetwork = \"signed\"\nfile = \"deep/er/n.csv\"\n"
    ));
    let Outcome::Done { files, .. } = study.run().outcome else {
        panic!("not done");
    };
    let names: Vec<_> = files
        .iter()
        .map(|written| written.file.strip_prefix(study.path()).unwrap().to_owned())
        .collect();
    let expected = [
        "out/study.demarche",
        "out/a.nt",
        "out/deep/er/n.csv",
        "out/deep/er/n.nodes.csv",
    ];
    assert_eq!(names, expected.map(PathBuf::from));
    assert!(matches!(files[1].content, Content::Triples));
    assert!(matches!(
        files[2].content,
        Content::Network { nodes: 1.., .. }
    ));
    assert_eq!(study.outputs(), ["a.nt", "deep", "study.demarche"]);
}

#[test]
fn a_run_that_fails_leaves_every_file_as_it_was() {
    let study = Study::new(TRIPLES);
    assert!(matches!(study.run().outcome, Outcome::Done { .. }));
    let old = std::fs::read(study.path().join("out/a.nt")).unwrap();
    let manifest = study.path().join("demarche.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    // Evaluated while it is written, after the first output.
    let text = text.replace("A dam on the Lan", "Another title")
        + "\n[[output]]\nquery = \"no-such-query\"\nfile = \"b.csv\"\n";
    std::fs::write(manifest, text).unwrap();
    assert!(matches!(study.failure(), RunError::Output { .. }));
    assert_eq!(std::fs::read(study.path().join("out/a.nt")).unwrap(), old);
    assert_eq!(study.outputs(), ["a.nt", "study.demarche"]);
}

#[test]
fn two_outputs_that_write_one_file_are_refused() {
    let study = Study::new(
        "[[output]]\nnetwork = \"signed\"\nfile = \"n.csv\"\n\
         [[output]]\nquery = \"actors-for-and-against\"\nfile = \"n.nodes.csv\"\n",
    );
    let error = study.failure();
    assert!(matches!(error, RunError::Twice(_)), "{error}");
    assert!(study.outputs().is_empty());
}

#[test]
fn a_query_of_another_folder_is_not_read() {
    let study = Study::new("[[output]]\nquery = \"../secret.rq\"\nfile = \"a.csv\"\n");
    std::fs::write(study.folder.path().join("secret.rq"), "ASK {}").unwrap();
    let error = study.failure();
    assert_eq!(
        error.to_string(),
        "output a.csv: ../secret.rq is outside the study's folder"
    );
    assert!(error.hint().is_some());
}

#[test]
fn names_that_are_none_are_problems() {
    for name in ["", "a/", "a\\u001b[31m.nt"] {
        let study = Study::new(&format!(
            "[[output]]\nexport = \"graph\"\nformat = \"nt\"\nfile = \"{name}\"\n"
        ));
        let report = study.run();
        assert!(matches!(report.outcome, Outcome::Rejected), "{name:?}");
        assert!(report.problems.has_errors());
    }
}

#[test]
fn a_folder_in_the_place_of_an_output_stops_the_run() {
    let study = Study::new(TRIPLES);
    std::fs::create_dir_all(study.path().join("out/a.nt")).unwrap();
    let error = study.failure();
    assert!(matches!(error, RunError::NoFile(_)), "{error}");
    assert_eq!(study.outputs(), ["a.nt"]);
}

#[test]
fn many_outputs_are_read_in_time_that_grows_with_their_number() {
    let outputs: String = (0..20_000)
        .map(|number| format!("[[output]]\nexport = \"graph\"\nfile = \"{number}.nt\"\n"))
        .collect();
    let study = Study::new(&outputs);
    let started = std::time::Instant::now();
    let meter = Meter::default();
    let opened = demarche_core::study::open(&study.path(), &meter);
    let entries = &opened.manifest().unwrap().outputs;
    assert_eq!(demarche_plan::read(entries).unwrap().len(), 20_000);
    // 0.3 s where it is linear; twenty times that where each looks at all before it.
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_that_leaves_the_folder_is_not_written_through() {
        let study = Study::new(TRIPLES);
        let target = study.folder.path().join("bashrc");
        std::fs::write(&target, "mine").unwrap();
        std::fs::create_dir(study.path().join("out")).unwrap();
        symlink(&target, study.path().join("out/a.nt")).unwrap();
        let error = study.failure();
        assert!(matches!(error, RunError::Outside { .. }), "{error}");
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "mine");
        // Nor one that leads to nothing yet.
        std::fs::remove_file(&target).unwrap();
        assert!(matches!(study.failure(), RunError::Outside { .. }));
        assert!(!target.exists());
    }

    #[test]
    fn a_folder_that_is_a_link_out_is_not_written_through() {
        let study = Study::new("[[output]]\nexport = \"graph\"\nfile = \"in/a.nt\"\n");
        let elsewhere = study.folder.path().join("elsewhere");
        std::fs::create_dir(&elsewhere).unwrap();
        std::fs::create_dir(study.path().join("out")).unwrap();
        symlink(&elsewhere, study.path().join("out/in")).unwrap();
        assert!(matches!(study.failure(), RunError::Outside { .. }));
        assert_eq!(elsewhere.read_dir().unwrap().count(), 0);
    }

    #[test]
    fn an_out_that_is_a_link_out_of_the_study_has_to_be_named() {
        let study = Study::new(TRIPLES);
        let elsewhere = study.folder.path().join("elsewhere");
        std::fs::create_dir(&elsewhere).unwrap();
        symlink(&elsewhere, study.path().join("out")).unwrap();
        assert!(matches!(study.failure(), RunError::Outside { .. }));
        assert_eq!(elsewhere.read_dir().unwrap().count(), 0);
        // Whoever names it means it.
        let out = study.path().join("out");
        let report = study.run_into(Some(&out));
        assert!(matches!(report.outcome, Outcome::Done { .. }));
    }

    #[test]
    fn a_link_within_the_folder_is_followed() {
        let study = Study::new(TRIPLES);
        let out = study.path().join("out");
        std::fs::create_dir(&out).unwrap();
        std::fs::write(out.join("old.nt"), "").unwrap();
        symlink("old.nt", out.join("a.nt")).unwrap();
        assert!(matches!(study.run().outcome, Outcome::Done { .. }));
        assert!(out.join("a.nt").is_symlink());
        assert!(!std::fs::read(out.join("old.nt")).unwrap().is_empty());
    }
}
