//! Several writers at once, and readers while a file is replaced.

use crate::reading::everything;
use crate::support::{command, files_in, ingest, small_study, succeed, variant};
use demarche::graph::Graph;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;

/// Studies that differ, and the graph file of each.
fn candidates(folder: &Path, count: usize) -> Vec<(PathBuf, Vec<u8>)> {
    (0..count)
        .map(|number| {
            let study = folder.join(format!("study-{number}"));
            variant(
                &small_study(),
                &study,
                &format!("Number {number}"),
                number % 3,
                "",
            );
            let graph = folder.join("alone");
            succeed(&ingest(&study, &graph));
            (study, fs::read(graph).unwrap())
        })
        .collect()
}

/// Ingests all candidates to one path at once, so often; in the end one of them is there, whole.
fn race(writers: usize, rounds: usize) {
    let folder = tempfile::tempdir().unwrap();
    let candidates = candidates(folder.path(), writers);
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let graph = out.join("graph");
    for round in 0..rounds {
        let start = |(study, _): &(PathBuf, _)| command(&ingest(study, &graph)).spawn().unwrap();
        let children: Vec<Child> = candidates.iter().map(start).collect();
        for mut child in children {
            let status = child.wait().unwrap();
            assert_eq!(status.code(), Some(0), "round {round}");
        }
        let found = files_in(&out);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["graph"], "round {round}");
        assert!(
            candidates.iter().any(|(_, bytes)| *bytes == found["graph"]),
            "round {round}: a mixture"
        );
    }
}

#[test]
fn of_two_writers_one_wins() {
    race(2, 20);
}

#[test]
fn of_eight_writers_one_wins() {
    race(8, 5);
}

#[test]
fn who_reads_a_graph_goes_on_reading_it_while_it_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let candidates = candidates(folder.path(), 2);
    let digests: Vec<u64> = candidates
        .iter()
        .map(|(_, bytes)| everything(&Graph::from_bytes(bytes).unwrap(), 4))
        .collect();
    let path = folder.path().join("graph");
    fs::write(&path, &candidates[0].1).unwrap();
    let old = Graph::open(&path).unwrap();
    for round in 0..4 {
        let turn = (round + 1) % 2;
        let mut child = command(&ingest(&candidates[turn].0, &path))
            .spawn()
            .unwrap();
        // Whoever opens the file meanwhile gets one of the two, whole.
        while child.try_wait().unwrap().is_none() {
            let now = Graph::open(&path).unwrap();
            assert!(digests.contains(&everything(&now, 4)));
            assert_eq!(everything(&old, 4), digests[0]);
        }
        assert!(child.wait().unwrap().success());
        assert_eq!(everything(&Graph::open(&path).unwrap(), 4), digests[turn]);
    }
    // The name leads nowhere now; the reader has the file all the same.
    fs::remove_file(&path).unwrap();
    assert_eq!(everything(&old, 4), digests[0]);
}
