//! `demarche serve`, and the workers that it starts.

use super::Outcome;
use super::args::{ServeArgs, WorkerArgs, bytes};
use super::connect::services_for_others;
use super::failure::{CommandError, Context, usage};
use super::open::{check_openable, compile_reported};
use super::terminal::Terminal;
use super::watchdog::duration;
use crate::serve::{self, Job, LEAST_MEMORY, Origins, Server, Settings};
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempPath;

pub(super) fn run(args: &ServeArgs, terminal: &Terminal) -> Result<Outcome, CommandError> {
    let mut settings = settings(args, terminal)?;
    let compiled = match graph_file(&args.graph, terminal)? {
        Ok(compiled) => compiled,
        Err(outcome) => return Ok(outcome),
    };
    if let Some(file) = &compiled {
        settings.graph = file.to_path_buf();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the server cannot be started")?;
    runtime.block_on(listen(settings, terminal))?;
    // Removed only now that nobody reads it.
    drop(compiled);
    Ok(Outcome::Done)
}

/// Checks the graph; a study's folder is compiled into a file that is there while it is served.
fn graph_file(
    path: &Path,
    terminal: &Terminal,
) -> Result<Result<Option<TempPath>, Outcome>, CommandError> {
    if !path.is_dir() {
        check_openable(path)?;
        return Ok(Ok(None));
    }
    let sound = compile_reported(&[path.to_owned()], terminal, |problems| {
        terminal.report(problems);
        Ok(())
    })?;
    let graph = match sound {
        Ok(sound) => sound.graph,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let mut file = tempfile::Builder::new()
        .prefix("demarche-")
        .suffix(".demarche")
        .tempfile()
        .context("no temporary file for the graph can be made")?;
    file.write_all(&graph.finish()?)
        .context("the temporary file for the graph cannot be written")?;
    Ok(Ok(Some(file.into_temp_path())))
}

fn settings(args: &ServeArgs, terminal: &Terminal) -> Result<Settings, CommandError> {
    let memory = size(&args.memory)?;
    if memory < LEAST_MEMORY {
        return Err(usage(
            format!("{} is too little memory for any query", args.memory),
            format!("at least {}M", LEAST_MEMORY >> 20),
        ));
    }
    let origins = Origins::parse(&args.cors).map_err(|error| {
        usage(
            error.to_string(),
            "for instance https://example.org, or `*` for all",
        )
    })?;
    if args.workers == Some(0) {
        return Err(usage("no query could run with --workers 0", "at least 1"));
    }
    // What is wrong with a name is better told now than to whoever asks first.
    services_for_others(&args.allow_service)?;
    let terminal = terminal.clone();
    let mut settings = Settings::new(program()?, &args.graph);
    settings.services = args.allow_service.clone();
    settings.address = SocketAddr::new(args.bind, args.port);
    settings.workers = args.workers.unwrap_or(settings.workers);
    settings.queue = args.queue;
    settings.time = duration(&args.timeout)?;
    settings.memory = memory;
    settings.max_answer = size(&args.max_answer)?;
    settings.max_rows = args.max_rows;
    settings.grace = duration(&args.grace)?;
    settings.origins = origins;
    settings.hosts = args.host.clone();
    settings.log = Arc::new(move |request| terminal.explain(request));
    Ok(settings)
}

/// The program that runs now, even if another is put in its place meanwhile.
fn program() -> Result<PathBuf, CommandError> {
    let this = Path::new("/proc/self/exe");
    match cfg!(target_os = "linux") && this.exists() {
        true => Ok(this.to_owned()),
        false => std::env::current_exe().context("the program cannot find itself"),
    }
}

async fn listen(settings: Settings, terminal: &Terminal) -> Result<(), CommandError> {
    let wanted = settings.address;
    // Before anyone is told of the server, it can be stopped in good order.
    let stop = stopped()?;
    let server = Server::bind(settings).await.map_err(|error| {
        let is_taken = error.kind() == std::io::ErrorKind::AddrInUse;
        let error = CommandError::from(error).within(format!("{wanted} cannot be listened on"));
        if is_taken {
            error.with_hint("another program listens there; --port 0 takes a free port")
        } else {
            error
        }
    })?;
    let address = server.address();
    let mut out = std::io::stdout();
    writeln!(out, "http://{address}/")?;
    out.flush()?;
    if !address.ip().is_loopback() {
        terminal.say(warning(address.ip()));
    }
    if !serve::memory_limit_holds() {
        terminal.say("warning: this system does not hold queries to --memory");
    }
    terminal.say(format!(
        "SPARQL endpoint at http://{address}/sparql; Ctrl-C ends it"
    ));
    server.run(stop).await;
    Ok(())
}

fn warning(address: IpAddr) -> String {
    let whose = match address.is_unspecified() {
        true => "every machine that reaches this one".to_owned(),
        false => format!("every machine that reaches {address}"),
    };
    format!(
        "warning: {whose} can read the graph and run queries, without a password and in the clear"
    )
}

#[cfg(unix)]
fn stopped() -> Result<impl Future<Output = ()>, CommandError> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stopped() -> Result<impl Future<Output = ()>, CommandError> {
    Ok(async {
        // Where it cannot be heard, the system's own way to end a program is left.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// A number of bytes that an option names.
fn size(text: &str) -> Result<u64, CommandError> {
    bytes(text).map_err(|hint| usage(format!("`{text}` is no size"), hint))
}

/// A worker: one job from stdin, one answer to stdout.
pub(super) fn work(args: &WorkerArgs) -> Result<Outcome, CommandError> {
    let job = Job::read(&mut std::io::stdin().lock())?;
    // The server keeps stdin open as long as it wants an answer, or lives.
    std::thread::spawn(|| {
        let _ = std::io::stdin().lock().read(&mut [0]);
        std::process::exit(3);
    });
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let services = services_for_others(&args.allow_service)?;
    serve::run_job(&args.graph, args.memory, services, &job, &mut out)?;
    Ok(Outcome::Done)
}
