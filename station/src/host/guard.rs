//! Watches over the desk from threads of its own: idle time, links, signals, sleep. It wipes even while the window hangs.
//!
//! | what                        | what it does                                                                   |
//! |-----------------------------|--------------------------------------------------------------------------------|
//! | the idle limit passes       | wipes                                                                          |
//! | the machine slept           | wipes as soon as it wakes                                                      |
//! | `SIGUSR1`, `SIGTSTP`        | wipes and stays: a sleep hook of the system sends the first (see `SECURITY.md`) |
//! | `SIGTERM`, `SIGINT`, `SIGHUP` | wipes and ends                                                               |
//! | a link comes up             | writes it into the log; wipes nothing, signing stops                           |
//! | the window holds the desk for ten seconds past a due wipe | ends the program; the kernel clears what was its   |
//!
//! It also tells the time: `Desk::clock` is set four times a second.

#[cfg(unix)]
use self::signals::{ENDING, STAYING, on_signal};
use super::{
    fault,
    links::{self, Links, LinksError},
    time::{Sleep, Watch},
};
use crate::{
    Desk,
    air::{Promise, State},
    desk::{Clock, SharedDesk},
    log::{Event, WipeReason},
};
use std::{
    sync::{
        Arc, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

const TICK: Duration = Duration::from_millis(250);
/// Links are looked at on every fourth tick: each second.
const TICKS_PER_LOOK: u32 = 4;
/// How long a wipe waits for a window that does not let go of the desk.
const PATIENCE: Duration = Duration::from_secs(10);

/// The watch; ends when it is dropped.
#[derive(Debug)]
pub struct Guard {
    ended: Arc<AtomicBool>,
    threads: Vec<thread::JoinHandle<()>>,
    #[cfg(unix)]
    signals: signal_hook::iterator::Handle,
}

/// The watch could not begin.
#[derive(Debug, thiserror::Error)]
#[error("the station cannot watch over the keys ({reason}); close other programs and start it again")]
pub struct GuardError {
    /// The system's words.
    reason: String,
}

impl From<std::io::Error> for GuardError {
    fn from(error: std::io::Error) -> Self {
        Self { reason: error.to_string() }
    }
}

impl Guard {
    /// Begins to watch; `wake` asks for a new frame of the window.
    ///
    /// # Errors
    /// Where the system gives no thread or takes no signal handler.
    pub fn start(
        desk: SharedDesk,
        watch: Watch,
        wake: impl Fn() + Clone + Send + 'static,
    ) -> Result<Self, GuardError> {
        let ended = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        #[cfg(unix)]
        let signals = {
            let (desk, wake) = (desk.clone(), wake.clone());
            let mut signals = signal_hook::iterator::Signals::new(ENDING.into_iter().chain(STAYING))?;
            let handle = signals.handle();
            threads.push(named("signals", move || {
                for signal in signals.forever() {
                    on_signal(&desk, watch, signal);
                    wake();
                }
            })?);
            handle
        };
        let stop = Arc::clone(&ended);
        threads.push(named("guard", move || {
            let mut sleep = Sleep::watch();
            let mut ticks = 0_u32;
            let mut due = None;
            while !stop.load(Ordering::Acquire) {
                let seen = ticks.is_multiple_of(TICKS_PER_LOOK).then(links::look);
                let (now, slept) = (watch.now(), sleep.happened());
                if let Some(mut desk) = take(&desk, TRIES_PER_TICK) {
                    if tick(&mut desk, now, seen, slept) {
                        wake();
                    }
                    due = desk.holds_secrets().then(|| now.running + desk.idle.left(now.running));
                } else {
                    due = due.map(|due| if slept { now.running } else { due });
                    end_if_overdue(due, now);
                }
                ticks = ticks.wrapping_add(1);
                thread::park_timeout(TICK);
            }
        })?);
        Ok(Self {
            ended,
            threads,
            #[cfg(unix)]
            signals,
        })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        #[cfg(unix)]
        self.signals.close();
        for thread in self.threads.drain(..) {
            thread.thread().unpark();
            _ = thread.join();
        }
    }
}

fn named(name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<thread::JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(work)
}

/// How often, and how far apart, a window that holds the desk while it draws is asked again.
const TRIES_PER_TICK: u32 = 10;
const PAUSE: Duration = Duration::from_millis(10);
const TRIES_PATIENT: u32 = 1_000;
const _: () = assert!(PATIENCE.as_millis() == PAUSE.as_millis() * TRIES_PATIENT as u128);

fn take(desk: &SharedDesk, tries: u32) -> Option<MutexGuard<'_, Desk>> {
    for _ in 0..tries {
        if let Some(desk) = desk.try_lock() {
            return Some(desk);
        }
        thread::sleep(PAUSE);
    }
    None
}

/// Ends the program where secrets should be gone by now and the window does not let go of them.
fn end_if_overdue(due: Option<Duration>, now: Clock) {
    if due.is_some_and(|due| now.running >= due + PATIENCE) {
        end(fault::EXIT_PANIC, "the window hangs and the keys are due to be wiped, so the station ends");
    }
}

/// At once, without destructors: other threads may hold whatever these would wait for. The kernel clears the memory.
fn end(code: i32, why: &str) {
    fault::report(why);
    signal_hook::low_level::exit(code);
}

/// One look; whether the window has something new to show.
fn tick(desk: &mut Desk, now: Clock, seen: Option<Result<Links, LinksError>>, slept: bool) -> bool {
    desk.clock = now;
    let held = desk.holds_secrets();
    if slept {
        desk.wipe(WipeReason::Suspend);
    }
    if desk.idle.is_over(now.running) {
        desk.wipe(WipeReason::Idle);
    }
    let each_second = seen.is_some();
    let news = match seen {
        None => false,
        Some(Ok(seen)) => observe(desk, now, seen),
        Some(Err(error)) => unwatched(desk, &error),
    };
    // While something is held the countdown goes on.
    news || held != desk.holds_secrets() || (each_second && held)
}

fn observe(desk: &mut Desk, now: Clock, seen: Links) -> bool {
    let held = desk.holds_secrets();
    let changes = desk.air.observe(seen.links, seen.radios);
    let changed = !changes.is_empty();
    for link in changes.new {
        desk.log.record(now, Event::Exposed { link: link.name, held });
    }
    for link in changes.gone {
        desk.log.record(now, Event::Quiet { link: link.name });
    }
    changed
}

/// Links that could be watched at start and no longer can.
fn unwatched(desk: &mut Desk, error: &LinksError) -> bool {
    let state = State::Missing(error.to_string());
    let walls = desk.air.walls.iter_mut().filter(|wall| wall.promise == Promise::LinksWatched);
    let mut changed = false;
    for wall in walls.filter(|wall| wall.state != state) {
        wall.state = state.clone();
        changed = true;
    }
    changed
}

#[cfg(unix)]
mod signals {
    use super::{PATIENCE, TRIES_PATIENT, end, fault, take};
    use crate::{desk::SharedDesk, log::WipeReason};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1};

    /// After these the station ends.
    pub(super) const ENDING: [i32; 4] = [SIGTERM, SIGINT, SIGHUP, SIGQUIT];
    /// After these it stays, without secrets.
    pub(super) const STAYING: [i32; 2] = [SIGUSR1, SIGTSTP];

    pub(super) fn on_signal(desk: &SharedDesk, watch: super::Watch, signal: i32) {
        let ends = ENDING.contains(&signal);
        match take(desk, TRIES_PATIENT) {
            Some(mut desk) => {
                desk.clock = watch.now();
                desk.wipe(if ends { WipeReason::Signal } else { WipeReason::Suspend });
            }
            None => end(
                fault::EXIT_PANIC,
                &format!("the window hangs for {} seconds, so the station ends", PATIENCE.as_secs()),
            ),
        }
        if ends {
            end(0, "asked to end by a signal; the keys are wiped");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        air::{Air, Link, LinkKind, Wall},
        idle::LIMIT_DEFAULT,
    };

    fn desk() -> Desk {
        Desk::new(Air::sealed(), |_| Ok(()))
    }

    fn at(seconds: u64) -> Clock {
        Clock { running: Duration::from_secs(seconds), unix: 1_700_000_000 + seconds }
    }

    fn eth0_up() -> Option<Result<Links, LinksError>> {
        let eth0 = Link { name: "eth0".to_owned(), kind: LinkKind::Wired };
        Some(Ok(Links { links: vec![eth0], radios: vec![] }))
    }

    #[test]
    fn the_guard_tells_the_time() {
        let mut desk = desk();
        assert!(!tick(&mut desk, at(7), None, false), "nothing to show while nothing is held");
        assert_eq!(desk.clock, at(7));
    }

    #[test]
    fn a_link_is_written_down_when_it_comes_and_when_it_goes() {
        let mut desk = desk();
        assert!(tick(&mut desk, at(1), eth0_up(), false));
        assert!(!tick(&mut desk, at(2), eth0_up(), false), "once");
        assert!(desk.air.may_hold_keys().is_err());
        assert!(tick(&mut desk, at(3), Some(Ok(Links::default())), false));
        assert_eq!(desk.air.may_hold_keys(), Ok(()));
        let events: Vec<_> = desk.log.entries().map(|entry| entry.event.clone()).collect();
        let link = || "eth0".to_owned();
        assert_eq!(events, [Event::Exposed { link: link(), held: false }, Event::Quiet { link: link() }]);
    }

    #[test]
    fn links_that_can_no_longer_be_watched_stand_against_keys() {
        let mut desk = desk();
        assert!(tick(&mut desk, at(1), Some(Err(LinksError::Unsupported)), false));
        assert!(desk.air.may_hold_keys().is_err());
        assert_eq!(desk.air.walls.iter().filter(|wall| **wall != Wall::kept(wall.promise)).count(), 1);
    }

    #[test]
    fn sleep_and_idleness_wipe() {
        for (seconds, slept, wiped) in [
            (LIMIT_DEFAULT.as_secs() - 1, false, false),
            (LIMIT_DEFAULT.as_secs(), false, true),
            (1, true, true),
        ] {
            let mut desk = desk();
            desk.sitting = Some(sitting());
            assert!(!tick(&mut desk, at(0), None, false));
            assert_eq!(tick(&mut desk, at(seconds), None, slept), wiped, "{seconds} s, slept: {slept}");
            assert_eq!(desk.holds_secrets(), !wiped);
        }
    }

    fn sitting() -> crate::Sitting {
        let words = b"test test test test test test test test test test test junk".to_vec();
        crate::Sitting::start(words.into(), Vec::new().into()).unwrap()
    }
}
