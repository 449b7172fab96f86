//! When nobody has touched anything for too long.
//!
//! May not enter: clocks; the time is told.

use std::time::Duration;

/// The limit that a sitting starts with.
pub const LIMIT_DEFAULT: Duration = Duration::from_secs(2 * 60);
/// The longest limit that can be chosen.
pub const LIMIT_MAX: Duration = Duration::from_secs(15 * 60);

/// The time since the last touch against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idle {
    limit: Duration,
    touched: Duration,
}

impl Default for Idle {
    fn default() -> Self {
        Self { limit: LIMIT_DEFAULT, touched: Duration::ZERO }
    }
}

impl Idle {
    /// The operator did something at this time.
    pub fn touch(&mut self, now: Duration) {
        self.touched = self.touched.max(now);
    }

    /// What is left before the wipe.
    pub fn left(&self, now: Duration) -> Duration {
        self.limit.saturating_sub(now.saturating_sub(self.touched))
    }

    /// The limit in force.
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// Chooses another limit, a minute to [`LIMIT_MAX`].
    pub fn set_limit(&mut self, limit: Duration) {
        self.limit = limit.clamp(Duration::from_secs(60), LIMIT_MAX);
    }
}
