//! A worker's limit of memory, which the system holds.

use std::io;

/// A lower limit would end workers before they have read a query.
pub const LEAST_MEMORY: u64 = 16 << 20;

/// Whether this system holds a process to a limit of its memory.
pub fn memory_limit_holds() -> bool {
    cfg!(any(target_os = "linux", target_os = "android"))
}

/// Limits the memory of this process: its heap and stacks of threads, not files mapped to be read.
/// What asks for more ends it with a message on stderr. Nothing, where the system has no such limit.
///
/// # Errors
/// Where the system refuses.
pub(super) fn limit_memory(bytes: u64) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = |bytes| Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        setrlimit(Resource::Data, limit(bytes))?;
        // A process that ends for want of memory would write all of it into a file.
        setrlimit(Resource::Core, limit(0))?;
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let _ = bytes;
    Ok(())
}
