//! How often a node is asked: somebody else's service bans those who ask too much.

use std::time::{Duration, Instant};

/// A token bucket: `burst` requests at once, then `per_second`.
///
/// Kept as the moment from which the bucket has been full, which needs no fractions of tokens (GCRA).
#[derive(Debug)]
pub(super) struct Allowance {
    interval: Duration,
    room: Duration,
    due: Option<Instant>,
}

impl Allowance {
    /// At least one a second, and one at once.
    pub(super) fn new(per_second: u32, burst: u32) -> Self {
        let interval = Duration::from_secs(1) / per_second.max(1);
        Self { interval, room: interval * (burst.max(1) - 1), due: None }
    }

    /// Takes one request; how long it must wait before it goes.
    pub(super) fn take(&mut self, now: Instant) -> Duration {
        let due = self.due.map_or(now, |due| due.max(now));
        self.due = Some(due + self.interval);
        due.duration_since(now).saturating_sub(self.room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_goes_at_once_and_the_rest_at_the_rate() {
        let mut allowance = Allowance::new(10, 3);
        let now = Instant::now();
        let waits: Vec<u128> = (0..6).map(|_| allowance.take(now).as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 100, 200, 300]);
    }

    #[test]
    fn rest_fills_the_bucket_again_and_no_further() {
        let mut allowance = Allowance::new(10, 2);
        let now = Instant::now();
        for _ in 0..2 {
            allowance.take(now);
        }
        let later = now + Duration::from_secs(60);
        let waits: Vec<u128> = (0..3).map(|_| allowance.take(later).as_millis()).collect();
        assert_eq!(waits, [0, 0, 100]);
    }
}
