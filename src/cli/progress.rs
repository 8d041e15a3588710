//! A sign of life on the terminal while something takes longer than a second.

use super::terminal::Terminal;
use indicatif::{ProgressBar, ProgressDrawTarget};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Waits this long before it shows anything.
const PATIENCE: Duration = Duration::from_secs(1);

/// Says what is going on, from one second on, until it is dropped.
pub(super) struct Progress {
    done: Option<Sender<()>>,
    drawing: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts; without a terminal on stderr, or if asked to be quiet, it never shows anything.
    pub(super) fn start(terminal: &Terminal, doing: String) -> Self {
        if !terminal.shows_progress() {
            return Self {
                done: None,
                drawing: None,
            };
        }
        let (done, wait) = channel::<()>();
        let drawing = std::thread::spawn(move || {
            // Whatever is done within the second leaves no trace.
            if wait.recv_timeout(PATIENCE).is_ok() {
                return;
            }
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.set_message(doing);
            bar.enable_steady_tick(Duration::from_millis(120));
            // An error is the end too: the sender is gone.
            let _ = wait.recv();
            bar.finish_and_clear();
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
