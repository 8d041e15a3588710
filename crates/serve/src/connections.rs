//! The connections that are open, and which of them makes room when there are as many as may be.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// After so long a client that waits for room looks again for a connection that can make it.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// All open connections.
pub(super) struct Connections {
    slots: Arc<Semaphore>,
    open: Mutex<OpenConnections>,
}

#[derive(Default)]
struct OpenConnections {
    next: u64,
    by_number: HashMap<u64, Entry>,
}

struct Entry {
    network: IpAddr,
    /// Since when it has been open without a request that is worked on: nothing is lost with it
    /// but the time that its client took.
    idle_since: Option<Instant>,
    close: Arc<Notify>,
}

/// An open connection. Dropping it makes its room free.
pub(super) struct Connection {
    number: u64,
    connections: Arc<Connections>,
    close: Arc<Notify>,
    _slot: OwnedSemaphorePermit,
}

/// A request that is worked on: its connection is not closed for the sake of others meanwhile.
pub(super) struct Busy {
    number: u64,
    connections: Arc<Connections>,
}

impl Connections {
    /// Room for so many connections.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self {
            slots: Arc::new(Semaphore::new(most.clamp(1, 1 << 20))),
            open: Mutex::default(),
        })
    }

    /// Opens a connection to a client, once there is room for it.
    pub(super) async fn open(self: &Arc<Self>, client: IpAddr) -> Connection {
        let slot = self.slot().await;
        let close = Arc::new(Notify::new());
        let mut open = self.lock();
        let number = open.next;
        open.next += 1;
        open.by_number.insert(
            number,
            Entry {
                network: network(client),
                idle_since: Some(Instant::now()),
                close: Arc::clone(&close),
            },
        );
        Connection {
            number,
            connections: Arc::clone(self),
            close,
            _slot: slot,
        }
    }

    async fn slot(&self) -> OwnedSemaphorePermit {
        loop {
            if let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() {
                return slot;
            }
            self.close_one();
            let slot = Arc::clone(&self.slots).acquire_owned();
            if let Ok(Ok(slot)) = timeout(LOOK_AGAIN, slot).await {
                return slot;
            }
        }
    }

    /// Tells one idle connection to close: of the network that has most of them the one that has
    /// been idle longest. So who opens many and says nothing loses his own, and a client that asks
    /// at once is as good as never among them.
    fn close_one(&self) {
        let mut open = self.lock();
        let mut idle: HashMap<IpAddr, usize> = HashMap::new();
        for entry in open.by_number.values() {
            if entry.idle_since.is_some() {
                *idle.entry(entry.network).or_default() += 1;
            }
        }
        let candidates = open.by_number.values_mut().filter_map(|entry| {
            let number = idle.get(&entry.network)?;
            Some(((*number, std::cmp::Reverse(entry.idle_since?)), entry))
        });
        if let Some((_, entry)) = candidates.max_by_key(|(rank, _)| *rank) {
            // Told once; its room is free as soon as its task has heard of it.
            entry.idle_since = None;
            entry.close.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, OpenConnections> {
        // Nothing can panic while it is held, and a table that is half changed is still a table.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_idle(&self, number: u64, idle_since: Option<Instant>) {
        if let Some(entry) = self.lock().by_number.get_mut(&number) {
            entry.idle_since = idle_since;
        }
    }
}

impl Connection {
    /// Marks that a request is worked on, until the guard is dropped.
    pub(super) fn busy(&self) -> Busy {
        self.connections.set_idle(self.number, None);
        Busy {
            number: self.number,
            connections: Arc::clone(&self.connections),
        }
    }

    /// Waits until the connection is to be closed to make room.
    pub(super) async fn told_to_close(&self) {
        self.close.notified().await;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.connections.lock().by_number.remove(&self.number);
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.connections.set_idle(self.number, Some(Instant::now()));
    }
}

/// Returns what stands for a client among others: its address, of IPv6 the 64 bits that a single
/// client is usually given whole.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => {
            let prefix = address.to_bits() >> 64 << 64;
            IpAddr::V6(prefix.into())
        }
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    async fn is_closed(connection: &Connection) -> bool {
        timeout(Duration::from_millis(20), connection.told_to_close())
            .await
            .is_ok()
    }

    #[tokio::test]
    async fn whoever_has_most_idle_connections_makes_room() {
        let connections = Connections::new(4);
        let single = connections.open(address("2001:db8:1::1")).await;
        let busy = connections.open(address("10.0.0.1")).await;
        let guard = busy.busy();
        let old = connections.open(address("2001:db8::1")).await;
        let new = connections.open(address("2001:db8::2")).await;
        let next = tokio::spawn({
            let connections = Arc::clone(&connections);
            async move { connections.open(address("10.0.0.2")).await }
        });
        old.told_to_close().await;
        drop(old);
        let next = next.await.unwrap();
        for other in [&single, &busy, &new, &next] {
            assert!(!is_closed(other).await);
        }
        drop(guard);
        assert!(
            connections.lock().by_number[&busy.number]
                .idle_since
                .is_some()
        );
        assert_eq!(connections.lock().by_number.len(), 4);
    }

    #[tokio::test]
    async fn nobody_who_is_answered_makes_room() {
        let connections = Connections::new(1);
        let only = connections.open(address("10.0.0.1")).await;
        let guard = only.busy();
        let next = connections.open(address("10.0.0.2"));
        assert!(timeout(Duration::from_millis(300), next).await.is_err());
        drop(guard);
        let next = connections.open(address("10.0.0.2"));
        let (next, ()) = tokio::join!(next, async {
            only.told_to_close().await;
            drop(only);
        });
        drop(next);
        assert!(connections.lock().by_number.is_empty());
    }
}
