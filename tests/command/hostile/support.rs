//! A hostile study, and the command that reads it within limits.

use assert_cmd::cargo::cargo_bin;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The address space of the command, in kibibytes: what it maps for threads is counted, so that
/// little of it is ever used.
const ADDRESS_SPACE: u64 = 2 << 20;

/// How long the command may take, unoptimised and beside other tests.
const PATIENCE: Duration = Duration::from_secs(120);

/// A study in a folder of its own, small and sound until something is done to it.
pub(super) struct Study {
    folder: TempDir,
}

impl Study {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let study = Self { folder };
        fs::create_dir(study.path("")).unwrap();
        study.write(
            "demarche.toml",
            "title = \"T\"\nbase = \"https://example.org/t/\"\n",
        );
        study.write("themes.csv", "id,label\nt,T\n");
        study.write("claims.csv", "id,label,theme\nc,C,t\n");
        study.write("actors.csv", "id,label,type\na,A,state\n");
        study.write("sources.csv", "id,title,date\ns,S,2013\n");
        study.write(
            "statements.csv",
            "source,actor,claim,stance\ns,a,c,supports\n",
        );
        study
    }

    /// A sound study, but for one file.
    pub(super) fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let study = Self::new();
        study.write(name, content);
        study
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("study").join(name)
    }

    pub(super) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    /// A file that begins with a text and goes on with as many zero bytes, which take no disk.
    pub(super) fn write_sparse(&self, name: &str, beginning: &str, length: u64) {
        self.write(name, beginning);
        let file = File::options().write(true).open(self.path(name)).unwrap();
        file.set_len(length).unwrap();
    }

    /// Takes a file away, for something else to stand in its place.
    pub(super) fn without(&self, name: &str) -> PathBuf {
        fs::remove_file(self.path(name)).unwrap();
        self.path(name)
    }

    /// Runs `demarche check`, notes included.
    pub(super) fn check(&self) -> Outcome {
        self.run(&["check", "-v", "study"])
    }

    pub(super) fn run(&self, args: &[&str]) -> Outcome {
        run_limited(self.folder.path(), args)
    }
}

/// The result of a command.
pub(super) struct Outcome {
    status: ExitStatus,
    printed: String,
    seconds: f64,
}

impl Outcome {
    /// Asserts the exit code, and that each of these texts was printed.
    #[track_caller]
    pub(super) fn is(&self, code: i32, texts: &[&str]) {
        let shown: String = self.printed.chars().take(4000).collect();
        let Self {
            status, seconds, ..
        } = self;
        assert_eq!(
            status.code(),
            Some(code),
            "{status} after {seconds:.1} s:\n{shown}"
        );
        for text in texts {
            assert!(self.printed.contains(text), "no `{text}` in:\n{shown}");
        }
    }
}

/// Runs the command with limited memory, and kills it when it takes too long.
fn run_limited(folder: &Path, args: &[&str]) -> Outcome {
    let script = format!("ulimit -v {ADDRESS_SPACE} && exec \"$0\" \"$@\"");
    let begun = Instant::now();
    let mut child = Command::new("sh")
        .args(["-c", &script])
        .arg(cargo_bin("demarche"))
        .args(args)
        .current_dir(folder)
        // As many as may read a table at once; each thread maps a stack.
        .env("RAYON_NUM_THREADS", "2")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdout = read_aside(child.stdout.take().unwrap());
    let stderr = read_aside(child.stderr.take().unwrap());
    let status = wait(&mut child);
    let printed = [stdout.join().unwrap(), stderr.join().unwrap()].concat();
    Outcome {
        status,
        printed: String::from_utf8_lossy(&printed).into_owned(),
        seconds: begun.elapsed().as_secs_f64(),
    }
}

/// Reads all that comes, so that the command never waits for a reader.
fn read_aside(mut from: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        bytes
    })
}

fn wait(child: &mut Child) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            return child.wait().unwrap();
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// A table of a header and rows.
pub(super) fn table(header: &str, rows: impl Iterator<Item = String>) -> String {
    let mut text = format!("{header}\n");
    for row in rows {
        text.push_str(&row);
        text.push('\n');
    }
    text
}

/// Texts with `;` between them.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(";")
}
