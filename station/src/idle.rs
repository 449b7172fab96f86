//! When nobody has touched anything for too long.
//!
//! May not enter: clocks; the time is told (`Desk::clock`, which window and guard set from one clock of the system).

use std::time::Duration;

/// The limit that a sitting starts with.
pub const LIMIT_DEFAULT: Duration = Duration::from_secs(2 * 60);
/// The shortest limit that can be chosen.
pub const LIMIT_MIN: Duration = Duration::from_secs(60);
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

    /// Whether nothing is left.
    pub fn is_over(&self, now: Duration) -> bool {
        self.left(now).is_zero()
    }

    /// The limit in force.
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// Chooses another limit; one outside [`LIMIT_MIN`] to [`LIMIT_MAX`] becomes the nearest that is allowed.
    pub fn set_limit(&mut self, limit: Duration) {
        self.limit = limit.clamp(LIMIT_MIN, LIMIT_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn two_minutes_without_a_touch_are_too_long() {
        let mut idle = Idle::default();
        idle.touch(seconds(10));
        assert_eq!(idle.left(seconds(10)), seconds(120));
        assert_eq!(idle.left(seconds(129)), seconds(1));
        assert!(!idle.is_over(seconds(129)));
        assert!(idle.is_over(seconds(130)));
    }

    #[test]
    fn a_touch_told_late_takes_nothing_away() {
        let mut idle = Idle::default();
        idle.touch(seconds(100));
        idle.touch(seconds(50));
        assert_eq!(idle.left(seconds(100)), seconds(120));
    }

    #[test]
    fn a_limit_stays_between_one_and_fifteen_minutes() {
        let mut idle = Idle::default();
        for (asked, set) in [(0, 60), (60, 60), (300, 300), (900, 900), (901, 900), (u64::MAX, 900)] {
            idle.set_limit(seconds(asked));
            assert_eq!(idle.limit(), seconds(set), "{asked}");
        }
    }

    #[test]
    fn a_clock_that_goes_back_leaves_the_whole_limit() {
        let mut idle = Idle::default();
        idle.touch(seconds(500));
        assert_eq!(idle.left(Duration::ZERO), idle.limit());
    }
}
