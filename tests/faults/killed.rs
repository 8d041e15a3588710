//! Processes killed at any moment.

use crate::support::{
    Numbers, age, command, files_in, ingest, is_temporary, large_study, small_study, succeed,
    temporary_files, variant,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often each command is killed.
const TIMES: u64 = 50;

type Files = BTreeMap<String, Vec<u8>>;

/// A command that writes into a folder, and what is in that folder before and after it.
struct Job<'a> {
    args: &'a [&'a Path],
    folder: &'a Path,
    old: Files,
    new: Files,
    duration: Duration,
}

impl<'a> Job<'a> {
    /// Runs the command undisturbed: what it then wrote is what it should write.
    fn new(args: &'a [&'a Path], folder: &'a Path) -> Self {
        let old = files_in(folder);
        let begin = Instant::now();
        succeed(args);
        let duration = begin.elapsed();
        let new = files_in(folder);
        assert_ne!(old, new);
        assert_eq!(old.len(), new.len(), "the old files have the same names");
        Self {
            args,
            folder,
            old,
            new,
            duration,
        }
    }

    fn restore(&self) {
        for (name, content) in &self.old {
            fs::write(self.folder.join(name), content).unwrap();
        }
    }

    /// Kills the command after a while; says how many files it had put into place by then.
    fn kill_after(&self, delay: Duration) -> usize {
        self.restore();
        let mut child = command(self.args).spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        child.wait().unwrap();
        let mut found = files_in(self.folder);
        found.retain(|name, _| !is_temporary(name));
        assert!(found.keys().eq(self.old.keys()), "{:?}", found.keys());
        for (name, content) in &found {
            assert!(
                *content == self.old[name] || *content == self.new[name],
                "{name} after {delay:?} is neither the old file nor the new one"
            );
        }
        found
            .iter()
            .filter(|(name, content)| **content == self.new[*name])
            .count()
    }

    /// From the first moment to a little past the last, at moments spread evenly and shifted by
    /// chance.
    fn kill_often(&self, seed: u64) {
        let mut numbers = Numbers::new(seed);
        let span = self.duration.mul_f64(1.1).as_micros() as u64;
        let mut put = BTreeMap::new();
        for time in 0..TIMES {
            let micros = span * time / TIMES + numbers.below(span / TIMES + 1);
            let delay = if time == 0 { 0 } else { micros };
            *put.entry(self.kill_after(Duration::from_micros(delay)))
                .or_insert(0) += 1;
        }
        let left = temporary_files(self.folder);
        println!(
            "{:?}: files in place and how often {put:?}, {} left aside",
            self.args[0],
            left.len()
        );
        self.recover();
    }

    /// The next run gives the right bytes and clears away what the killed ones have left.
    fn recover(&self) {
        // Whether or not one of them was killed while it wrote.
        fs::write(self.folder.join(".demarche-killed00.tmp"), "half a fi").unwrap();
        age(&temporary_files(self.folder));
        succeed(self.args);
        assert!(files_in(self.folder) == self.new, "the next run differs");
    }
}

#[test]
fn an_ingest_that_is_killed_leaves_the_old_graph_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let (old, out) = (folder.path().join("old"), folder.path().join("out"));
    variant(&large_study(), &old, "Before", 100, "");
    fs::create_dir(&out).unwrap();
    let graph = out.join("graph");
    succeed(&ingest(&old, &graph));
    let new = large_study();
    let args = ingest(&new, &graph);
    Job::new(&args, &out).kill_often(1);
}

#[test]
fn an_export_that_is_killed_leaves_the_old_file_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    variant(&large_study(), &at("study"), "Before", 100, "");
    fs::create_dir(at("out")).unwrap();
    let export = at("out").join("graph.ttl");
    let [old, new] = [at("study"), large_study()].map(|study| {
        let graph = study.file_name().unwrap().to_owned();
        let graph = folder.path().join(graph).with_extension("graph");
        succeed(&ingest(&study, &graph));
        graph
    });
    let export_of = |graph| [Path::new("export"), graph, Path::new("-o"), &export];
    succeed(&export_of(&old));
    Job::new(&export_of(&new), &at("out")).kill_often(2);
}

/// One of each kind, the network of two files among them.
const OUTPUTS: &str = r#"
[[output]]
network = "signed"
file = "actors.gexf"

[[output]]
network = "positions"
file = "positions.csv"

[[output]]
query = "actors-for-and-against"
file = "actors-for-and-against.csv"

[[output]]
export = "graph"
file = "all.ttl"

[[output]]
export = "graph"
file = "all.nt.gz"
"#;

#[test]
fn a_run_that_is_killed_leaves_each_file_old_or_new() {
    let folder = tempfile::tempdir().unwrap();
    // The graph file is named after the study's folder, so both have the same name.
    let (old, new) = (folder.path().join("1/study"), folder.path().join("2/study"));
    variant(&small_study(), &old, "Before", 1, OUTPUTS);
    variant(&small_study(), &new, "After", 0, OUTPUTS);
    let out = folder.path().join("out");
    let run = |study| [Path::new("run"), study, Path::new("-o"), &out];
    succeed(&run(&old));
    Job::new(&run(&new), &out).kill_often(3);
}
