//! One clock for the window and its guard, and whether the machine slept.

use crate::desk::Clock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Counts from when the station started.
#[derive(Debug, Clone, Copy)]
pub struct Watch(Instant);

impl Watch {
    /// Starts now.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Now.
    pub fn now(self) -> Clock {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Clock { running: self.0.elapsed(), unix: since_1970.as_secs() }
    }
}

/// Longer than two clocks can drift apart between two looks while the machine is awake.
const SLEPT: Duration = Duration::from_secs(1);

/// Notices sleep: the clock that counts it runs ahead of the one that does not.
#[derive(Debug)]
pub struct Sleep {
    asleep: Duration,
}

impl Sleep {
    /// From now on.
    pub fn watch() -> Self {
        Self { asleep: asleep() }
    }

    /// Whether the machine slept since the last call.
    pub fn happened(&mut self) -> bool {
        self.told(asleep())
    }

    fn told(&mut self, asleep: Duration) -> bool {
        let slept = asleep.saturating_sub(self.asleep) >= SLEPT;
        self.asleep = asleep;
        slept
    }
}

/// How long the machine slept since it was started.
#[cfg(target_os = "linux")]
fn asleep() -> Duration {
    use rustix::time::{ClockId, Timespec, clock_gettime};
    let length = |time: Timespec| {
        Duration::new(
            u64::try_from(time.tv_sec).unwrap_or_default(),
            u32::try_from(time.tv_nsec).unwrap_or_default(),
        )
    };
    // The clock that runs ahead is read first: a pause between the two cannot look like sleep.
    let awake_and_asleep = length(clock_gettime(ClockId::Boottime));
    awake_and_asleep.saturating_sub(length(clock_gettime(ClockId::Monotonic)))
}

/// The machine's date against the clock that stops with it: a date set by hand counts as sleep, too.
#[cfg(not(target_os = "linux"))]
fn asleep() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let awake = START.get_or_init(Instant::now).elapsed();
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().saturating_sub(awake)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleep_is_noticed_once() {
        let mut sleep = Sleep { asleep: Duration::from_secs(100) };
        assert!(!sleep.told(Duration::from_millis(100_900)), "clocks may wobble");
        assert!(sleep.told(Duration::from_secs(160)));
        assert!(!sleep.told(Duration::from_secs(160)));
    }

    #[test]
    fn an_awake_machine_does_not_sleep() {
        let mut sleep = Sleep::watch();
        assert!(!sleep.happened());
    }
}
