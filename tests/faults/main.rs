//! What must hold when things go wrong: killed processes, full disks, several writers at once,
//! readers while a file is replaced, and damaged files.

#![cfg(unix)]
// Helpers are not test functions, and a panic in them is the test failing all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod commands;
mod damage;
mod disk;
mod killed;
mod races;
mod reading;
mod shortened;
mod support;
#[path = "../tiny_disk/mod.rs"]
mod tiny_disk;
