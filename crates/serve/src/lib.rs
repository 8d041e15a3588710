//! A SPARQL 1.1 Protocol endpoint: reads a graph over HTTP, and never writes.
//!
//! ```text
//! server → respond → routes → endpoint → execution → queue → worker_process ⇢ run_job → answer
//!        ← body (whole, or in pieces)  ←                                   ⇠ frames
//! ```
//!
//! `server` lets connections in, `respond` turns a request into a response by the handler that the
//! table in `routes` names: a page, or the endpoint, which has a job for a worker. To add a page,
//! add a route.
//!
//! Every query runs in a process of its own: the program starts itself again, reads a [`Job`] from
//! its standard input and writes an answer in frames (`job`). Only a process can be stopped
//! whatever it is doing, and only a process has a limit of memory of its own. The graph file is
//! mapped, so such a process has it at hand within milliseconds; a graph file that is replaced
//! while the server runs is used from the next query on.

mod accept;
mod answer;
mod body;
mod call;
mod connections;
mod description;
mod endpoint;
mod execution;
mod formats;
mod job;
mod log;
mod memory_limit;
mod origin;
mod pages;
mod parameters;
mod queue;
mod refusal;
mod reply;
mod respond;
mod routes;
mod run_job;
mod server;
mod settings;
mod timed_stream;
mod worker_process;

pub use job::Job;
pub use log::{Log, RequestLog};
pub use memory_limit::{LEAST_MEMORY, memory_limit_holds};
pub use origin::{InvalidOrigin, Origins};
pub use run_job::run_job;
pub use server::Server;
pub use settings::{ClientLimits, Settings, WORKER};
