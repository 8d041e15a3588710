//! When to try again, and after how long.

use super::Settings;
use std::time::{Duration, SystemTime};

/// No wait is longer, whatever a server asks for.
const LONGEST: Duration = Duration::from_secs(60);

/// A wait before another try.
#[derive(Debug, Clone)]
pub struct Wait {
    /// What went wrong, in one line.
    pub why: String,
    /// How long it is.
    pub how_long: Duration,
    /// How often it was tried.
    pub tried: u32,
    /// How often it will be tried at most.
    pub tries: u32,
}

impl Wait {
    /// The wait after so many tries, if there is another one. `asked` is how long the server asks to
    /// wait.
    pub(super) fn after(
        why: String,
        asked: Option<Duration>,
        tried: u32,
        settings: &Settings,
    ) -> Option<Self> {
        if tried >= settings.tries {
            return None;
        }
        let doubled = 1_u32.checked_shl(tried.saturating_sub(1));
        let own = settings
            .first_wait
            .saturating_mul(doubled.unwrap_or(u32::MAX))
            .min(LONGEST);
        // Clients that failed together shall not come back together.
        let how_long = match asked {
            Some(asked) => asked.min(LONGEST).max(own / 2),
            None => own.mul_f64(0.75 + 0.5 * chance()),
        };
        Some(Self {
            why,
            how_long,
            tried,
            tries: settings.tries,
        })
    }
}

/// From 0 to 1, by the clock: nothing that is kept depends on it.
fn chance() -> f64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0.5, |now| f64::from(now.subsec_nanos()) / 1e9)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(asked: Option<u64>, tried: u32) -> Option<Wait> {
        let asked = asked.map(Duration::from_secs);
        Wait::after("busy".to_owned(), asked, tried, &Settings::default())
    }

    #[test]
    fn waits_double_and_end() {
        let settings = Settings::default();
        let mut last = Duration::ZERO;
        for tried in 1..settings.tries {
            let how_long = wait(None, tried).unwrap().how_long;
            let middle = settings.first_wait * 2_u32.pow(tried - 1);
            assert!(how_long >= middle.mul_f64(0.75), "{how_long:?}");
            assert!(how_long <= middle.mul_f64(1.25), "{how_long:?}");
            assert!(how_long > last);
            last = how_long;
        }
        assert!(wait(None, settings.tries).is_none());
    }

    #[test]
    fn what_the_server_asks_for_is_kept_within_bounds() {
        assert_eq!(wait(Some(3), 1).unwrap().how_long, Duration::from_secs(3));
        assert_eq!(wait(Some(86_400), 1).unwrap().how_long, LONGEST);
        let least = Settings::default().first_wait / 2;
        assert!(wait(Some(0), 1).unwrap().how_long >= least);
    }
}
