//! `demarche serve`, spoken to over sockets: the query operation of the SPARQL 1.1 Protocol, what is
//! negotiated, and limits that hold.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

mod clients;
mod federation;
mod limits;
mod protocol;
mod support;
