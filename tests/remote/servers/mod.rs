//! Other servers, as a client meets them: `client` speaks HTTP to servers that are slow, busy, wrong
//! or gone; `commands` work over SPARQL endpoints; `push` fills them; `services` are asked by queries.

#![expect(clippy::unwrap_used, reason = "a panic here is the test failing")]

mod client;
mod commands;
mod push;
mod services;
mod support;
