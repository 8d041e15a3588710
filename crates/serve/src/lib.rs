//! A SPARQL 1.1 Protocol endpoint: reads a graph over HTTP, and never writes.
//!
//! ```text
//! listen → respond → routes → endpoint → execution → line (its turn) → worker ⇢ work → answer
//!        ← body (whole, or in pieces)  ←                                      ⇠ frames
//! ```
//!
//! `listen` lets connections in, `respond` turns a request into a response by the handler that the
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
mod form;
mod formats;
mod job;
mod limit;
mod line;
mod listen;
mod log;
mod origin;
mod pages;
mod patience;
mod refusal;
mod reply;
mod respond;
mod routes;
mod settings;
mod work;
mod worker;

pub use job::Job;
pub use limit::{LEAST_MEMORY, memory_limit_holds};
pub use listen::Server;
pub use log::{Log, RequestLog};
pub use origin::{InvalidOrigin, Origins};
pub use settings::{ClientLimits, Settings, WORKER};
pub use work::work;
