//! Studies that someone made to do harm: the command ends in time, within memory, never by a
//! signal, and says what is wrong.
//!
//! Each is made in a folder of its own and read by the command as a child, whose address space is
//! limited, so that a closure that grows with the square of the study fails here.

// Helpers are not test functions, and a panic in them is the test failing all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cells;
mod files;
mod references;
mod relations;
mod shapes;
mod support;
