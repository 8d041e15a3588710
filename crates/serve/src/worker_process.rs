//! The server's side of a worker: started, asked, listened to, and in the end always killed.

use super::job::{Head, Job, Kind, LONGEST_FRAME};
use super::queue::Turn;
use super::settings::{Settings, WORKER};
use hyper::body::Bytes;
use std::io;
use std::process::{ExitStatus, Stdio};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

/// Bytes of a worker's stderr that are kept.
const SAID: u64 = 4 << 10;

/// A process that answers one query. Dropping it kills the process.
pub(super) struct WorkerProcess {
    process: Process,
    /// Stays open: the worker ends itself when it closes, so it cannot outlive a server that was
    /// killed.
    _stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    stderr: ChildStderr,
}

/// A piece of a worker's answer.
#[derive(Debug)]
pub(super) enum Frame {
    Head(Head),
    Body(Bytes),
    End,
    Failed(String),
}

/// Why a worker ended before its answer did.
#[derive(Debug, thiserror::Error)]
pub(super) enum WorkerDeath {
    #[error("the memory limit")]
    Memory,
    /// Anything else, in words for the log.
    #[error("{0}")]
    Other(String),
}

impl WorkerProcess {
    /// Starts a worker and gives it its job.
    pub(super) async fn start(settings: &Settings, job: &Job, turn: Turn) -> io::Result<Self> {
        let mut command = Command::new(&settings.program);
        command
            .arg(WORKER)
            .arg("--memory")
            .arg(settings.memory.to_string());
        for service in &settings.services {
            command.arg("--allow-service").arg(service.as_str());
        }
        command
            .arg("--")
            .arg(&settings.graph)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        // An interrupt from the terminal goes to the server alone, which gives its workers time.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(mut stdin), Some(stdout), Some(stderr)) = pipes else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let process = Process(Some((child, turn)));
        let told = async {
            stdin.write_all(&job.to_bytes()?).await?;
            stdin.flush().await
        };
        match told.await {
            // It ended early, which reading will tell.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            other => other?,
        }
        Ok(Self {
            process,
            _stdin: stdin,
            stdout: BufReader::with_capacity(64 << 10, stdout),
            stderr,
        })
    }

    /// The next frame.
    pub(super) async fn next(&mut self) -> Result<Frame, WorkerDeath> {
        match self.frame().await {
            Ok(frame) => Ok(frame),
            Err(error) => Err(self.death(&error).await),
        }
    }

    async fn frame(&mut self) -> io::Result<Frame> {
        let kind = Kind::of(self.stdout.read_u8().await?);
        let length = self.stdout.read_u32_le().await? as usize;
        let Some(kind) = kind.filter(|_| length <= LONGEST_FRAME) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "no frame"));
        };
        let mut bytes = vec![0; length];
        self.stdout.read_exact(&mut bytes).await?;
        Ok(match kind {
            Kind::Head => Frame::Head(serde_json::from_slice(&bytes)?),
            Kind::Body => Frame::Body(bytes.into()),
            Kind::End => Frame::End,
            Kind::Failed => Frame::Failed(String::from_utf8_lossy(&bytes).into_owned()),
        })
    }

    async fn death(&mut self, error: &io::Error) -> WorkerDeath {
        let mut said = Vec::new();
        // What cannot be read is not told.
        let _ = (&mut self.stderr).take(SAID).read_to_end(&mut said).await;
        let said = String::from_utf8_lossy(&said);
        let status = self.process.wait().await;
        // Rust's own words where an allocation fails; and a system short of memory kills by itself.
        if said.contains("memory allocation of") || status.as_ref().is_ok_and(was_killed) {
            return WorkerDeath::Memory;
        }
        let status = match status {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        };
        let said: Vec<&str> = said.split_whitespace().collect();
        WorkerDeath::Other(format!("worker: {error}; {status}; {}", said.join(" ")))
    }
}

#[cfg(unix)]
fn was_killed(status: &ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(9)
}

#[cfg(not(unix))]
fn was_killed(_: &ExitStatus) -> bool {
    false
}

/// A process and the turn it runs in, which is over only when the process is gone: so no more of
/// them can be there than there are turns.
struct Process(Option<(Child, Turn)>);

impl Process {
    async fn wait(&mut self) -> io::Result<ExitStatus> {
        match &mut self.0 {
            Some((child, _)) => child.wait().await,
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let Some((mut child, turn)) = self.0.take() else {
            return;
        };
        // One that has ended by itself cannot be killed, and need not be.
        let _ = child.start_kill();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let _ = child.wait().await;
                drop(turn);
            });
        }
    }
}
