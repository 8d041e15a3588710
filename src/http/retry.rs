//! When to try again, and after how long.

use super::Settings;
use super::error::HttpError;
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
    /// The wait after a failed try, if it makes sense to try again.
    pub(super) fn after(error: &HttpError, tried: u32, settings: &Settings) -> Option<Self> {
        if tried >= settings.tries || !error.may_pass() {
            return None;
        }
        let doubled = 1_u32
            .checked_shl(tried.saturating_sub(1))
            .unwrap_or(u32::MAX);
        let own = settings.first_wait.saturating_mul(doubled).min(LONGEST);
        // Clients that failed together shall not come back together.
        let how_long = match error.retry_after() {
            Some(asked) => asked.min(LONGEST).max(own / 2),
            None => own.mul_f64(0.75 + 0.5 * chance()),
        };
        Some(Self {
            why: error.to_string(),
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
    use super::super::Address;
    use super::*;

    fn status(status: u16, retry_after: Option<u64>) -> HttpError {
        HttpError::Status {
            status,
            address: Address::parse("http://a/").unwrap(),
            has_credentials: false,
            retry_after: retry_after.map(Duration::from_secs),
            said: String::new(),
        }
    }

    #[test]
    fn waits_double_and_end() {
        let settings = Settings::default();
        let mut last = Duration::ZERO;
        for tried in 1..settings.tries {
            let wait = Wait::after(&status(503, None), tried, &settings).unwrap();
            let middle = settings.first_wait * 2_u32.pow(tried - 1);
            assert!(wait.how_long >= middle.mul_f64(0.75), "{wait:?}");
            assert!(wait.how_long <= middle.mul_f64(1.25), "{wait:?}");
            assert!(wait.how_long > last);
            last = wait.how_long;
        }
        assert!(Wait::after(&status(503, None), settings.tries, &settings).is_none());
    }

    #[test]
    fn what_the_server_asks_for_is_kept_within_bounds() {
        let settings = Settings::default();
        let wait = |seconds| {
            let wait = Wait::after(&status(429, Some(seconds)), 1, &settings).unwrap();
            wait.how_long
        };
        assert_eq!(wait(3), Duration::from_secs(3));
        assert_eq!(wait(86_400), LONGEST);
        assert!(wait(0) >= settings.first_wait / 2);
    }

    #[test]
    fn what_would_fail_again_is_not_tried_again() {
        let settings = Settings::default();
        for code in [400, 401, 403, 404, 413, 415, 501, 505] {
            assert!(
                Wait::after(&status(code, None), 1, &settings).is_none(),
                "{code}"
            );
        }
        for code in [429, 500, 502, 503, 504] {
            assert!(
                Wait::after(&status(code, None), 1, &settings).is_some(),
                "{code}"
            );
        }
    }
}
