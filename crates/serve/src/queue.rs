//! The queue of queries: some run, some wait, and those that find no room are sent away.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The queries that run and those that wait.
pub(super) struct Queue {
    running: Arc<Semaphore>,
    /// Places of those that run or wait.
    places: Arc<Semaphore>,
    workers: u32,
    patience: Duration,
}

/// A turn: held until the worker that it was for is gone.
pub(super) struct Turn {
    _running: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

/// The reasons for which a query gets no turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QueueError {
    /// Too many wait already.
    Full,
    /// It took too long.
    Late,
}

impl Queue {
    pub(super) fn new(workers: usize, queue: usize, patience: Duration) -> Self {
        let workers = workers.clamp(1, 1 << 16);
        Self {
            running: Arc::new(Semaphore::new(workers)),
            places: Arc::new(Semaphore::new(workers + queue.min(1 << 20))),
            workers: workers as u32,
            patience,
        }
    }

    /// Waits for a turn, in the order of arrival.
    pub(super) async fn turn(&self) -> Result<Turn, QueueError> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| QueueError::Full)?;
        let running = Arc::clone(&self.running).acquire_owned();
        match tokio::time::timeout(self.patience, running).await {
            Ok(Ok(running)) => Ok(Turn {
                _running: running,
                _place: place,
            }),
            _ => Err(QueueError::Late),
        }
    }

    /// Waits until nobody runs.
    pub(super) async fn empty(&self) {
        // The semaphore is never closed.
        let _ = self.running.acquire_many(self.workers).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn so_many_run_so_many_wait_the_others_go() {
        let queue = Arc::new(Queue::new(1, 1, Duration::from_secs(60)));
        let first = queue.turn().await.unwrap();
        let waiting = tokio::spawn({
            let queue = Arc::clone(&queue);
            async move { queue.turn().await.map(drop) }
        });
        while queue.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(queue.turn().await.map(drop), Err(QueueError::Full));
        drop(first);
        assert_eq!(waiting.await.unwrap(), Ok(()));
        queue.empty().await;
        assert!(queue.turn().await.is_ok());
    }

    #[tokio::test]
    async fn nobody_waits_for_ever() {
        let queue = Queue::new(1, 1, Duration::from_millis(10));
        let _first = queue.turn().await.unwrap();
        assert_eq!(queue.turn().await.map(drop), Err(QueueError::Late));
    }
}
