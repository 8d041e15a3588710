//! Networks, their measures, the groups that are compared, and the files they become.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

mod coalitions;
mod compare;
mod export;
mod laws;
mod layout;
mod measures;
mod method;
mod over_time;
mod pruning;
mod settings;
mod stories;
mod support;
