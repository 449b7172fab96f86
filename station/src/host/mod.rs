//! What the station asks of the operating system: walls up, links watched, dumps off, randomness, the time.
//!
//! | file     | what it asks for                                                       |
//! |----------|------------------------------------------------------------------------|
//! | display  | a display on this machine, and what its protocol needs                 |
//! | dumps    | no core dump, no debugger, pages that stay out of swap                 |
//! | landlock | no file is written, few are read                                       |
//! | seccomp  | no socket but local ones, no new program                               |
//! | probe    | a try at all of that, which must fail                                  |
//! | cameras  | a process of their own for the cameras                                 |
//! | links    | interfaces and radios that are up                                      |
//! | time     | one clock for window and guard, and whether the machine slept          |
//! | guard    | the thread that watches over the desk                                  |
//! | fault    | what happens on a panic                                                |
//! | report   | what `--check` says                                                    |
//! | other    | systems without these walls                                            |
//!
//! May not enter: drawing, keys, unsafe code.

pub mod cameras;
pub mod display;
pub mod fault;
mod guard;
pub mod links;
pub mod probe;
pub mod report;
pub mod time;

#[cfg(target_os = "linux")]
mod dumps;
#[cfg(target_os = "linux")]
mod landlock;
#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(target_os = "linux")]
mod seccomp;

pub use display::Display;
pub use guard::Guard;

use crate::{
    air::{Air, Promise, State, Wall},
    desk::RandomError,
};
use shared::keys::Secret;
use std::path::PathBuf;

/// The system's randomness.
///
/// # Errors
/// Where there is none.
pub fn random(bytes: &mut [u8]) -> Result<(), RandomError> {
    getrandom::fill(bytes).map_err(|error| RandomError { reason: error.to_string() })
}

/// What the walls must leave open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Openings {
    /// The display's protocol.
    pub display: Option<Display>,
    /// A folder of pictures that is read instead of cameras.
    pub frames: Option<PathBuf>,
    /// Every device that this user may open; for the process that has the cameras, and no keys.
    pub devices: bool,
}

/// The walls of the process that has the cameras: the same, but for the devices. Nothing is tried, because it holds no keys.
#[cfg(feature = "webcam")]
fn close_for_cameras() {
    #[cfg(target_os = "linux")]
    for wall in
        [dumps::off(), landlock::close(&Openings { devices: true, ..Openings::default() }), seccomp::close()]
    {
        drop(wall); // the process with the keys reports on the same kernel
    }
}

/// Puts the walls up, before any thread and any window, and tries them; what came of it is shown.
pub fn close(openings: &Openings) -> Air {
    #[cfg(target_os = "linux")]
    let walls = vec![
        dumps::off(),
        // Landlock first: its own system calls, and the paths that it opens, are ordinary ones.
        landlock::close(openings),
        seccomp::close(),
    ];
    #[cfg(not(target_os = "linux"))]
    let walls = other::walls(openings);

    let mut air = Air { walls, ..Air::default() };
    air.walls.push(Wall { promise: Promise::NoSwap, state: locked_pages() });
    let watched = match links::look() {
        Ok(seen) => {
            air.observe(seen.links, seen.radios);
            State::Kept
        }
        Err(error) => State::Missing(error.to_string()),
    };
    air.walls.push(Wall { promise: Promise::LinksWatched, state: watched });
    let probed = probe::judge(&mut air.walls, &probe::run());
    air.walls.push(Wall { promise: Promise::Probed, state: probed });
    air.walls.sort_by_key(|wall| wall.promise);
    air
}

/// Pages that a sitting locks at most: seed, words, passphrase, and what is derived from them at one time.
const PAGES_LOCKED: usize = 16;

/// Locks as many pages as a sitting needs, and lets them go.
fn locked_pages() -> State {
    let pages: Vec<_> = (0..PAGES_LOCKED)
        .map(|_| Secret::<1>::fill_with(|_| Ok::<_, std::convert::Infallible>(())))
        .collect();
    let locked = pages.iter().flatten().filter(|page| page.is_locked()).count();
    if locked == PAGES_LOCKED {
        return State::Kept;
    }
    State::Weaker(format!(
        "the system locks {locked} of {PAGES_LOCKED} memory pages, the rest may reach swap; switch swap off (“swapoff -a” as root), or raise the limit (“ulimit -l”)"
    ))
}
