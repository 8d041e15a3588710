//! How far reading has come, for whoever watches.

use std::sync::atomic::{AtomicU64, Ordering};

/// What is read of what there is: bytes, or triples. Shared by the threads that read and the one that shows it.
#[derive(Debug, Default)]
pub struct Meter {
    done: AtomicU64,
    total: AtomicU64,
}

impl Meter {
    /// Announces what will be read.
    pub fn expect(&self, number: u64) {
        self.total.fetch_add(number, Ordering::Relaxed);
    }

    /// Counts what was read.
    pub fn add(&self, number: u64) {
        self.done.fetch_add(number, Ordering::Relaxed);
    }

    /// What was read, and what there is.
    pub fn state(&self) -> (u64, u64) {
        (
            self.done.load(Ordering::Relaxed),
            self.total.load(Ordering::Relaxed),
        )
    }
}
