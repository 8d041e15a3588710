//! A sign of life on the terminal while something takes longer than a second.

use super::terminal::Terminal;
use crate::meter::Meter;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Waits this long before it shows anything.
const PATIENCE: Duration = Duration::from_secs(1);

/// Draws anew after this long.
const TICK: Duration = Duration::from_millis(120);

/// What a meter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Bytes,
    Triples,
}

impl Unit {
    /// What a bar looks like.
    fn bar(self) -> &'static str {
        match self {
            Self::Bytes => {
                "{msg} {wide_bar} {binary_bytes} of {binary_total_bytes}, {binary_bytes_per_sec}, {eta} left"
            }
            Self::Triples => {
                "{msg} {wide_bar} {human_pos} of {human_len} triples, {per_sec}, {eta} left"
            }
        }
    }
}

/// Says what is going on, from one second on, until it is dropped.
pub(super) struct Progress {
    done: Option<Sender<()>>,
    drawing: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts; without a terminal on stderr, or if asked to be quiet, it never shows anything.
    pub(super) fn start(terminal: &Terminal, doing: String) -> Self {
        Self::draw(terminal, move |wait| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.set_message(doing);
            bar.enable_steady_tick(TICK);
            // An error is the end too: the sender is gone.
            let _ = wait.recv();
            bar.finish_and_clear();
        })
    }

    /// Starts with a bar that shows how far a meter has come, how fast, and how long it will take.
    pub(super) fn metered(
        terminal: &Terminal,
        doing: &'static str,
        unit: Unit,
        meter: &Arc<Meter>,
    ) -> Self {
        let meter = Arc::clone(meter);
        let started = Instant::now();
        Self::draw(terminal, move |wait| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let bar = bar.with_elapsed(started.elapsed()).with_message(doing);
            if let Ok(style) = ProgressStyle::with_template(unit.bar()) {
                bar.set_style(style);
            }
            loop {
                let (done, total) = meter.state();
                bar.set_length(total.max(done));
                bar.set_position(done);
                // An error is the end too: the sender is gone.
                if wait.recv_timeout(TICK) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
            bar.finish_and_clear();
        })
    }

    fn draw(terminal: &Terminal, show: impl FnOnce(&Receiver<()>) + Send + 'static) -> Self {
        if !terminal.shows_progress() {
            return Self {
                done: None,
                drawing: None,
            };
        }
        let (done, wait) = channel::<()>();
        let drawing = std::thread::spawn(move || {
            // Whatever is done within the second leaves no trace.
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                show(&wait);
            }
        });
        Self {
            done: Some(done),
            drawing: Some(drawing),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(done) = self.done.take() {
            // The drawing thread may have ended by itself.
            let _ = done.send(());
        }
        if let Some(drawing) = self.drawing.take() {
            let _ = drawing.join();
        }
    }
}
