//! What goes over HTTP: servers of others, as a client meets them, and the server that is ours.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

mod serve;
mod servers;
