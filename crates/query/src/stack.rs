//! Stacks that hold what a query may need.
//!
//! Measured for each operator, clause and kind of pattern at 1,000 parts: a sum takes the most, 36 KB
//! for each operand in a debug build, inside the evaluator; a branch of `UNION` takes 12 KB, a member
//! of `||` 6 KB.

use std::alloc::{Layout, handle_alloc_error};
use std::cell::Cell;
use std::io;
use std::panic::resume_unwind;
use std::thread;

/// Bytes of stack for each part of a query. The system gives memory to what is used of it alone.
const BYTES_PER_PART: usize = if cfg!(debug_assertions) {
    48 << 10
} else {
    12 << 10
};

/// Bytes of stack for a query whatever its length: the parser in nested brackets.
const BYTES_PER_QUERY: usize = 8 << 20;

/// Queries of so few parts run on the stack of the caller, of which a thread has 2 MiB by default.
const FEW: usize = if cfg!(debug_assertions) { 20 } else { 150 };

thread_local! {
    /// The number of parts that the stack of this thread has room for.
    static ROOM: Cell<usize> = const { Cell::new(FEW) };
}

/// Whether the stack of this thread has room for a query of so many parts.
pub(super) fn has_room(parts: usize) -> bool {
    parts <= ROOM.get()
}

/// Does work on a query of so many parts where the stack has room for it: here, or in a thread of
/// its own. Ends the process as any allocation that fails does where there is no memory for one.
pub(super) fn with_room<T: Send>(parts: usize, work: impl FnOnce() -> T + Send) -> T {
    if has_room(parts) {
        return work();
    }
    on_own_stack(parts, work).unwrap_or_else(|_| {
        handle_alloc_error(Layout::array::<u8>(stack_size(parts)).unwrap_or(Layout::new::<u8>()))
    })
}

/// As [`with_room`]; an error where the system gives no thread.
pub(super) fn try_with_room<T: Send>(
    parts: usize,
    work: impl FnOnce() -> T + Send,
) -> io::Result<T> {
    if has_room(parts) {
        return Ok(work());
    }
    on_own_stack(parts, work)
}

fn on_own_stack<T: Send>(parts: usize, work: impl FnOnce() -> T + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(stack_size(parts));
        let thread = thread.spawn_scoped(scope, || {
            ROOM.set(parts);
            work()
        })?;
        Ok(thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

fn stack_size(parts: usize) -> usize {
    BYTES_PER_QUERY + parts * BYTES_PER_PART
}
