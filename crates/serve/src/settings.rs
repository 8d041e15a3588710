//! The settings of a server: its graph, its address, the limits of queries and of clients.

use super::log::Log;
use super::origin::Origins;
use oxigraph::model::NamedNode;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The settings of a server. [`Settings::new`] has the defaults of the command.
#[derive(Clone)]
#[non_exhaustive]
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
    /// The sites whose pages may ask, and read answers.
    pub origins: Origins,
    /// Names, besides those of this machine's loopback, by which clients may call the server.
    pub hosts: Vec<String>,
    /// How many clients are let in, and how long they are waited for.
    pub clients: ClientLimits,
    /// Takes each request once it is over.
    pub log: Log,
}

/// The hidden command that a worker is started by.
pub const WORKER: &str = "serve-worker";

impl Settings {
    /// Settings for a graph file, with workers that are started from this program: port 7878 of
    /// this machine, a query a processor, 30 s, 1 GiB of memory and 256 MiB of answer for each, no
    /// services, no other sites, no log.
    pub fn new(program: impl Into<PathBuf>, graph: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            services: Vec::new(),
            graph: graph.into(),
            address: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 7878),
            workers: std::thread::available_parallelism().map_or(2, usize::from),
            queue: 128,
            time: Duration::from_secs(30),
            memory: 1 << 30,
            max_answer: 256 << 20,
            max_rows: None,
            grace: Duration::from_secs(5),
            origins: Origins::None,
            hosts: Vec::new(),
            clients: ClientLimits::default(),
            log: Arc::new(|_| {}),
        }
    }
}

/// Limits of clients: how many are let in at once, and how long each is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientLimits {
    /// Connections at once. Where there are as many, one that has not asked anything makes room for
    /// the next client.
    pub connections: usize,
    /// How long a client may take for the header of a request, and stay without asking anything.
    pub header: Duration,
    /// How long a client may take to send its query.
    pub body: Duration,
    /// How long a client may take no byte of what is there for it.
    pub write: Duration,
}

impl Default for ClientLimits {
    /// 512 connections; 15 s for a header, 30 s for a query, 30 s without taking a byte.
    fn default() -> Self {
        Self {
            connections: 512,
            header: Duration::from_secs(15),
            body: Duration::from_secs(30),
            write: Duration::from_secs(30),
        }
    }
}
