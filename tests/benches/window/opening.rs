//! From the start of a program to its first picture on the screen, and to the last that changes by itself.

use super::{Monitor, Result, SOON, span};
use e2e::desktop::Launch;
use std::{
    process::Child,
    thread::sleep,
    time::{Duration, Instant},
};

/// A screen that has not changed for so long is done.
const STILL: Duration = Duration::from_millis(500);

/// The program under test; ends with the value.
pub(super) struct Running(Child);

impl Running {
    pub(super) fn start(launch: &Launch, monitor: &Monitor) -> Result<Self> {
        Ok(Self(launch.command(monitor.desktop.display())?.spawn()?))
    }

    pub(super) fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

/// Times `count` starts, each on a screen of its own, and prints the middle one.
pub(super) fn opening(what: &str, count: u32, launch: &Launch) -> Result<()> {
    let (mut times, mut spent, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..count {
        let monitor = Monitor::start()?;
        let begin = Instant::now();
        let program = Running::start(launch, &monitor)?;
        while !monitor.screen.is_painted()? {
            if begin.elapsed() > SOON {
                return Err("no window came".into());
            }
            sleep(Duration::from_millis(1));
        }
        times.push(begin.elapsed());
        spent.push(Duration::from_secs_f64(span::threads(program.id())?.values().sum()));
        let (mut rows, mut changed) = (monitor.screen.rows()?, begin.elapsed());
        while begin.elapsed() - changed < STILL && begin.elapsed() < SOON {
            let now = monitor.screen.rows()?;
            if now != rows {
                (rows, changed) = (now, begin.elapsed());
            }
            sleep(Duration::from_millis(3));
        }
        whole.push(changed);
    }
    println!("{what:<23} {}  ({} of CPU)", told(&mut times), middle(&mut spent));
    println!("  all that is to be seen {}", told(&mut whole));
    Ok(())
}

/// `   120 ms  (median of 10; 100 to 300)`.
pub(super) fn told(times: &mut [Duration]) -> String {
    let median = middle(times);
    let of = |time: Option<&Duration>| time.copied().unwrap_or_default().as_millis();
    format!("{median:>9}  (median of {}; {} to {})", times.len(), of(times.first()), of(times.last()))
}

fn middle(times: &mut [Duration]) -> String {
    times.sort();
    format!("{} ms", times.get(times.len() / 2).copied().unwrap_or_default().as_millis())
}
