//! A SPARQL 1.1 Protocol endpoint: reads a graph over HTTP, and never writes.
//!
//! ```text
//! listen → request (what is asked) → line (its turn) → worker (a process) ⇢ work → answer
//!        ← body (in pieces)        ←                                      ⇠ frames
//! ```
//!
//! Every query runs in a process of its own: the program starts itself again, reads a [`Job`] from
//! its standard input and writes an answer in frames (`job`). Only a process can be stopped
//! whatever it is doing, and only a process has a limit of memory of its own. The graph file is
//! mapped, so such a process has it at hand within milliseconds; a graph file that is replaced
//! while the server runs is used from the next query on.

mod accept;
mod answer;
mod body;
mod description;
mod form;
mod formats;
mod job;
mod limit;
mod line;
mod listen;
mod origin;
mod pages;
mod patience;
mod refusal;
mod request;
mod respond;
mod work;
mod worker;

pub use job::Job;
pub use limit::{LEAST_MEMORY, memory_limit_holds};
pub use listen::Server;
pub use origin::{InvalidOrigin, Origins};
pub use work::work;

use oxigraph::model::NamedNode;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What a server is told.
#[derive(Clone)]
pub struct Settings {
    /// The program that workers are started from, with the arguments [`WORKER`], the memory limit,
    /// the services and the graph file.
    pub program: PathBuf,
    /// The endpoints that queries may ask by `SERVICE`; workers get them as arguments
    /// `--allow-service IRI`.
    pub services: Vec<NamedNode>,
    /// The graph file.
    pub graph: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub address: SocketAddr,
    /// Queries that run at once; at least 1.
    pub workers: usize,
    /// Queries that may wait for their turn.
    pub queue: usize,
    /// How long a query may compute, and how long it may wait for its turn.
    pub time: Duration,
    /// Bytes of memory that a query may take, of which the mapped graph is no part.
    pub memory: u64,
    /// Bytes that the answer of a query may have, before compression.
    pub max_answer: u64,
    /// Rows, or triples, that the answer of a query may have.
    pub max_rows: Option<u64>,
    /// How long running queries may go on once the server is told to stop.
    pub grace: Duration,
    /// The pages of other sites that may read answers.
    pub origins: Origins,
    /// Names, besides those of this machine's loopback, by which clients may call the server.
    pub hosts: Vec<String>,
    /// What is told of each request once it is over.
    pub log: Log,
}

/// The hidden command that a worker is started by.
pub const WORKER: &str = "serve-worker";

/// Takes what there is to tell of each request.
pub type Log = Arc<dyn Fn(&Told) + Send + Sync>;

/// A request that is over.
#[derive(Debug, Clone)]
pub struct Told {
    /// The method.
    pub method: String,
    /// The path, without the query string.
    pub path: String,
    /// The status that was answered.
    pub status: u16,
    /// Bytes of the answer that were handed over, compressed if it was.
    pub bytes: u64,
    /// From the end of the request's header to the end of the answer.
    pub took: Duration,
    /// What went wrong, if anything did.
    pub note: Option<String>,
}
