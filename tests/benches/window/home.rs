//! The companion's window: start and memory with an empty journal, and with many requests in it.

use super::{
    Monitor, Result, SOON, fill,
    opening::{Running, opening},
    span::{Span, status},
};
use companion::journal::Journal;
use e2e::desktop::Launch;
use std::{path::Path, thread::sleep, time::Duration};

/// Prints what it costs.
pub(super) fn window(starts: u32, requests: u64, length: Duration) -> Result<()> {
    let folder = tempfile::tempdir()?;
    for requests in [0, requests] {
        let path = folder.path().join(format!("{requests}.sqlite"));
        let mut journal = Journal::open(&path)?;
        fill::fill(&mut journal, requests);
        drop(journal);
        let launch = launch(&path);
        opening(&format!("start, {requests} requests"), starts, &launch)?;
        rest(&launch, &format!("at rest, {requests} requests"), length)?;
    }
    Ok(())
}

fn launch(journal: &Path) -> Launch {
    Launch::companion().argument("--journal").argument(journal)
}

/// Home, with nobody at the keyboard.
fn rest(launch: &Launch, what: &str, length: Duration) -> Result<()> {
    let monitor = Monitor::start()?;
    let program = Running::start(launch, &monitor)?;
    monitor.screen.until_painted(SOON)?;
    sleep(Duration::from_secs(1));
    Span::of(program.id(), length, &monitor.screen, |_| Ok(()))?.print(what);
    println!("  at most               {:>9.1} MB", status(program.id(), "VmHWM:")? as f64 / 1e3);
    Ok(())
}
