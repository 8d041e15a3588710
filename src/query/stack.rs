//! Stacks that hold what a query may need.

use std::cell::Cell;
use std::panic::resume_unwind;
use std::thread;

/// What each part of a query takes of the stack at most, in the function that takes most of it.
const BYTES_PER_PART: usize = if cfg!(debug_assertions) { 24 << 10 } else { 6 << 10 };

/// What a query takes of the stack whatever its size: up to 64 nested brackets.
const BYTES_PER_QUERY: usize = if cfg!(debug_assertions) { 8 << 20 } else { 4 << 20 };

/// Queries of so few parts are run on the stack of the caller.
const FEW: usize = if cfg!(debug_assertions) { 40 } else { 200 };

thread_local! {
    /// The number of parts that the stack of this thread was made for.
    static ROOM: Cell<usize> = const { Cell::new(FEW) };
}

/// Does what has to do with a query of so many parts, where the stack has room for it: here, or in
/// a thread of its own.
pub(super) fn with_room<T: Send>(parts: usize, work: impl FnOnce() -> T + Send) -> T {
    if parts <= ROOM.get() {
        return work();
    }
    let size = std::env::var("STACK").ok().map_or(BYTES_PER_QUERY + parts * BYTES_PER_PART, |s| s.parse().unwrap());
    let here = thread::scope(|scope| {
        let started = thread::Builder::new().stack_size(size).spawn_scoped(scope, || {
            ROOM.set(parts);
            work()
        });
        match started {
            Ok(thread) => thread.join(),
            Err(error) => panic!("{error}"),
        }
    });
    here.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Whether the stack of this thread has room for a query of so many parts.
pub(super) fn has_room(parts: usize) -> bool {
    parts <= ROOM.get()
}
