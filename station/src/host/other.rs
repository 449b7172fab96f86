//! Systems without seccomp and Landlock: each wall is said to be missing, in a sentence.
//!
//! macOS and Windows encrypt and purge memory in their own ways, none of which a program without unsafe code can ask for.

use super::Openings;
use crate::air::{Promise, State, Wall};

/// What is not enforced here.
pub(super) fn walls(_openings: &Openings) -> Vec<Wall> {
    let missing = |promise, why: &str| Wall { promise, state: State::Missing(why.to_owned()) };
    vec![
        missing(
            Promise::NoSockets,
            "this system refuses no sockets and no new programs for us; nothing in the station opens one, but only Linux enforces it",
        ),
        missing(
            Promise::NoFiles,
            "this system refuses no file writes for us; nothing in the station writes one, but only Linux enforces it",
        ),
        missing(
            Promise::NoDumps,
            "this system may keep a copy of the memory after a crash; switch crash reports and hibernation off",
        ),
    ]
}
