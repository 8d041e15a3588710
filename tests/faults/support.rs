//! Studies to work on, the command to run, and numbers that look random and are not.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

pub(crate) const DEMARCHE: &str = env!("CARGO_BIN_EXE_demarche");

/// A generator with a fixed seed (xorshift), so that a failure can be repeated.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

pub(crate) fn in_package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The example study: compiling it takes some 100 milliseconds.
pub(crate) fn large_study() -> PathBuf {
    in_package("data/cyber-debate")
}

pub(crate) fn small_study() -> PathBuf {
    in_package("tests/studies/small")
}

/// A copy of a study with another title, its last `drop` statements left out, and these lines at
/// the end of its manifest.
pub(crate) fn variant(study: &Path, to: &Path, title: &str, drop: usize, outputs: &str) {
    fs::create_dir_all(to).unwrap();
    for (name, content) in files_in(study) {
        let content = match name.as_str() {
            "demarche.toml" => retitled(&content, title, outputs).into_bytes(),
            "statements.csv" => without_last(&content, drop),
            _ => content,
        };
        fs::write(to.join(name), content).unwrap();
    }
}

fn retitled(manifest: &[u8], title: &str, outputs: &str) -> String {
    let manifest = std::str::from_utf8(manifest).unwrap();
    let kept = manifest.split("[[output]]").next().unwrap();
    let line = |line: &str| match line.starts_with("title") {
        true => format!("title = \"{title}\"\n"),
        false => format!("{line}\n"),
    };
    kept.lines().map(line).collect::<String>() + outputs
}

fn without_last(table: &[u8], drop: usize) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(table);
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in &rows[..rows.len().saturating_sub(drop).max(1)] {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// The command, told nothing on its standard streams.
pub(crate) fn command(args: &[&Path]) -> Command {
    let mut command = Command::new(DEMARCHE);
    command
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

pub(crate) fn demarche(args: &[&Path]) -> Output {
    Command::new(DEMARCHE).args(args).output().unwrap()
}

/// Runs the command, which must succeed.
pub(crate) fn succeed(args: &[&Path]) {
    let output = demarche(args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {said}");
}

pub(crate) fn ingest<'a>(study: &'a Path, graph: &'a Path) -> [&'a Path; 4] {
    [Path::new("ingest"), study, Path::new("-o"), graph]
}

/// Names and contents of the files in a folder, folders left out.
pub(crate) fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(&path).unwrap())
        })
        .collect()
}

/// Whether a name is that of a file written aside.
pub(crate) fn is_temporary(name: &str) -> bool {
    name.starts_with(".demarche-") && name.ends_with(".tmp")
}

pub(crate) fn temporary_files(folder: &Path) -> Vec<PathBuf> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    names
        .filter(|entry| is_temporary(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect()
}

/// Makes files look as if nobody had written to them for an hour.
pub(crate) fn age(paths: &[PathBuf]) {
    for path in paths {
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(3600))
            .unwrap();
    }
}
