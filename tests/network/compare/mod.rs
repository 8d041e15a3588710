//! Comparing groups of voices: the laws of its numbers, stories of much and little data, and what
//! the example study shows.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is the test failing"
)]

mod laws;
mod stories;
mod study;
