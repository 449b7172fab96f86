//! What a running program costs over a while: CPU by thread, memory, and how often its window changed.

use super::{CAMERA, Result};
use e2e::desktop::Screen;
use std::{
    collections::BTreeMap,
    thread::sleep,
    time::{Duration, Instant},
};

/// What one state costs.
pub(super) struct Span {
    length: Duration,
    /// Seconds of CPU by thread name.
    threads: BTreeMap<String, f64>,
    resident: u64,
    own: u64,
    pub(super) updates: u32,
    pub(super) shown: u32,
}

impl Span {
    /// Watches a process; `show` is called for each frame that the camera is to see.
    pub(super) fn of(
        process: u32,
        length: Duration,
        screen: &Screen,
        show: impl Fn(usize) -> Result<()>,
    ) -> Result<Self> {
        let before = threads(process)?;
        let (begin, mut last) = (Instant::now(), screen.rows()?);
        let (mut updates, mut shown) = (0, 0_u32);
        while begin.elapsed() < length {
            if begin.elapsed() >= CAMERA * shown {
                show(shown as usize)?;
                shown += 1;
            }
            let now = screen.rows()?;
            if now != last {
                updates += 1;
                last = now;
            }
            sleep(Duration::from_millis(3));
        }
        let length = begin.elapsed();
        let mut spent = threads(process)?;
        for (name, seconds) in &mut spent {
            *seconds -= before.get(name).copied().unwrap_or_default();
        }
        let (resident, own) = (status(process, "VmRSS:")?, status(process, "RssAnon:")?);
        Ok(Self { length, threads: spent, resident, own, updates, shown })
    }

    pub(super) fn cpu(&self, start: &str) -> f64 {
        self.threads.iter().filter(|(name, _)| name.starts_with(start)).map(|(_, seconds)| seconds).sum()
    }

    pub(super) fn total(&self) -> f64 {
        self.threads.values().sum()
    }

    pub(super) fn print(&self, what: &str) {
        let seconds = self.length.as_secs_f64();
        println!("\n{what}");
        println!(
            "  resident memory       {:>9.1} MB  (its own: {:.1} MB)",
            self.resident as f64 / 1e3,
            self.own as f64 / 1e3
        );
        println!("  changes of the screen {:>9.1} a second", f64::from(self.updates) / seconds);
        println!("  CPU                   {:>9.1} % of one core", self.total() / seconds * 100.0);
        for (name, spent) in self.threads.iter().filter(|(_, spent)| **spent / seconds > 0.001) {
            println!("    {name:<19} {:>9.1} %", spent / seconds * 100.0);
        }
    }
}

/// The process that has the cameras.
const CAMERAS: &str = "cameras' process";

/// Seconds of CPU by name of thread, the cameras' process as one more.
pub(super) fn threads(process: u32) -> Result<BTreeMap<String, f64>> {
    let mut threads = own_threads(process)?;
    let children = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children"));
    for child in children.unwrap_or_default().split_whitespace() {
        let spent: f64 = own_threads(child.parse()?)?.values().sum();
        *threads.entry(CAMERAS.to_owned()).or_default() += spent;
    }
    Ok(threads)
}

/// The same of one process (`schedstat`, nanoseconds); threads of one name are added.
fn own_threads(process: u32) -> Result<BTreeMap<String, f64>> {
    let mut threads = BTreeMap::new();
    for entry in std::fs::read_dir(format!("/proc/{process}/task"))? {
        let path = entry?.path();
        let read = |file: &str| std::fs::read_to_string(path.join(file)).unwrap_or_default();
        let name = read("comm").trim().to_owned();
        let spent: f64 =
            read("schedstat").split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0.0);
        *threads.entry(name).or_default() += spent / 1e9;
    }
    Ok(threads)
}

/// A number of `/proc/PID/status`, in kB.
pub(super) fn status(process: u32, field: &str) -> Result<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = text.lines().find(|line| line.starts_with(field)).ok_or("no such field")?;
    Ok(line.split_whitespace().nth(1).ok_or("no number")?.parse()?)
}
